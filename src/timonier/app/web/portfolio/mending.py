"""Mend a row set aside, cell by cell: it is read again alone, as the list was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from timonier.app.portfolio.given import given_of
from timonier.app.portfolio.reading import ListMap, Row, map_from
from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.outcomes import problem, text_of
from timonier.app.portfolio.reading.rows import OWN_IDS, RowReader
from timonier.app.web.models import Entry, Portfolio
from timonier.app.web.portfolio.keeping import (
    READ,
    clear_line,
    packed_given,
    put_given,
    unpack,
)

LONGEST_CELL = 500


def reread(row: Row, cells: Mapping[str, str], mapping: ListMap, several_sheets: bool) -> Row:
    """A row with some of its cells written anew, by their heading."""
    return _read(Line(row.source_row, row.sheet, list(row.cells)), cells, mapping, several_sheets)


def _read(line: Line, cells: Mapping[str, str], mapping: ListMap, several_sheets: bool) -> Row:
    headings = [column.heading for column in mapping.columns]
    written = [cells.get(h, cell) for h, cell in zip(headings, line.cells, strict=False)]
    reader = RowReader(mapping, {}, several_sheets=several_sheets)
    return reader.read(line._replace(cells=[*written, *line.cells[len(written) :]]))


def mend(entry: Entry, cells: Mapping[str, str]) -> bool:
    """Write cells anew and read the row again; whether it is without a problem now."""
    with transaction.atomic():
        locked = Portfolio.objects.select_for_update().defer("content")
        portfolio = locked.get(pk=entry.portfolio_id)
        held = unpack(entry.given)
        mapping = map_from(portfolio.mapping)
        said = {k: v[:LONGEST_CELL] for k, v in cells.items()}
        before = portfolio.mended.get(str(entry.number), {})
        portfolio.mended[str(entry.number)] = {**before, **said}
        portfolio.save(update_fields=["mended", "updated_at"])
        several = len(portfolio.found.get("sheets", ())) > 1
        line = Line(held["source_row"], held["sheet"], held["cells"])
        row = _alone(_read(line, said, mapping, several), entry, mapping)
        given = given_of(row, mapping)
        kept = [text_of(cell) for cell in row.cells] if row.problems else None
        put_given(entry, given, packed_given(given, kept, row.sheet))
        clear_line(entry)
        entry.save(update_fields=[*READ])
    return not row.problems


def _alone(row: Row, entry: Entry, mapping: ListMap) -> Row:
    """The row, refused when another one of the list has its identifier."""
    same = Entry.objects.filter(portfolio_id=entry.portfolio_id, ident=row.id, is_good=True)
    other = same.exclude(pk=entry.pk).first()
    if other is None:
        return row
    first = unpack(other.given)["source_row"]
    heading = next((c.heading for c in mapping.columns if c.reads in OWN_IDS), "")
    twice = problem(heading, row.id, "twice", first=first)
    return replace(row, problems=(*row.problems, twice))
