"""Who is asked for what: the work that is sure, to those who master it, what is bought first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.plan.samples import EXAMPLES
from timonier.engine.catalogue import Triple
from timonier.engine.plan import Plan, PlanInput, build_plan, second_reading
from timonier.engine.plan.crafts import crafts_asked, skill_in
from timonier.engine.plan.deliveries import at_once
from timonier.engine.rules import rules_of
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


@pytest.fixture(params=EXAMPLES)
def given(request: pytest.FixtureRequest) -> PlanInput:
    made: PlanInput = EXAMPLES[request.param]()
    return made


def test_nobody_is_given_more_of_an_activity_than_it_needs(given: PlanInput) -> None:
    plan = plan_of(given)
    for activity, need in given.needs.items():
        done = sum(one.work.get(activity, 0.0) for one in plan.assignments.values())
        assert done <= need.hours.median + 1e-6, activity


def test_work_that_is_not_sure_is_kept_apart_and_the_contract_still_adds_up(
    given: PlanInput,
) -> None:
    """A launch in one future out of three is no third of a launch in the plan."""
    doubtful = {
        key: replace(one, hours=Triple(0.0, 0.0, one.hours.high))
        for key, one in given.needs.items()
        if one.nature == "project"
    }
    plan = plan_of(replace(given, needs={**given.needs, **doubtful}))
    assert not any(one.activity in doubtful for one in plan.deliveries)
    for key, one in plan.assignments.items():
        assert not doubtful.keys() & one.work.keys()
        assert one.planned + one.reserve == pytest.approx(plan.people[key].hours)
    assert second_reading(plan) == ()


def test_nobody_is_asked_for_work_two_levels_above_their_own(given: PlanInput) -> None:
    """As in the simulation: a writer who executes with help does not write the annual plan."""
    known, plan = load(), plan_of(given)
    short = rules_of(known.method).fit_levels_short
    for key, one in plan.assignments.items():
        member = plan.people[key]
        if member.category == "internal_existing":
            continue
        role = known.roles[member.role]
        for activity in (*one.work, *one.likely):
            skills = known.activities[activity].skills
            has = skill_in(role, crafts_asked(known.activities[activity]))
            assert max(skills.values()) - has <= short, (key, activity)


def test_several_people_hired_for_one_role_have_the_same_work() -> None:
    given = EXAMPLES["in_house"]()
    one = next(m for m in given.members if m.category == "employee")
    new = replace(one, existing=False, decision="", quantity=1.0)
    twins = (new, replace(new, key=f"{new.role}.9"))
    others = tuple(m for m in given.members if m.key != one.key)
    halves = {
        activity: {**by, **{m.key: by.get(one.key, 0.0) / 2.0 for m in twins}}
        for activity, by in given.work.items()
    }
    plan = plan_of(replace(given, members=(*others, *twins), work=halves))
    first, second = (plan.assignments[m.key] for m in twins)
    assert first.work.keys() == second.work.keys()
    assert sum(first.work.values()) == pytest.approx(sum(second.work.values()), rel=0.2)


def test_no_provider_is_bought_for_no_work_while_an_employee_does_it() -> None:
    """A freelancer whose craft an employee holds: the hours that are paid for are used."""
    given = EXAMPLES["in_house"]()
    some = next(m for m in EXAMPLES["hybrid"]().members if m.category == "freelancer")
    bought = replace(some, least_hours=6.0)
    work = {a: {k: h for k, h in by.items() if k != bought.key} for a, by in given.work.items()}
    plan = plan_of(replace(given, members=(*given.members, bought), work=work))
    assert plan.assignments[bought.key].work


@pytest.mark.parametrize("name", ["hybrid", "outsourced"])
def test_a_contract_that_has_an_end_is_renewed_or_runs_out(name: str) -> None:
    """Its end is told, with an action before the last day for notice, and nothing denies it."""
    given = EXAMPLES[name]()
    outside = next(m for m in given.members if not m.inside)
    last = given.diary.months[7] - 1
    there = replace(outside, existing=True, until=last, decision="renew", notice_months=1.0)
    members = tuple(there if m.key == outside.key else m for m in given.members)
    plan = plan_of(replace(given, members=members))
    (fate,) = [one for one in plan.fates if one.member == there.key]
    assert (fate.decision, fate.last_day) == ("renew", last)
    dated = {one.kind: one.day for one in plan.milestones if one.subject == there.key}
    (renewed,) = [one for one in plan.actions if one.key == f"renew_contract.{there.key}"]
    assert renewed.last <= dated["notice"] < dated["renew"]
    assert "end" not in dated
    gone = replace(there, decision="expire", end_month=7)
    plan = plan_of(replace(given, members=tuple(gone if m == there else m for m in members)))
    (fate,) = [one for one in plan.fates if one.member == there.key]
    assert fate.decision == "expire"
    assert there.key not in fate.hands_over_to
    assert plan.presence[there.key].last == last
    told = next(one for one in plan.actions if one.key == f"end_contract.{there.key}")
    assert told.last <= last - 30
    assert second_reading(plan) == ()


def test_the_law_and_the_clauses_of_a_contract_are_those_of_its_work(given: PlanInput) -> None:
    known, plan = load(), plan_of(given)
    for brief in plan.briefs:
        work = plan.assignments[brief.member].work
        buys = any("paid" in known.activities[a].skills for a in work)
        assert ("media" in brief.clauses) == (
            buys and brief.kind in ("agency", "freelancer", "consultant")
        )
        assert buys or "media_mandate" not in brief.cautions


def test_a_piece_too_large_to_be_believed_is_delivered_in_parts() -> None:
    """240 hours of marketing plan are no single delivery in a company of forty."""
    given, known = replace(EXAMPLES["in_house"](), headcount=40), load()
    head = next(m for m in given.members if m.role == "emp_head")
    need = given.needs["annual_plan"]
    large = replace(need, hours=Triple(10.0, 20.0, 40.0))
    work = {**given.work, "annual_plan": {head.key: 20.0}}
    plan = plan_of(replace(given, needs={**given.needs, "annual_plan": large}, work=work))
    parts = [one for one in plan.deliveries if one.activity == "annual_plan"]
    assert len(parts) > 1
    assert [one.part for one in parts] == list(range(1, len(parts) + 1))
    most = at_once(known.activities["annual_plan"], given, known)
    assert most < known.activities["annual_plan"].project_hours.high
    assert all(one.hours <= most for one in parts)
    days = [one.last for one in parts]
    assert days == sorted(set(days))
    done = sum(one.work.get("annual_plan", 0.0) for one in plan.assignments.values())
    assert sum(one.hours for one in parts) == pytest.approx(12 * done)


def test_a_new_post_whose_work_fills_a_few_days_is_offered_part_time_at_its_pay() -> None:
    given = EXAMPLES["in_house"]()
    one = next(m for m in given.members if m.category == "employee")
    new = replace(one, key=f"{one.role}.9", existing=False, decision="", quantity=1.0)
    few = [a for a, by in given.work.items() if one.key in by][:3]
    small = {a: replace(given.needs[a], hours=Triple(1.0, 6.0, 9.0)) for a in few}
    work = {a: {new.key: 6.0} for a in few}
    whole = plan_of(replace(given, members=(*given.members, new), work=work, needs=small))
    signed = whole.people[new.key]
    least = load_plan().laws[given.market].least_post
    assert max(least, 0.2) <= signed.quantity < 1.0
    assert signed.hours == pytest.approx(signed.quantity * new.hours)
    assert signed.hours + signed.on_top == pytest.approx(new.hours)
    assert signed.monthly_cost.median == pytest.approx(signed.quantity * one.monthly_cost.median)
    (ad,) = [hire for hire in whole.hires if hire.member == new.key]
    full = load().markets[given.market].roles[new.role]["salary"].value
    assert ad.salary.median == pytest.approx(signed.quantity * full.median)
    assert second_reading(whole) == ()
