"""Simulate teams and say what they are worth, with the company's own among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import Company
from timonier.engine.criteria import Measures, measure
from timonier.engine.feasibility import allowed, models, overrun
from timonier.engine.simulation import Outcomes, World, simulate_teams
from timonier.engine.team import Member, Team


@dataclass(frozen=True)
class Judged:
    """Teams with what the simulation says of them; ``utility`` (team,) is expected utility."""

    teams: tuple[Team, ...]
    model: tuple[str, ...]
    outcomes: Outcomes
    measures: Measures
    allowed: NDArray[np.bool_]
    overrun: NDArray[np.float64]  # chance of passing the margin of the budget
    limit: float  # chance of overrun that is admitted
    utility: NDArray[np.float64]

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """(team,): affordable, and not forbidden by a hard rule in every draw."""
        return (self.overrun < self.limit) & self.allowed.any(axis=1)


def judge(
    world: World,
    teams: Sequence[Team],
    weights: NDArray[Any],
    *,
    threads: int = 1,
    detail: bool = False,
    strict: bool = False,
) -> Judged:
    """Simulate teams and value them with the mean ``weights`` (criterion,).

    ``strict`` asks for a margin of steering and of budget: what the search keeps must still hold on
    other draws.
    """
    rules = world.rules
    outcomes = simulate_teams(world, teams, threads=threads, detail=detail)
    measures = measure(world, outcomes)
    model = tuple(models(world, teams))
    margin = rules["search.steering_margin"] if strict else 0.0
    chance = rules["search.overrun_probability" if strict else "feasible.overrun_probability"]
    may = allowed(world, teams, measures, model, margin)
    worth = np.einsum("c,tcs->ts", weights.astype(np.float32), measures.values)
    utility = np.where(may, worth, 0.0).mean(axis=1, dtype=np.float64)
    over = overrun(world, measures)
    return Judged(tuple(teams), model, outcomes, measures, may, over, chance, utility)


def present(company: Company) -> tuple[Member, ...]:
    """People and providers in place, as members of a team."""
    return tuple(_member(p, True) for p in company.team)


def intended(company: Company) -> tuple[Member, ...]:
    """The additions that management has in mind."""
    return tuple(_member(p, False) for p in company.intended)


def _member(position: Any, existing: bool) -> Member:
    return Member(
        role=position.role,
        quantity=position.quantity,
        existing=existing,
        since_months=(position.since_months or 12.0) if existing else 0.0,
        yearly_cost=position.cost,
        name=position.name,
    )
