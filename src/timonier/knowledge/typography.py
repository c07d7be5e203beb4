"""Typography of what people typed on a plain keyboard, so that no record has to be typeset."""

from __future__ import annotations

import re

from timonier.engine.catalogue import Text

NARROW = "\u202f"


def typeset(fr: str, en: str) -> Text:
    """Return a text in which each language follows its own typography."""
    return Text(french(fr), english(en))


def french(text: str) -> str:
    """Apply French typography to a text typed on a plain keyboard; applying it twice is harmless.

    >>> french("C'est tout : 30 % !") == "C’est tout\u202f: 30\u202f%\u202f!"
    True
    """
    text = text.replace("'", "’")
    text = re.sub(r"[ \u00a0]+([;:?!%»])", NARROW + r"\1", text)
    text = re.sub(r"«[ \u00a0]+", "«" + NARROW, text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=[€$])", NARROW, text)
    return re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", NARROW, text)


def english(text: str) -> str:
    """Curl the apostrophes of an English text; applying it twice is harmless.

    >>> english("the owner's plan")
    'the owner’s plan'
    """
    return text.replace("'", "’")
