"""The plan: real people answer for real work, and everything adds up to the team decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.plan.samples import EXAMPLES, hybrid, in_house, outsourced
from timonier.engine.plan import Plan, PlanInput, build_plan, second_reading
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_second_reading_finds_nothing(name: str) -> None:
    given = EXAMPLES[name]()
    assert second_reading(plan_of(given)) == ()


def test_the_second_reading_sees_an_hour_that_went_missing() -> None:
    given = hybrid()
    plan = plan_of(given)
    lines = tuple(
        replace(line, hours={k: v - 1 for k, v in line.hours.items()}) if i == 0 else line
        for i, line in enumerate(plan.duties)
    )
    assert second_reading(replace(plan, duties=lines)) != ()


def test_the_second_reading_sees_money_that_went_missing() -> None:
    given = hybrid()
    plan = plan_of(given)
    cut = replace(plan.budget, lines=plan.budget.lines[1:])
    assert {one.place for one in second_reading(replace(plan, budget=cut))} == {"budget"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_duty_has_one_person_who_answers_and_somebody_who_does(name: str) -> None:
    for line in plan_of(EXAMPLES[name]()).duties:
        answers = [holder for holder, letters in line.letters.items() if "A" in letters]
        assert len(answers) == 1, line.duty
        works = any("R" in letters for letters in line.letters.values())
        assert works or (line.falls_short and not line.hours), line.duty


def test_nobody_of_the_team_is_said_to_do_what_the_plan_leaves_undone() -> None:
    plan = plan_of(outsourced())
    alone = [line for line in plan.duties if line.falls_short and not line.hours]
    assert "positioning" in [line.duty for line in alone]
    for line in alone:
        does = {holder for holder, letters in line.letters.items() if "R" in letters}
        assert does.isdisjoint(plan.people), line.duty


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_person_with_hours_in_a_duty_does_it(name: str) -> None:
    for line in plan_of(EXAMPLES[name]()).duties:
        assert all("R" in line.letters[holder] for holder in line.hours), line.duty


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_needed_activity_is_in_exactly_one_duty(name: str) -> None:
    given = EXAMPLES[name]()
    listed = [activity for line in plan_of(given).duties for activity in line.activities]
    assert sorted(listed) == sorted(given.needs)


def test_the_employer_stays_accountable_for_employment_even_with_an_outside_pilot() -> None:
    line = next(one for one in plan_of(hybrid()).duties if one.duty == "line_management")
    assert line.accountable == "ceo"


def test_brand_consistency_is_never_done_only_outside_the_company() -> None:
    given = outsourced()
    line = next(one for one in plan_of(given).duties if one.duty == "brand")
    outside = {member.key for member in given.members if not member.inside}
    assert line.accountable not in outside


def test_r068_a_hybrid_plan_has_rituals_reporting_and_shared_tools_with_hours() -> None:
    plan = plan_of(hybrid())
    assert plan.meetings
    assert plan.reports
    assert plan.tools
    assert sum(meeting.hours for meeting in plan.meetings) > 0
    tools = {tool.key: tool for tool in load_plan().tools}
    assert all(tools[key].set_up_hours > 0 for key in plan.tools)


def test_r122_a_fractional_cmo_has_strategy_and_coordination_hours_every_month() -> None:
    plan = plan_of(hybrid())
    one = plan.assignments["fractional_cmo.1"]
    activities = load().activities
    strategy = sum(h for key, h in one.work.items() if activities[key].function == "strategy")
    assert strategy > 0
    assert one.steering + one.coordination > 0
    assert plan.people["fractional_cmo.1"].end_month is None


def test_r120_a_consultant_never_sits_in_the_pilots_seat() -> None:
    given = hybrid()
    members = tuple(
        replace(m, key="consultant.1", role="consultant") if m.role == "fractional_cmo" else m
        for m in given.members
    )
    plan = plan_of(replace(given, members=members, work={}, steering={}, coordination={}))
    assert "consultant.1" not in plan.seats["pilot"]
    assert [brief.kind for brief in plan.briefs if brief.member == "consultant.1"] == ["consultant"]


def test_r129_the_path_and_its_triggers_reach_the_calendar() -> None:
    plan = plan_of(hybrid())
    later = plan.given.path[-1]
    assert later.model == "in_house"
    assert [trigger.key for trigger in later.triggers] == [
        "vision_clear",
        "recurrent",
        "supervision",
    ]
    day = next(one.day for one in plan.milestones if one.kind == "path")
    assert plan.diary.month(day) == 18


def test_r128_another_choice_gets_its_plan_and_keeps_its_warnings() -> None:
    plan = plan_of(replace(in_house(), advised="hybrid", warnings=("junior_no_senior",)))
    assert plan.overridden
    assert plan.model == "in_house"
    assert plan.warnings == ("junior_no_senior",)


@pytest.mark.parametrize("name", EXAMPLES)
def test_meetings_fit_in_the_time_of_those_who_attend(name: str) -> None:
    plan = plan_of(EXAMPLES[name]())
    for key, one in plan.assignments.items():
        sat = sum(m.hours_each for m in plan.meetings if key in m.participants)
        assert sat == pytest.approx(one.meetings)
        assert sat <= max(0.5 * plan.people[key].hours, given_room(plan, key))


def given_room(plan: Plan, key: str) -> float:
    """Hours for steering, coordinating and what comes, before meetings are counted."""
    given, one = plan.given, plan.assignments[key]
    spent = sum(one.work.values())
    led = given.steering.get(key, 0.0) + given.coordination.get(key, 0.0)
    return max(led, plan.people[key].hours - spent)


def test_a_provider_with_a_small_contract_writes_instead_of_sitting_every_week() -> None:
    plan = plan_of(hybrid())
    weekly = {
        m.ritual: m.participants for m in plan.meetings if m.cadence in ("weekly", "biweekly")
    }
    assert "free_paid.1" not in weekly["weekly_sync"]
    assert "fractional_cmo.1" in weekly["weekly_sync"]


def test_crumbs_of_work_go_to_those_who_have_most_of_it() -> None:
    given = hybrid()
    shared = {"emp_content.1": 16.0, "free_paid.1": 0.6, "free_design_video.1": 0.4}
    plan = plan_of(replace(given, work={**given.work, "editorial_content": shared}))
    held = {key: one.work.get("editorial_content", 0.0) for key, one in plan.assignments.items()}
    assert held["emp_content.1"] == pytest.approx(17.0)
    assert held["free_paid.1"] == held["free_design_video.1"] == 0.0


def test_nobody_meets_alone() -> None:
    for make in EXAMPLES.values():
        for meeting in plan_of(make()).meetings:
            assert len(meeting.participants) > 1 or meeting.ritual == "weekly_signal"


def test_a_tiny_team_keeps_its_two_first_rituals_and_little_else() -> None:
    given = outsourced()
    small = tuple(replace(member, hours=member.hours / 4) for member in given.members)
    plan = plan_of(replace(given, members=small))
    held = [meeting.ritual for meeting in plan.meetings]
    assert held
    assert set(held) <= {"weekly_sync", "monthly_performance", "weekly_signal", "budget_review"}


def test_every_meeting_has_an_owner_who_attends() -> None:
    for make in EXAMPLES.values():
        for meeting in plan_of(make()).meetings:
            assert meeting.owner == meeting.participants[0]


def test_a_company_of_one_has_no_departments_apart() -> None:
    plan = plan_of(outsourced())
    assert plan.posts == ()
    assert plan.seats["ceo"] == ("internal_pilot.1",)
    assert all("ceo" not in line.letters for line in plan.duties)


def test_each_function_with_work_has_its_indicators_and_no_more_than_the_stage_allows() -> None:
    known = load_plan().indicators
    for make, most in ((outsourced, 1), (hybrid, 2), (in_house, 3)):
        functions = [known[key].function for key in plan_of(make()).indicators]
        assert {functions.count(one) for one in set(functions)} <= set(range(1, most + 1))
        assert set(functions) == {"strategy", "execution", "measurement", "coordination"}


def test_a_shop_is_not_asked_for_business_to_business_indicators() -> None:
    known = load_plan().indicators
    kept = [known[key] for key in plan_of(hybrid()).indicators]
    assert all(not one.businesses or "b2c" in one.businesses for one in kept)


def test_a_hire_knows_its_salary_range_its_skills_and_who_steers_it() -> None:
    (hire,) = plan_of(hybrid()).hires
    assert hire.salary.low < hire.salary.median < hire.salary.high
    assert hire.skills[0].hours >= hire.skills[-1].hours
    assert hire.steered_by == "fractional_cmo.1"


def test_every_provider_has_a_brief_with_its_clauses() -> None:
    given = hybrid()
    plan = plan_of(given)
    assert {brief.member for brief in plan.briefs} == {m.key for m in given.members if not m.inside}
    of_kind = {brief.kind: brief.clauses for brief in plan.briefs}
    assert all(of_kind.values())
    assert "authority" in of_kind["pilot"]
    assert "authority" not in of_kind["freelancer"]


def test_an_activity_left_undone_is_shown_with_its_hours() -> None:
    plan = plan_of(outsourced())
    content = next(line for line in plan.duties if line.duty == "content")
    done = {
        activity: sum(one.work.get(activity, 0.0) for one in plan.assignments.values())
        for activity in ("editorial_content", "social_organic", "design_assets")
    }
    needed = {"editorial_content": 17, "social_organic": 20, "design_assets": 12}
    assert content.undone == pytest.approx(sum(needed[a] - done[a] for a in needed))
    assert content.undone > 12
