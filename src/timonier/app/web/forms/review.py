"""All the answers and all the defaults, in the order of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.web.forms import answers
from timonier.app.web.forms.parse import PERCENTS
from timonier.app.web.forms.question import hours_written, unit_of
from timonier.app.web.numbers import measured, plain
from timonier.app.web.words import current, say
from timonier.app.wording import listing, percent
from timonier.engine.company import FACTS
from timonier.knowledge import load

SPECIAL = ("team", "intended", "preferences.order", "preferences.tradeoffs", "decision.chosen",
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


def worded(key: str, held: Any, document: Mapping[str, Any]) -> str:
    """An answer in words."""
    if key in SPECIAL:
        return _special(key, held)
    fact = FACTS[key]
    if fact.kind in ("bool", "choice", "choices", "seasonality"):
        return _choices(key, held)
    if fact.kind == "keys":
        return _keys(held)
    if fact.kind == "hours":
        labels = load().activities
        return " ; ".join(
            f"{labels[k].label[current()]} {hours_written(v)}" for k, v in held.items()
        )
    if isinstance(held, int | float):
        if key in PERCENTS:
            return percent(held, current())
        if key == "steering.level":
            return str(say("unit.level", n=plain(held)))
        return measured(plain(held), unit_of(key, document))
    return str(held)


def _choices(key: str, held: Any) -> str:
    choices, lang = load().facts[key].choices, current()
    if isinstance(held, bool):
        held = "yes" if held else "no"
    if isinstance(held, list) and held and isinstance(held[0], int | float):
        return ", ".join(plain(factor) for factor in held)
    said = held if isinstance(held, list) else [held]
    if not said:
        return str(say("answers.none"))
    mark = "\u202f: " if lang == "fr" else ": "
    return " ; ".join(choices[value][lang].split(mark)[0] for value in said)


def _keys(held: list[str]) -> str:
    knowledge, lang = load(), current()
    known = {**knowledge.activities, **knowledge.skills}
    return listing([known[key].label[lang] for key in held], lang) or str(say("answers.none"))


def _special(key: str, held: Any) -> str:
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
        return knowledge.wording[f"model.{held}"][lang]
    return ", ".join(f"{knowledge.figures[k].label[lang]}" for k in held if k in knowledge.figures)
