"""Who steers and for how long, told by the people in place where nobody said it."""

from __future__ import annotations

from typing import Final

import numpy as np

from timonier.engine.catalogue import Knowledge, Role
from timonier.engine.company import FACTS, Company
from timonier.engine.priors.one_fact import (
    Array,
    Draw,
    applicable,
    drawn,
    probability,
    quantile,
    uniforms,
)

LEADS: Final = 3  # level from which somebody leads


def has_hours(company: Company) -> bool:
    """Whether somebody inside is said to have hours for steering."""
    return bool(company.middle("steering.hours_per_month"))


def level(draw: Draw, key: str) -> Array:
    """That of the leader in place where there is one; nobody inside (level 0) is ruled out by hours
    that somebody inside has."""
    if draw.leader is not None:
        return np.full(draw.size, float(draw.leader.steering_level))
    u = uniforms(draw, key)
    if has_hours(draw.company):
        (prior, _), *_ = applicable(draw, key)
        nobody = probability(prior, "0")
        u = nobody + u * (1 - nobody)
    out = np.zeros(draw.size)
    for prior, mask in applicable(draw, key):
        out[mask] = quantile(FACTS[key], prior, u[mask])
    return out


def pilot_hours(draw: Draw, key: str) -> Array:
    """Those that such a leader steers where one is in place."""
    if draw.leader is not None:
        return np.full(draw.size, float(draw.leader.steering_capacity))
    return drawn(draw, key)


def leader(company: Company, knowledge: Knowledge) -> Role | None:
    """The role of the employee in place who leads, the highest; None where nobody does."""
    held = [knowledge.roles[p.role] for p in company.team if p.keep is not False]
    led = [r for r in held if r.category == "employee" and r.steering_level >= LEADS]
    return max(led, key=lambda r: r.steering_level, default=None)
