"""The article's own reading: four questions that open and close models, and the one it favours.

It adds no score; where it differs from the measurement both are shown. Rules are
read in the order of their weight; every answer is a chance when the facts behind it are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS, Company
from timonier.engine.feasibility import has_pilot_inside, no_pilot_inside, vision_count
from timonier.engine.simulation import World
from timonier.engine.team import is_employee

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Answer:
    """One of the four questions: the answer, its chance, whether it is assumed, what it does."""

    question: str  # vision | steering | needs | role
    answer: str
    chance: float
    assumed: bool
    effects: tuple[str, ...]  # statement codes
    facts: Mapping[str, float]


@dataclass(frozen=True)
class Reading:
    """The four answers, what they close, and the share of draws in which each model is favoured."""

    answers: tuple[Answer, ...]
    viable: Mapping[str, bool]
    excluded_by: Mapping[str, tuple[str, ...]]  # model -> statement codes
    closed_share: Mapping[str, float]
    favours: Mapping[str, float]  # model -> share of draws in which the article would favour it
    conditions: Mapping[str, float]  # the three of A12/A63: chance that each is met
    sure: float  # share of draws that makes an agreement
    rule: str  # statement codes of the most frequent rule, joined by "+"

    @property
    def favourite(self) -> str | None:
        best = max(self.favours, key=lambda m: self.favours[m])
        return best if self.favours[best] > 0 else None

    @property
    def answered(self) -> int:
        """How many of the four questions have an answer of the company's own."""
        return sum(not a.assumed for a in self.answers)

    def agrees(self, model: str) -> bool:
        """Whether the article would favour the model in at least ``sure`` of the draws."""
        return self.favours[model] >= self.sure


@dataclass(frozen=True)
class _Needs:
    """(scenario,) question 3: shares of the expected work, how much it moves, and what they say."""

    recurrent: NDArray[np.float64]
    oneoff: NDArray[np.float64]
    evolving: NDArray[np.float64]
    steady: Bools
    specialised: Bools
    moving: Bools

    @property
    def mixed(self) -> Bools:
        return ~self.steady & ~self.specialised


def read_framework(company: Company, world: World) -> Reading:
    """Read the four questions on the draws of the world."""
    seen = vision_count(world)
    clear = seen == 3
    yes, no = has_pilot_inside(world), no_pilot_inside(world)
    needs = _needs(world)
    hire = np.asarray(world.facts["hiring.can_recruit"], dtype=bool)
    contact = np.asarray(world.facts["steering.contact"], dtype=bool) | (world.pilot_lanes[0] > 0)
    favoured, rule = _favour(
        clear & needs.steady & yes & hire,
        _is(world, "company.stage", "exploring") | ~hire,
        contact,
        _is(world, "company.stage", "structuring") | needs.moving | needs.mixed | no,
        hire,
    )
    nobody = ~hire & ~_staffed(company, world)
    stays = any(is_employee(world.knowledge.roles[m.role]) for m in world.in_place.stay)
    closed = {
        "in_house": nobody,
        "outsourced": np.full(world.size, stays),
        "hybrid": nobody,
    }
    share = {m: float(closed[m].mean()) for m in MODELS}
    return Reading(
        answers=_answers(world, seen, yes, no, needs),
        viable={m: share[m] < 0.5 for m in MODELS},
        excluded_by=_excluded(share),
        closed_share=share,
        favours={m: float((favoured == i).mean()) for i, m in enumerate(MODELS)},
        conditions={
            "vision": float(clear.mean()),
            "recurrent": float(needs.steady.mean()),
            "supervision": float(yes.mean()),
        },
        sure=world.rules.verdict_clear_chance,
        rule=rule,
    )


def _is(world: World, fact: str, choice: str) -> Bools:
    """(scenario,): where a fact has this answer."""
    return np.asarray(np.asarray(world.facts[fact]) == FACTS[fact].choices.index(choice))


def _needs(world: World) -> _Needs:
    """Shares stated, else those of the expected work of the first year."""
    rules = world.rules
    hours = world.needs.hours[:, :12].sum(axis=1, dtype=np.float64)
    total = np.maximum(hours.sum(axis=0), 1e-9)
    label = np.array(world.needs.label)
    found = [hours[label == k].sum(axis=0) / total for k in ("recurrent", "oneoff")]
    keys = ("needs.recurrent_share", "needs.oneoff_share")
    recurrent, oneoff = (
        np.asarray(world.facts[key], dtype=np.float64) if world.company.knows(key) else f
        for f, key in zip(found, keys, strict=True)
    )
    evolving = np.asarray(world.facts["needs.evolving"], dtype=np.float64)
    return _Needs(
        recurrent,
        oneoff,
        evolving,
        steady=recurrent >= rules.framework_recurrent,
        specialised=oneoff >= rules.framework_oneoff,
        moving=evolving >= rules.framework_evolving,
    )


def _favour(
    ideal: Bools, away: Bools, contact: Bools, between: Bools, hire: Bools
) -> tuple[NDArray[np.int64], str]:
    """Index of the model favoured in each draw, and the rule that decides most often."""
    out = np.full(ideal.size, 2)
    codes = np.full(ideal.size, 2)
    out[~between & hire] = 0
    codes[~between & hire] = 3
    out[away & contact] = 1
    codes[away & contact] = 1
    out[ideal] = 0
    codes[ideal] = 0
    common = int(np.bincount(codes, minlength=4).argmax())
    return out, ("A12+A63", "A21+A28", "A31+A42+A43", "A41")[common]


def _staffed(company: Company, world: World) -> bool:
    """Whether employees in place could carry an in-house model without a hire."""
    return any(world.knowledge.roles[p.role].category == "employee" for p in company.team)


def _excluded(share: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """Statement codes behind each closed model: nobody can be hired, or somebody stays."""
    code = {"in_house": "A21", "hybrid": "A21", "outsourced": "A00"}
    return {m: (code[m],) for m in MODELS if share[m] >= 0.5}


def _answers(
    world: World, seen: NDArray[np.int64], yes: Bools, no: Bools, needs: _Needs
) -> tuple[Answer, ...]:
    growth = _is(world, "marketing.role", "growth_lever")
    vision = _most({"clear": seen == 3, "no": seen == 0, "partial": (seen > 0) & (seen < 3)})
    steering = _most({"yes": yes, "no": no, "partial": ~yes & ~no})
    oneoff = ~needs.steady & needs.specialised
    kind = _most({"recurrent": needs.steady, "oneoff": oneoff, "mixed": needs.mixed})
    role = _most({"growth_lever": growth, "production_centre": ~growth})
    known = world.company.settles
    three = all(known(f"vision.{k}") for k in ("targets", "channels", "objectives"))
    pilot = known("steering.level") and known("steering.hours_per_month")
    means = {k: float(getattr(needs, k).mean()) for k in ("recurrent", "oneoff", "evolving")}
    return (
        Answer("vision", *vision, not three, ("A41",), {"count": float(seen.mean())}),
        Answer("steering", *steering, not pilot, ("A42",), {}),
        Answer("needs", *kind, not known("needs.recurrent_share"), ("A43",), means),
        Answer("role", *role, not known("marketing.role"), ("A44",), {}),
    )


def _most(options: Mapping[str, Bools]) -> tuple[str, float]:
    best = max(options, key=lambda k: float(options[k].mean()))
    return best, float(options[best].mean())
