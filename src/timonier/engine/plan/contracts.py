"""What is signed with each person to come: the hours that the plan fills, and no more.

The decision pays for enough hours to meet many futures. A plan signs those of the middle one, at
least the smallest engagement that the market sells; a provider's others may be ordered month by
month and are not paid until they are, an employee's post is raised once the work is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from timonier.engine.catalogue import Knowledge, Triple
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import LEAST_SAID, Assignment
from timonier.engine.plan_catalogue import PlanKnowledge

NONE = 1e-6  # hours
HALF = 0.5  # hours: contracts are signed in whole ones of these
A_WEEK = 5  # days; a post is signed for some of them
WHOLE = "emp_apprentice"  # a post that is whole by law


def as_bought(
    given: PlanInput,
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[PlanInput, dict[str, Assignment]]:
    """The same team with the hours that are signed, and what each does in them."""
    members, shares = [], dict(assigned)
    for member in given.members:
        one, share = assigned[member.key], knowledge.roles[member.role].max_productive_share
        hours = None
        if member.on_order:
            hours = ceil(max(_filled(one, share), member.least_hours) / HALF - NONE) * HALF
        elif member.coming and member.role != WHOLE and member.quantity <= 1.0:
            hours = _of_a_week(member, one, share, plan.laws[given.market].least_post)
        if hours is not None and hours < member.hours - LEAST_SAID:
            one = _within(one, share, hours)
            member = _signed(member, hours)
            shares[member.key] = one
        elif member.on_order:
            shares[member.key] = _within(one, share, member.hours)
        members.append(member)
    return replace(given, members=tuple(members)), shares


def _filled(one: Assignment, share: float) -> float:
    """The hours that somebody's month fills: what they do, and running it, meetings included."""
    done = one.producing + sum(one.likely.values())
    return done + max(one.meetings, done * (1.0 / share - 1.0))


def _of_a_week(member: PlanMember, one: Assignment, share: float, least: float) -> float | None:
    """The hours of a post of fewer days a week that the month would fill; None for the whole."""
    a_day = member.hours / member.quantity / A_WEEK
    days = ceil(max(_filled(one, share), member.least_hours) / a_day - NONE)
    days = max(days, ceil(least * A_WEEK - NONE))
    return days * a_day if days < member.quantity * A_WEEK - NONE else None


def _within(one: Assignment, share: float, hours: float) -> Assignment:
    """The same month within so many hours: running the job takes its part and what rounding adds,
    the rest is free."""
    done = one.producing + sum(one.likely.values())
    filled = min(_filled(one, share), hours)
    filled = hours if hours - filled < HALF else filled
    running = max(0.0, filled - done - one.meetings)
    free = max(0.0, hours - done - one.meetings - running)
    return replace(one, running=running, reserve=free)


def _signed(member: PlanMember, hours: float) -> PlanMember:
    """A contract for so many hours; what the decision counts beyond them may come on top."""
    cost = _price(member, hours)
    top = Triple(
        *(max(0.0, a - b) for a, b in zip(_three(member.monthly_cost), _three(cost), strict=True))
    )
    return replace(
        member,
        hours=hours,
        quantity=member.quantity * hours / member.hours if member.inside else member.quantity,
        monthly_cost=cost,
        on_top=member.hours - hours,
        on_top_cost=top,
    )


def _three(amount: Triple) -> tuple[float, float, float]:
    return amount.low, amount.median, amount.high


def _price(member: PlanMember, hours: float) -> Triple:
    """What these hours cost a month: their share of the whole, at least the smallest price."""
    whole = member.monthly_cost
    if member.hours <= NONE or whole.median <= 0.0:
        return whole
    least = member.least_cost / whole.median
    share = min(1.0, max(hours / member.hours, least))
    return Triple(whole.low * share, whole.median * share, whole.high * share)


def why_free(member: PlanMember) -> str:
    """Why somebody has hours that nothing fills: a post is whole, the company's own people are not
    bought, a contract in place stays as it is, or the market sells no smaller one."""
    if member.category == "internal_existing":
        return "own_time"
    if member.inside:
        return "post"
    return "least" if member.on_order else "in_place"
