"""Small tools of the documents: names of files, archives that do not change with the clock."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping

LONGEST = 60
LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"})
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip archive can hold


def slug(text: str, otherwise: str = "document") -> str:
    """A name of file from any words, in plain ASCII.

    >>> slug("Chargé de contenu / communication"), slug("L’Œuvre"), slug("日本", "poste")
    ('charge-de-contenu-communication', 'l-oeuvre', 'poste')
    """
    spelled = text.translate(LIGATURES)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].strip("-") or otherwise


def archive(files: Mapping[str, bytes]) -> bytes:
    """Zip files; the same files give the same bytes on any day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(_entry(name), content)
    return out.getvalue()


def steady(package: bytes) -> bytes:
    """Rewrite an Office package without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        return archive({info.filename: read.read(info) for info in read.infolist()})


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
