"""Simulate teams and say what they are worth, with the company's own among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import Company
from timonier.engine.criteria import Measures, Scores, joined, measure, score
from timonier.engine.feasibility import allowed, models, overrun
from timonier.engine.simulation import Met, Outcomes, World, simulate_teams
from timonier.engine.simulation.tables import Packed
from timonier.engine.team import Member, Team

PART = 96  # teams screened at a time


@dataclass(frozen=True)
class Screened:
    """Teams with what ranks them; ``utility`` (team,) is expected utility."""

    teams: tuple[Team, ...]
    model: tuple[str, ...]
    scores: Scores
    allowed: NDArray[np.bool_]
    overrun: NDArray[np.float64]  # chance of passing the margin of the budget
    limit: float  # chance of overrun that is admitted
    utility: NDArray[np.float64]

    def merit(self, weights: NDArray[Any]) -> NDArray[np.float32]:
        """(team,) expected utility whatever rule closes a team."""
        worth = np.einsum("c,tcs->t", weights.astype(np.float32), self.scores.values)
        return np.asarray(worth / self.scores.values.shape[2])

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """(team,): affordable, and not forbidden by a hard rule in every draw."""
        return (self.overrun < self.limit) & self.allowed.any(axis=1)


@dataclass(frozen=True)
class Judged(Screened):
    """Teams with all that the simulation says of them."""

    outcomes: Outcomes
    measures: Measures


def screen(
    world: World,
    teams: Iterable[Team],
    weights: NDArray[Any],
    *,
    threads: int = 1,
    margins: bool = True,
) -> Screened:
    """Simulate teams as far as ranking them needs, for a search.

    ``margins`` of steering and of budget are asked: what is kept must hold on other draws. Some
    teams at a time, so that the next ones are found while others are simulated and scored.
    """
    judging = partial(_screened, world, weights, margins)
    with ThreadPoolExecutor(threads) as pool:
        parts = [pool.submit(judging, part, world.meet(part)) for part in _in_parts(teams)]
        found = [part.result() for part in parts] or [judging([], world.meet([]))]
    return found[0] if len(found) == 1 else _joined(found)


def _in_parts(teams: Iterable[Team]) -> Iterator[list[Team]]:
    waiting = iter(teams)
    while part := list(islice(waiting, PART)):
        yield part


def _screened(
    world: World, weights: NDArray[Any], margins: bool, teams: Sequence[Team], met: Met
) -> Screened:
    rules = world.rules
    scores = score(world, simulate_teams(world, teams, brief=True, met=met))
    margin = rules["search.steering_margin"] if margins else 0.0
    chance = rules["search.overrun_probability" if margins else "feasible.overrun_probability"]
    return Screened(**_judgement(world, teams, scores, weights, margin, met.packed), limit=chance)


def _joined(parts: Sequence[Screened]) -> Screened:
    return Screened(
        teams=tuple(t for part in parts for t in part.teams),
        model=tuple(m for part in parts for m in part.model),
        scores=joined([part.scores for part in parts]),
        allowed=np.concatenate([part.allowed for part in parts]),
        overrun=np.concatenate([part.overrun for part in parts]),
        limit=parts[0].limit,
        utility=np.concatenate([part.utility for part in parts]),
    )


def judge(
    world: World, teams: Sequence[Team], weights: NDArray[Any], *, threads: int = 1
) -> Judged:
    """Simulate teams and value them with the mean ``weights`` (criterion,)."""
    met = world.meet(teams)
    outcomes = simulate_teams(world, teams, threads=threads, met=met)
    measures = measure(world, outcomes)
    return Judged(
        **_judgement(world, teams, measures, weights, 0.0, met.packed),
        limit=world.rules["feasible.overrun_probability"],
        outcomes=outcomes,
        measures=measures,
    )


def _judgement(
    world: World,
    teams: Sequence[Team],
    scores: Scores,
    weights: NDArray[Any],
    margin: float,
    packed: Packed,
) -> dict[str, Any]:
    model = tuple(models(world, teams, packed))
    may = allowed(world, teams, scores, model, margin)
    worth = np.einsum("c,tcs->ts", weights.astype(np.float32), scores.values)
    return {
        "teams": tuple(teams),
        "model": model,
        "scores": scores,
        "allowed": may,
        "overrun": overrun(world, scores),
        "utility": np.where(may, worth, 0.0).mean(axis=1, dtype=np.float64),
    }


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
