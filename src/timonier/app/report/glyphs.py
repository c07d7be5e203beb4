"""Which characters the report's fonts can draw; a run of those they cannot becomes an empty box.

A PDF/UA file refuses a character without a glyph, and a company may well have one in its name.
"""

from __future__ import annotations

import re
import struct
from functools import cache

from timonier.app.charts import FONTS

FACES = ("SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf")
BOX = "□"
LONGEST = 26  # characters of a word before it may be broken
BREAK = "\u200b"
KEPT = frozenset("\n\t" + BREAK)


def drawable(text: str) -> str:
    """Replace what cannot be drawn and let very long words break."""
    if text.isascii() and len(text) < LONGEST:
        return text
    return " ".join(_breakable(word) for word in boxed(text).split(" "))


def boxed(text: str) -> str:
    """Replace what cannot be drawn, and nothing else: for a drawing, whose marks must stay whole.

    >>> boxed("Fleurs \U0001f338\ufe0f d’été"), boxed("\u05e4\u05e8\u05d7 SA")
    ('Fleurs □ d’été', '□ SA')
    """
    known = _known()
    if text.isascii():
        return text
    drawn = (c if c in KEPT or ord(c) in known else BOX for c in text)
    return re.sub(f"{BOX}{{2,}}", BOX, "".join(drawn))


def _breakable(word: str) -> str:
    if len(word) <= LONGEST or "://" in word:
        return word
    return BREAK.join(word[i : i + LONGEST] for i in range(0, len(word), LONGEST))


@cache
def _known() -> frozenset[int]:
    return frozenset.intersection(*(_characters((FONTS / face).read_bytes()) for face in FACES))


def _characters(font: bytes) -> frozenset[int]:
    """Read the characters of a TrueType font from its format 12 character map."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    subtables = struct.unpack_from(">H", font, start + 2)[0]
    for i in range(subtables):
        at = start + struct.unpack_from(">HHI", font, start + 4 + 8 * i)[2]
        if struct.unpack_from(">H", font, at)[0] == 12:
            groups = struct.unpack_from(">I", font, at + 12)[0]
            spans = (struct.unpack_from(">III", font, at + 16 + 12 * g) for g in range(groups))
            return frozenset(c for first, last, _ in spans for c in range(first, last + 1))
    raise ValueError("the font has no format 12 character map")
