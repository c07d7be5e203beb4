"""Workbooks: every sheet, cell by cell, with what a number's format adds to it."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO
from zipfile import ZipFile

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.numbers import unit_of
from timonier.app.portfolio.reading.values import Cell, ListError

FORMULAS = 50  # rows in which formulas are looked for
# A few kilobytes may unpack into gigabytes, or name a row beyond any sheet, which is padded to.
LARGEST = 1_000_000_000  # bytes once unpacked: a million rows of a dozen columns take half of it
READ_WHOLE = 100_000_000  # of what is no sheet, and so held in memory
TYPES, LARGEST_TYPES, SHEET = "[Content_Types].xml", 1_000_000, ".worksheet+xml"
MOST_CELLS = 100_000_000  # of a sheet, blank ones between two others included
LAST_ROW = 1_048_576  # of any sheet
PART = 1 << 20  # bytes of a sheet looked through at a time
MERGE = b"mergeCell "
MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"[^>]*>'
)
LITERAL = re.compile(r'"([^"]+)"')


def sheets_of(path: Path) -> list[str]:
    """The names of the sheets that hold cells, in their order."""
    book = _opened(path)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def xlsx_lines(
    path: Path, sheets: tuple[str, ...], below: Mapping[str, int] = MappingProxyType({})
) -> Iterator[Line]:
    """The rows of some sheets, one sheet after the other.

    ``below``: the line of a sheet's headings. A cell that spans several rows below it says the same
    of each of them.
    """
    book = _opened(path)
    try:
        for name in sheets:
            cells, spans = 0, _Spans(book[name], below[name]) if name in below else None
            for number, row in enumerate(_rows(book[name], path), start=1):
                cells += len(row)
                if number > LAST_ROW or cells > MOST_CELLS:
                    raise ListError("unpacked", file=str(path))
                said = [_value(cell) for cell in row]
                yield Line(number, name, spans.filled(number, said) if spans else said)
    finally:
        book.close()


class _Spans:
    """The cells of a sheet that span several rows, met row by row."""

    def __init__(self, sheet: Any, below: int) -> None:
        self.begins: dict[int, list[tuple[int, int]]] = {}  # by first row: column, last row
        for column, first, last in islice(_merged(sheet), LAST_ROW):
            if first > below and last > first:
                self.begins.setdefault(first, []).append((column, last))
        self.open: dict[int, tuple[int, Cell]] = {}  # by column: last row, what it says

    def filled(self, number: int, cells: list[Cell]) -> list[Cell]:
        """A row with what it shares with the row above; one that says nothing else stays blank."""
        for column, last in self.begins.get(number, ()):
            if column < len(cells):
                self.open[column] = last, cells[column]
        self.open = {c: held for c, held in self.open.items() if held[0] >= number}
        if self.open and any(cell is not None for cell in cells):
            cells += [None] * (max(self.open) + 1 - len(cells))
            for column, (_, value) in self.open.items():
                cells[column] = value
        return cells


def _merged(sheet: Any) -> Iterator[tuple[int, int, int]]:
    """(column from 0, first row, last row) of each cell that spans others. They are written after
    the rows: the sheet is gone through once more, without being read."""
    from openpyxl.utils import column_index_from_string

    kept = b""
    with sheet._get_source() as written:
        while part := written.read(PART):
            kept += part
            if MERGE in kept:
                for found in MERGED.finditer(kept):
                    column = column_index_from_string(found[1].decode()) - 1
                    yield column, int(found[2]), min(int(found[3]), LAST_ROW)
            kept = kept[kept.rfind(b"<") :][-PART:]


def _rows(sheet: Any, path: Path, **some: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet; ListError, whatever reading a damaged one raises."""
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    try:
        yield from sheet.iter_rows(**some)
    except Exception:
        raise ListError("no_workbook", file=str(path)) from None


def refuse_formulas(path: Path, sheets: tuple[str, ...]) -> None:
    """Raise ListError where a formula was never computed: its cell would be read as blank.

    A program that writes formulas leaves all of them so: the first rows tell.
    """
    computed, written = _opened(path), _opened(path, data_only=False)
    for name in sheets:
        first = (_rows(book[name], path, max_row=FORMULAS) for book in (written, computed))
        pairs = zip(*first, strict=False)
        for cell, value in (both for rows in pairs for both in zip(*rows, strict=False)):
            if cell.data_type == "f" and value.value is None:
                raise ListError("formulas", cell=cell.coordinate, sheet=name)
    computed.close()
    written.close()


def _opened(path: Path, *, data_only: bool = True) -> Any:
    """The workbook of a file, whatever its name is; the file is let go of with the workbook."""
    from openpyxl import load_workbook

    file = path.open("rb")
    try:
        if not _is_bounded(file):
            raise ListError("unpacked", file=str(path))
        book = load_workbook(file, read_only=True, data_only=data_only)
    except ListError:
        file.close()
        raise
    except Exception:  # whatever a zip that is no workbook makes it raise
        file.close()
        raise ListError("no_workbook", file=str(path)) from None
    weakref.finalize(book, file.close)
    return book


def _is_bounded(file: BinaryIO) -> bool:
    """Whether a workbook may be unpacked: no part is ever read beyond the size that it announces.

    What is no sheet is read whole: strings above all. A part announced as a sheet and as something
    else is no sheet.
    """
    from openpyxl.xml.functions import fromstring

    with ZipFile(file) as packed:
        sizes = {one.filename: one.file_size for one in packed.infolist()}
        whole = sum(one.file_size for one in packed.infolist())
        if whole > LARGEST or sizes[TYPES] > LARGEST_TYPES:
            return False
        said = [(one.get("PartName", "")[1:], one.get("ContentType", ""))
                for one in fromstring(packed.read(TYPES))]  # fmt: skip
    others = {part for part, kind in said if not kind.endswith(SHEET)}
    sheets = {part for part, kind in said if kind.endswith(SHEET)} - others
    return whole - sum(sizes.get(part, 0) for part in sheets) <= READ_WHOLE


def _value(cell: Any) -> Cell:
    """What a cell shows: a percentage keeps its sign, "0 k€" its unit; a date is a day."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = _unit(cell.number_format or "")
        if unit == "%":
            return f"{round(value * 100, 10):.10g} %"
        if unit:
            return f"{value!r} {unit}"
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value  # type: ignore[no-any-return]


@lru_cache(maxsize=1000)
def _unit(number_format: str) -> str:
    """The scale or the sign of percent that a format adds to a bare number."""
    shown = number_format.split(";")[0]
    said = "".join(LITERAL.findall(shown)).strip()
    if "%" in LITERAL.sub("", shown):
        return "%"
    unit = unit_of(said) if said else None
    return said if unit is not None and unit.factor != 1 else ""
