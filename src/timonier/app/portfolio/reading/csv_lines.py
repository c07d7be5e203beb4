"""CSV as offices write it: the encoding and the separator are found out in the file itself."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.values import ListError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

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
AS_TEXT = '="'
BLOCK = 1 << 20
MIXED = "utf-8-and-cp1252"  # two files put together
# Letters, quotation marks and the euro as UTF-8 writes them; nonsense in an older encoding.
AS_UTF8 = re.compile(
    rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x90-\xaf]|\xe2\x82\xac"
)
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
        as_utf8 = 0
        if wide := _without_mark(file.read(BLOCK)):
            return wide
        file.seek(0)
        while block := file.read(BLOCK):
            as_utf8 += sum(map(len, AS_UTF8.findall(block)))
            odd.update(byte for byte in block.translate(None, bytes(range(128))))
            if is_utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
        if is_utf8:
            return "utf-8"
    if 2 * as_utf8 >= sum(odd.values()):
        return MIXED
    return max(OLD, key=lambda name: _sense(odd, name))


def _without_mark(first: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters and digits is nil."""
    even, uneven = first[::2].count(0), first[1::2].count(0)
    if 3 * max(even, uneven) < len(first) // 2:
        return ""
    return "utf-16-be" if even > uneven else "utf-16-le"


class _Mixed(codecs.BufferedIncrementalDecoder):
    """UTF-8, and Windows' own encoding where it is none."""

    def _buffer_decode(self, input: Buffer, errors: str, final: bool) -> tuple[str, int]:
        return codecs.utf_8_decode(input, MIXED, final)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _mixed(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != MIXED:
        return None
    return codecs.CodecInfo(
        encode=codecs.utf_8_encode,
        decode=lambda data, errors="": codecs.utf_8_decode(data, MIXED, True),
        incrementaldecoder=_Mixed,
        incrementalencoder=codecs.getincrementalencoder("utf-8"),
        name=MIXED,
    )


codecs.register(_mixed)
codecs.register_error(MIXED, _as_windows)


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
                    if any(cell.startswith(AS_TEXT) for cell in cells):
                        cells = [_as_text(cell) for cell in cells]
                    yield Line(number, "", cells)  # type: ignore[arg-type]
                number = reader.line_num + 1
        except csv.Error:
            raise ListError("unclosed", line=number) from None
        except UnicodeDecodeError:
            raise ListError("encoding", encoding=encoding, line=number) from None


def _as_text(cell: str) -> str:
    """A cell without the formula that keeps a spreadsheet from making a number of it: ="0042"."""
    is_text = cell.startswith(AS_TEXT) and cell.endswith('"') and len(cell) > len(AS_TEXT)
    return cell[len(AS_TEXT) : -1].replace('""', '"') if is_text else cell


def _names_separator(cells: list[str], separator: str) -> bool:
    """Excel's own first line, "sep=;"."""
    return separator.join(cells).strip().casefold() == f"sep={separator}"
