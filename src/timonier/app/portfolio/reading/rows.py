"""A line of a list as a company: its cells read, put together and checked as a company file is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timonier.app.company_file import CompanyFileError, company_from
from timonier.app.company_file.kinds.numbers import bounds
from timonier.app.portfolio.reading.columns import reader_of, version_in
from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.headings import is_empty
from timonier.app.portfolio.reading.identifiers import digits_in
from timonier.app.portfolio.reading.mapping import ListMap
from timonier.app.portfolio.reading.numbers import currency_in, read_number
from timonier.app.portfolio.reading.outcomes import Outcome, changed, problem, text_of
from timonier.app.portfolio.reading.places import market_told
from timonier.app.portfolio.reading.survey import hashed
from timonier.app.portfolio.reading.values import Cell, Change, Fate, Problem, Row
from timonier.app.safe import unprotected
from timonier.engine.company import FACTS, MARKET
from timonier.knowledge import load
from timonier.knowledge.columns import fold

TOTALS = ("total", "totaux", "total general", "sous total", "somme", "moyenne", "grand total",
          "subtotal", "sum", "average")  # fmt: skip
LONGEST_TOTAL = 16  # characters
TOTALS_OF = ("total ", "totaux ", "sous total", "somme ", "moyenne ", "subtotal", "grand total",
             "sum of ", "average ")  # fmt: skip
NAME = "company.name"
OWN_ONLY = ("id", "source_row", "mended")  # said otherwise, or ours
OWN_IDS = ("id", "siret", "siren", "neq")  # what a row is known by, the first that it has
WIDE = 3  # columns from which a row with a single cell is a note


@dataclass
class Draft:
    """A row being read."""

    said: dict[str, Any] = field(default_factory=dict)  # by key of target
    ends: dict[str, dict[str, Any]] = field(default_factory=dict)  # facts in two columns
    where: dict[str, int] = field(default_factory=dict)  # the column of each key
    kept: dict[str, Cell] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    money: list[tuple[int, str]] = field(default_factory=list)  # columns with a currency


class RowReader:
    """Reads the lines of one list, one after the other.

    It remembers where it met each identifier that comes more than once, hence a class.
    """

    def __init__(
        self,
        mapping: ListMap,
        repeated: Mapping[str, frozenset[int]],
        *,
        several_sheets: bool = False,
    ) -> None:
        self.columns = mapping.columns
        self.market = mapping.market
        self.repeated = repeated
        self.readers = [reader_of(column) for column in mapping.columns]
        self.met: dict[tuple[str, str], int] = {}
        self.sheets = several_sheets
        self.named = any(column.reads in (NAME, *OWN_IDS) for column in mapping.columns)
        self.ours = any(column.reads == "source_row" for column in mapping.columns)

    def read(self, line: Line) -> Row:
        """The row of a line."""
        cells = self._fitted(line.cells)
        draft = Draft()
        for i, (read, cell) in enumerate(zip(self.readers, cells, strict=False)):
            self._take(draft, i, cell, read(cell))
        self._join_ends(draft)
        if not self._is_outside(draft, line):
            self._market(draft, cells)
        self._identify(draft, line)
        facts = self._facts(draft, cells)
        return self._row(line, cells, draft, facts)

    def _fitted(self, cells: Sequence[Cell]) -> list[Cell]:
        """As many cells as there are columns; what is beyond them stays, to be refused."""
        missing = len(self.columns) - len(cells)
        cells = [*cells, *([None] * max(0, missing))]
        if self.ours:
            cells = [unprotected(cell) if isinstance(cell, str) else cell for cell in cells]
        while len(cells) > len(self.columns) and is_empty(cells[-1]):
            cells.pop()
        return cells

    def _take(self, draft: Draft, i: int, cell: Cell, outcome: Outcome) -> None:
        column = self.columns[i]
        draft.fates.append(outcome.fate)
        if outcome.changes:
            draft.changes += outcome.changes
        if outcome.fate == "blank":
            return
        if outcome.fate == "kept":
            draft.kept[column.heading] = cell
        elif outcome.fate == "contact":
            draft.contact[column.reads] = outcome.value
            draft.kept[column.heading] = cell
        elif outcome.fate == "problem":
            draft.problems += outcome.problems
            draft.where[column.reads] = i
        else:
            self._say(draft, i, outcome)

    def _say(self, draft: Draft, i: int, outcome: Outcome) -> None:
        column = self.columns[i]
        key = column.reads
        if key == "siret" and len(outcome.value) < digits_in(key):
            key = "siren"
        draft.where[key] = i
        if column.part:
            draft.ends.setdefault(key, {})[column.part] = outcome.value
        else:
            draft.said[key] = outcome.value
        if outcome.currency:
            draft.money.append((i, outcome.currency))
        if column.version:
            draft.said.setdefault("sector_version", column.version)

    def _join_ends(self, draft: Draft) -> None:
        """Two columns, "at least" and "at most", make one range; an absent end is the bound."""
        for key, ends in draft.ends.items():
            least, most = bounds(FACTS[key])
            low, high = ends.get("low", least), ends.get("high", most)
            low = low[0] if isinstance(low, list) else low
            high = high[-1] if isinstance(high, list) else high
            value = [int(v) if v == int(v) else v for v in (low, high)]
            draft.said[key] = value if value[0] != value[1] else value[0]

    def _is_outside(self, draft: Draft, line: Line) -> bool:
        """Whether a line is no company, a total or a note; cells beyond the columns are told."""
        extra = [text_of(cell) for cell in line.cells[len(self.columns) :] if not is_empty(cell)]
        if extra:
            draft.problems.append(problem("", " | ".join(extra), "extra"))
        filled = [(i, cell) for i, cell in enumerate(line.cells) if not is_empty(cell)]
        known = any(draft.said.get(key) for key in OWN_IDS[1:])
        if known or not filled:
            return False
        first, cell = filled[0]
        if found := self._total(draft, filled):
            heading = self.columns[first].heading if first < len(self.columns) else ""
            draft.problems.append(problem(heading, cell, found))
            return True
        if len(filled) == 1 and len(self.columns) >= WIDE:
            draft.problems.append(problem("", cell, "alone"))
            return True
        return False

    def _total(self, draft: Draft, filled: Sequence[tuple[int, Cell]]) -> str:
        """Why a line is the sum of others: its label, or nothing but numbers below names."""
        first = text_of(filled[0][1])
        if len(first) <= LONGEST_TOTAL and fold(first) in TOTALS:
            return "total"
        figures = [_is_figure(cell) for _, cell in filled]
        if len(filled) > 1 and fold(first).startswith(TOTALS_OF) and all(figures[1:]):
            return "total"
        nameless = not any(draft.said.get(key) or key in draft.where for key in (NAME, *OWN_IDS))
        return "figures" if self.named and nameless and all(figures) else ""

    def _heading(self, draft: Draft, key: str) -> str:
        at = draft.where.get(key)
        return self.columns[at].heading if at is not None else ""

    def _market(self, draft: Draft, cells: Sequence[Cell]) -> None:
        told = market_told(draft.said, self.market)
        at = draft.where.get(told.by)
        heading, cell = (self.columns[at].heading, cells[at]) if at is not None else ("", None)
        if told.wrong:
            draft.problems.append(problem(heading, cell, f"market_{told.wrong}"))
            return
        draft.said[MARKET] = told.market
        if told.by and text_of(cell) != told.market:
            draft.changes.append(changed(heading, cell, told.market, "market"))
        market = load().markets[told.market]
        for i, currency in [*draft.money, *self._told_apart(draft)]:
            if currency not in (market.currency, market.sign):
                heading = self.columns[i].heading
                fields: dict[str, Any] = {"currency": currency, "asked": market.currency}
                draft.problems.append(problem(heading, cells[i], "currency", **fields))

    def _told_apart(self, draft: Draft) -> Iterator[tuple[int, str]]:
        """Columns of amounts without a sign of their own, in the currency that another one says."""
        if not draft.said.get("currency"):
            return
        currency, signed = currency_in(str(draft.said["currency"])), {i for i, _ in draft.money}
        for key, i in draft.where.items():
            if key in FACTS and FACTS[key].unit.startswith("currency") and i not in signed:
                yield i, currency

    def _identify(self, draft: Draft, line: Line) -> None:
        """Numbers that come twice: of the row's own identifier it is refused, of others said."""
        if "vat" in draft.said:
            draft.said.setdefault("siren", draft.said["vat"])
        if "siret" in draft.said:
            siren = draft.said["siret"][: digits_in("siren")]
            if draft.said.setdefault("siren", siren) != siren:
                heading = self._heading(draft, "siret")
                draft.problems.append(problem(heading, draft.said["siret"], "two_numbers"))
        own = next((key for key in OWN_IDS if draft.said.get(key)), "")
        for key, numbers in self.repeated.items():
            value = draft.said.get(key)
            if not value or hashed(str(value)) not in numbers:
                continue
            first = self.met.setdefault((key, str(value)), line.number)
            if first == line.number:
                continue
            heading = self._heading(draft, key)
            if key == own:
                draft.problems.append(problem(heading, str(value), "twice", first=first))
            else:
                draft.changes.append(changed(heading, str(value), value, "twice", first=first))

    def _facts(self, draft: Draft, cells: Sequence[Cell]) -> dict[str, Any]:
        """The facts as a company file nests them, without those that it refuses."""
        held = {key: value for key, value in draft.said.items() if key in FACTS}
        while MARKET in held:
            document = nested(held)
            try:
                company_from(document, load())
                return document
            except CompanyFileError as error:
                self._refuse(draft, held, cells, error)
        return nested(held)

    def _refuse(
        self, draft: Draft, held: dict[str, Any], cells: Sequence[Cell], error: CompanyFileError
    ) -> None:
        key = next(
            (k for k in held if error.place.key == k or error.place.key.startswith(f"{k}.")), MARKET
        )
        del held[key]
        at = draft.where.get(key)
        heading, cell = (self.columns[at].heading, cells[at]) if at is not None else ("", None)
        if at is not None:
            draft.fates[at] = "problem"
        draft.problems.append(problem(heading, cell, "refused", reason=error.message))

    def _row(self, line: Line, cells: list[Cell], draft: Draft, facts: dict[str, Any]) -> Row:
        identifiers = {k: str(v) for k, v in draft.said.items() if k not in (*FACTS, *OWN_ONLY)}
        if "sector_version" in identifiers:
            identifiers["sector_version"] = version_in(identifiers["sector_version"])
        original = str(draft.said.get("source_row", ""))
        number = int(original) if original.isdigit() else line.number
        name = str(draft.said.get(NAME, ""))
        own = next((draft.said[key] for key in OWN_IDS if draft.said.get(key)), "")
        sheet = f"{line.sheet}!" if self.sheets else ""
        return Row(
            source_row=line.number,
            id=str(own) or f"{sheet}row-{number}",
            name=name,
            facts=facts,
            identifiers=identifiers,
            contact=draft.contact,
            kept=draft.kept,
            changes=tuple(draft.changes),
            problems=tuple(draft.problems),
            cells=tuple(cells),
            fates=tuple(draft.fates),
            sheet=line.sheet,
            original_row=number,
        )


def _is_figure(cell: Cell) -> bool:
    """Whether a cell is a number, however it is written."""
    plain = isinstance(cell, int | float) and not isinstance(cell, bool)
    return plain or (isinstance(cell, str) and read_number(cell) is not None)


def nested(held: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by dotted key as a company file nests them.

    >>> nested({"company.market": "fr", "marketing.budget": 5})
    {'company': {'market': 'fr'}, 'marketing': {'budget': 5}}
    """
    found: dict[str, Any] = {}
    for key, value in held.items():
        section, _, name = key.partition(".")
        found.setdefault(section, {})[name] = value
    return found
