"""The risks of a team, each 0 when it is safe (definitions: the method, section 5).

To add one, write its record in ``knowledge/data/risks.toml`` and its function here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import WEEKS_PER_MONTH
from timonier.engine.prices import figure
from timonier.engine.quantiles import quantiles
from timonier.engine.rules import Rules
from timonier.engine.team import Member, heads, is_employee, seats, spans

if TYPE_CHECKING:  # the knowledge names the risks without loading the simulation
    from timonier.engine.decision import Decision

Array = NDArray[np.float64]
MOST_LOAD = 10.0  # a load shown as ten times the time there is, or more


@dataclass(frozen=True)
class Person:
    """One person or provider of a team and its share of the covered hours."""

    member: Member
    share: float


def risks(decision: Decision, model: str) -> dict[str, Array]:
    """(3,) P10, P50 and P90 of each risk of the team of a model, in the order of the knowledge."""
    return {key: RISKS[key](decision, model) for key in decision.knowledge.risks}


def people(decision: Decision, model: str) -> list[Person]:
    """The members of a team with their shares of the covered hours, the inside pilot's left out."""
    slots = decision.judged.outcomes.slot("counted")[decision.row[model]]
    total = max(float(slots.sum()), 1e-9)
    return [Person(m, float(slots[a:b].sum()) / total) for m, a, b in spans(decision.team(model))]


def bus_factor(decision: Decision, model: str) -> int:
    """The smallest number of leavers after whom less than half of what is covered still is."""
    slots = decision.judged.outcomes.slot("counted")[decision.row[model]]
    total, left = float(slots.sum()), float(slots.sum())
    if total <= 0:
        return 0
    sitting = [1] + [heads(s) for _, shares in seats(decision.team(model)) for s in shares]
    carried = [c / n for c, n in zip(slots, sitting, strict=False) for _ in range(n)]
    for n, share in enumerate(sorted(carried, reverse=True), start=1):
        left -= float(share)
        if left < 0.5 * total:
            return n
    return len(carried)


def single_profile(decision: Decision, model: str) -> Array:
    """Months of covered work lost when the person who matters most leaves: lead time and half the
    ramp-up."""
    world, worst = decision.world, np.zeros(3)
    for person in people(decision, model):
        role = decision.knowledge.roles[person.member.role]
        ramp = figure(world.company, world.market, role, "ramp_up_months").median
        lead = figure(world.company, world.market, role, "lead_time_weeks")
        months = np.array([lead.low, lead.median, lead.high]) / WEEKS_PER_MONTH + ramp / 2.0
        each = person.share / heads(person.member.quantity)
        worst = np.maximum(worst, each * months)
    return worst


def dispersion(decision: Decision, model: str) -> Array:
    """How scattered the providers' hours are, 0-1, as far as nobody steers them."""
    steering = np.clip(decision.judged.measures.steering_ratio[decision.row[model]], 0.0, 1.0)
    return quantiles(_scatter(decision, model) * (1.0 - steering))


def _scatter(decision: Decision, model: str) -> float:
    """Normalised entropy of the hours over the providers: 0 for one, 1 when all do as much."""
    slots = decision.judged.outcomes.slot("produced")[decision.row[model]]
    roles = decision.knowledge.roles
    hours = np.array([
        float(slots[a:b].sum())
        for m, a, b in spans(decision.team(model))
        if not is_employee(roles[m.role])
    ])  # fmt: skip
    hours = hours[hours > 0]
    if len(hours) < 2:
        return 0.0
    share = hours / hours.sum()
    return float(-(share * np.log(share)).sum() / np.log(len(share)))


def brand_dilution(decision: Decision, model: str) -> Array:
    """Share of the brand work, 0-1, done by those who know the brand little."""
    return quantiles(np.clip(decision.judged.measures["dilution"][decision.row[model]], 0.0, 1.0))


def coordination_load(decision: Decision, model: str) -> Array:
    """Coordination time needed over the time there is."""
    ratio = decision.judged.measures["coordination_ratio"][decision.row[model]]
    return quantiles(1.0 / np.maximum(ratio, 1.0 / MOST_LOAD))


def overload(decision: Decision, model: str) -> Array:
    """Chance of more work than hours, little measured and little steered (A19)."""
    m, row = decision.judged.measures, decision.row[model]
    rules: Rules = decision.world.rules
    swamped = m["overload"][row] > rules.overload_demand
    blind = m["coverage.measurement"][row] < rules.overload_measurement
    adrift = m.steering_ratio[row] < rules.overload_steering_quality
    return np.full(3, (swamped & blind & adrift).mean())


RISKS: dict[str, Callable[[Decision, str], Array]] = {
    "single_profile": single_profile,
    "dispersion": dispersion,
    "brand_dilution": brand_dilution,
    "coordination_load": coordination_load,
    "overload": overload,
}
