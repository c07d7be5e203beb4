"""All the answers and all the defaults, in the order of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.document.parts import Naming
from timonier.app.interview import answers
from timonier.app.web.forms.question import unit_of
from timonier.app.web.numbers import measured, plain
from timonier.app.web.words import current, say
from timonier.engine.company import FACTS, NUMBERS, TABLES, Table
from timonier.knowledge import load

SPECIAL = (*TABLES, "preferences.order", "preferences.tradeoffs", "decision.chosen",
           "assumptions")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One question of the page: what is answered, or what is assumed."""

    key: str
    label: str
    answer: str
    mine: bool
    state: str  # "known", "unknown", "not_concerned", "assumed", "open"


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    rows: tuple[Row, ...]


def sections(
    document: Mapping[str, Any], assumed: Mapping[str, str] | None = None
) -> list[Section]:
    """Every question by section; ``assumed`` says, by fact, what stands in for an answer."""
    knowledge, lang = load(), current()
    grouped: dict[str, list[Row]] = {}
    for key in [*(k for k in knowledge.facts if k in FACTS), *SPECIAL]:
        name = key.split(".")[0]
        grouped.setdefault(name, []).append(_row(key, document, assumed or {}))
    return [
        Section(name, knowledge.wording[f"section.{name}"][lang], tuple(rows))
        for name, rows in grouped.items()
    ]


def _row(key: str, document: Mapping[str, Any], assumed: Mapping[str, str]) -> Row:
    held = answers.read(document, key)
    label = load().facts[key].label[current()]
    if held in (answers.UNKNOWN, answers.NOT_CONCERNED):
        words = str(say(f"answers.{held}"))
        default = assumed.get(key, "") if held == answers.UNKNOWN else ""
        return Row(key, label, f"{words} ({default})" if default else words, True, held)
    if held is None or held == {}:
        state = "assumed" if key in assumed else "open"
        return Row(key, label, assumed.get(key) or str(say("answers.nothing")), False, state)
    return Row(key, label, worded(key, held, document), True, "known")


def worded(key: str, held: Any, document: Mapping[str, Any], *, whole: bool = False) -> str:
    """An answer in words; of a table what each row says first, or the ``whole`` of it."""
    if key in TABLES and (whole or key not in ("team", "intended")):
        rows = [_row_worded(TABLES[key], row, whole) for row in held]
        return " ; ".join(rows) or str(say("answers.none"))
    if key in SPECIAL:
        return _special(key, held, document)
    fact = FACTS[key]
    said = kind_of(fact).worded(load(), fact, held, current()) or str(say("answers.none"))
    if fact.kind not in NUMBERS or in_percent(fact):
        return said
    if key == "steering.level":
        return str(say("unit.level", n=said))
    return measured(said, unit_of(key, document))


def _row_worded(table: Table, row: Mapping[str, Any], whole: bool) -> str:
    """What a row says: the column that it cannot lack, and the others when they are wanted."""
    columns = zip(table.names, table.columns, strict=True)
    return ", ".join(
        kind_of(column).worded(load(), column, row[name], current())
        for name, column in columns
        if name in row and (whole or name in table.required)
    )


def _special(key: str, held: Any, document: Mapping[str, Any]) -> str:
    knowledge, lang = load(), current()
    if key in ("team", "intended"):
        rows = [
            f"{plain(p.get('quantity', 1))} × {knowledge.roles[p['role']].label[lang]}"
            for p in held
        ]
        return ", ".join(rows) or str(say("answers.none"))
    if key == "preferences.order":
        return " > ".join(knowledge.criteria[c].label[lang] for c in held)
    if key == "preferences.tradeoffs":
        named = {key: criterion.label[lang] for key, criterion in knowledge.criteria.items()}
        return " ; ".join(
            str(say("answers.trade", a=named[a], n=plain(n), b=named[b])) for a, b, n in held
        )
    if key == "decision.chosen":
        return knowledge.wording[f"model.{Naming.of(document).model(held)}"][lang]
    return ", ".join(f"{knowledge.figures[k].label[lang]}" for k in held if k in knowledge.figures)
