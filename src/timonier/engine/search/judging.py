"""Simulate teams and say what they are worth, with the company's own among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.criteria import Measures, Scores, joined, measure, revalued, score
from timonier.engine.feasibility import allowed, between, loads, named, passing, used
from timonier.engine.simulation import Met, Outcomes, World, simulate_teams
from timonier.engine.simulation.tables import Packed
from timonier.engine.team import Team

PART = 96  # teams screened at a time


@dataclass(frozen=True)
class Screened:
    """Teams with what ranks them; ``utility`` (team,) is expected utility."""

    teams: tuple[Team, ...]
    model: tuple[str, ...]
    scores: Scores
    allowed: NDArray[np.bool_]
    passing: NDArray[np.float64]  # chance of passing the budget in the dearest year
    limit: float  # the chance of it that is admitted
    edge_limit: float  # the chance of it from which no luck of the draws closes a team
    utility: NDArray[np.float64]
    used: NDArray[np.float32]  # (team, slot) share of their hours, see ``feasibility.used``
    idle: NDArray[np.bool_]  # (team,) closed for nothing but somebody new with too little work
    almost: NDArray[np.bool_]  # (team,) that no rule but the budget closes by more than luck

    def merit(self, weights: NDArray[Any], rows: Any = slice(None)) -> NDArray[np.float32]:
        """(team,) expected utility whatever rule closes a team; of some ``rows``, or of all."""
        values = self.scores.values[rows]
        worth = np.einsum("c,tcs->t", weights.astype(np.float32), values)
        return np.asarray(worth / values.shape[2])

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """(team,): affordable, and not forbidden by a hard rule in every draw."""
        return (self.overrun <= self.limit) & self.allowed.any(axis=1)

    @cached_property
    def overrun(self) -> NDArray[np.float64]:
        """(team,): the chance of passing the budget; 1 for those that a rule closes."""
        return np.where(self.allowed.any(axis=1), self.passing, 1.0)

    @cached_property
    def edge(self) -> NDArray[np.bool_]:
        """(team,): closed, by so little that these draws alone may be why: a margin of the search
        is kept on the open side of a rule, and the same margin beyond it is luck's too."""
        return self.almost & (self.passing <= self.edge_limit) & ~self.open


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
    margins: float = 1.0,
) -> Screened:
    """Simulate teams as far as ranking them needs, for a search.

    ``margins``: how much of the search's margins is kept, 0-1. On few draws what lies at the edge
    of a rule is on either side by luck, and what is kept must hold on others: some of the budget is
    spared, those who come have a little more work than the least, and the share that is bought is
    not the one that parts two models. Some teams at a time, so that the next ones are found while
    others are simulated and scored.
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
    world: World, weights: NDArray[Any], margins: float, teams: Sequence[Team], met: Met
) -> Screened:
    rules = world.rules
    outcomes = simulate_teams(world, teams, brief=True, met=met)
    scores = score(world, outcomes)
    at_edge, spared = rules.feasible_overrun_probability, rules.search_overrun_probability
    margin = margins * (at_edge - spared)
    judged = _judgement(world, outcomes, scores, weights, met.packed, margins)
    return Screened(**judged, limit=at_edge - margin, edge_limit=at_edge + margin)


def _joined(parts: Sequence[Screened]) -> Screened:
    return Screened(
        teams=tuple(t for part in parts for t in part.teams),
        model=tuple(m for part in parts for m in part.model),
        scores=joined([part.scores for part in parts]),
        allowed=np.concatenate([part.allowed for part in parts]),
        passing=np.concatenate([part.passing for part in parts]),
        limit=parts[0].limit,
        edge_limit=parts[0].edge_limit,
        utility=np.concatenate([part.utility for part in parts]),
        used=np.concatenate([part.used for part in parts]),
        idle=np.concatenate([part.idle for part in parts]),
        almost=np.concatenate([part.almost for part in parts]),
    )


def at_budget(part: Screened, there: World, weights: NDArray[Any]) -> Screened:
    """Teams simulated at another budget, as they are worth at that of the world ``there``."""
    scores = revalued(part.scores, there)
    worth = np.einsum("c,tcs->ts", weights.astype(np.float32), scores.values)
    return replace(
        part,
        scores=scores,
        passing=passing(there, scores),
        utility=np.where(part.allowed, worth, 0.0).mean(axis=1, dtype=np.float64),
    )


def judge(
    world: World, teams: Sequence[Team], weights: NDArray[Any], *, threads: int = 1
) -> Judged:
    """Simulate teams and value them with the mean ``weights`` (criterion,)."""
    met = world.meet(teams)
    outcomes = simulate_teams(world, teams, threads=threads, met=met)
    measures = measure(world, outcomes)
    limit = world.rules.feasible_overrun_probability
    return Judged(
        **_judgement(world, outcomes, measures, weights, met.packed),
        limit=limit,
        edge_limit=limit,
        outcomes=outcomes,
        measures=measures,
    )


def _judgement(
    world: World,
    outcomes: Outcomes,
    scores: Scores,
    weights: NDArray[Any],
    packed: Packed,
    margins: float = 0.0,
) -> dict[str, Any]:
    teams, planned, rules = outcomes.teams, loads(world, packed), world.rules
    model = tuple(named(world, teams, planned))
    may = allowed(world, teams, scores, model, planned)
    shares = used(world, packed, outcomes)
    least, margin = shares.min(axis=1), margins * rules.search_use_margin
    almost = may.any(axis=1) & (least >= rules.use_least - margin)
    may[between(world, planned, margins * rules.search_share_margin)] = False
    too_little = least < rules.use_least + margin
    idle = too_little & may.any(axis=1)
    may[too_little] = False
    worth = np.einsum("c,tcs->ts", weights.astype(np.float32), scores.values)
    return {
        "teams": tuple(teams),
        "model": model,
        "scores": scores,
        "allowed": may,
        "passing": passing(world, scores),
        "utility": np.where(may, worth, 0.0).mean(axis=1, dtype=np.float64),
        "used": shares,
        "idle": idle,
        "almost": almost,
    }
