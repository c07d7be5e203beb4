"""Every fact of a company in every scenario: known, within a range, or drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from timonier.engine.catalogue import Knowledge, Prior
from timonier.engine.company import FACTS, NUMBERS, Company, Fact, Range
from timonier.engine.laws import beta_quantile, beta_share
from timonier.engine.priors.one_fact import (
    ARRAY_KINDS,
    Array,
    Draw,
    Facts,
    Floats,
    applicable,
    drawn,
    uniforms,
)
from timonier.engine.priors.size import budget, headcount, payroll, revenue
from timonier.engine.priors.steering import has_hours, leader, level, pilot_hours
from timonier.engine.sectors import sector_of


def draw_facts(
    company: Company, knowledge: Knowledge, rng: np.random.Generator, size: int
) -> Facts:
    """Known facts repeated, or drawn inside their range; unknown ones drawn from the priors.

    All hang together: the law of an unknown fact is the one of what the others are in a scenario.

    Arrays have shape (size,). Advances ``rng`` by one draw, whatever is known.
    """
    priors: dict[str, tuple[Prior, ...]] = {}
    for prior in knowledge.priors:
        priors[prior.fact] = (*priors.get(prior.fact, ()), prior)
    sector, _ = sector_of(company.get("company.sector") or "", knowledge.sectors)
    draw = Draw(
        company, priors, int(rng.integers(2**63)), size, {}, sector, leader(company, knowledge)
    )
    known = [key for key in STEPS if company.knows(key)]
    for key in known:
        value = company.get(key)
        within = isinstance(value, Range)
        draw.columns[key] = _within(draw, key) if within else _known(FACTS[key], value, size)
    for key in STEPS:
        if key not in draw.columns:
            draw.columns[key] = _RULES.get(key, drawn)(draw, key)
    return Facts(size, {key: draw.columns[key] for key in FACTS if key in draw.columns})


def _known(fact: Fact, value: Any, size: int) -> Array:
    if fact.kind == "bool":
        return np.full(size, bool(value))
    if fact.kind in NUMBERS:
        return np.full(size, np.nan if value is None else float(value))
    index = -1 if isinstance(value, tuple) else fact.choices.index(value)
    return np.full(size, index, dtype=np.int8)


def _within(draw: Draw, key: str) -> Floats:
    """Draws of a number known to lie in a range, in the part of it that other answers leave.

    A whole number gets the room of its rounding, so that its two bounds are as likely as the rest.
    """
    fact, known = FACTS[key], draw.company.get(key)
    low, high = _room(draw, key, known)
    half = 0.5 if fact.kind == "int" else 0.0
    first, last, u = low - half, high + half, uniforms(draw, key)
    if fact.by_ratio and known.low > 0:
        values = np.exp(np.log(first) + u * (np.log(last) - np.log(first)))
    else:
        values = first + u * (last - first)
    return np.asarray(np.clip(np.rint(values) if half else values, low, high))


def _room(draw: Draw, key: str, known: Range) -> tuple[Any, Any]:
    """The bounds of a range, narrowed where shares must fit in one and hours need somebody."""
    other = _OTHER_SHARE.get(key)
    if other is not None:
        answer = draw.company.get(other, 0.0)
        least = answer.low if isinstance(answer, Range) else answer
        return known.low, np.minimum(known.high, 1.0 - draw.columns.get(other, least))
    if key == "steering.level" and has_hours(draw.company):
        return min(max(known.low, 1), known.high), known.high
    return known.low, known.high


def _share(other: str) -> Callable[[Draw, str], Array]:
    """The Beta prior of a share, cut at what the other share leaves."""

    def rule(draw: Draw, key: str) -> Array:
        u, out = uniforms(draw, key), np.zeros(draw.size)
        taken = draw.columns.get(other, np.zeros(draw.size))
        for prior, mask in applicable(draw, key):
            a, b = prior.values["a"], prior.values["b"]
            room = 1 - taken[mask]
            below = u[mask] * beta_share(a, b, room)
            out[mask] = np.minimum(beta_quantile(a, b, below), room)
        return out

    return rule


def _ambition(draw: Draw, key: str) -> Array:
    """A stated budget reveals it, and the needs infer it from there: NaN."""
    if draw.company.knows("marketing.budget"):
        return np.full(draw.size, np.nan)
    return drawn(draw, key)


_OTHER_SHARE: Final = {
    "needs.oneoff_share": "needs.recurrent_share",
    "needs.recurrent_share": "needs.oneoff_share",
}


_RULES: Final[Mapping[str, Callable[[Draw, str], Array]]] = {
    "company.headcount": headcount,
    "company.revenue": revenue,
    "company.payroll": payroll,
    "marketing.budget": budget,
    "steering.level": level,
    "steering.hours_per_month": pilot_hours,
    **{key: _share(other) for key, other in _OTHER_SHARE.items()},
    "needs.ambition": _ambition,
}


_FIRST: Final = (
    "company.business",
    "company.headcount",
    "company.stage",
    "company.revenue",
    "marketing.budget",
    "steering.level",
    "needs.oneoff_share",
)


STEPS: Final = (
    *_FIRST,
    *(
        key
        for key, fact in FACTS.items()
        if fact.kind in ARRAY_KINDS and key not in (*_FIRST, "company.market")
    ),
)
