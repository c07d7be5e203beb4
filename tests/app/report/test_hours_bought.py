"""What is signed is what is planned: hours bought are hours of work and meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from timonier.app.document import Answered
from timonier.app.report.make import voice_of
from timonier.engine.plan import Plan
from timonier.engine.plan.contracts import HALF, why_free
from timonier.engine.plan.crafts import crafts_asked
from timonier.engine.plan.sharing import productive
from timonier.engine.rules import rules_of
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

COMPANIES = ("v01", "v05", "v08", "v12", "v15", "v17", "v18", "v25", "v30", "v33")
ENOUGH = 0.05  # of somebody's hours, that may be free without a reason
CRUMB = load_plan().settings["crumb_hours"]


@pytest.fixture(params=COMPANIES)
def plan(request: pytest.FixtureRequest, decided: Callable[[str], Answered]) -> Plan:
    return voice_of(decided(request.param), "fr", date(2026, 12, 1)).plan


def test_hours_bought_are_hours_of_work_and_meetings(plan: Plan) -> None:
    """Within 5 % for whatever is bought by the hour, unless the market sells no less."""
    for key, member in plan.people.items():
        one = plan.assignments[key]
        assert one.planned + one.reserve == pytest.approx(member.hours)
        if member.on_order and one.reserve > ENOUGH * member.hours:
            assert member.hours == pytest.approx(member.least_hours, abs=HALF), key
            assert why_free(member) == "least"


def test_running_a_job_takes_no_more_than_its_role_says(plan: Plan) -> None:
    for key, member in plan.people.items():
        one, role = plan.assignments[key], load().roles[member.role]
        most = member.hours - productive(member, role)
        rounded = HALF if member.coming else 1e-6
        assert one.running + one.meetings <= max(most, one.meetings) + rounded, key


def test_nobody_is_free_beside_work_that_they_can_do(plan: Plan) -> None:
    """Nobody employed has paid hours left while work of their crafts is left undone, or bought by
    the hour beyond the least that the market sells."""
    known = load()
    short = rules_of(known.method).fit_levels_short
    done: dict[str, float] = {}
    for one in plan.assignments.values():
        for activity, hours in one.work.items():
            done[activity] = done.get(activity, 0.0) + hours
    for key, member in plan.people.items():
        if member.category != "employee" or plan.assignments[key].reserve < CRUMB:
            continue
        skills = known.roles[member.role].skills
        asked = (crafts_asked(known.activities[a]) for a in plan.assignments[key].work)
        held = {crafts[0] for crafts in asked if len(crafts) == 1}
        for activity, need in plan.given.needs.items():
            wanted = known.activities[activity].skills
            mine = held.intersection(crafts_asked(known.activities[activity]))
            if any(wanted[craft] - skills.get(craft, 0) <= short for craft in mine):
                lacking = need.hours.median - done.get(activity, 0.0)
                assert lacking < CRUMB or activity not in plan.given.work, (key, activity)


def test_a_new_post_does_most_of_what_it_is_paid_for(plan: Plan) -> None:
    """Work of several crafts, such as a campaign, goes to each who has one of them; and what can be
    learnt is not bought beside somebody who is paid and free."""
    for key, member in plan.people.items():
        if member.coming and member.inside and member.role != "emp_apprentice":
            assert plan.assignments[key].reserve <= member.hours / 3.0, key


def test_a_new_post_is_signed_for_the_days_that_its_work_fills(plan: Plan) -> None:
    """What is free of a new post is less than a day a week, unless the law signs no fewer."""
    least = load_plan().laws[plan.given.market].least_post
    for key, member in plan.people.items():
        if not (member.coming and member.inside) or member.role == "emp_apprentice":
            continue
        a_day = member.hours / member.quantity / 5
        fewest = max(least * 5 * a_day, member.least_hours)
        free = plan.assignments[key].reserve
        assert free <= a_day + 1e-6 or member.hours <= fewest + a_day, key


def test_what_is_signed_and_what_may_come_is_what_the_decision_pays(
    decided: Callable[[str], Answered],
) -> None:
    said = voice_of(decided("v05"), "fr", date(2026, 12, 1))
    rows = said.document.teams[said.plan.model].team
    people = [m for m in said.plan.people.values() if m.category != "internal_existing"]
    assert any(m.on_top for m in people)
    paid = sum(m.monthly_cost.median + m.on_top_cost.median for m in people)
    assert paid == pytest.approx(sum(row.monthly_cost.p50 for row in rows))
    on_top = [one for one in said.plan.budget.lines if one.kind == "order"]
    assert {one.key for one in on_top} == {m.key for m in people if m.on_top_cost.median}
