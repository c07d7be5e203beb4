"""Precedents: teams that suited companies decided before, and how like them a company is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS
from timonier.engine.own import yearly_cost
from timonier.engine.team import Member, is_inside

if TYPE_CHECKING:
    from timonier.engine.simulation import World

VISION = ("vision.targets", "vision.channels", "vision.objectives")


@dataclass(frozen=True)
class Precedent:
    """Who came beside those in place, for a company with these ``traits``.

    Of a provider other than a pilot, ``hours`` are a share of those that its work would fill; of an
    employee, ``start_month`` counts from the first in which a search may begin; ``end_month`` of a
    bridge is only a mark.
    """

    model: str
    added: tuple[Member, ...]
    traits: tuple[float, ...]


@dataclass(frozen=True)
class Library:
    """The precedents of a market, and what they were made from."""

    made_from: str  # version of the figures
    companies: int
    effort: str
    traits: tuple[str, ...]
    precedents: tuple[Precedent, ...]

    @cached_property
    def _table(self) -> NDArray[np.float64]:
        return np.array([p.traits for p in self.precedents]).reshape(len(self.precedents), -1)

    @cached_property
    def _of_model(self) -> Mapping[str, NDArray[np.intp]]:
        model = np.array([p.model for p in self.precedents])
        return {m: np.flatnonzero(model == m) for m in MODELS}

    def nearest(self, traits: Mapping[str, float], of_each: int) -> list[Precedent]:
        """Those of the most similar companies, ``of_each`` model; traits that the library or the
        company lacks are left aside."""
        both = [(i, traits[name]) for i, name in enumerate(self.traits) if name in traits]
        columns, here = [i for i, _ in both], np.array([value for _, value in both])
        away = ((self._table[:, columns] - here) ** 2).sum(axis=1)
        found: list[Precedent] = []
        for rows in self._of_model.values():
            close = rows[np.argsort(away[rows], kind="stable")[:of_each]]
            found += [self.precedents[i] for i in close]
        return found


def traits_of(world: World, mean: NDArray[Any]) -> dict[str, float]:
    """What makes teams of one company suit another, each scaled so that a step of one is wide.

    Money and work, who is in place and steers, what may be done, which skills the work asks, and
    the mean weight of each criterion.
    """
    here, facts, needs = world.in_place, world.facts, world.needs
    roles, monthly = world.knowledge.roles, needs.monthly
    work = float(monthly.sum())
    staying = float(yearly_cost(world, here.stay)[0].mean()) if here.stay else 0.0
    left = max(world.middle_limit - staying, 0.02 * world.middle_limit)
    price = world.market_cost / max(work, 1e-9) / 12.0
    inside = [m for m in here.everybody if is_inside(roles[m.role])]
    hours, weight, level, _ = world.middle_pilot
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    most = world.company.middle("hiring.max_hires")
    found = {
        "money": 2.0 * float(np.log(world.middle_limit / price)),
        "left": 2.0 * float(np.log(left / price)),
        "work": 2.0 * float(np.log(max(work, 1.0))),
        "inside": 2.0 * sum(m.quantity for m in inside),
        "outside": 2.0 * sum(m.hours * m.quantity for m in here.everybody) / max(work, 1.0),
        "steering": float(np.log1p(hours * weight)),
        "level": 0.5 * level,
        "recruits": 2.0 * _share(facts["hiring.can_recruit"]),
        "grows": _share(np.asarray(facts["marketing.role"]) == growth),
        "vision": sum(_share(facts[key]) for key in VISION) / 2.0,
        "hires": 2.0 if most is None else min(float(most), 2.0),
        "moving": float(np.mean(facts["needs.evolving"])),
    }
    found |= _skills(world, monthly / max(work, 1e-9))
    names = world.knowledge.criteria
    return found | {f"wish.{c}": 6.0 * float(w) for c, w in zip(names, mean, strict=True)}


def _share(column: Any) -> float:
    return float(np.asarray(column, dtype=np.float64).mean())


def _skills(world: World, shares: NDArray[Any]) -> dict[str, float]:
    """The share of the work that each skill takes."""
    found = {f"skill.{key}": 0.0 for key in world.knowledge.skills}
    for activity, share in zip(world.needs.activities, shares.tolist(), strict=True):
        for key in activity.skills:
            found[f"skill.{key}"] += 4.0 * share / len(activity.skills)
    return found


def row_of(names: Sequence[str], traits: Mapping[str, float]) -> tuple[float, ...]:
    """The traits in the order of their names."""
    return tuple(round(traits[name], 2) for name in names)
