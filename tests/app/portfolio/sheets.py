"""Write lists as offices and programs write them: workbooks, old encodings, Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from timonier.app.portfolio.reading import Reading, Row


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(
    folder: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    formats: Mapping[str, str] | None = None,
) -> Path:
    """A workbook; ``formats`` are those of cells of the first sheet, by address."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for address, number_format in (formats or {}).items():
        book.worksheets[0][address].number_format = number_format
    path = folder / "list.xlsx"
    book.save(path)
    return path


def accounted(reading: Reading, rows: Sequence[Row]) -> list[str]:
    """The cells that became nothing: neither a fact, an identifier, a contact, kept as they came,
    blank, nor told as a problem."""
    lost = []
    for row in rows:
        told = " ".join(problem.value for problem in row.problems)
        named = {problem.column for problem in row.problems}
        for i, cell in enumerate(row.cells):
            where = f"row {row.source_row}, cell {i + 1}: {cell!r}"
            if i >= len(reading.columns):
                if cell is not None and str(cell) not in told:
                    lost.append(where)
                continue
            lost += [where] if _lost(reading, row, i, cell, named) else []
    return lost


def _lost(reading: Reading, row: Row, i: int, cell: Any, named: set[str]) -> bool:
    heading, reads = reading.columns[i], reading.mapping.columns[i].reads
    fate = row.fates[i]
    if fate in ("kept", "contact"):
        return row.kept[heading] != cell
    if fate == "blank":
        is_said = any(change.column == heading for change in row.changes)
        return cell is not None and str(cell).strip() != "" and not is_said
    if fate == "problem":
        return heading not in named
    if fate == "fact":
        section, _, name = reads.partition(".")
        held = name in row.facts.get(section, {})
        return not held and not row.problems
    elsewhere = ("id", "source_row", "mended")  # in the row's own fields, or added by us
    return reads not in elsewhere and not (set(row.identifiers) & {reads, "siren"})
