"""A cell of choices, of words, of yes and no: what the fact allows, as people say it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from timonier.app.company_file.kinds import Line, Refused, kind_of
from timonier.app.company_file.kinds.choices import NO, YES
from timonier.app.company_file.kinds.common import first_words, things_named
from timonier.app.company_file.kinds.keys import library
from timonier.app.portfolio.reading.mapping import ColumnMap
from timonier.app.portfolio.reading.outcomes import Outcome, changed, refused, text_of
from timonier.app.portfolio.reading.values import Cell
from timonier.engine.company import FACTS, Fact, choices_of
from timonier.knowledge import load
from timonier.knowledge.columns import fold, load_columns

LISTS = ("choices", "keys")


@cache
def answers_of(key: str) -> Mapping[str, Any]:
    """What people may write, folded, to what a company file holds."""
    fact, known = FACTS[key], load()
    if fact.kind == "bool":
        return {**dict.fromkeys(map(fold, YES), True), **dict.fromkeys(map(fold, NO), False)}
    if fact.kind == "keys":
        return {fold(name): one for name, one in things_named(library(known, fact)).items()}
    found: dict[str, Any] = {}
    for choice in choices_of(fact, known.markets):
        said = known.facts[key].choices.get(choice)
        names = [choice, *([said.fr, said.en] if said else [])]
        for name in names:
            found.setdefault(fold(name), choice)
            found.setdefault(fold(first_words(name)), choice)
    target = load_columns().targets[key, ""]
    return {**found, **target.answers}


def read_text(column: ColumnMap, cell: Cell) -> Outcome:
    """A text, as it came."""
    return Outcome("fact", text_of(cell))


def read_choice(column: ColumnMap, fact: Fact, cell: Cell) -> Outcome:
    """One answer, or several apart."""
    text, known = text_of(cell), answers_of(fact.key)
    if fact.kind not in LISTS:
        value = known.get(fold(text))
        return _unknown(column, fact, cell) if value is None else _taken(column, cell, value)
    parts = [part for part in text.replace(";", ",").replace("|", ",").split(",") if part.strip()]
    values = [known.get(fold(part)) for part in parts]
    if None in values:
        return _unknown(column, fact, cell)
    return _taken(column, cell, list(dict.fromkeys(values)))


def _taken(column: ColumnMap, cell: Cell, value: Any) -> Outcome:
    read = [part.strip() for part in text_of(cell).split(",")] if isinstance(value, list) else cell
    if read == value:
        return Outcome("fact", value)
    return Outcome("fact", value, (changed(column.heading, cell, value, "answer"),))


def _unknown(column: ColumnMap, fact: Fact, cell: Cell) -> Outcome:
    if fact.kind == "bool":
        allowed = "true, false"
    elif fact.kind == "keys":
        allowed = ", ".join(library(load(), fact))
    else:
        allowed = ", ".join(choices_of(fact, load().markets))
    return refused(column.heading, cell, "answer", allowed=allowed)


def read_typed(column: ColumnMap, fact: Fact, cell: Cell) -> Outcome:
    """What a person would type: a month, a time zone."""
    text = text_of(cell)
    try:
        value = kind_of(fact).answer(load(), fact, Line(text), "fr").value
    except Refused as why:
        return refused(column.heading, cell, "typed", wanted=_wanted(why))
    if value == text:
        return Outcome("fact", value)
    return Outcome("fact", value, (changed(column.heading, cell, value, "answer"),))


def _wanted(why: Refused) -> Any:
    from timonier.engine.catalogue import Text

    return Text(*(why.words(load(), lang) for lang in ("fr", "en")))
