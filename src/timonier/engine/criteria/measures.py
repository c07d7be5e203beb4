"""The other quantities that are shown of a team, or that a rule reads: one function each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from timonier.engine.catalogue import FUNCTIONS, WEEKS_PER_MONTH
from timonier.engine.criteria.case import Array, Case, safe
from timonier.engine.criteria.members import exit_cost


def lost(case: Case) -> Array:
    """Share of the execution of the first months lost by waiting, against the steady state."""
    needed, outcomes = case.world.needed, case.outcomes
    first = outcomes["execution_first"] / safe(needed.execution_first)
    steady = outcomes["counted_execution"] / safe(needed.execution_steady)
    return np.clip(1.0 - first / safe(steady), 0.0, 1.0)


def early(case: Case) -> Array:
    """Share of the execution needed in the first months (to the deadline) that is done by then."""
    done = case.outcomes["execution_first"] / safe(case.world.needed.execution_first)
    return np.clip(done, 0.0, 1.0)


def cycle(case: Case) -> Array:
    """Working days that a request takes."""
    return case.outcomes["cycle"] / case.settled_months


def weeks_25(case: Case) -> Array:
    """Weeks before a quarter of the required execution runs."""
    return _weeks(case, "weeks_25")


def weeks_80(case: Case) -> Array:
    """Weeks before most of the required execution runs."""
    return _weeks(case, "weeks_80")


def _weeks(case: Case, metric: str) -> Array:
    """A level that is never reached counts as the whole horizon."""
    weeks = case.outcomes[metric]
    return np.where(weeks < 0, case.world.months * WEEKS_PER_MONTH, weeks)


def alignment_early(case: Case) -> Array:
    """Alignment in the early month of its window."""
    return case.outcomes["alignment_early"] / safe(case.world.needed.alignment_early)


def covered(case: Case, function: str) -> Array:
    """Share of the needed hours of one function that is done."""
    wanted = case.world.needed.steady[function]
    if function == "coordination":
        wanted = wanted + case.outcomes["needed_coordination"]
    counted = case.outcomes[f"counted_{function}"]
    done = np.where(wanted > 1e-6, counted / np.maximum(wanted, 1e-6), 1.0)
    return np.clip(done, 0.0, 1.0)


def ended(case: Case) -> Array:
    """Money that ending the whole team after a year would cost."""
    cost = exit_cost(case.world, case.outcomes.teams)
    return np.repeat(cost[:, None], case.world.size, axis=1)


def overload(case: Case) -> Array:
    """Hours of need over hours worked or bought."""
    served = case.outcomes["hours_inside"] + case.outcomes["hours_outside"]
    return sum(case.world.needed.steady.values()) / safe(served)


def diluted(case: Case) -> Array:
    """Share of the brand work done by those who know the brand little."""
    return case.outcomes["brand_diluted"] / _brand(case)


def brand_outside(case: Case) -> Array:
    """Share of the brand work done outside."""
    return case.outcomes["brand_outside"] / _brand(case)


def _brand(case: Case) -> Array:
    needs, steady = case.world.needs, case.world.steady
    brand = np.array([a.brand_sensitivity for a in needs.activities], dtype=np.float32)
    late = needs.hours[:, steady:].sum(axis=1, dtype=np.float64)
    return safe(np.asarray(brand @ late))


MEASURES: dict[str, Callable[[Case], Array]] = {
    "paid": lambda case: case.paid,
    "initial_money": lambda case: case.initial_money,
    "steering_ratio": lambda case: case.steering_ratio,
    "coordination_ratio": lambda case: case.coordination_ratio,
    "alignment_early": alignment_early,
    "lost": lost,
    "weeks_80": weeks_80,
    "cycle": cycle,
    "exit_cost": ended,
    "overload": overload,
    "dilution": diluted,
    "brand_outside": brand_outside,
    **{f"coverage.{name}": partial(covered, function=name) for name in FUNCTIONS},
}
