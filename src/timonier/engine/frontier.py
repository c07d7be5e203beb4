"""The frontier: the best team of each model at each budget, and what the money does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.feasibility import varies
from timonier.engine.quantiles import median
from timonier.engine.ranking import rank
from timonier.engine.search import LOOKED, Found, Rung, Screened, at_budget, screen
from timonier.engine.simulation import World
from timonier.engine.team import Team

TIMES = (0.4, 0.55, 0.7, 0.85, 1.0, 1.25, 1.6, 2.0)  # the budget that is stated
SHORTLIST = 3  # teams of each model and budget that are looked at again on more draws


@dataclass(frozen=True)
class Option:
    """The best team of a model at one budget, and what it does and costs in the middle of draws."""

    team: Team
    utility: float
    work_done: float  # share of the useful work, 0-1
    cost: float  # of the dearest of the first years
    chance: float  # of being the best model at this budget


@dataclass(frozen=True)
class Step:
    """One budget of the frontier; models without a team within it are absent."""

    budget: float
    options: Mapping[str, Option]

    @property
    def first(self) -> str | None:
        """The model most often best at this budget; None where nothing is within it."""
        return max(self.options, key=lambda m: self.options[m].chance, default=None)


def budgets_of(world: World) -> tuple[float, ...]:
    """Eight budgets, rising: around the one that is stated, else those that may be, evenly likely.

    A budget that is a range or is not known is drawn: each scenario is then judged at the nearest
    of these below its own.
    """
    if varies(world):
        shares = (np.arange(len(TIMES)) + 0.5) / len(TIMES)
        return tuple(float(q) for q in np.quantile(world.budget, shares))
    return tuple(times * world.middle_budget for times in TIMES)


def frontier(
    more: World,
    rungs: Sequence[Rung],
    found: Found,
    weights: NDArray[np.float32],
    mean: NDArray[Any],
    *,
    threads: int = 1,
) -> tuple[Step, ...]:
    """Judge the best teams of every budget on the draws of ``more``.

    ``found``: what the search at the middle budget found; ``weights`` (draw, criterion).
    Every budget may take the teams found at another, so that more money never buys less.
    """
    teams = dict.fromkeys(t for rung in rungs for m in MODELS for t in rung.best[m][:SHORTLIST])
    teams |= dict.fromkeys(t for rung in rungs for m in MODELS for t in rung.edge[m])
    teams |= dict.fromkeys(t for m in MODELS for t in found.best[m][:SHORTLIST])
    if not teams:
        return tuple(Step(rung.budget, {}) for rung in rungs)
    looked = screen(more, list(teams), mean, threads=threads, margins=LOOKED)
    return tuple(step_at(more, rung.budget, looked, weights, mean) for rung in rungs)


def step_at(
    more: World,
    budget: float,
    looked: Screened,
    weights: NDArray[np.float32],
    mean: NDArray[Any],
) -> Step:
    """The best of the teams simulated in a world, at one budget."""
    there = at_budget(looked, more.at_budget(budget), mean)
    best: dict[str, int] = {}
    for i, model in enumerate(there.model):
        if there.open[i] and (model not in best or there.utility[i] > there.utility[best[model]]):
            best[model] = i
    names = [m for m in MODELS if m in best]
    if not names:
        return Step(budget, {})
    rows = [best[m] for m in names]
    ranking = rank(there.scores.values[rows], weights, there.allowed[rows])
    return Step(
        budget,
        {
            m: Option(
                team=there.teams[i],
                utility=float(there.utility[i]),
                work_done=median(there.scores.coverage[i]),
                cost=max(median(year) for year in there.scores.by_year[i]),
                chance=float(chance),
            )
            for m, i, chance in zip(names, rows, ranking.chance_of_best, strict=True)
        },
    )


def own_step(steps: Sequence[Step], world: World) -> int:
    """The step of the company's own budget, from which its advice comes; of a drawn one, that of
    the middle."""
    return int(level_of(steps, np.array([world.middle_budget]))[0])


def level_of(steps: Sequence[Step], budget: NDArray[np.float64]) -> NDArray[np.intp]:
    """(scenario,) which step each budget is judged at: the nearest one that it can pay, or the
    lowest."""
    edges = np.array([step.budget for step in steps])
    return np.maximum(np.searchsorted(edges, budget, side="right") - 1, 0)
