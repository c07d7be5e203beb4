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
from timonier.engine.feasibility import (
    Shapes,
    between,
    least_used,
    loads,
    named,
    shapes,
    unforbidden,
    unsteered,
    varies,
)
from timonier.engine.priors import Facts
from timonier.engine.quantiles import median
from timonier.engine.simulation import Kept, World, simulate_teams
from timonier.engine.simulation.tables import Packed
from timonier.engine.team import Team

Floats = NDArray[np.float64]
Draws = NDArray[np.intp]
LEVELS = 5  # of a budget that is drawn


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
class Panel:
    """Teams simulated in one world, whatever hard rule or budget closes some of them today.

    ``utility`` (team, draw) is weighed by each draw's own preferences.
    """

    world: World
    teams: tuple[Team, ...]
    scores: Scores
    utility: Floats

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
    def packed(self) -> Packed:
        return self.world.pack(self.teams)

    @cached_property
    def built(self) -> tuple[str, ...]:
        """(team,) the model of each team today."""
        return tuple(self.plan(self.world)[0])

    @cached_property
    def _plans(self) -> dict[tuple[Any, ...], tuple[list[str], Shapes]]:
        return {}

    def plan(self, world: World) -> tuple[list[str], Shapes]:
        """(team,) models in this part of the world and what hard rules look at, worked out once
        for each plan."""
        key = (world.middle_pilot, world.needs.monthly.tobytes())
        if key not in self._plans:
            planned = loads(world, self.packed)
            model = named(world, self.teams, planned)
            if world is not self.world:  # what these draws move by chance keeps the name of today
                edge = between(world, planned, world.rules.search_share_margin).tolist()
                model = [b if e else m for m, e, b in zip(model, edge, self.built, strict=True)]
            self._plans[key] = model, shapes(world, self.teams, planned)
        return self._plans[key]

    @property
    def significance(self) -> float:
        """Standard errors beyond which a difference is not put down to chance."""
        return self.world.rules.information_significance

    @cached_property
    def levels(self) -> NDArray[np.intp] | None:
        """(draw,) which of a few levels, evenly likely, each budget is of; None for one budget."""
        budget = self.world.budget
        if not varies(self.world):
            return None
        edges = np.quantile(budget, np.arange(1, LEVELS) / LEVELS)
        return np.searchsorted(edges, budget, side="right")

    def of_level(self, level: int) -> Draws:
        """The draws of a level of budget."""
        if self.levels is None:
            return np.arange(self.world.size)
        return np.flatnonzero(self.levels == level)

    @cached_property
    def payable(self) -> Mapping[int, NDArray[np.bool_]]:
        """(team,) whether each is within the budget today, on the draws of each level of it."""
        limit, found = self.world.rules.feasible_overrun_probability, {}
        model, shape = self.plan(self.world)
        may = unforbidden(self.world, shape, model, unsteered(self.world, self.scores))
        for level in range(1 if self.levels is None else LEVELS):
            draws = self.of_level(level)
            found[level] = _overrun(self, draws, may[:, draws]) <= limit
        return found

    @cached_property
    def may(self) -> NDArray[np.bool_]:
        """(team, draw) whether a team may be advised: no rule closes it, and its budget pays it."""
        model, shape = self.plan(self.world)
        may = unforbidden(self.world, shape, model, unsteered(self.world, self.scores))
        out = np.zeros_like(may)
        for level, payable in self.payable.items():
            draws = self.of_level(level)
            out[:, draws] = may[:, draws] & payable[:, None]
        return out

    @cached_property
    def today(self) -> Reading:
        """The reading on every draw: what is advised as long as nothing more is known."""
        return _read(self, np.arange(self.world.size))

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
    """The panel with more teams, simulated on the same draws, that only a change may bring first;
    without those in which somebody new would have too little to do.

    See ``without_upstarts``.
    """
    met = simulate_teams(panel.world, teams, brief=True)
    busy = least_used(panel.world, panel.world.pack(teams), met) >= panel.world.rules.use_least
    rows = np.flatnonzero(busy).tolist()
    teams, more = [teams[i] for i in rows], picked(score(panel.world, met), rows)
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

    Nothing is first where few of the draws leave any team possible: that is not advice.
    """
    found = _read(panel, draws)
    least = panel.world.rules.information_least_chance
    if sum(found.chance.values()) < least:
        return replace(found, first=None)
    return found


def _read(panel: Panel, draws: Draws) -> Reading:
    """As ``read``, however few of the draws leave a team possible.

    Where the budget is drawn, the team of a model follows it: one for the draws of each level.
    What the budget admits today stays so, and what it does not stays out, as long as the draws do
    not show otherwise: a rule judged on half of them must not be tripped by which ones they are.
    """
    world = _some(panel, draws)
    model, shape = panel.plan(world)
    may = unforbidden(world, shape, model, _cut(unsteered(panel.world, panel.scores), draws))
    utility = np.where(may, _cut(panel.utility, draws), 0.0)
    best: dict[str, list[tuple[Draws, int]]] = {}
    for level, group in _by_level(panel, draws):
        is_open = _payable(panel, level, draws[group], may[:, group]) & may.any(axis=1)
        mean = utility[:, group].mean(axis=1)
        named = [m if o else None for m, o in zip(model, is_open, strict=True)]
        for m, row in _best_rows(named, mean).items():
            best.setdefault(m, []).append((group, row))
    stay = _best_rows(panel.built, utility.mean(axis=1))
    return _reading(best, utility, {m: utility[row] for m, row in stay.items()})


def _by_level(panel: Panel, draws: Draws) -> list[tuple[int, Draws]]:
    """The levels of budget met in these draws, and which of them are of each."""
    if panel.levels is None:
        return [(0, np.arange(len(draws)))]
    level = panel.levels[draws]
    return [(int(k), np.flatnonzero(level == k)) for k in np.unique(level)]


def _payable(panel: Panel, level: int, draws: Draws, may: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(team,): whether each is within the budget on these draws of one level."""
    today, limit = panel.payable[level], panel.world.rules.feasible_overrun_probability
    if len(draws) == len(panel.of_level(level)):
        return today
    doubt = panel.significance * 0.5 / np.sqrt(len(draws))
    found = _overrun(panel, draws, may) <= limit + np.where(today, doubt, -doubt)
    return np.asarray(found)


