"""The teams that meet all the scenarios, and which of them speaks for each model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.feasibility import varies
from timonier.engine.frontier import Step, level_of, own_step
from timonier.engine.own import intended, present
from timonier.engine.search import NOTICEABLE, Found, Judged, judge, leaner_team, sized
from timonier.engine.simulation import World
from timonier.engine.team import Team, ordered

NOBODY = -1


@dataclass(frozen=True)
class Finals:
    """Teams on all the scenarios.

    ``row`` points at the team of each model in ``judged``, and at as_is and intended. ``plan``
    (model of ``ranked``, scenario) is the row of the team that each model would have in each
    scenario: the same in all of them, unless the budget is drawn, for then it follows the budget.
    """

    judged: Judged
    row: Mapping[str, int]
    ranked: tuple[str, ...]
    plan: NDArray[np.intp]

    @cached_property
    def values(self) -> NDArray[np.float32]:
        """(model, criterion, scenario) what each model is worth."""
        return _along(self.judged.scores.values, self.plan)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """(model, scenario) where each model has a team that is safe."""
        may = np.take_along_axis(self.judged.allowed, np.maximum(self.plan, 0), axis=0)
        return np.asarray(may & (self.plan != NOBODY))


def _along(values: NDArray[np.float32], plan: NDArray[np.intp]) -> NDArray[np.float32]:
    if (plan == plan[:, :1]).all():
        return values[plan[:, 0]]
    rows = np.maximum(plan, 0)
    each = [np.take_along_axis(values[:, c], rows, 0) for c in range(values.shape[1])]
    return np.stack(each, axis=1)


def finals(
    world: World, found: Found, steps: Sequence[Step], mean: NDArray[Any], threads: int
) -> Finals:
    """Judge the finalists on all the scenarios; where the budget is drawn, those of every step."""
    drawn = varies(world)
    met = steps if drawn else _nearest(world, steps)
    teams = [o.team for step in met for o in step.options.values()]
    teams += [t for group in found.finalists.values() for t in group]
    teams += [t for group in found.closed.values() for t in group]
    teams = list(dict.fromkeys([*teams, *own_teams(world)]))
    judged = judge(world, teams, mean, threads=threads)
    if not drawn:
        judged = _with_others(world, judged, found, mean, threads)
    return settled(world, judged, found, steps)


def settled(world: World, judged: Judged, found: Found, steps: Sequence[Step]) -> Finals:
    """Which of the teams that met all the scenarios speaks for each model; the company's own are
    among them."""
    drawn = varies(world)
    met = steps if drawn else _nearest(world, steps)
    where = {t: i for i, t in enumerate(judged.teams)}
    row = _by_step(world, steps, where) if drawn else _representatives(judged, found, met, world)
    ranked = tuple(m for m in MODELS if m in row)
    if drawn:
        plan = _plan(world, steps, ranked, where)
    else:
        rows = np.array([row[m] for m in ranked], dtype=np.intp).reshape(-1, 1)
        plan = np.repeat(rows, world.size, axis=1)
    own = own_teams(world)
    if present(world):
        row["as_is"] = where[own[0]]
    if intended(world):
        row["intended"] = where[own[-1]]
    return Finals(judged, row, ranked, plan.reshape(len(ranked), world.size))


def _nearest(world: World, steps: Sequence[Step]) -> Sequence[Step]:
    """The step of the frontier at the company's own budget."""
    own = own_step(steps, world)
    return steps[own : own + 1]


def _plan(
    world: World, steps: Sequence[Step], ranked: Sequence[str], where: Mapping[Team, int]
) -> NDArray[np.intp]:
    """(model, scenario) the row of the best team that the budget of each scenario can pay."""
    table = np.full((len(ranked), len(steps)), NOBODY, dtype=np.intp)
    for k, step in enumerate(steps):
        for a, model in enumerate(ranked):
            if model in step.options:
                table[a, k] = where[step.options[model].team]
    return table[:, level_of(steps, world.budget)]


def _by_step(world: World, steps: Sequence[Step], where: Mapping[Team, int]) -> dict[str, int]:
    """The team of each model at the middle budget, or at the nearest one at which it has one."""
    middle = own_step(steps, world)
    row: dict[str, int] = {}
    for k in sorted(range(len(steps)), key=lambda k: abs(k - middle)):
        for model, option in steps[k].options.items():
            row.setdefault(model, where[option.team])
    return row


def _with_others(
    world: World, judged: Judged, found: Found, mean: NDArray[Any], threads: int
) -> Judged:
    """A model whose finalists fail gets another chance: the rest of its shortlist, and its first
    teams leaner."""
    lost = [m for m in MODELS if _failed(judged, found, m)]
    others = [t for m in lost for t in _second(world, found, m)]
    others = [t for t in dict.fromkeys(others) if t not in judged.teams]
    if not others:
        return judged
    return judge(world, [*judged.teams, *others], mean, threads=threads)


def _failed(judged: Judged, found: Found, model: str) -> bool:
    """Whether the finalists of a model failed, or left one that is worth much less than those that
    did: a team kept for its margins alone does not speak for the model."""
    row = {t: i for i, t in enumerate(judged.teams)}
    rows = [row[t] for t in found.finalists.get(model, ())]
    held = [i for i in rows if judged.open[i] and judged.model[i] == model]
    lost = [found.worth.get(judged.teams[i], 0.0) for i in rows if i not in held]
    left = max((float(judged.utility[i]) for i in held), default=-1.0)
    return max(lost, default=-1.0) > left + NOTICEABLE


def _second(world: World, found: Found, model: str) -> list[Team]:
    """The rest of a model's shortlist, and its finalists leaner."""
    first = found.finalists.get(model, ())
    rest = [t for t in found.best[model] if t not in first]
    return [*rest, *(leaner_team(world, t) for t in first)]


def own_teams(world: World) -> list[Team]:
    """The team in place and the intended one; a provider without hours gets those of its work."""
    here, more = present(world), intended(world)
    drafts = [Team(ordered(here))] if here else []
    drafts += [Team(ordered((*here, *more)))] if more else []
    return sized(world, drafts) if drafts else []


def _representatives(
    judged: Judged, found: Found, met: Sequence[Step], world: World
) -> dict[str, int]:
    """The row of the best team of each model.

    The draws of the second look count as much as these: on fewer, the team that speaks for a model
    would change with the sample, and its chance with it.
    """
    looked = {o.team: o.utility for step in met for o in step.options.values()} | dict(found.worth)

    def worth(i: int) -> float:
        now = float(judged.utility[i])
        then = looked.get(judged.teams[i], now)
        return (world.size * now + found.looked * then) / (world.size + found.looked)

    where = {t: i for i, t in enumerate(judged.teams)}
    out: dict[str, int] = {}
    for model in MODELS:
        others = (step.options[model].team for step in met if model in step.options)
        tried = (*found.best[model], *_second(world, found, model), *others)
        rows = [where[t] for t in dict.fromkeys(tried) if t in where]
        still = [i for i in rows if judged.model[i] == model and judged.open[i]]
        if still:
            out[model] = max(still, key=worth)
    return out
