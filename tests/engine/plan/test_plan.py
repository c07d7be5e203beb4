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
    assert second_reading(plan_of(given), given) == ()


def test_the_second_reading_sees_an_hour_that_went_missing() -> None:
    given = hybrid()
    plan = plan_of(given)
    lines = tuple(
        replace(line, hours={k: v - 1 for k, v in line.hours.items()}) if i == 0 else line
        for i, line in enumerate(plan.duties)
    )
    assert second_reading(replace(plan, duties=lines), given) != ()


def test_the_second_reading_sees_money_that_went_missing() -> None:
    given = hybrid()
    plan = plan_of(given)
    cut = replace(plan.budget, lines=plan.budget.lines[1:])
    assert {one.place for one in second_reading(replace(plan, budget=cut), given)} == {"budget"}


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


def test_r083_an_unclear_vision_is_clarified_first() -> None:
    first = plan_of(outsourced()).actions[0]
    assert first.key == "clarify_vision"


def test_r083_a_partial_vision_is_completed_first_and_says_what_is_missing() -> None:
    first = plan_of(hybrid()).actions[0]
    assert (first.key, first.missing) == ("complete_vision", ("objectives",))


def test_r083_a_clear_vision_is_not_clarified_again() -> None:
    keys = {action.key for action in plan_of(in_house()).actions}
    assert keys.isdisjoint({"clarify_vision", "complete_vision"})


def test_r084_the_outside_pilot_signs_before_the_hire_opens() -> None:
    actions = {action.key: action for action in plan_of(hybrid()).actions}
    assert actions["open_hiring"].first > actions["contract_pilot"].last


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
    later = plan.path[-1]
    assert later.model == "in_house"
    assert [trigger.key for trigger in later.triggers] == [
        "vision_clear",
        "recurrent",
        "supervision",
    ]
    assert any(one.kind == "path" and one.month == 18 for one in plan.milestones)


def test_r128_another_choice_gets_its_plan_and_keeps_its_warnings() -> None:
    plan = plan_of(replace(in_house(), advised="hybrid", warnings=("junior_no_senior",)))
    assert plan.overridden
    assert plan.model == "in_house"
    assert plan.warnings == ("junior_no_senior",)


def test_nobody_covers_for_themselves_and_a_team_of_one_lines_somebody_up() -> None:
    plan = plan_of(hybrid())
    assert all(cover.backup != cover.member for cover in plan.cover)
    alone = replace(
        in_house(),
        members=tuple(m for m in in_house().members if m.key != "emp_content.1"),
        work={key: {"emp_head.1": hours["emp_head.1"]} for key, hours in in_house().work.items()},
    )
    only = plan_of(alone).cover
    assert [cover.backup for cover in only] == [None]
    assert only[0].standby_role in load().roles


@pytest.mark.parametrize("name", EXAMPLES)
def test_meetings_fit_in_the_time_of_those_who_attend(name: str) -> None:
    plan = plan_of(EXAMPLES[name]())
    for key, one in plan.assignments.items():
        sat = sum(m.hours_each for m in plan.meetings if key in m.participants)
        assert sat <= max(
            0.5 * (one.planned + one.reserve), one.steering + one.coordination + one.reserve
        )


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
    assert {"weekly_sync", "monthly_performance"} <= set(held)
    assert len(held) <= 4


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
    assert all(plan.clauses[brief.kind] for brief in plan.briefs)
    assert "authority" in plan.clauses["pilot"]
    assert "authority" not in plan.clauses["freelancer"]


def test_a_provider_who_ends_has_a_notice_deadline_before_the_end() -> None:
    dates = {one.key: one for one in plan_of(hybrid()).milestones}
    notice, end = dates["notice.free_design_video.1"], dates["end.free_design_video.1"]
    assert notice.month == end.month
    assert notice.days < end.days


def later(given: PlanInput, months: int) -> PlanInput:
    """The same team, looked for and arriving some months later."""
    moved = [
        replace(m, search=m.search + months, arrival=m.arrival + months) if m.coming else m
        for m in given.members
    ]
    return replace(given, members=tuple(moved))


def test_actions_follow_the_search_for_the_people_they_are_about() -> None:
    now = {action.key: action for action in plan_of(hybrid()).actions}
    then = {action.key: action for action in plan_of(later(hybrid(), 1)).actions}
    for key in ("contract_pilot", "brief_providers", "contract_providers", "first_deliveries"):
        assert then[key].first == now[key].first + 30, key
    assert then["record_decision"] == now["record_decision"]


def test_what_begins_after_ninety_days_is_no_part_of_them() -> None:
    keys = {action.key for action in plan_of(later(hybrid(), 6)).actions}
    assert keys.isdisjoint({"contract_pilot", "brief_providers", "open_hiring", "first_deliveries"})
    assert {"record_decision", "first_review"} <= keys


def test_contracts_are_signed_before_the_first_day_of_work() -> None:
    for given in (hybrid(), outsourced(), at_once(outsourced())):
        first = min(m.first_day for m in given.members if m.coming and not m.inside)
        signed = next(a for a in plan_of(given).actions if a.key == "contract_providers")
        briefed = next(a for a in plan_of(given).actions if a.key == "brief_providers")
        assert briefed.first < signed.first <= signed.last < first


def at_once(given: PlanInput) -> PlanInput:
    """Everybody found within the first month."""
    return replace(given, members=tuple(replace(m, search=0, arrival=0) for m in given.members))


def test_somebody_found_within_the_month_begins_in_its_middle() -> None:
    dates = {one.key: one for one in plan_of(at_once(outsourced())).milestones}
    search, arrival = dates["search.agency_full.1"], dates["arrival.agency_full.1"]
    assert (search.month, search.days) == (0, 0)
    assert (arrival.month, arrival.days) == (0, 14)


def test_r084_no_date_opens_a_hire_before_the_outside_pilot_has_signed() -> None:
    given = hybrid()
    hurried = [replace(m, search=0) if m.category == "employee" else m for m in given.members]
    plan = plan_of(replace(given, members=tuple(hurried)))
    signed = next(a.last for a in plan.actions if a.key == "contract_pilot")
    search = next(one for one in plan.milestones if one.key == "search.emp_content.1")
    assert 30 * search.month + search.days >= signed


def test_actions_belong_to_people_who_are_there() -> None:
    given = hybrid()
    arrivals = {member.key: member.arrival for member in given.members}
    for action in plan_of(given).actions:
        assert 30 * arrivals.get(action.owner, 0) < action.last, action.key


def test_an_activity_left_undone_is_shown_with_its_hours() -> None:
    plan = plan_of(outsourced())
    content = next(line for line in plan.duties if line.duty == "content")
    assert content.undone == pytest.approx((17 - 7) + (20 - 12) + 12)
