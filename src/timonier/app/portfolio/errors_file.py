"""The rows set aside as a file of their own, to be mended in a spreadsheet and read again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from timonier.app.portfolio.reading import ListError, Reading, Row
from timonier.app.portfolio.reading.outcomes import text_of
from timonier.app.portfolio.reading.values import say
from timonier.app.safe import TEXT_IS_TEXT, csv_cell

ADDED = ("line", "column", "value", "reason", "remedy")
APART = " | "  # between the problems of one row


class ErrorsFile:
    """Writes the rows as they come, counting them; the file appears with the first one."""

    def __init__(self, path: Path, reading: Reading, lang: str) -> None:
        if path.suffix.casefold() not in (".csv", ".xlsx"):
            raise ListError("errors_format", file=str(path))
        if path.exists() and reading.is_of(path):
            raise ListError("errors_exists", file=str(path))
        self.path, self.lang, self.written = path, lang, 0
        self.columns = [i for i, c in enumerate(reading.mapping.columns) if not _ours(c.reads)]
        names = [reading.columns[i] for i in self.columns]
        self.headings = [*names, *(say(f"errors.{key}")[lang] for key in ADDED)]
        self.separator = reading.found.separator or ";"
        self._sink: Any = None
        self._close: Any = None

    def add(self, row: Row) -> None:
        """One row, its cells as they came, then what is wrong with it."""
        if self._sink is None:
            self._open()
        cells = [row.cells[i] if i < len(row.cells) else None for i in self.columns]
        self._sink([*cells, *_told(row, self.lang)])
        self.written += 1

    def _open(self) -> None:
        sinks = {".csv": _csv_sink, ".xlsx": _xlsx_sink}
        try:
            self._sink, self._close = sinks[self.path.suffix.casefold()](self.path, self.separator)
        except OSError as problem:
            raise ListError(
                "map_write", file=str(self.path), reason=problem.strerror or ""
            ) from None
        self._sink(self.headings)

    def close(self) -> None:
        if self._close is not None:
            self._close()


@contextmanager
def errors_file(path: Path, reading: Reading, lang: str) -> Iterator[ErrorsFile]:
    """An errors file that is closed whatever happens."""
    file = ErrorsFile(path, reading, lang)
    try:
        yield file
    finally:
        file.close()


def _ours(reads: str) -> bool:
    return reads in ("source_row", "mended")


def _told(row: Row, lang: str) -> list[Any]:
    problems = row.problems
    columns = APART.join(p.column for p in problems if p.column)
    values = APART.join(p.value for p in problems)
    reasons = APART.join(dict.fromkeys(p.reason[lang] for p in problems))
    remedies = APART.join(dict.fromkeys(p.remedy[lang] for p in problems))
    return [row.original_row, columns, values, reasons, remedies]


def _csv_sink(path: Path, separator: str) -> tuple[Any, Any]:
    """UTF-8 with its mark, without which Excel reads the accents wrong."""
    file = path.open("w", encoding="utf-8-sig", newline="")
    writer = csv.writer(file, delimiter=separator)

    def write(cells: Sequence[Any]) -> None:
        writer.writerow([csv_cell(text_of(cell)) for cell in cells])

    return write, file.close


def _xlsx_sink(path: Path, separator: str) -> tuple[Any, Any]:
    """A workbook written line by line, so that its size is no matter."""
    import xlsxwriter

    path.open("wb").close()  # what cannot be written is known now, not at the end
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **TEXT_IS_TEXT}
    )
    sheet = book.add_worksheet()
    at = 0

    def write(cells: Sequence[Any]) -> None:
        nonlocal at
        for i, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(at, i, cell)
            elif cell is not None:
                sheet.write(at, i, cell)
        at += 1

    return write, book.close
