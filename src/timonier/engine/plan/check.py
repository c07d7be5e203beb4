"""A second reading of a plan: its documents must add up to the team that was decided."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.engine.plan.model import Plan

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Discrepancy:
    """Something that does not add up: where, for whom, what was expected and found."""

    place: str
    subject: str
    expected: float
    found: float


def second_reading(plan: Plan) -> tuple[Discrepancy, ...]:
    """Add the plan up again from its own documents; empty when everything agrees."""
    found = [*_hours(plan), *_briefs(plan), *_meetings(plan), *_days(plan)]
    found += _money(plan)
    found += [
        Discrepancy("raci", line.duty, 1.0, float(count))
        for line in plan.duties
        if (count := sum("A" in letters for letters in line.letters.values())) != 1
    ]
    return tuple(one for one in found if abs(one.expected - one.found) > TOLERANCE)


def _hours(plan: Plan) -> list[Discrepancy]:
    """The RACI's hours and the reserve are those of the contract, member by member."""
    return [
        Discrepancy(
            "raci",
            member.key,
            member.hours,
            sum(line.hours.get(member.key, 0.0) for line in plan.duties)
            + plan.assignments[member.key].reserve
            + sum(plan.assignments[member.key].likely.values())
            + plan.assignments[member.key].running
            + plan.assignments[member.key].meetings,
        )
        for member in plan.given.members
    ]


def _briefs(plan: Plan) -> list[Discrepancy]:
    bought = sum(m.hours for m in plan.given.members if m.coming and not m.inside)
    return [Discrepancy("briefs", "all", bought, sum(brief.hours for brief in plan.briefs))]


def _meetings(plan: Plan) -> list[Discrepancy]:
    """Nobody sits in meetings longer than their contract."""
    found = []
    for key, one in plan.assignments.items():
        contract = one.planned + one.reserve
        sat = sum(meeting.hours_each for meeting in plan.meetings if key in meeting.participants)
        if sat > contract:
            found.append(Discrepancy("calendar", key, contract, sat))
    return found


def _days(plan: Plan) -> list[Discrepancy]:
    """Nobody acts or meets before their first day or after their last, nor beyond their hours."""
    found: list[Discrepancy] = []
    taken: dict[tuple[str, int], float] = {}
    for one in plan.series:
        for _, day in one.days:
            for key in one.participants:
                at = (key, plan.diary.month(day))
                taken[at] = taken.get(at, 0.0) + one.minutes / 60.0
                if not plan.presence[key].holds(day):
                    found.append(Discrepancy(one.ritual, key, plan.presence[key].first, day))
    for action in plan.actions:
        for key in (action.owner, *action.participants):
            if action.first < plan.presence[key].first:
                found.append(Discrepancy(action.key, key, plan.presence[key].first, action.first))
    for (key, month), hours in taken.items():
        if hours > plan.hours_by_month[key][month]:
            found.append(Discrepancy("month", key, plan.hours_by_month[key][month], hours))
    return found


def _money(plan: Plan) -> list[Discrepancy]:
    """Everybody who costs is paid for the months in which they are there, and for no other."""
    found = []
    growth = plan.given.money.growth or (1.0,) * plan.budget.months
    for key, member in {**plan.people, **plan.leaving}.items():
        lines = [one for one in plan.budget.lines if one.key == key and one.kind == "pay"]
        there = plan.presence[key]
        for i in range(plan.budget.months):
            share = plan.diary.share(i, there.first, there.last)
            due = member.monthly_cost.median * growth[i] * share
            paid = sum(line.monthly[i].median for line in lines)
            found.append(Discrepancy("budget", key, due, paid))
    return found
