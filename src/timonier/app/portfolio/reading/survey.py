"""A first reading of the whole list: what the cells of each column show, in little memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.portfolio.reading.amounts import PEOPLE, code_in, is_month, is_nobody
from timonier.app.portfolio.reading.columns import REGISTERS, reader_of
from timonier.app.portfolio.reading.mapping import ColumnMap
from timonier.app.portfolio.reading.numbers import Num, read_number
from timonier.app.portfolio.reading.outcomes import Reader, text_of
from timonier.app.portfolio.reading.table import Table
from timonier.app.portfolio.reading.values import Cell
from timonier.engine.company import FACTS, NUMBERS, Fact
from timonier.knowledge.columns import load_columns

MOST = 200  # different cells remembered of those that could not be read, of codes
REMEMBERED = 20_000  # different cells of a column, before they are forgotten
KEYS = ("id", *REGISTERS)


@dataclass
class Seen:
    """What the cells of one column have shown."""

    column: ColumnMap
    filled: int = 0
    read: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)  # decimal marks that cells prove
    doubts: int = 0  # cells that the decimal mark decides
    codes: Counter[str] = field(default_factory=Counter)  # cells that are codes of bands
    plain: int = 0  # bare numbers that are none
    over_one: int = 0  # shares that would be above one
    numbers: array[int] = field(default_factory=lambda: array("Q"))  # identifiers, hashed

    @property
    def zeros(self) -> int:
        """Codes of bands written with their leading zero, as no count is."""
        return sum(n for code, n in self.codes.items() if code.startswith("0") and len(code) > 1)


@dataclass(frozen=True)
class Glance:
    """What one text says to a column, whatever row it is in."""

    read: bool
    num: Num | None = None
    code: str = ""
    number: int = 0


class Survey:
    """What a list shows when it is gone through once."""

    def __init__(self, columns: Sequence[ColumnMap]) -> None:
        self.seen = [Seen(column) for column in columns]
        self.rows = self.empty = self.repeated = 0
        self._take = [_taker(one) for one in self.seen]

    def go_through(self, table: Table) -> Survey:
        """Read every line once."""
        for line in table.lines():
            kind = table.kind_of(line)
            self.empty += kind == "empty"
            self.repeated += kind == "headings"
            if kind == "row":
                self.rows += 1
                for take, cell in zip(self._take, line.cells, strict=False):
                    if cell is not None and cell != "":
                        take(cell)
        return self


def _taker(seen: Seen) -> Callable[[Cell], None]:
    """What adds a cell to what a column has shown."""
    if seen.column.target is None:
        return lambda cell: _count(seen)
    if _is_any(seen.column):
        return lambda cell: _count_text(seen, cell)
    glance = _glancer(seen.column)
    known: dict[tuple[type, Cell], Glance | None] = {}
    blanks = load_columns().blanks

    def take(cell: Cell) -> None:
        key = (type(cell), cell)
        if key not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            text = text_of(cell).strip()
            known[key] = glance(cell) if text and text.casefold() not in blanks else None
        if found := known[key]:
            _add(seen, found, cell)

    return take


def _is_any(column: ColumnMap) -> bool:
    """Whether whatever a cell says can be read: a name, a person, a place."""
    fact = FACTS.get(column.reads)
    return fact.kind == "text" if fact else column.reads not in (*KEYS, "sector_code")


def _count(seen: Seen) -> None:
    seen.filled += 1


def _count_text(seen: Seen, cell: Cell) -> None:
    if seen.read or text_of(cell).strip().casefold() not in load_columns().blanks:
        seen.filled += 1
        seen.read += 1


def _glancer(column: ColumnMap) -> Callable[[Cell], Glance]:
    fact = FACTS.get(column.reads)
    if fact is not None and fact.kind in NUMBERS:
        return lambda cell: _of_number(column, fact, cell)
    read = reader_of(column)
    return lambda cell: _of_other(column, read, cell)


def _of_number(column: ColumnMap, fact: Fact, cell: Cell) -> Glance:
    text = text_of(cell).strip()
    code = ""
    if fact.unit == PEOPLE:
        code = next((c for b in load_columns().bands.values() if (c := code_in(b, text))), "")
        code = text if code else ""
    if isinstance(cell, date) or (fact.unit == PEOPLE and is_month(text)):
        return Glance(True)  # a band that a spreadsheet changed: known, though refused
    if isinstance(cell, int | float):
        return Glance(True, Num(float(cell), float(cell)), code)
    num = read_number(text, column.mark, whole=fact.kind == "int")
    return Glance(num is not None or bool(code) or is_nobody(text), num, code)


def _of_other(column: ColumnMap, read: Reader, cell: Cell) -> Glance:
    outcome = read(cell)
    number = 0
    if column.reads in KEYS and outcome.fate == "identifier":
        number = hashed(str(outcome.value))
    return Glance(outcome.fate != "problem", number=number)


def _add(seen: Seen, glance: Glance, cell: Cell) -> None:
    seen.filled += 1
    seen.read += glance.read
    if not glance.read and (len(seen.unread) < MOST or text_of(cell) in seen.unread):
        seen.unread[text_of(cell)] += 1
    if glance.number:
        seen.numbers.append(glance.number)
    if glance.code and (len(seen.codes) < MOST or glance.code in seen.codes):
        seen.codes[glance.code] += 1
    if (num := glance.num) is None:
        return
    seen.marks[num.mark] += 1 if num.mark else 0
    seen.doubts += num.doubt
    seen.plain += num.shape == "one" and not glance.code
    fact = FACTS[seen.column.reads]
    if in_percent(fact) and abs(num.high) > 1 and not num.unit.percent:
        seen.over_one += 1


def hashed(text: str) -> int:
    """64 bits of a text: equal texts give equal numbers, and a collision is checked again."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def repeated(numbers: array[int]) -> frozenset[int]:
    """Those that come more than once."""
    import numpy as np

    values, counts = np.unique(np.frombuffer(numbers, dtype=np.uint64), return_counts=True)
    return frozenset(values[counts > 1].tolist())
