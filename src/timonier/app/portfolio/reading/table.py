"""A list as a table: the names of its columns, then its lines, as often as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from timonier.app.portfolio.reading.csv_lines import csv_lines, encoding_of, separator_of
from timonier.app.portfolio.reading.files import Found, Line, Lines, Wanted, format_of
from timonier.app.portfolio.reading.headings import heading_line, is_empty, named, richness
from timonier.app.portfolio.reading.parquet_lines import parquet_lines
from timonier.app.portfolio.reading.values import Cell, ListError
from timonier.app.portfolio.reading.xlsx_lines import refuse_formulas, sheets_of, xlsx_lines


@dataclass(frozen=True)
class Table:
    """``lines`` begins again at each call: the lines after the headings, those that are empty or
    repeat the headings included; ``kind_of`` tells them apart."""

    path: Path
    found: Found
    columns: tuple[str, ...]
    lines: Lines
    headings: tuple[Cell, ...]

    def kind_of(self, line: Line) -> str:
        """ "row", "empty", or "headings" for a line that repeats them."""
        cells = line.cells
        if all(is_empty(cell) for cell in cells):
            return "empty"
        first = cells[0] if cells else None
        if first == self.headings[0] and named(cells) == self.columns:
            return "headings"
        return "row"


def open_table(path: Path, wanted: Wanted) -> Table:
    """The table of a file; ListError when there is none to be found in it."""
    found = Found(format_of(path))
    if found.format == "csv":
        return _csv(path, found, wanted)
    if found.format == "xlsx":
        return _xlsx(path, found, wanted)
    return _table(path, found, wanted, lambda: parquet_lines(path))


def _csv(path: Path, found: Found, wanted: Wanted) -> Table:
    encoding = wanted.encoding or encoding_of(path)
    separator = wanted.separator or separator_of(path, encoding)
    found = replace(found, encoding=encoding, separator=separator)
    return _table(path, found, wanted, lambda: csv_lines(path, encoding, separator))


def _xlsx(path: Path, found: Found, wanted: Wanted) -> Table:
    """The sheet that has most headings we know, and those that have the very same headings."""
    present = sheets_of(path)
    for name in wanted.sheets:
        if name not in present:
            raise ListError("no_sheet", sheet=name, sheets=", ".join(present))
    tried = {name: _head(path, name, wanted) for name in wanted.sheets or present}
    heads = {name: line for name, line in tried.items() if line is not None}
    if not heads:
        raise ListError("no_headings", file=str(path))
    best = max(heads.values(), key=lambda line: (richness(line.cells), len(named(line.cells))))
    same = tuple(
        name for name, line in heads.items()
        if wanted.sheets or named(line.cells) == named(best.cells)
    )  # fmt: skip
    refuse_formulas(path, same)
    others = tuple(name for name in heads if name not in same)
    found = replace(found, sheets=same, other_sheets=others, headings=best.number)
    starts = {name: heads[name].number for name in same}

    def lines() -> Iterator[Line]:
        for line in xlsx_lines(path, same, starts):
            if line.number > starts[line.sheet]:
                yield line

    return Table(path, found, named(best.cells), lines, tuple(best.cells))


def _head(path: Path, sheet: str, wanted: Wanted) -> Line | None:
    lines = xlsx_lines(path, (sheet,))
    if wanted.headings:
        return next((line for line in lines if line.number == wanted.headings), None)
    return heading_line(lines)


def _table(path: Path, found: Found, wanted: Wanted, read: Callable[[], Iterator[Line]]) -> Table:
    if wanted.headings:
        head = next((line for line in read() if line.number >= wanted.headings), None)
    else:
        head = heading_line(read())
    if head is None or not named(head.cells):
        raise ListError("no_headings", file=str(path))
    start = head.number

    def lines() -> Iterator[Line]:
        return (line for line in read() if line.number > start)

    found = replace(found, headings=start)
    return Table(path, found, named(head.cells), lines, tuple(head.cells))
