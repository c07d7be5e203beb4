"""Read the decision again on some of the draws, as it would be if they were all that is possible.

What is known decides which teams are open (who steers, what is affordable) and which model a team
is, so knowing an answer can open a model or close it, not only move its utility. Nothing is
simulated here: a reading takes the draws in which the answer holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import Scores, joined, picked, score
from timonier.engine.feasibility import Shapes, affordable, models, shapes, unforbidden
from timonier.engine.priors import Facts
from timonier.engine.quantiles import median, middles
from timonier.engine.simulation import World, simulate_teams
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
    drawn: Mapping[str, Floats]  # (draw,) utility of each model's best open team
    stay: Mapping[str, Floats]  # (draw,) that of the best team built like it, open or not
    size: int

    def worth_of(self, model: str | None) -> float:
        """Expected utility of a model, nil where it is closed."""
        return self.worth.get(model, 0.0) if model else 0.0


class _Some(Mapping[str, NDArray[Any]]):
    """Columns restricted to some draws, cut only when looked at."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], draws: Draws) -> None:
        self._columns, self._draws = columns, draws

    def __getitem__(self, key: str) -> NDArray[Any]:
        found: NDArray[Any] = self._columns[key][self._draws]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True)
class Sides:
    """(team,) on which side of each rule judged on a majority of draws a team is today."""

    steered: NDArray[np.bool_]
    affordable: NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """Teams simulated in one world, whatever hard rule or budget closes some of them today.

    ``utility`` (team, draw) is weighed by each draw's own preferences. ``slack``: steering that a
    team may lack for a hard rule to let it pass, as a few more hours would mend it.
    """

    world: World
    teams: tuple[Team, ...]
    scores: Scores
    utility: Floats
    slack: float = 0.0

    @cached_property
    def monthly(self) -> NDArray[np.float32]:
        """(activity, draw) mean hours a month."""
        hours: NDArray[np.float32] = self.world.needs.hours.mean(axis=1)
        return hours

    @cached_property
    def usual(self) -> NDArray[np.float32]:
        """(activity,) mean hours a month."""
        hours: NDArray[np.float32] = self.monthly.mean(axis=1)
        return hours

    @cached_property
    def shapes(self) -> Shapes:
        return shapes(self.world, self.teams)

    @cached_property
    def steering(self) -> Floats:
        """(team, draw) steering ratios, sorted for each team."""
        return np.sort(self.scores.steering_ratio, axis=1)

    @cached_property
    def built(self) -> tuple[str, ...]:
        """(team,) the model that a team is built like: a hybrid where a pilot would duplicate the
        one inside is called mixed today, and would be a hybrid if that person left."""
        roles = self.world.knowledge.roles
        named = zip(self.teams, self.named(self.world), strict=True)
        return tuple(
            "hybrid" if employees(team, roles) and pilots(team, roles) else model
            for team, model in named
        )

    @cached_property
    def _names(self) -> dict[tuple[Any, ...], list[str]]:
        return {}

    def named(self, world: World) -> list[str]:
        """(team,) models in this part of the world, worked out once for each plan."""
        plan = (world.middle_pilot, world.needs.monthly.tobytes())
        if plan not in self._names:
            self._names[plan] = models(world, self.teams)
        return self._names[plan]

    @property
    def significance(self) -> float:
        """Standard errors beyond which a difference is not put down to chance."""
        return self.world.rules["information.significance"]

    @cached_property
    def sides(self) -> Sides:
        """Where the teams stand today."""
        rules, scores = self.world.rules, self.scores
        return Sides(
            middles(self.steering) >= rules["growth.steering_ratio"] - self.slack,
            affordable(self.world, scores, rules["feasible.overrun_probability"]),
        )

    @cached_property
    def today(self) -> Reading:
        """The reading on every draw: what is advised as long as nothing more is known."""
        return read(self, np.arange(self.world.size))

    @cached_property
    def budget(self) -> float:
        """A year, the middle of the draws."""
        return median(self.world.budget)


def make_panel(world: World, teams: Sequence[Team], scores: Scores, weights: NDArray[Any]) -> Panel:
    """``weights`` (draw, criterion) of the draws, or (criterion,) for all of them."""
    by_draw = np.broadcast_to(weights, (world.size, scores.values.shape[1]))
    utility = np.zeros((len(teams), world.size))
    for criterion in range(scores.values.shape[1]):
        utility += scores.values[:, criterion] * by_draw[:, criterion]
    return Panel(world, tuple(teams), scores, utility)


def with_teams(panel: Panel, teams: Sequence[Team], weights: NDArray[Any]) -> Panel:
    """The panel with more teams, simulated on the same draws, that only a change may bring first.

    See ``without_upstarts``.
    """
    more = score(panel.world, simulate_teams(panel.world, teams, brief=True))
    scores = joined([panel.scores, more])
    both = make_panel(panel.world, (*panel.teams, *teams), scores, weights)
    return without_upstarts(both, len(panel.teams))


