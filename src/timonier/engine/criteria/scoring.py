"""From what happened to the criteria: measures that are shown, values that are ranked.

Measures have the units of the page; values are 0-1 between fixed anchors, so that a criterion is
worth what this company has at stake in it (method, section 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.criteria.case import Array, Case, Measured
from timonier.engine.criteria.measures import MEASURES
from timonier.engine.criteria.registry import (
    MEASURED,
    months_of_budget,
    times_budget,
    worth_of_initial,
    worth_of_total,
)

if TYPE_CHECKING:
    from timonier.engine.simulation import Outcomes, World


@dataclass(frozen=True)
class Scores:
    """What ranks teams and what rules read of them: (team, scenario) arrays.

    ``values``: (team, criterion, scenario) 0-1, the criteria in the order of ``criteria``.
    """

    criteria: tuple[str, ...]
    values: NDArray[np.float32]
    paid: Array  # over the whole horizon, in the market's currency
    initial_money: Array  # before anything is produced
    steering_ratio: Array  # steering given over required
    steering_missing: Array  # weighted hours of it a month that are not given
    by_year: Array  # (team, year, scenario) paid in each of the first years
    whole: Array  # paid over the horizon, and what the undone work would cost
    coverage: Array  # share of the useful work done
    done: Array  # what the qualities of a team are multiplied by

    def value(self, criterion: str) -> NDArray[np.float32]:
        """(team, scenario) of one criterion: a view, which may be written to."""
        return self.values[:, self.criteria.index(criterion)]


@dataclass(frozen=True)
class Measures(Scores):
    """All that can be shown of teams: ``measures[name]`` for a criterion or another measure."""

    case: Case
    found: Mapping[str, Measured]
    known: dict[str, Array] = field(default_factory=dict, repr=False)  # worked out once

    def __getitem__(self, name: str) -> Array:
        """(team, scenario) of a measure; KeyError when there is none of that name."""
        if name not in self.known:
            one = self.found.get(name)
            self.known[name] = one.shown() if one else MEASURES[name](self.case)
        return self.known[name]

    def formula(self, criterion: str, row: int) -> Mapping[str, float]:
        """The numbers of one team from which a criterion is computed, for a sentence."""
        return self.found[criterion].formula(row)


def joined(parts: Sequence[Scores]) -> Scores:
    """The scores of several lists of teams, one after the other."""
    rows = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ROWS}
    return Scores(criteria=parts[0].criteria, **rows)


def picked(scores: Scores, rows: Sequence[int]) -> Scores:
    """The scores of some of the teams."""
    return Scores(criteria=scores.criteria, **{n: getattr(scores, n)[rows] for n in _ROWS})


def revalued(scores: Scores, there: World) -> Scores:
    """Scores of the same teams and draws at the budget of the world ``there``."""
    values = scores.values.copy()
    found = replace(scores, values=values)
    months = months_of_budget(scores.initial_money, there)
    found.value("initial_cost")[:] = scores.done * worth_of_initial(months, there)
    ratio = times_budget(scores.whole, there)
    found.value("total_cost")[:] = scores.done * worth_of_total(ratio, there)
    return found


_ROWS = (  # one row a team
    "values", "paid", "initial_money", "steering_ratio", "steering_missing", "by_year", "whole",
    "coverage", "done",
)  # fmt: skip


def score(world: World, outcomes: Outcomes) -> Scores:
    """What the ranking reads of every team in every scenario; of a brief simulation too."""
    case = Case(world, outcomes)
    names = tuple(world.knowledge.criteria)
    values = _values(case, len(names))
    for i, name in enumerate(names):
        values[:, i] = MEASURED[name](case).value
    return Scores(names, values, **_read(case))


def measure(world: World, outcomes: Outcomes) -> Measures:
    """Every measure of every team in every scenario, and the values that the ranking reads."""
    case = Case(world, outcomes)
    names = tuple(world.knowledge.criteria)
    values, found = _values(case, len(names)), {}
    for i, name in enumerate(names):
        one = MEASURED[name](case)
        values[:, i] = one.value
        found[name] = replace(one, value=values[:, i])
    return Measures(names, values, **_read(case), case=case, found=found)


def _read(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _ROWS if name != "values"}


def _values(case: Case, criteria: int) -> NDArray[np.float32]:
    return np.empty((len(case.outcomes.teams), criteria, case.world.size), dtype=np.float32)
