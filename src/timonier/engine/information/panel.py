"""Read the decision again on some of the draws, as it would be if they were all that is possible.

What is known decides which teams are open (who steers, what is affordable) and which model a team
is, so knowing an answer can open a model or close it, not only move its utility. Nothing is
simulated here: a reading takes the draws in which the answer holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import Measures
from timonier.engine.feasibility import affordable, allowed, models
from timonier.engine.priors import Facts
from timonier.engine.simulation import World
from timonier.engine.team import Team, employees, pilots

Floats = NDArray[np.float64]
Draws = NDArray[np.intp]


@dataclass(frozen=True)
class Reading:
    """The decision on some draws. Models without an open team are absent from ``worth``."""

    first: str | None  # the model most often first; None when no model is open
    worth: Mapping[str, float]  # expected utility of each model's best open team, 0-1
    chance: Mapping[str, float]  # of being the best
    team: Mapping[str, int]  # row of each model's best open team
    stay: Mapping[
        str, Floats
    ]  # (draw,) utility of the best team built like each model, open or not
    size: int

    def worth_of(self, model: str | None) -> float:
        """Expected utility of a model, nil where it is closed."""
        return self.worth.get(model, 0.0) if model else 0.0


@dataclass(frozen=True)
class Panel:
    """Teams simulated in one world, whatever hard rule or budget closes some of them today.

    ``utility`` (team, draw) is weighed by each draw's own preferences.
    """

    world: World
    teams: tuple[Team, ...]
    measures: Measures
    utility: Floats

    @cached_property
    def monthly(self) -> NDArray[np.float32]:
        """(activity, draw) mean hours a month."""
        hours: NDArray[np.float32] = self.world.needs.hours.mean(axis=1)
        return hours

    @cached_property
    def built(self) -> tuple[str, ...]:
        """(team,) the model that a team is built like: a hybrid where a pilot would duplicate the
        one inside is called mixed today, and would be a hybrid if that person left."""
        roles = self.world.knowledge.roles
        named = zip(self.teams, models(self.world, self.teams), strict=True)
        return tuple(
            "hybrid" if employees(team, roles) and pilots(team, roles) else model
            for team, model in named
        )

    @cached_property
    def today(self) -> Reading:
        """The reading on every draw: what is advised as long as nothing more is known."""
        return read(self, np.arange(self.world.size))

    @cached_property
    def budget(self) -> float:
        """A year, the middle of the draws."""
        return float(np.median(self.world.budget))


def make_panel(
    world: World, teams: Sequence[Team], measures: Measures, weights: NDArray[Any]
) -> Panel:
    """``weights`` (draw, criterion) of the draws, or (criterion,) for all of them."""
    by_draw = np.broadcast_to(weights, (world.size, measures.values.shape[1]))
    utility = np.zeros((len(teams), world.size))
    for criterion in range(measures.values.shape[1]):
        utility += measures.values[:, criterion] * by_draw[:, criterion]
    return Panel(world, tuple(teams), measures, utility)


def read(panel: Panel, draws: Draws) -> Reading:
    """The decision on these draws: each model's best open team, then the model most often first."""
    world = _some(panel, draws)
    measures = replace(
        panel.measures,
        steering_ratio=panel.measures.steering_ratio[:, draws],
        paid=panel.measures.paid[:, draws],
    )
    model = models(world, panel.teams)
    may = allowed(world, panel.teams, measures, model)
    chance = world.rules["feasible.overrun_probability"]
    is_open = affordable(world, measures, chance) & (may.mean(axis=1) >= 0.5)
    utility = np.where(may, panel.utility[:, draws], 0.0)
    mean = utility.mean(axis=1)
    best = _best_rows([m if o else None for m, o in zip(model, is_open, strict=True)], mean)
    stay = {m: utility[row] for m, row in _best_rows(panel.built, mean).items()}
    return _reading(best, mean, utility, stay)


def _best_rows(named: Sequence[str | None], mean: Floats) -> dict[str, int]:
    best: dict[str, int] = {}
    for row, model in enumerate(named):
        if model in MODELS and (model not in best or mean[row] > mean[best[model]]):
            best[model] = row
    return best


def _reading(
    best: Mapping[str, int], mean: Floats, utility: Floats, stay: Mapping[str, Floats]
) -> Reading:
    names, size = [m for m in MODELS if m in best], utility.shape[1]
    if not names:
        return Reading(None, {}, {}, {}, stay, size)
    rows = [best[m] for m in names]
    wins = np.bincount(utility[rows].argmax(axis=0), minlength=len(rows)) / size
    return Reading(
        first=names[int(wins.argmax())],
        worth={m: float(mean[r]) for m, r in zip(names, rows, strict=True)},
        chance={m: float(w) for m, w in zip(names, wins, strict=True)},
        team=dict(best),
        stay=stay,
        size=size,
    )


def _some(panel: Panel, draws: Draws) -> World:
    """The world restricted to some draws, as far as hard rules and models look at it."""
    world = panel.world
    if len(draws) == world.size:
        return world
    facts = Facts(len(draws), {key: column[draws] for key, column in world.facts.items()})
    needs = replace(world.needs, hours=panel.monthly[:, None, draws])
    part = replace(world, facts=facts, needs=needs, size=len(draws))
    part.__dict__["pilot_lanes"] = world.pilot_lanes[:, draws]
    part.__dict__["middle_pay"] = world.middle_pay
    return part
