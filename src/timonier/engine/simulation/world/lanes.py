"""What is read of a world whatever the team: needed hours, lanes and rules of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, WEEKS_PER_MONTH
from timonier.engine.compiling import Kernel, aligned, fast
from timonier.engine.needs import Needs
from timonier.engine.priors import Facts
from timonier.engine.simulation.kernel.layout import RULES, F, U, blocks, records
from timonier.engine.simulation.tables import Lanes, Table, in_rows

if TYPE_CHECKING:
    from timonier.engine.simulation.world.drawn import World


Array = NDArray[Any]
BRAND_MONTHS = 12  # the brand is at risk while newcomers learn the company


@dataclass(frozen=True)
class Needed:
    """Team-independent denominators, (scenario,) arrays of hours."""

    steady: Mapping[str, Array]  # by function, from the steady month on
    total: Array
    execution_first: Array  # before the deadline, or in the first year
    execution_steady: Array
    alignment: Array
    alignment_early: Array
    specialised: Array


def needed_of(world: World) -> Needed:
    hours, rules = world.needs.hours, world.rules
    first = rules.alignment_from_month - 1
    last = rules.alignment_to_month - 1
    early = rules.alignment_early_month - 1
    acts = world.needs.activities
    settled = np.array([each[world.steady :].sum(axis=0, dtype=np.float64) for each in hours])
    rows = {f: [i for i, a in enumerate(acts) if a.function == f] for f in FUNCTIONS}
    late = {f: settled[i].sum(axis=0) for f, i in rows.items()}
    execution = hours[rows["execution"], : world.deadline].sum(axis=(0, 1), dtype=np.float64)
    weight = np.array([0.5 + 0.5 * a.strategic_content for a in acts], dtype=np.float32)
    weighed = np.tensordot(weight, hours, axes=1)
    special = [
        i for i, a in enumerate(acts) if a.specialisation >= rules.needs_specialised_threshold
    ]
    return Needed(
        steady=late,
        total=sum(late.values()),
        execution_first=execution,
        execution_steady=late["execution"],
        alignment=weighed[first : last + 1].sum(axis=0, dtype=np.float64),
        alignment_early=np.asarray(weighed[early], dtype=np.float64),
        specialised=settled[special].sum(axis=0),
    )


def lanes_of(world: World) -> Lanes:
    needs, prices = world.needs, world.prices
    usual = max(float(needs.monthly.sum()), 1e-6)
    demand, asked, total = _demand(needs)
    surge = np.empty_like(total)
    surge["v"] = np.maximum(total["v"] / np.float32(usual) - np.float32(1.0), np.float32(0.0))
    return Lanes(
        demand=demand,
        asked=asked,
        total=total,
        surge=surge,
        execution=in_rows(needs.by_function[FUNCTIONS.index("execution")]),
        pay=in_rows(prices.pay),
        floor=in_rows(prices.floor),
        entry=in_rows(prices.entry),
        growth=in_rows(prices.growth),
        pilot=in_rows(world.pilot_lanes),
        lax=in_rows(1.0 - _governance(world)),
    )


def _demand(needs: Needs) -> tuple[Table, NDArray[np.float32], Table]:
    """(block, month, activity) hours asked for, a project's since the start, their sum over the
    lanes, and (block, month) the hours that arrive."""
    activities, months, size = needs.hours.shape
    (count, _), row = blocks(size), records(size).row
    rows, total = aligned((count, months, activities), row), aligned((count, months), row)
    asked = np.empty((count, months, activities), dtype=np.float32)
    projects = np.array([a.nature == "project" for a in needs.activities], dtype=np.int32)
    _lay(needs.hours, projects, rows, asked, total)
    return rows, asked, total


@Kernel
@fast
def _lay(hours: Any, projects: Any, rows: Any, asked: Any, total: Any) -> None:
    """Lay hours (activity, month, scenario) out in rows."""
    for b in range(rows.shape[0]):
        for t in range(rows.shape[1]):
            for a in range(rows.shape[2]):
                _lay_row(U(a), U(t), U(b), hours, projects[a] == 1 and t > 0, rows, asked, total)


@fast
def _lay_row(
    a: Any, t: Any, b: Any, hours: Any, grows: bool, rows: Any, asked: Any, total: Any
) -> None:
    row, first, summed = rows[b, t, a], b * U(rows[b, t, a].v.size), F(0.0)
    if grows:
        before = rows[b, t - U(1), a]
        for j in range(row.v.size):
            row.v[j] = before.v[j] + hours[a, t, first + U(j)]
    else:
        for j in range(row.v.size):
            row.v[j] = hours[a, t, first + U(j)]
    for j in range(row.v.size):
        summed += row.v[j]
        total[b, t].v[j] += hours[a, t, first + U(j)]
    asked[b, t, a] = summed


def internal_pilot(world: World, facts: Facts) -> Array:
    """(4, scenario): hours, steering weight, level of steering skills, level of the others.

    A consultant is no pilot; someone with no stated hours who is the contact has a few hours for
    coordination alone.
    """
    rules = world.rules
    level = np.asarray(facts["steering.level"], dtype=np.float64)
    hours = np.nan_to_num(np.asarray(facts["steering.hours_per_month"], dtype=np.float64))
    consultant = np.asarray(facts["steering.consultant"], dtype=bool)
    level = np.where(consultant | (hours <= 0), 0.0, level)
    hours = np.where(consultant | (level <= 0), 0.0, hours)
    alone = np.asarray(facts["steering.contact"], dtype=bool) & (hours <= 0)
    hours = np.where(alone, rules.contact_default_hours, hours)
    zero, span = rules.steering_level_zero, rules.steering_level_span
    weight = np.clip((level - zero) / span, 0.0, 1.0)
    others = np.maximum(level - rules.pilot_other_skills_gap, 0.0)
    return np.stack([hours, weight, level, others])


def _governance(world: World) -> Array:
    return world.facts.by_choice("marketing.governance", world.rules.governances)


def kernel_rules_of(world: World) -> Table:
    """The rules that the compiled code reads, as a table of one record."""
    rules = world.rules
    months = {
        "align_first": rules.alignment_from_month - 1,
        "align_last": rules.alignment_to_month - 1,
        "align_early": rules.alignment_early_month - 1,
        "steady": world.steady,
        "deadline": world.deadline,
        "brand_months": BRAND_MONTHS,
        "weeks_per_month": WEEKS_PER_MONTH,
    }
    names = map(str, RULES.names or ())
    values = (months[name] if name in months else getattr(rules, name) for name in names)
    return np.array([tuple(values)], dtype=RULES)
