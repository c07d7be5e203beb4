"""Who does how many hours of what, and several people of one role told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from timonier.app.document import Answered
from timonier.app.report.planned.people import INSIDE
from timonier.engine.company import OWNER
from timonier.engine.plan import (
    PlanMember,
)
from timonier.engine.plan.budget import scaled
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.team import INTERNAL_PILOT, heads, is_pilot, spans

LEAST = 0.05  # hours a month below which an activity is nobody's work
PRESENCE = SLOT_METRICS.index("presence")


CROWD = 4  # people of one role from which they are planned together


@dataclass(frozen=True)
class Hours:
    """Hours a month, once settled and while present: work by activity then member, and the rest."""

    work: dict[str, dict[str, float]]
    steering: dict[str, float]
    coordination: dict[str, float]


def hours_of(decision: Answered, model: str, members: list[PlanMember]) -> Hours:
    found = Hours({}, {}, {})
    keys = [m.key for m in members if m.role != INTERNAL_PILOT]
    taken = [(key, a, b) for key, (_, a, b) in zip(keys, spans(decision.team(model)), strict=True)]
    if len(keys) < len(members):
        taken.insert(0, (members[0].key, 0, 1))
    by_key = {member.key: member for member in members}
    for key, first, last in taken:
        _add(decision, model, found, by_key[key], first, last)
    return found


def apart(members: list[PlanMember], hours: Hours) -> tuple[list[PlanMember], Hours]:
    """Several people of one role as so many members, found one after the other; a crowd stays one.

    Each has an equal part of the hours and of the cost.
    """
    made: list[PlanMember] = []
    shares: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for member in members:
        count = heads(member.quantity)
        count = 1 if member.category == INSIDE or count > CROWD else count
        for _ in range(count):
            seen[member.role] = seen.get(member.role, 0) + 1
            one = _part(member, f"{member.role}.{seen[member.role]}", count)
            made.append(one)
            shares.setdefault(member.key, []).append(one.key)
    work = {activity: _divided(by_member, shares) for activity, by_member in hours.work.items()}
    steering, coordination = (_divided(h, shares) for h in (hours.steering, hours.coordination))
    return made, Hours(work, steering, coordination)


def with_owner(
    members: list[PlanMember], hours: Hours, *, steers_apart: float | None
) -> tuple[list[PlanMember], Hours]:
    """The owner who does the marketing is the person inside who steers and answers providers: one
    line and one capacity, theirs. ``steers_apart``: hours that they said they give to steering
    beside it; None when they said none, and what the decision drew for them is theirs all the same.
    """
    owner = next(m for m in members if m.role == OWNER)
    pilot = next(m for m in members if m.role == INTERNAL_PILOT)
    one = replace(owner, hours=owner.hours + (steers_apart or 0.0))
    whole = [one if m is owner else m for m in members if m is not pilot]
    given = {pilot.key: owner.key}
    work = {activity: _renamed(by_member, given) for activity, by_member in hours.work.items()}
    steering, coordination = (_renamed(h, given) for h in (hours.steering, hours.coordination))
    return whole, Hours(work, steering, coordination)


def _renamed(hours: Mapping[str, float], given: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, spent in hours.items():
        found[given.get(key, key)] = found.get(given.get(key, key), 0.0) + spent
    return found


def _part(member: PlanMember, key: str, count: int) -> PlanMember:
    return replace(
        member,
        key=key,
        quantity=member.quantity / count,
        hours=member.hours / count,
        least_hours=member.least_hours / count,
        least_cost=member.least_cost / count,
        monthly_cost=scaled(member.monthly_cost, 1.0 / count),
        entry=scaled(member.entry, 1.0 / count),
    )


def _divided(hours: Mapping[str, float], shares: Mapping[str, list[str]]) -> dict[str, float]:
    return {one: h / len(shares[key]) for key, h in hours.items() for one in shares[key]}


def _add(
    decision: Answered, model: str, found: Hours, member: PlanMember, first: int, last: int
) -> None:
    """Add one member's hours, per month of presence, from its slots of the simulation."""
    world = decision.world
    steady = world.steady_months
    slots = decision.judged.outcomes.slots[decision.row[model], first:last] / steady
    presence = float(slots[:, PRESENCE].mean())
    if presence < LEAST:
        _guess(decision, found, member)
        return
    by_activity = decision.months[model].assigned[:, first:last].sum(axis=1) / presence
    for activity, hours in zip(world.needs.activities, by_activity, strict=True):
        if hours >= LEAST:
            found.work.setdefault(activity.key, {})[member.key] = float(hours)
    for name, spent in (("steering", found.steering), ("coordination", found.coordination)):
        hours = float(slots[:, SLOT_METRICS.index(name)].sum()) / presence
        if hours >= LEAST:
            spent[member.key] = hours


def _guess(decision: Answered, found: Hours, member: PlanMember) -> None:
    """Hours of somebody gone before the settled months: their contract, over what they do best."""
    world = decision.world
    role = decision.knowledge.roles[member.role]
    leads = is_pilot(role)
    share = world.rules.steering_pilot_share_max if leads else 0.0
    fit = {
        activity.key: hours
        for activity, hours in zip(world.needs.activities, world.needs.monthly, strict=True)
        if all(role.skills[skill] >= level for skill, level in activity.skills.items())
        and (not leads or activity.strategic_content >= world.rules.fit_strategic_min)
    }
    total = sum(fit.values())
    left = (1.0 - share) * role.max_productive_share * member.hours
    for activity, hours in fit.items():
        found.work.setdefault(activity, {})[member.key] = float(hours / total * left)
    if leads:
        found.steering[member.key] = share * member.hours
