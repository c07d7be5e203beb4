"""A second reading of a plan: its documents must add up to the team that was decided."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import Plan

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Discrepancy:
    """Something that does not add up: where, for whom, what was expected and found."""

    place: str
    subject: str
    expected: float
    found: float


def second_reading(plan: Plan, given: PlanInput) -> tuple[Discrepancy, ...]:
    """Add the plan up again from its own documents; empty when everything agrees."""
    found = [*_hours(plan, given), *_briefs(plan, given), *_meetings(plan), *_money(plan, given)]
    found += [
        Discrepancy("raci", line.duty, 1.0, float(count))
        for line in plan.duties
        if (count := sum("A" in letters for letters in line.letters.values())) != 1
    ]
    return tuple(one for one in found if abs(one.expected - one.found) > TOLERANCE)


def _hours(plan: Plan, given: PlanInput) -> list[Discrepancy]:
    """The RACI's hours and the reserve are those of the contract, member by member."""
    return [
        Discrepancy(
            "raci",
            member.key,
            member.hours,
            sum(line.hours.get(member.key, 0.0) for line in plan.duties)
            + plan.assignments[member.key].reserve,
        )
        for member in given.members
    ]


def _briefs(plan: Plan, given: PlanInput) -> list[Discrepancy]:
    bought = sum(member.hours for member in given.members if not member.inside)
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


def _money(plan: Plan, given: PlanInput) -> list[Discrepancy]:
    return [
        Discrepancy(
            "budget",
            f"month {i + 1}",
            month.median,
            sum(line.monthly[i] for line in plan.budget.lines),
        )
        for i, month in enumerate(given.money.monthly)
    ]
