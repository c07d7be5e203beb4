"""CSV as offices write it: the encoding and the separator are found out in the file itself."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.values import ListError

SEPARATORS = (";", ",", "\t", "|")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD = ("cp1252", "mac_roman", "cp850")  # Windows, old Macintosh, old accounting software
# How usual a sign is in French and English; what is not here is not.
USUAL = {
    "é": 4,
    **dict.fromkeys("èêëàâçùûîïôöüœ’\u00a0€", 2),
    **dict.fromkeys("ÉÈÊÀÂÇÎÔŒ‘«»°–…", 1),
}
BLOCK = 1 << 20
LOOKED_AT = 60  # lines that tell the separator
LONGEST = 1 << 20  # characters of one cell: beyond, a quotation mark was never closed


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file makes sense.

    UTF-8 is proved by the bytes themselves. Of the older ones, the one in which what is not ASCII
    is mostly what French and English are written with.
    """
    with path.open("rb") as file:
        first = file.read(4)
        for mark, name in MARKS:
            if first.startswith(mark):
                return name
        file.seek(0)
        decoder, odd, is_utf8 = codecs.getincrementaldecoder("utf-8")(), Counter[int](), True
        while block := file.read(BLOCK):
            odd.update(byte for byte in block.translate(None, bytes(range(128))))
            if is_utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
        if is_utf8:
            return "utf-8"
    return max(OLD, key=lambda name: _sense(odd, name))


def _sense(odd: Counter[int], name: str) -> float:
    """How usual the signs are that the bytes above 127 would stand for."""
    return sum(n * USUAL.get(bytes([b]).decode(name, "replace"), 0) for b, n in odd.items())


def separator_of(path: Path, encoding: str) -> str:
    """The sign that cuts most lines into the same number of cells, more than one."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = list(islice(file, LOOKED_AT))
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]
    return max(SEPARATORS, key=lambda sign: _agreement(lines, sign))


def _agreement(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines agree on a number of cells, and on how many."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    width, n = max(widths.items(), key=lambda one: (one[1] * min(one[0], 3), one[0]))
    return (n * min(width, 3), width)


def csv_lines(path: Path, encoding: str, separator: str) -> Iterator[Line]:
    """The lines of a CSV file; a cell may hold line breaks: the number is where it begins."""
    csv.field_size_limit(LONGEST)
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        number = 1
        try:
            for cells in reader:
                if not (number == 1 and _names_separator(cells, separator)):
                    yield Line(number, "", cells)  # type: ignore[arg-type]
                number = reader.line_num + 1
        except csv.Error:
            raise ListError("unclosed", line=number) from None
        except UnicodeDecodeError:
            raise ListError("encoding", encoding=encoding, line=number) from None


def _names_separator(cells: list[str], separator: str) -> bool:
    """Excel's own first line, "sep=;"."""
    return separator.join(cells).strip().casefold() == f"sep={separator}"
