"""What is read of a world whatever the team: needed hours, lanes and rules of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, WEEKS_PER_MONTH
from timonier.engine.company import FACTS
from timonier.engine.compiling import Kernel, aligned, fast
from timonier.engine.needs import Needs
from timonier.engine.priors import Facts
from timonier.engine.simulation.kernel.layout import F, U, blocks, records
from timonier.engine.simulation.tables import Lanes, Rules, Table, in_rows

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
    steady = int(rules["coverage.from_month"]) - 1
    first = int(rules["alignment.from_month"]) - 1
    last = int(rules["alignment.to_month"]) - 1
    early = int(rules["alignment.early_month"]) - 1
    acts = world.needs.activities
    settled = np.array([each[steady:].sum(axis=0, dtype=np.float64) for each in hours])
    rows = {f: [i for i, a in enumerate(acts) if a.function == f] for f in FUNCTIONS}
    late = {f: settled[i].sum(axis=0) for f, i in rows.items()}
    execution = hours[rows["execution"], : world.deadline].sum(axis=(0, 1), dtype=np.float64)
    weight = np.array([0.5 + 0.5 * a.strategic_content for a in acts], dtype=np.float32)
    weighed = np.tensordot(weight, hours, axes=1)
    special = [
        i for i, a in enumerate(acts) if a.specialisation >= rules["needs.specialised_threshold"]
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
    hours = np.where(alone, rules["contact.default_hours"], hours)
    zero, span = rules["steering.level_zero"], rules["steering.level_span"]
    weight = np.clip((level - zero) / span, 0.0, 1.0)
    others = np.maximum(level - rules["pilot.other_skills_gap"], 0.0)
    return np.stack([hours, weight, level, others])


def _governance(world: World) -> Array:
    values = [world.rules[f"governance.{c}"] for c in FACTS["marketing.governance"].choices]
    return np.asarray(values)[world.facts["marketing.governance"]]


def kernel_rules_of(world: World) -> Rules:
    r = world.rules
    return Rules(
        worked=world.market.worked_hours_per_year.value.median / 12.0,
        knowledge_loss=r["quality.knowledge_loss"],
        ramp_first=r["ramp.start"],
        steer_max=r["steering.pilot_share_max"],
        stretch_freelancer=r["stretch.freelancer"],
        stretch_agency=r["stretch.agency"],
        commit_agency=r["contract.commit_agency"],
        commit_freelancer=r["contract.commit_freelancer"],
        employee_coordination=r["coordination.employee_share"],
        strategic_min=r["fit.strategic_min"],
        insider_margin=r["fit.insider_margin"],
        patience=int(r["project.patience_months"]),
        align_first=int(r["alignment.from_month"]) - 1,
        align_last=int(r["alignment.to_month"]) - 1,
        align_early=int(r["alignment.early_month"]) - 1,
        steady=int(r["coverage.from_month"]) - 1,
        deadline=world.deadline,
        brand_months=BRAND_MONTHS,
        fit_min=r["fit.minimum"],
        link_hours=r["coordination.hours_per_link"],
        ritual_hours=r["coordination.ritual_base"],
        ritual_per_employee=r["coordination.ritual_per_employee"],
        wait_days=r["speed.wait_days"],
        base_days=r["speed.cycle_days"],
        handoffs_inside=r["speed.handoffs_inside"],
        handoffs_outside=r["speed.handoffs_outside"],
        first_share=r["speed.first_share"],
        full_share=r["speed.full_share"],
        weeks_per_month=WEEKS_PER_MONTH,
    )
