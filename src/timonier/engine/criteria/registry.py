"""How each criterion is measured and valued: one function each, under its key in the knowledge.

To add a criterion, write its record in ``knowledge/data/criteria.toml`` and its function here:
everything that ranks, shows or explains criteria reads the records in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from timonier.engine.criteria.case import Array, Case, Measured, between, safe
from timonier.engine.criteria.measures import cycle, early, lost, weeks_25, weeks_80
from timonier.engine.quantiles import median

if TYPE_CHECKING:
    from timonier.engine.simulation import World


def alignment(case: Case) -> Measured:
    """Share of the wanted work done, done well and in line, in the months of its window."""
    needed, rules = case.world.needed, case.rules
    share = case.outcomes["alignment"] / safe(needed.alignment)
    return Measured(
        value=between(share, 0.0, rules.value_alignment_one),
        shown=lambda: share,
        formula=lambda row: {
            "done_count": case.middle("alignment", row),
            "wanted_count": median(needed.alignment),
            "steering_share": min(1.0, case.monthly("quality_steering", row)),
        },
    )


def flexibility(case: Case) -> Measured:
    """What can be stopped, and swings absorbed; worth what the company's needs may move."""
    found, needs, rules = case.flexibility, case.world.needs, case.rules
    swing = 0.5 * (2.0 - found.up - found.down)[:, None] * needs.moving[None, :]
    loss = swing + (1.0 - found.avoided)[:, None] * needs.cut[None, :]
    shown = found.shown(rules.flexibility_stop_weight)
    return Measured(
        value=case.done * np.clip(1.0 - loss / rules.value_flexibility_loss, 0.0, 1.0),
        shown=lambda: np.repeat(shown[:, None], case.world.size, axis=1),
        formula=lambda row: {
            "stop_ratio": float(found.avoided[row]),
            "swing_ratio": 0.5 * float(found.up[row] + found.down[row]),
        },
    )


def months_of_budget(money: Array, world: World) -> Array:
    """(team, scenario) an amount in months of budget."""
    return money / (world.budget / 12.0)


def worth_of_initial(months: Array, world: World) -> Array:
    """Value of an initial cost in months of budget, before it is weighed by the work done."""
    return between(months, world.rules.value_initial_cost_zero, 0.0)


def times_budget(money: Array, world: World) -> Array:
    """(team, scenario) an amount of the whole horizon over the budget of it."""
    return money / (world.budget * world.months / 12.0)


def worth_of_total(ratio: Array, world: World) -> Array:
    """Value of a total cost over the budget, before it is weighed by the work done."""
    rules = world.rules
    return between(ratio, rules.value_total_cost_zero, rules.value_total_cost_one)


def initial_cost(case: Case) -> Measured:
    """What is spent before anything is produced, in months of budget."""
    months = months_of_budget(case.initial_money, case.world)
    return Measured(
        value=case.done * worth_of_initial(months, case.world),
        shown=lambda: months,
        formula=lambda row: {
            "initial_money": median(case.initial_money[row]),
            "month_money": median(case.world.budget) / 12.0,
        },
    )


def speed(case: Case) -> Measured:
    """How much of the execution of the first months is done, and how fast a request goes round."""
    rules, waited, days = case.rules, lost(case), cycle(case)
    round_ = between(days, rules.value_cycle_worst, rules.value_cycle_best)
    return Measured(
        value=early(case) ** rules.value_work_exponent * round_,
        shown=lambda: weeks_25(case),
        formula=lambda row: {
            "quarter_weeks": median(weeks_25(case)[row]),
            "most_weeks": median(weeks_80(case)[row]),
            "cycle_days": median(days[row]),
            "lost_share": median(waited[row]),
        },
    )


def expertise(case: Case) -> Measured:
    """Share of the specialist work done at the level; worth what the needs hold of such work."""
    needed, outcomes = case.world.needed, case.outcomes
    wanted = needed.specialised
    share = np.where(wanted > 1e-6, outcomes["expertise"] / np.maximum(wanted, 1e-6), 1.0)
    special = wanted / np.maximum(needed.total, 1e-6)
    loss = special * (1.0 - share) / case.rules.value_expertise_loss
    return Measured(
        value=case.done * np.clip(1.0 - loss, 0.0, 1.0),
        shown=lambda: share,
        formula=lambda row: {
            "done_hours": case.monthly("expertise", row),
            "wanted_hours": median(wanted) / case.settled_months,
            "orchestrated_share": min(1.0, median(case.coordination_ratio[row])),
        },
    )


def coverage(case: Case) -> Measured:
    """Share of the needed hours that is done, from the steady month on."""
    needed, share = case.world.needed, case.coverage

    def formula(row: int) -> dict[str, float]:
        wanted = median(needed.total) / case.settled_months
        wanted += case.monthly("needed_coordination", row)
        return {"done_hours": wanted * median(share[row]), "wanted_hours": wanted}

    return Measured(np.clip(share, 0.0, 1.0), lambda: share, formula)


def total_cost(case: Case) -> Measured:
    """What is paid and what the undone work would cost on the market, over the budget."""
    world, rules = case.world, case.rules
    ratio, years = times_budget(case.whole, world), world.months / 12.0
    return Measured(
        value=case.done * worth_of_total(ratio, world),
        shown=lambda: ratio,
        formula=lambda row: {
            "paid_money": median(case.paid[row]) / years,
            "undone_money": case.middle("undone", row) / years,
            "market_times": rules.undone_price,
        },
    )


MEASURED: dict[str, Callable[[Case], Measured]] = {
    "alignment": alignment,
    "flexibility": flexibility,
    "initial_cost": initial_cost,
    "speed": speed,
    "expertise": expertise,
    "coverage": coverage,
    "total_cost": total_cost,
}
