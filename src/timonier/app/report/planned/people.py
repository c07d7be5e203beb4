"""The people and contracts of a planned team, those who stay, come and leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from timonier.app.document import Answered, Document
from timonier.app.document.parts import Member as Row
from timonier.app.wording import month_of
from timonier.engine.catalogue import Triple
from timonier.engine.company import Company, Position
from timonier.engine.criteria import months_to_stop, planned
from timonier.engine.plan import (
    PlanMember,
)
from timonier.engine.prices import figure
from timonier.engine.team import INTERNAL_PILOT, Member, heads, is_employee

INSIDE = "internal_existing"
CHANGED = 0.5  # hours a month from which a contract in place is said to change


def members_of(decision: Answered, document: Document, model: str) -> list[PlanMember]:
    """The internal pilot when there is one, then the team in the decision's order."""
    found = []
    inside = float(decision.world.middle_pilot[0])
    if inside > 0:
        found.append(
            PlanMember(f"{INTERNAL_PILOT}.1", INTERNAL_PILOT, INSIDE, inside, existing=True)
        )
    seen: dict[str, int] = {}
    said = document.teams[model].team
    for member, row in zip(decision.team(model).members, said, strict=True):
        seen[member.role] = seen.get(member.role, 0) + 1
        found.append(_member(decision, f"{member.role}.{seen[member.role]}", member, row))
    return found


def _member(decision: Answered, key: str, member: Member, row: Row) -> PlanMember:
    world = decision.world
    role = decision.knowledge.roles[member.role]
    index = world.role_keys.index(member.role)
    entry = world.prices.entry[index] * member.quantity if is_employee(role) else np.zeros(1)
    low, middle, high = (float(one) for one in np.quantile(entry, (0.1, 0.5, 0.9)))
    return PlanMember(
        key,
        member.role,
        role.category,
        planned(world, member)[1],
        name=member.name,
        quantity=member.quantity,
        search=row.search_month - 1,
        arrival=row.start_month - 1,
        end_month=member.end_month,
        existing=member.existing,
        monthly_cost=Triple(*row.monthly_cost),
        notice_months=figure(world.company, world.market, role, "notice_months").median,
        lead_weeks=figure(world.company, world.market, role, "lead_time_weeks").median,
        since_months=member.since_months,
        entry=Triple(low, middle, high),
        leads=role.steering_level >= 3,
        executive=role.status == "executive",
        least_hours=role.min_hours * heads(member.quantity),
        least_cost=0.0 if is_employee(role) else float(world.middle_floor[index]) * member.quantity,
        **_in_place(world.company, member, planned(world, member)[1]),
    )


def _in_place(company: Company, member: Member, hours: float) -> dict[str, Any]:
    """What the company said of a contract in place, and what becomes of it: it runs to its end, is
    renewed there, or has other hours from now on."""
    found = _position(company, member) if member.existing else None
    if found is None:
        return {}
    changed = found.hours is not None and abs(found.hours * found.quantity - hours) > CHANGED
    until = _last_of(found.until)
    kept = "reshape" if changed else ""
    ends = "expire" if member.end_month is not None else "" if until is None else "renew"
    return {
        "until": until,
        "hours_before": found.hours * found.quantity if changed and found.hours else None,
        "decision": ends or kept,
    }


def _position(company: Company, member: Member) -> Position | None:
    """The line of the company file that a member in place comes from."""
    alike = [one for one in company.team if one.role == member.role]
    named = [one for one in alike if one.name == member.name]
    return next(iter(named or alike), None)


def _last_of(month: str | None) -> int | None:
    """The last day of a month like 2027-03."""
    following = month_of(month, 1) if month else None
    return None if following is None else following.toordinal() - 1


def leaving_of(decision: Answered, model: str) -> Iterator[PlanMember]:
    """The people and contracts in place that this team ends, each with what ending it costs."""
    world = decision.world
    seen: dict[str, int] = {}
    for member in decision.team(model).released:
        role = decision.knowledge.roles[member.role]
        seen[member.role] = seen.get(member.role, 0) + 1
        a_month, hours = planned(world, member)
        notice = figure(world.company, world.market, role, "notice_months").median
        stop = months_to_stop(world, role, member.since_months)
        found = _position(world.company, member)
        expires = _last_of(found.until) if found else None
        yield PlanMember(
            f"{member.role}.leaving{seen[member.role]}",
            member.role,
            role.category,
            hours,
            name=member.name,
            quantity=member.quantity,
            existing=True,
            monthly_cost=Triple(a_month, a_month, a_month),
            notice_months=notice,
            since_months=member.since_months,
            ending=0.0 if expires else a_month * max(0.0, stop - notice),
            decision="expire" if expires else "end",
            until=expires,
            executive=role.status == "executive",
        )
