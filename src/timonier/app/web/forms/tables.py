"""The tables of the company file as a form: the team, additions, offers, attempts, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from timonier.app.company_file.kinds import Line, Refused, Said, kind_of
from timonier.app.company_file.kinds.keys import roles_of
from timonier.app.company_file.tables import MOST_ROWS
from timonier.app.interview import answers
from timonier.app.web.forms.question import Option
from timonier.app.web.words import current, say
from timonier.engine.company import NOTHING, NUMBERS, TABLES, Fact, Table, asked_as
from timonier.knowledge import load

SPARE_ROWS: Final = 2
HIDDEN: Final = ("intended.since_months",)  # nobody has been there for months who is not there yet
MAIN: Final = ("role", "quantity", "since_months", "cost", "name")  # of a person, in this order
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Cell:
    """One column of one line: a list to pick from when it has groups, else a text to type."""

    name: str
    label: str
    value: str
    groups: tuple[Group, ...]
    number: bool
    kind: str


@dataclass(frozen=True)
class Entry:
    """One line of the form; ``more`` holds what few people say."""

    index: int
    main: tuple[Cell, ...]
    more: tuple[Cell, ...]


def entries(document: Row, key: str, sent: QueryDict | None) -> list[Entry]:
    """The lines as sent, else as kept, and a few empty ones to add more."""
    table = TABLES[key]
    if sent is not None:
        names = table.names
        held = [{n: sent.get(f"{n}.{i}", "") for n in names} for i in range(_count(sent))]
    else:
        kept = answers.read(document, key)
        held = [_shown(table, row) for row in kept] if isinstance(kept, list) else []
    held += [{}] * min(SPARE_ROWS, max(0, MOST_ROWS - len(held)))
    return [_entry(table, i, row, document) for i, row in enumerate(held)]


def _count(sent: QueryDict) -> int:
    said = sent.get("count", "0")
    return min(int(said), MOST_ROWS) if said.isdecimal() else 0


def _columns(table: Table) -> list[tuple[str, Fact]]:
    pairs = zip(table.names, table.columns, strict=True)
    return [(name, column) for name, column in pairs if column.key not in HIDDEN]


def _shown(table: Table, row: Row) -> dict[str, str]:
    return {n: _as_sent(column, row[n]) for n, column in _columns(table) if n in row}


def _as_sent(column: Fact, held: Any) -> str:
    """What the form sends for a value: the key of what is picked, the text of what is typed."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    return kind_of(column).shown(column, held, current())


def _entry(table: Table, index: int, row: Mapping[str, str], document: Row) -> Entry:
    cells = [_cell(name, column, row.get(name, ""), document) for name, column in _columns(table)]
    if "quantity" not in table.names:
        return Entry(index, tuple(cells), ())
    main = sorted((c for c in cells if c.name in MAIN), key=lambda cell: MAIN.index(cell.name))
    return Entry(index, tuple(main), tuple(cell for cell in cells if cell.name not in MAIN))


def _cell(name: str, column: Fact, value: str, document: Row) -> Cell:
    label, unit = load().facts[asked_as(column.key)].label[current()], _unit(column, document)
    if unit and unit.casefold() != label.casefold():
        label = f"{label} ({unit})"
    return Cell(name, label, value, _groups(column, value), column.kind in NUMBERS, column.kind)


def _unit(column: Fact, document: Row) -> str:
    """What a number counts; of an amount the currency alone: its period is in the label."""
    if column.unit.startswith("currency"):
        market = load().markets.get(str(answers.read(document, answers.NEEDED)))
        return market.sign if market else str(say("unit.money"))
    return load().facts[asked_as(column.key)].unit[current()]


def _groups(column: Fact, value: str) -> tuple[Group, ...]:
    if column.kind == "role":
        return tuple(
            Group(title, tuple(Option(k, label, k == value) for k, label in options))
            for title, options in role_choices(column.key)
        )
    choices = load().facts[asked_as(column.key)].choices
    if not choices:
        return ()
    return (Group("", tuple(Option(k, t[current()], k == value) for k, t in choices.items())),)


def role_choices(column: str = "intended.role") -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles that a column may name, by category."""
    knowledge, lang = load(), current()
    grouped: dict[str, list[tuple[str, str]]] = {}
    for key in roles_of(column, knowledge):
        if key == NOTHING:
            grouped.setdefault("", []).append((key, knowledge.wording["field.nothing"][lang]))
            continue
        role = knowledge.roles[key]
        grouped.setdefault(role.category, []).append((key, role.label[lang]))
    words = knowledge.wording
    return [(words[f"category.{c}"][lang] if c else "", found) for c, found in grouped.items()]


def read(key: str, sent: QueryDict) -> Said:
    """The lines sent, one without its first column left out; Refused when one cannot be kept."""
    said = sent.get("count", "0")
    if said.isdecimal() and int(said) > MOST_ROWS:
        raise Refused("rows")
    table = TABLES[key]
    lead = table.required[0]
    found = [_read(table, sent, i) for i in range(_count(sent)) if sent.get(f"{lead}.{i}")]
    return Said([row for row, _ in found], all(sure for _, sure in found))


def _read(table: Table, sent: QueryDict, i: int) -> tuple[dict[str, Any], bool]:
    row: dict[str, Any] = {"quantity": 1} if "quantity" in table.names else {}
    sure = True
    for name, column in _columns(table):
        text = sent.get(f"{name}.{i}", "").strip()
        if text:
            said = kind_of(column).answer(load(), column, Line(text), current())
            if said.value != answers.UNKNOWN:
                row[name], sure = said.value, sure and said.sure
    return row, sure