def without_upstarts(panel: Panel, own: int) -> Panel:
    """Less the teams after the first ``own`` that would speak for a model today.

    The search left them aside, for lack of a margin: the decision does not know them today.
    """
    upstarts = {row for row in panel.today.team.values() if row >= own}
    if not upstarts:
        return panel
    rows = [row for row in range(len(panel.teams)) if row not in upstarts]
    teams = tuple(panel.teams[row] for row in rows)
    scores = picked(panel.scores, rows)
    kept = replace(panel, teams=teams, scores=scores, utility=panel.utility[rows])
    return without_upstarts(kept, own)


def read(panel: Panel, draws: Draws) -> Reading:
    """The decision on these draws: each model's best open team, then the model most often first.

    What is open today stays so, and what is closed stays closed, as long as the draws do not show
    otherwise: a rule judged on half of the draws must not be tripped by which draws they are.
    """
    world, whole = _some(panel, draws), len(draws) == panel.world.size
    steering = panel.steering if whole else np.sort(_cut(panel.scores.steering_ratio, draws))
    scores = replace(panel.scores, paid=_cut(panel.scores.paid, draws))
    sides, rules = panel.sides, world.rules
    doubt = 0.0 if whole else panel.significance * 0.5 / np.sqrt(len(draws))
    model = panel.named(world)
    shift = _median_doubt(steering, doubt)
    least = rules["growth.steering_ratio"] + np.where(sides.steered, -shift - panel.slack, shift)
    may = unforbidden(world, panel.shapes, model, middles(steering) >= least)
    chance = rules["feasible.overrun_probability"]
    paid = affordable(world, scores, chance + np.where(sides.affordable, doubt, -doubt))
    is_open = paid & may.any(axis=1)
    utility = np.where(may, _cut(panel.utility, draws), 0.0)
    mean = utility.mean(axis=1)
    best = _best_rows([m if o else None for m, o in zip(model, is_open, strict=True)], mean)
    stay = {m: utility[row] for m, row in _best_rows(panel.built, mean).items()}
    return _reading(best, mean, utility, stay)


def _cut(rows: NDArray[Any], draws: Draws) -> NDArray[Any]:
    """(row, draw) these draws of each row; of all draws, the rows themselves."""
    return rows if len(draws) == rows.shape[1] else rows.take(draws, axis=1)


def _median_doubt(ordered: Floats, doubt: float) -> Floats:
    """How far the median of each sorted row may be from what these draws say (row,)."""
    if doubt == 0.0:
        return np.zeros(len(ordered))
    low, high = _ranked(ordered, (0.5 - doubt, 0.5 + doubt))
    half: Floats = (high - low) / 2
    return half


def _ranked(ordered: NDArray[Any], shares: Sequence[float]) -> Floats:
    """(share, row) values below which these shares of each sorted row lie."""
    last = ordered.shape[1] - 1
    places = [min(max(round(share * last), 0), last) for share in shares]
    found: Floats = ordered[:, places].T.astype(np.float64)
    return found


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
        return Reading(None, {}, {}, {}, {}, stay, size)
    rows = [best[m] for m in names]
    wins = np.bincount(utility[rows].argmax(axis=0), minlength=len(rows)) / size
    return Reading(
        first=names[int(wins.argmax())],
        worth={m: float(mean[r]) for m, r in zip(names, rows, strict=True)},
        chance={m: float(w) for m, w in zip(names, wins, strict=True)},
        team=dict(best),
        drawn={m: utility[r] for m, r in zip(names, rows, strict=True)},
        stay=stay,
        size=size,
    )


def _some(panel: Panel, draws: Draws) -> World:
    """The world restricted to some draws, as far as hard rules and models look at it."""
    world = panel.world
    if len(draws) == world.size:
        return world
    facts = Facts(len(draws), _Some(world.facts, draws))
    hours = _expected(panel.usual, _cut(panel.monthly, draws), panel.significance)
    spread = np.broadcast_to(hours[:, None, None], (len(hours), 1, len(draws)))
    needs = replace(world.needs, hours=spread)
    lanes = _cut(world.pilot_lanes, draws)
    part = replace(world, facts=facts, needs=needs, size=len(draws))
    part.__dict__["pilot_lanes"] = lanes
    part.__dict__["middle_pilot"] = _middle_pilot(world, lanes, panel.significance)
    part.__dict__["middle_pay"] = world.middle_pay
    return part


def _expected(
    usual: NDArray[np.float32], part: NDArray[np.float32], significance: float
) -> NDArray[np.float32]:
    """(row,) means of the part where it differs from what is usual by more than chance."""
    mean = part.mean(axis=1)
    error = part.std(axis=1) / np.sqrt(part.shape[1])
    kept: NDArray[np.float32] = np.where(np.abs(mean - usual) > significance * error, mean, usual)
    return kept


def _middle_pilot(
    world: World, lanes: NDArray[np.float32], significance: float
) -> tuple[float, float, float, float]:
    """The middle inside pilot of these lanes, today's where the draws do not rule that out."""
    doubt = significance * 0.5 / np.sqrt(lanes.shape[1])
    low, middle, high = _ranked(np.sort(lanes, axis=1), (0.5 - doubt, 0.5, 0.5 + doubt))
    today = np.array(world.middle_pilot)
    hours, weight, level, other = np.where((low <= today) & (today <= high), today, middle)
    return float(hours), float(weight), float(level), float(other)
