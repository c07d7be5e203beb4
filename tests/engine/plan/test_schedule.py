"""The plan in time: causes come first, and nobody gives an hour that they do not have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from tests.engine.plan.samples import EXAMPLES, hybrid, in_house, outsourced
from timonier.engine.catalogue import Triple
from timonier.engine.plan import Plan, PlanInput, PlanMember, build_plan, second_reading
from timonier.engine.plan.crafts import crafts_asked
from timonier.engine.plan.model import Action
from timonier.engine.plan.seats import post_hours
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

NEARLY = 1e-6


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


def released() -> PlanInput:
    """A garden centre that ends an agency's contract and a post while it hires."""
    agency = PlanMember(
        "agency_paid.leaving1", "agency_paid", "agency", 20.0, name="Agence Pixel", existing=True,
        monthly_cost=Triple(2000, 2000, 2000), notice_months=2, ending=1500, decision="end",
    )  # fmt: skip
    junior = PlanMember(
        "emp_junior.leaving1", "emp_junior", "employee", 133.0, name="Léa P.", existing=True,
        monthly_cost=Triple(3200, 3200, 3200), notice_months=1, ending=4000, decision="end",
    )  # fmt: skip
    return replace(hybrid(), leaving=(agency, junior))


def seasonal() -> PlanInput:
    """The same garden centre, which knows that March to May are its busiest months."""
    factors = (0.5, 0.5, 0.7, 2.0, 2.2, 1.6, 0.8, 0.7, 0.8, 0.8, 0.7, 0.7)
    return replace(hybrid(), season=factors)


def crowded() -> PlanInput:
    """Ten people to find at once, by one person with eight hours a month."""
    roles = ("free_content", "free_paid", "free_seo", "free_social", "free_web_cro", "emp_content",
             "emp_head", "emp_crm", "emp_seo_web", "free_analytics")  # fmt: skip
    kinds = load().roles
    coming = tuple(
        PlanMember(
            f"{role}.1", role, kinds[role].category,
            120.0 if role.startswith("emp") else 30.0, monthly_cost=Triple(2000, 2500, 3000),
            notice_months=1, lead_weeks=10 if role.startswith("emp") else 3,
            leads=role == "emp_head",
        )
        for role in roles
    )  # fmt: skip
    pilot = PlanMember(
        "internal_pilot.1", "internal_pilot", "internal_existing", 8.0, existing=True
    )
    return replace(in_house(), members=(pilot, *coming), work={}, steering={}, coordination={})


def alone() -> PlanInput:
    """A company of one, whose owner has four hours a month and does not know where to go."""
    given = outsourced()
    return replace(given, members=(replace(given.members[0], hours=4.0), *given.members[1:]))


def undecided() -> PlanInput:
    return replace(outsourced(), decided=False)


CASES = {**EXAMPLES, "released": released, "seasonal": seasonal, "crowded": crowded,
         "alone": alone, "undecided": undecided}  # fmt: skip


@pytest.fixture(params=CASES)
def given(request: pytest.FixtureRequest) -> PlanInput:
    return CASES[request.param]()


def kinds(plan: Plan, *wanted: str) -> list[Action]:
    return [one for one in plan.actions if one.kind in wanted]


def test_every_action_begins_once_its_causes_are_done(given: PlanInput) -> None:
    plan = plan_of(given)
    placed = {one.key: one for one in plan.actions}
    for one in plan.actions:
        assert all(placed[key].last < one.first for key in one.after), one.key
        assert one.first <= one.last
        assert plan.diary.is_open(one.first)


def test_nobody_acts_before_their_first_day_or_after_their_last(given: PlanInput) -> None:
    plan = plan_of(given)
    for one in plan.actions:
        for key in one.hours:
            there = plan.presence[key]
            assert one.last >= there.first, one.key
            assert there.last is None or one.first <= there.last, one.key
        assert one.first >= plan.presence[one.owner].first
    for member in given.members:
        assert plan.presence[member.key].first >= plan.diary.first


def test_nobody_gives_more_hours_in_a_month_than_they_have(given: PlanInput) -> None:
    plan = plan_of(given)
    taken: dict[tuple[str, int], float] = defaultdict(float)
    for series in plan.series:
        for _, day in series.days:
            for key in series.participants:
                taken[key, plan.diary.month(day)] += series.minutes / 60.0
    for (key, month), hours in taken.items():
        assert hours <= plan.hours_by_month[key][month] + NEARLY
    spent: dict[str, float] = defaultdict(float)
    for one in plan.actions:
        for key, hours in one.hours.items():
            spent[key] += hours
    for key, hours in spent.items():
        months = 1 + plan.diary.month(max(a.last for a in plan.actions if key in a.hours))
        assert hours <= sum(plan.hours_by_month[key][: months + 1]) + NEARLY, key


def test_the_second_reading_agrees(given: PlanInput) -> None:
    assert second_reading(plan_of(given)) == ()


