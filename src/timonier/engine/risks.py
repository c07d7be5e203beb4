"""The five risks of a team, each 0 when it is safe (definitions: the method, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.decision import Decision
from timonier.engine.prices import figure
from timonier.engine.quantiles import quantiles
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import Member, heads, is_employee, seats, spans

Array = NDArray[np.float64]
COUNTED = SLOT_METRICS.index("counted")
PRODUCED = SLOT_METRICS.index("produced")
MOST_LOAD = 10.0  # a load shown as ten times the time there is, or more


@dataclass(frozen=True)
class Person:
    """One person or provider of a team and its share of the covered hours."""

    member: Member
    share: float


def risks(decision: Decision, model: str) -> dict[str, Array]:
    """(3,) P10, P50 and P90 of each risk of the team of a model.

    ``single_profile`` months of covered work lost when the person who matters most leaves,
    ``dispersion`` and ``brand_dilution`` 0-1, ``coordination_load`` time needed over time there is,
    ``overload`` the chance that it happens.
    """
    m, row = decision.judged.measures, decision.row[model]
    steering = np.clip(m.steering_ratio[row], 0.0, 1.0)
    load = 1.0 / np.maximum(m["coordination_ratio"][row], 1.0 / MOST_LOAD)
    return {
        "single_profile": _single_profile(decision, model),
        "dispersion": quantiles(_scatter(decision, model) * (1.0 - steering)),
        "brand_dilution": quantiles(np.clip(m["dilution"][row], 0.0, 1.0)),
        "coordination_load": quantiles(load),
        "overload": np.full(3, _overload(decision, model)),
    }


def people(decision: Decision, model: str) -> list[Person]:
    """The members of a team with their shares of the covered hours, the inside pilot's left out."""
    slots = decision.judged.outcomes.slots[decision.row[model]]
    total = max(float(slots[:, COUNTED].sum()), 1e-9)
    return [
        Person(m, float(slots[a:b, COUNTED].sum()) / total)
        for m, a, b in spans(decision.team(model))
    ]


def bus_factor(decision: Decision, model: str) -> int:
    """The smallest number of leavers after whom less than half of what is covered still is."""
    slots = decision.judged.outcomes.slots[decision.row[model]][:, COUNTED]
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


def _single_profile(decision: Decision, model: str) -> Array:
    """Share of the covered work times the months to replace: lead time and half the ramp-up."""
    world, worst = decision.world, np.zeros(3)
    for person in people(decision, model):
        role = decision.knowledge.roles[person.member.role]
        ramp = figure(world.company, world.market, role, "ramp_up_months").median
        lead = figure(world.company, world.market, role, "lead_time_weeks")
        months = np.array([lead.low, lead.median, lead.high]) / WEEKS_PER_MONTH + ramp / 2.0
        each = person.share / heads(person.member.quantity)
        worst = np.maximum(worst, each * months)
    return worst


def _scatter(decision: Decision, model: str) -> float:
    """Normalised entropy of the hours over the providers: 0 for one, 1 when all do as much."""
    slots = decision.judged.outcomes.slots[decision.row[model]]
    roles = decision.knowledge.roles
    hours = np.array([
        float(slots[a:b, PRODUCED].sum())
        for m, a, b in spans(decision.team(model))
        if not is_employee(roles[m.role])
    ])  # fmt: skip
    hours = hours[hours > 0]
    if len(hours) < 2:
        return 0.0
    share = hours / hours.sum()
    return float(-(share * np.log(share)).sum() / np.log(len(share)))


def _overload(decision: Decision, model: str) -> float:
    """Chance of more work than hours, little measured and little steered (A19)."""
    m, row = decision.judged.measures, decision.row[model]
    rules: Mapping[str, float] = decision.world.rules
    swamped = m["overload"][row] > rules["overload.demand"]
    blind = m["coverage.measurement"][row] < rules["overload.measurement"]
    adrift = m.steering_ratio[row] < rules["overload.steering_quality"]
    return float((swamped & blind & adrift).mean())