def _overrun(panel: Panel, draws: Draws, may: NDArray[np.bool_]) -> Floats:
    """(team,) chance of passing the budget in the dearest year, on some draws."""
    over = panel.scores.by_year[:, :, draws] > panel.world.limit[:, draws]
    return np.where(may.any(axis=1), over.mean(axis=2).max(axis=1), 1.0)


def _cut(rows: NDArray[Any], draws: Draws) -> NDArray[Any]:
    """(row, ..., draw) these draws of each row; of all draws, the rows themselves."""
    return rows if len(draws) == rows.shape[-1] else rows.take(draws, axis=-1)


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
    best: Mapping[str, Sequence[tuple[Draws, int]]],
    utility: Floats,
    stay: Mapping[str, Floats],
) -> Reading:
    names, size = [m for m in MODELS if m in best], utility.shape[1]
    if not names:
        return Reading(None, {}, {}, {}, {}, stay, size)
    drawn, team = {}, {}
    for m in names:
        drawn[m] = np.zeros(size)
        for group, row in best[m]:
            drawn[m][group] = utility[row, group]
        team[m] = max(best[m], key=lambda part: len(part[0]))[1]
    table = np.stack([drawn[m] for m in names])
    wins = np.bincount(table.argmax(axis=0)[table.max(axis=0) > 0], minlength=len(names)) / size
    return Reading(
        first=names[int(wins.argmax())],
        worth={m: float(drawn[m].mean()) for m in names},
        chance={m: float(w) for m, w in zip(names, wins, strict=True)},
        team=team,
        drawn=drawn,
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
    kept = Kept(
        work={"middle_pay": world.middle_pay},
        facts={
            "pilot_lanes": lanes,
            "middle_pilot": _middle_pilot(world, lanes, panel.significance),
        },
        budget={"budget": world.budget[draws], "limit": world.limit[:, draws]},
    )
    return replace(world, facts=facts, needs=needs, size=len(draws), kept=kept)


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
