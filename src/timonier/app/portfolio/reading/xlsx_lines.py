"""Workbooks: every sheet, cell by cell, with what a number's format adds to it."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.numbers import unit_of
from timonier.app.portfolio.reading.values import Cell, ListError

FORMULAS = 50  # rows in which formulas are looked for
LITERAL = re.compile(r'"([^"]+)"')


def sheets_of(path: Path) -> list[str]:
    """The names of the sheets that hold cells, in their order."""
    book = _opened(path)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def xlsx_lines(path: Path, sheets: tuple[str, ...]) -> Iterator[Line]:
    """The rows of some sheets, one sheet after the other."""
    book = _opened(path)
    try:
        for name in sheets:
            sheet = book[name]
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            for number, row in enumerate(sheet.iter_rows(), start=1):
                yield Line(number, name, [_value(cell) for cell in row])
    finally:
        book.close()


def refuse_formulas(path: Path, sheets: tuple[str, ...]) -> None:
    """Raise ListError where a formula was never computed: its cell would be read as blank.

    A program that writes formulas leaves all of them so: the first rows tell.
    """
    computed, written = _opened(path), _opened(path, data_only=False)
    for name in sheets:
        pairs = zip(
            written[name].iter_rows(max_row=FORMULAS), computed[name].iter_rows(), strict=False
        )
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
        book = load_workbook(file, read_only=True, data_only=data_only)
    except Exception:  # whatever a zip that is no workbook makes it raise
        file.close()
        raise ListError("no_workbook", file=str(path)) from None
    weakref.finalize(book, file.close)
    return book


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
