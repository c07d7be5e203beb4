"""Teams in one world and what happened to them: what every criterion is measured from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.criteria.members import Flexibility, flexibility_of, release
from timonier.engine.quantiles import median
from timonier.engine.rules import Rules

if TYPE_CHECKING:  # the knowledge names the criteria without loading the simulation
    from timonier.engine.simulation import Outcomes, World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """Some teams, the world that they were simulated in, and the outcomes of each.

    Arrays are (team, scenario), sums over the steady months unless they say otherwise.
    """

    world: World
    outcomes: Outcomes

    @property
    def rules(self) -> Rules:
        return self.world.rules

    @cached_property
    def settled_months(self) -> int:
        """Months over which outcomes are added up."""
        return self.world.steady_months

    @cached_property
    def release(self) -> Array:
        """(team, 1) cost of letting people and providers in place go."""
        return release(self.world, self.outcomes.teams)

    @cached_property
    def paid(self) -> Array:
        """Money over the whole horizon."""
        return self.outcomes["paid"] + self.release

    @cached_property
    def by_year(self) -> Array:
        """(team, year, scenario) paid in each whole year of the first three; who is let go is paid
        in the first."""
        years = range(min(3, self.world.months // 12))
        ends = [self.outcomes[f"paid_{12 * (y + 1)}"] for y in years]
        paid = np.diff(np.stack(ends, axis=1), axis=1, prepend=0.0)
        paid[:, 0] += self.release
        return paid

    @cached_property
    def whole(self) -> Array:
        """Money over the whole horizon: paid, and what the undone work would cost on the market."""
        return self.paid + self.rules.undone_price * self.outcomes["undone"]

    @cached_property
    def coverage(self) -> Array:
        """Share of the useful work that is done, from the steady month on.

        Steering and coordinating a team is useful as far as the work that it serves is done: a team
        that only keeps itself together does nothing.
        """
        needed, own = self.world.needed.total, self.outcomes["served_coordination"]
        counted = sum(self.outcomes[f"counted_{f}"] for f in FUNCTIONS) - own
        share = np.clip(counted / safe(needed), 0.0, 1.0)
        return (counted + share * own) / safe(needed + self.outcomes["needed_coordination"])

    @cached_property
    def done(self) -> Array:
        """What the qualities of a team are multiplied by: they are those of the work that it does,
        so that a team that does nothing is worth nothing."""
        return np.clip(self.coverage, 0.0, 1.0) ** self.rules.value_work_exponent

    @cached_property
    def initial_money(self) -> Array:
        """Money spent before anything is produced."""
        return self.outcomes["initial"] + self.release

    @cached_property
    def steering_ratio(self) -> Array:
        """Steering given over steering required; 1 where none is."""
        required = self.outcomes["steering_required"]
        given = self.outcomes["steering_supplied"]
        return np.where(required > 1e-6, given / safe(required), 1.0)

    @cached_property
    def steering_missing(self) -> Array:
        """Weighted hours of steering a month that are required and not given."""
        missing = self.outcomes["steering_required"] - self.outcomes["steering_supplied"]
        return np.maximum(missing, 0.0) / self.settled_months

    @cached_property
    def coordination_ratio(self) -> Array:
        """Coordination given over coordination required."""
        return self.outcomes["coordination_supplied"] / safe(self.outcomes["coordination_needed"])

    @cached_property
    def flexibility(self) -> Flexibility:
        return flexibility_of(self.world, self.outcomes.teams)

    def middle(self, metric: str, row: int) -> float:
        """Median of an outcome of one team, over all of its months."""
        return median(self.outcomes[metric][row])

    def monthly(self, metric: str, row: int) -> float:
        """Median of an outcome of one team, a month."""
        return self.middle(metric, row) / self.settled_months


def nothing(row: int) -> Mapping[str, float]:
    """The numbers of a formula that needs none but its result."""
    return {}


@dataclass(frozen=True)
class Measured:
    """One criterion of some teams.

    ``value``: (team, scenario) 0-1, what the ranking reads. ``shown``: (team, scenario) in the unit
    of the criterion's record, asked for only when it is shown, so that the search does not pay for
    it. ``formula``: the numbers of one team, by its row, that fill the sentence in which the record
    says how the criterion is computed; the end of a name says what it is (see ``Point``).
    """

    value: NDArray[np.floating[Any]]
    shown: Callable[[], Array]
    formula: Callable[[int], Mapping[str, float]] = field(default=nothing)


def safe(values: Array) -> Array:
    """A denominator that is never nil."""
    return np.maximum(values, 1e-6)


def between(x: Array, zero: float, one: float) -> Array:
    """Linear value of x: 0 at ``zero``, 1 at ``one``, cut outside.

    >>> between(np.array([0.0, 6.0, 24.0]), 12.0, 0.0).tolist()
    [1.0, 0.5, 0.0]
    """
    return np.clip((x - zero) / (one - zero), 0.0, 1.0)
