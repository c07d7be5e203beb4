"""From what happened to the criteria: measures that are shown, values that are ranked.

Measures have the units of the page; values are 0-1 between fixed anchors, so that a criterion is
worth what this company has at stake in it (method, section 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from timonier.engine.criteria.case import Array, Case, Measured
from timonier.engine.criteria.measures import MEASURES
from timonier.engine.criteria.registry import MEASURED

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


_ROWS = ("values", "paid", "initial_money", "steering_ratio")  # one row a team


def score(world: World, outcomes: Outcomes) -> Scores:
    """What the ranking reads of every team in every scenario; of a brief simulation too."""
    case = Case(world, outcomes)
    names = tuple(world.knowledge.criteria)
    values = _values(case, len(names))
    for i, name in enumerate(names):
        values[:, i] = MEASURED[name](case).value
    return Scores(names, values, case.paid, case.initial_money, case.steering_ratio)


def measure(world: World, outcomes: Outcomes) -> Measures:
    """Every measure of every team in every scenario, and the values that the ranking reads."""
    case = Case(world, outcomes)
    names = tuple(world.knowledge.criteria)
    values, found = _values(case, len(names)), {}
    for i, name in enumerate(names):
        one = MEASURED[name](case)
        values[:, i] = one.value
        found[name] = replace(one, value=values[:, i])
    return Measures(names, values, case.paid, case.initial_money, case.steering_ratio, case, found)


def _values(case: Case, criteria: int) -> NDArray[np.float32]:
    return np.empty((len(case.outcomes.teams), criteria, case.world.size), dtype=np.float32)