def test_a_meeting_is_held_from_the_first_day_of_the_last_of_those_who_come(
    given: PlanInput,
) -> None:
    plan = plan_of(given)
    assert plan.series
    for series in plan.series:
        begins = max(plan.presence[key].first for key in series.participants)
        assert begins <= series.days[0][1]
        assert all(plan.diary.is_open(day) for _, day in series.days)
        for key in series.participants:
            last = plan.presence[key].last
            assert last is None or series.days[-1][1] <= last


def test_nobody_is_paid_before_their_first_day(given: PlanInput) -> None:
    plan = plan_of(given)
    for line in plan.budget.lines:
        if line.kind != "media":
            first = plan.diary.month(plan.presence[line.key].first)
            assert all(amount.high == 0 for amount in line.monthly[:first]), line.key


def test_one_chain_leads_to_the_day_on_which_the_team_is_whole(given: PlanInput) -> None:
    plan = plan_of(given)
    chain = [one for one in plan.actions if one.critical]
    arrivals = kinds(plan, "begin_pilot", "begin_provider", "begin_hire")
    assert max(one.last for one in chain) == max(
        (one.last for one in arrivals), default=max(one.last for one in chain)
    )
    placed = {one.key: one for one in plan.actions}
    for one in chain:
        assert not one.cause or placed[one.cause].critical


def test_r083_an_unclear_vision_is_clarified_before_any_search() -> None:
    plan = plan_of(outsourced())
    (clarified,) = kinds(plan, "clarify_vision")
    searches = kinds(plan, "brief_pilot", "brief_provider", "write_post")
    assert searches
    assert all(one.first > clarified.last for one in searches)


def test_r083_a_partial_vision_is_completed_and_says_what_is_missing() -> None:
    (completed,) = kinds(plan_of(hybrid()), "complete_vision")
    assert completed.missing == ("objectives",)


def test_r083_a_clear_vision_is_not_clarified_again() -> None:
    assert kinds(plan_of(in_house()), "clarify_vision", "complete_vision") == []


def test_r084_the_pilot_is_there_before_a_post_or_a_brief_is_written() -> None:
    plan = plan_of(hybrid())
    (arrived,) = kinds(plan, "begin_pilot")
    for one in kinds(plan, "write_post", "brief_provider"):
        assert one.first > arrived.last, one.key


def test_contracts_are_signed_before_the_first_day_of_work(given: PlanInput) -> None:
    plan = plan_of(given)
    placed = {one.key: one for one in plan.actions}
    for member in given.members:
        if member.coming:
            kind = "hire" if member.inside else "pilot" if member.outside_pilot else "provider"
            chosen, signed, begins = (
                placed[f"{step}_{kind}.{member.key}"] for step in ("choose", "sign", "begin")
            )
            assert chosen.last < signed.first <= signed.last < begins.first


def test_no_more_searches_are_open_than_can_be_led() -> None:
    plan = plan_of(crowded())
    settings = load_plan().settings
    opens = {one.subject: one.first for one in kinds(plan, "brief_provider", "write_post")}
    closes = {one.subject: one.last for one in kinds(plan, "choose_provider", "choose_hire")}
    assert len(opens) == 10
    for day in opens.values():
        open_now = [key for key, first in opens.items() if first <= day <= closes[key]]
        hires = [key for key in open_now if key.startswith("emp")]
        assert len(open_now) <= settings["searches_at_once"]
        assert len(hires) <= settings["hires_at_once"]
    first_hire = min((key for key in opens if key.startswith("emp")), key=lambda key: opens[key])
    assert first_hire == "emp_head.1"


def test_a_new_employee_arrives_on_the_first_worked_day_of_a_week() -> None:
    for make in (hybrid, in_house, crowded):
        plan = plan_of(make())
        for one in kinds(plan, "begin_hire"):
            monday = one.first - (one.first - 1) % 7
            assert all(not plan.diary.is_open(day) for day in range(monday, one.first))


def test_trials_leave_time_to_decide_and_those_of_employees_are_the_law_s() -> None:
    for make in (hybrid, in_house, outsourced):
        given = make()
        plan = plan_of(given)
        found = {one.key: one.day for one in plan.milestones}
        for member in given.members:
            if member.coming:
                decides, ends = (found[f"{k}.{member.key}"] for k in ("trial_decision", "trial"))
                assert plan.presence[member.key].first < decides < ends
    plan = plan_of(in_house())
    arrives = plan.presence["emp_content.1"].first
    trial = {one.kind: one.day for one in plan.milestones if one.subject == "emp_content.1"}
    assert 59 <= trial["trial"] - arrives <= 64  # two months of the French code, on a worked day
    assert trial["trial"] - trial["trial_decision"] >= 15


def test_a_contract_that_ends_leaves_time_for_its_notice() -> None:
    plan = plan_of(hybrid())
    dates = {one.key: one.day for one in plan.milestones}
    last = plan.presence["free_design_video.1"].last
    assert last == plan.diary.months[14] - 1
    assert dates["notice.free_design_video.1"] <= last


