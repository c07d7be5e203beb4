"""The inputs of a number: what the company said, what was assumed, and the data with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from timonier.app import facts as figures
from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.writing import written
from timonier.app.document.company import assumed
from timonier.app.document.parts import Input
from timonier.app.document.words import Words
from timonier.engine.catalogue import Figure, Triple, as_triple
from timonier.engine.company import FACTS, NOT_CONCERNED, NUMBERS
from timonier.engine.decision import Decision
from timonier.engine.prices import figure


def fact(decision: Decision, key: str, words: Words) -> Input | None:
    """A fact of the company: its own answer, or what stands in for it; None when nothing does."""
    company = decision.company
    if company.knows(key):
        said = answer(key, company.facts[key], words)
        return Input(key=key, label=words.fact(key), value=said, origin="mine")
    found = next((a for a in assumed(decision.world, words) if a.fact == key), None)
    if found is None:
        return None
    return Input(
        key=key, label=found.label, value=found.value, origin="assumed", source=found.source
    )


def answer(key: str, value: Any, words: Words) -> str:
    """What the company answered, in words."""
    if value is NOT_CONCERNED:
        return words.say("answer.not_concerned")
    if isinstance(value, bool):
        return words.say("answer.yes" if value else "answer.no")
    if FACTS[key].kind in NUMBERS:
        return words.quantity(key, value)
    if FACTS[key].kind in ("keys", "hours") or _is_factors(key, value):
        held = written(value)
        return kind_of(FACTS[key]).worded(words.knowledge, FACTS[key], held, words.lang) or "–"
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(words.choice(key, str(v)) for v in value) or "–"
    return words.choice(key, str(value))


def _is_factors(key: str, value: Any) -> bool:
    """Whether a seasonality is twelve factors, which have no name of their own."""
    return FACTS[key].kind == "seasonality" and not isinstance(value, str)


def method(decision: Decision, key: str, words: Words) -> Input:
    """A parameter of the method, or the company's own in its place."""
    known = decision.knowledge.method[key]
    return _figure(decision, known, known.label[words.lang], words, key)


def of_roles(
    decision: Decision, roles: Sequence[str], names: Sequence[str], words: Words
) -> Iterator[Input]:
    """The figures of roles that bear on a number, each with its source and date."""
    world = decision.world
    for role in dict.fromkeys(roles):
        priced = world.market.roles.get(role, {})
        for name in names:
            if name in priced:
                known = priced[name]
                yield _figure(decision, known, known.label[words.lang], words, f"{role}.{name}")
            elif name in ("lead_time_weeks", "ramp_up_months", "notice_months"):
                yield _of_role(decision, role, name, words)


def _of_role(decision: Decision, role: str, name: str, words: Words) -> Input:
    """A figure that the role itself holds, whatever the market."""
    world, key = decision.world, f"{role}.{name}"
    value = figure(world.company, world.market, decision.knowledge.roles[role], name)
    mine = key in decision.company.assumptions
    unit = name.rpartition("_")[2]
    return Input(
        key=key,
        label=words.say(f"explain.role.{name}", role=words.role(role)),
        value=_range(value, unit, words),
        origin="mine" if mine else "data",
        source="" if mine else words.source(decision.knowledge.roles[role].source),
    )


def _figure(decision: Decision, known: Figure, label: str, words: Words, key: str) -> Input:
    own = decision.company.assumptions.get(key, decision.company.assumptions.get(known.key))
    if own is not None:
        said = words.triple_of(as_triple(own))
        return Input(key=known.key, label=label, value=said, origin="mine")
    return Input(
        key=known.key,
        label=label,
        value=figures.value(known, words.lang),
        origin="data",
        source=words.source(known.source),
        year="" if known.year == "n.d." else known.year,
    )


def _range(value: Triple, unit: str, words: Words) -> str:
    low, middle, high = (words.counted(unit, v) for v in (value.low, value.median, value.high))
    if low == high:
        return middle
    return words.say("document.range", low=low, middle=middle, high=high)
