"""Read a list of companies out of a CRM, an office or a register, row by row, in little memory.

``read_list(origin, mapping)`` gives a ``Reading``: how the file was found to be written, its
``mapping`` (given, completed by what is proposed), its ``questions``, and ``rows()``, which begins
again at each call and yields a frozen ``Row`` for each line that is one. A row with ``problems`` is
to be set aside; the others are ready for ``timonier.company_from(row.facts)``.

>>> import io
>>> reading = read_list(io.BytesIO("Entreprise;SIREN;CA (k€)\\nNord;5520176;850".encode()))
>>> row = next(reading.rows())
>>> row.id, row.facts["company"]["revenue"], [change.code for change in row.changes]
('005520176', 850000, ['zeros', 'unit', 'market'])
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from timonier.app.portfolio.reading.files import Found, local_copy
from timonier.app.portfolio.reading.mapping import ColumnMap, ListMap, map_from, read_map, write_map
from timonier.app.portfolio.reading.proposal import from_headings, propose
from timonier.app.portfolio.reading.rows import RowReader
from timonier.app.portfolio.reading.survey import KEYS, Survey, repeated
from timonier.app.portfolio.reading.table import Table, open_table
from timonier.app.portfolio.reading.values import (
    Cell,
    Change,
    ListError,
    Problem,
    Question,
    Row,
)

__all__ = ["Cell", "Change", "ColumnMap", "ListError", "ListMap", "Problem", "Question", "Reading",
           "Row", "map_from", "read_list", "read_map", "write_map"]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A list, gone through once.

    ``total`` rows, among which those with problems are counted as they are read; ``empty`` lines
    and ``repeated`` headings are left out; ``absent`` are columns that the mapping names and the
    list does not have, ``new`` those that the mapping given does not name.
    """

    found: Found
    mapping: ListMap
    questions: tuple[Question, ...]
    total: int
    empty: int
    repeated: int
    absent: tuple[str, ...]
    new: tuple[str, ...]
    _table: Table = field(repr=False)
    _twice: dict[str, frozenset[int]] = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings, in the order of the file, each made unique."""
        return self._table.columns

    def is_of(self, path: Path) -> bool:
        """Whether a path is that of the list itself."""
        return path.samefile(self._table.path)

    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the file; the file is read again at each call."""
        reader = RowReader(self.mapping, self._twice, several_sheets=len(self.found.sheets) > 1)
        for line in self._table.lines():
            if self._table.kind_of(line) == "row":
                yield reader.read(line)


def read_list(origin: str | Path | BinaryIO, mapping: ListMap | None = None) -> Reading:
    """Go through a list once: a path, "-" for standard input, or a binary stream (copied aside).

    CSV, XLSX or Parquet, told by the content. Raises ListError, which says what cannot be read and
    what to do. What only a row lacks is no error: it is among the row's problems.
    """
    given = mapping or ListMap()
    table = open_table(local_copy(origin), given.wanted)
    columns = from_headings(table.columns, given)
    survey = Survey(columns).go_through(table)
    settled, questions = propose(columns, given, survey)
    named = {column.heading for column in given.columns}
    return Reading(
        found=table.found,
        mapping=settled,
        questions=tuple(questions),
        total=survey.rows,
        empty=survey.empty,
        repeated=survey.repeated,
        absent=tuple(sorted(named - set(table.columns))),
        new=tuple(name for name in table.columns if given.columns and name not in named),
        _table=table,
        _twice=_twice(survey, settled),
    )


def _twice(survey: Survey, mapping: ListMap) -> dict[str, frozenset[int]]:
    """The identifiers that come more than once, hashed, by what they are."""
    found: dict[str, frozenset[int]] = {}
    for seen, column in zip(survey.seen, mapping.columns, strict=True):
        if column.reads in KEYS and (numbers := repeated(seen.numbers)):
            found["siren" if column.reads == "vat" else column.reads] = numbers
    return found