def test_a_contract_in_place_ends_once_those_who_come_are_settled() -> None:
    plan = plan_of(released())
    (ended,) = kinds(plan, "end_contract")
    last = plan.presence["agency_paid.leaving1"].last
    assert last is not None
    assert last >= ended.last + 60  # two months of notice
    arrivals = kinds(plan, "begin_pilot", "begin_provider", "begin_hire")
    assert last > max(one.last for one in arrivals)
    (handed,) = kinds(plan, "hand_over")
    assert ended.last < handed.first <= handed.last <= last


def test_a_lawyer_is_seen_before_anybody_is_told_and_no_date_is_said_of_a_post_that_ends() -> None:
    plan = plan_of(released())
    (lawyer,) = kinds(plan, "see_lawyer")
    (told,) = kinds(plan, "tell_everybody")
    assert lawyer.last < told.first
    fates = {one.member: one for one in plan.fates}
    assert fates["emp_junior.leaving1"].last_day is None
    assert fates["agency_paid.leaving1"].last_day == plan.presence["agency_paid.leaving1"].last
    assert {"dismissal"} <= set(plan.cautions)


def test_everybody_in_place_has_a_line_with_heirs_for_those_who_leave() -> None:
    given = released()
    plan = plan_of(given)
    there = {m.key for m in (*given.members, *given.leaving) if m.existing}
    there -= {"internal_pilot.1"}
    assert {one.member for one in plan.fates} == there
    for one in plan.fates:
        assert bool(one.hands_over_to) == (one.decision == "end")
        assert set(one.hands_over_to) <= set(plan.people)


def test_what_can_wait_waits_for_the_end_of_a_known_season() -> None:
    plan = plan_of(seasonal())
    begins, ends = plan.given.peak_days[0]
    assert plan.diary.month(begins) == 3
    assert plan.diary.month(ends) == 5
    for one in kinds(plan, "playbooks", "reversibility_test", "start_tools"):
        assert not begins <= one.first <= ends, one.key
    (ready,) = kinds(plan, "season_ready")
    assert ready.last < begins
    assert any(one.busy for one in plan.actions) == any(
        one.first <= ends and begins <= one.last for one in plan.actions
    )
    assert [one.day for one in plan.milestones if one.kind == "peak"]


def test_where_nothing_is_decided_the_first_step_is_to_settle() -> None:
    plan = plan_of(undecided())
    assert plan.actions[0].kind == "settle"
    assert all(one.first > plan.actions[0].last for one in plan.actions[1:])


def test_one_off_work_is_delivered_once_and_strategy_first() -> None:
    plan = plan_of(in_house())
    pieces = {one.activity: one for one in plan.deliveries}
    natures = {activity: need.nature for activity, need in plan.given.needs.items()}
    assert set(pieces) == {
        activity
        for one in plan.assignments.values()
        for activity in one.work
        if natures[activity] == "project"
    }
    for one in pieces.values():
        asked = sum(a.work.get(one.activity, 0.0) for a in plan.assignments.values())
        parts = [part.hours for part in plan.deliveries if part.activity == one.activity]
        assert sum(parts) * one.yearly == pytest.approx(12 * asked)
        assert plan.presence[one.member].first <= one.first <= one.last
    known = load().activities
    for one in pieces.values():
        for other in pieces.values():
            same = plan.assignments[one.member].work.keys() >= {one.activity, other.activity}
            if same and one.member == other.member and known[one.activity].clarifies == "targets":
                before = known[other.activity].clarifies == "targets"
                assert before or one.last <= other.last, (one.activity, other.activity)


def test_nobody_is_asked_for_more_crafts_than_their_kind_holds(given: PlanInput) -> None:
    plan, settings, known = plan_of(given), load_plan().settings, load()
    for key, one in plan.assignments.items():
        member = plan.people[key]
        more = settings.get(f"crafts.{member.category}")
        if more is None:
            continue
        skills, crafts = known.roles[member.role].skills, set[str]()
        for asked in sorted((crafts_asked(known.activities[a]) for a in one.work), key=len):
            if crafts.isdisjoint(asked):
                crafts.add(max(asked, key=lambda craft: skills.get(craft, 0)))
        mastered = sum(level >= 3 for level in known.roles[member.role].skills.values())
        most = mastered + more + settings["crafts.idle"]
        assert len(crafts) <= min(settings["crafts_most"], most)


def test_the_management_s_own_time_has_a_limit(given: PlanInput) -> None:
    plan = plan_of(given)
    for post, hours in post_hours(load_plan()).items():
        if post in plan.posts:
            assert max(plan.hours_by_month[post]) <= hours + NEARLY


def test_no_brief_asks_an_agency_in_place_for_a_proposal() -> None:
    given = released()
    stays = replace(given.members[3], existing=True)
    plan = plan_of(replace(given, members=(*given.members[:3], stays, *given.members[4:])))
    assert stays.key not in {one.member for one in plan.briefs}
