"""The line of business that a company's own words tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from timonier.engine.catalogue import Sector


def sector_of(text: str, sectors: Mapping[str, Sector]) -> tuple[str, str]:
    """The sector whose word stands first in ``text``, and that word; two empty texts for none.

    Capitals, accents, hyphens and plurals do not count; of two words that start together the longer
    is read.

    >>> from timonier.engine.catalogue import Text
    >>> one = Sector("software", Text("Logiciel", "Software"), ("logiciel", "software"))
    >>> sector_of("Éditeur de LOGICIELS de paie", {"software": one})
    ('software', 'logiciel')
    >>> sector_of("fromagerie", {"software": one})
    ('', '')
    """
    if not text:
        return "", ""
    told, found = _plain(text), []
    for key, sector in sectors.items():
        for word in sector.words:
            match = re.search(rf"\b{_plain(word)}(?:s|x|es)?\b", told)
            if match:
                found.append((match.start(), -len(word), key, word))
    return min(found)[2:] if found else ("", "")


@lru_cache(2_048)  # the words of the sectors come back with every company of a list
def _plain(text: str) -> str:
    """Small letters without accents, words one space apart."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", kept))
