"""Roles and parts of work, and how well the ones suit the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity, Role
from timonier.engine.rules import Rules
from timonier.engine.simulation.kernel.layout import (
    AGENCY,
    EMPLOYEE,
    FREELANCER,
    INSIDE,
    OTHER,
    PART,
    PILOT,
)
from timonier.engine.simulation.tables.rows import F64, Table
from timonier.engine.team import is_employee, is_inside, is_junior, is_pilot

MASTERED = ("strategy", "planning", "coordination")  # what supervising people practise daily


class Roles(NamedTuple):
    """What the simulation knows of each role, one value per role in the catalogue's order."""

    kind: F64
    skills: F64  # (role, skill) level 0-5
    weight: F64  # of an hour of its steering
    steering: F64  # hours a month it can steer when employed (per FTE)
    need: F64  # hours of steering per productive hour
    share: F64  # productive share of hours
    fragile: F64  # loss of quality without steering
    ramp: F64  # months
    start: F64  # knowledge of the company on arrival, and at most
    most: F64
    tau: F64  # months in which the gap of knowledge falls to a third
    overhead: F64  # coordination hours asked per hour bought, self-orchestration deducted
    orchestration: F64
    focus: F64  # strategic sense that needs no steering
    coordinates: F64  # 1 when an employee can give hours to coordination
    max_hours: F64


def make_parts(
    activities: Sequence[Activity],
    skills: Sequence[str],
    price: Mapping[str, float],
    rules: Rules,
    split: Sequence[float],
) -> Table:
    """Cut activities by skill and put the hardest parts first.

    ``split``: hours of coordination, per hour of all work, of one more party in each activity.
    """
    rows = sorted(
        (-level, -a.specialisation, -a.strategic_content, i, skill)
        for i, a in enumerate(activities)
        for skill, level in a.skills.items()
    )
    out = np.zeros(len(rows), dtype=PART)
    for p, (minus_level, _, _, i, skill) in enumerate(rows):
        a = activities[i]
        out[p] = (
            i,
            skills.index(skill),
            skill in MASTERED,
            a.specialisation >= rules.needs_specialised_threshold,
            FUNCTIONS.index(a.function),
            a.nature == "project",
            -minus_level,
            1.0 / len(a.skills),
            rules.quality_knowledge_loss * a.company_knowledge,
            a.company_knowledge,
            a.strategic_content,
            a.brand_sensitivity,
            rules.alignment_weight_base + rules.alignment_weight_strategic * a.strategic_content,
            price[a.key],
            split[i],
        )
    return out


def make_roles(
    roles: Mapping[str, Role],
    skills: Sequence[str],
    rules: Rules,
    ramps: Mapping[str, float],
) -> Roles:
    """The table of roles. ``ramps``: ramp-up months, assumptions applied."""
    table = list(roles.values())
    overhead = [r.coordination_overhead * (1.0 - r.self_orchestration) for r in table]
    focus = [(1.0 - r.channel_bias) * r.skills["strategy"] / 5.0 for r in table]
    zero, span = rules.steering_level_zero, rules.steering_level_span
    columns: dict[str, Any] = dict(  # noqa: C408 (reads as a table)
        kind=[kind_of(r) for r in table],
        skills=[[r.skills[s] for s in skills] for r in table],
        weight=np.clip([(r.steering_level - zero) / span for r in table], 0.0, 1.0),
        steering=[r.steering_capacity for r in table],
        need=[r.steering_need for r in table],
        share=[r.max_productive_share for r in table],
        fragile=[_fragile(r, rules) for r in table],
        ramp=[ramps[r.key] for r in table],
        start=[r.knowledge_start for r in table],
        most=[r.knowledge_max for r in table],
        tau=[ramps[r.key] / rules.knowledge_ramp_divisor for r in table],
        overhead=overhead,
        orchestration=[r.self_orchestration for r in table],
        focus=focus,
        coordinates=[is_employee(r) and r.skills["coordination"] >= 2 for r in table],
        max_hours=[r.max_hours for r in table],
    )
    return Roles(**{name: np.array(values, dtype=np.float64) for name, values in columns.items()})


def kind_of(role: Role) -> int:
    if is_inside(role):
        return EMPLOYEE
    if role.category == "internal_existing":
        return INSIDE
    if is_pilot(role):
        return PILOT
    return {"agency": AGENCY, "freelancer": FREELANCER}.get(role.category, OTHER)


def _fragile(role: Role, rules: Rules) -> float:
    if is_junior(role, rules.junior_steering_need):
        return rules.rework_junior
    if role.category in ("agency", "freelancer"):
        return rules.provider_poor_brief_rework
    return rules.rework_other


def qualities(roles: Roles, parts: Table) -> NDArray[np.float32]:
    """(role, part) min(1, level / required); the internal pilot's own level is not in it."""
    levels = roles.skills[:, parts["skill"]].astype(np.float32)
    return np.ascontiguousarray(np.minimum(np.float32(1.0), levels / parts["level"]))


def fits(roles: Roles, parts: Table, quality: NDArray[np.float32], rules: Rules) -> Any:
    """(role, part) how well each role suits each part, negative where it may not take it.

    Whom one pays takes what is at most ``levels_short`` above their level; whoever steers inside,
    whose level varies by lane, is rated while serving.
    Pilots keep to strategic work and are served first there; insiders first at equal fit where
    knowledge of the company matters.
    """
    kind = roles.kind[:, None]
    leads = (kind == INSIDE) | (kind == PILOT)
    known = parts["knowledge"][None, :]
    loss = np.float32(rules.quality_knowledge_loss) * known * (1.0 - roles.most[:, None])
    fit = quality * (1.0 - loss) + leads
    fit += np.where(kind == EMPLOYEE, np.float32(rules.fit_insider_margin) * known, 0.0)
    short = parts["level"][None, :] - roles.skills[:, parts["skill"]]
    weak = (kind != INSIDE) & (short > rules.fit_levels_short)
    plain = leads & (parts["strategic"][None, :] < np.float32(rules.fit_strategic_min))
    return np.where(weak | plain, -1.0, fit).astype(np.float32)
