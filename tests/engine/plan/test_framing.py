"""One work, one place: what an action of the plan begins goes on from there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.plan.samples import EXAMPLES, in_house
from timonier.engine.catalogue import Triple
from timonier.engine.plan import Plan, PlanInput, PlanMember, build_plan
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

STEP, PIECE = "six_month_plan", "annual_plan"


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


def led_from_afar() -> PlanInput:
    """Somebody in place does the work of the plan that a lead to come begins; 240 hours of it."""
    lead = PlanMember(
        "fractional_cmo.1", "fractional_cmo", "strategic_external", 40.0,
        monthly_cost=Triple(4000, 5000, 6000), notice_months=1, lead_weeks=10, leads=True,
    )  # fmt: skip
    given = in_house()
    head = next(m for m in given.members if m.role == "emp_head")
    there = replace(head, existing=True, arrival=0)
    others = tuple(m for m in given.members if m.key != head.key)
    needs = {**given.needs, PIECE: replace(given.needs[PIECE], hours=Triple(10.0, 20.0, 40.0))}
    return replace(
        given,
        members=(*others, there, lead),
        needs=needs,
        work={**given.work, PIECE: {head.key: 20.0}},
        steering={lead.key: 10.0},
    )


def led_later() -> PlanInput:
    """Nobody in place can lead; the head of marketing who does is hired for the sixth month."""
    given = in_house()
    members = tuple(
        replace(m, existing=False, arrival=6) if m.role == "emp_head" else m for m in given.members
    )
    return replace(given, members=members, steering_level=0.0)


CASES = {**EXAMPLES, "led_from_afar": led_from_afar, "led_later": led_later}


@pytest.mark.parametrize("name", CASES)
def test_the_step_is_the_first_delivery_and_later_ones_come_after(name: str) -> None:
    plan = plan_of(CASES[name]())
    step = next(one for one in plan.actions if one.kind == STEP)
    pieces = [one for one in plan.deliveries if one.activity == PIECE]
    assert bool(pieces) == any(one.work.get(PIECE) for one in plan.assignments.values())
    if not pieces:  # the fractional lead steers there, and nobody has hours for it
        return
    first = next(one for one in pieces if one.part == 1)
    assert (first.member, first.last, first.step) == (step.owner, step.last, step.key)
    assert all(one.first > step.last for one in pieces if one.part > 1)
    done = sum(one.work.get(PIECE, 0.0) for one in plan.assignments.values())
    assert sum(one.hours for one in pieces) == pytest.approx(12 * done)


def test_the_plan_waits_for_a_lead_who_is_hired_within_the_year() -> None:
    plan = plan_of(led_later())
    assert plan.seats["pilot"] == ("emp_head.1",)
    comes = plan.presence["emp_head.1"].first
    assert plan.diary.first + 100 < comes < plan.diary.first + 365
    step = next(one for one in plan.actions if one.kind == STEP)
    assert (step.owner, step.first >= comes) == ("emp_head.1", True)
    assert "begin_hire.emp_head.1" in step.after


def test_no_strategy_is_delivered_before_whoever_leads_it_is_there() -> None:
    plan, known = plan_of(led_from_afar()), load().activities
    lead = plan.presence["fractional_cmo.1"].first
    assert lead > plan.diary.first + 30
    strategic = [one for one in plan.deliveries if known[one.activity].function == "strategy"]
    assert {one.member for one in strategic} >= {"emp_head.1"}
    assert all(one.first >= lead for one in strategic if not one.step)


@pytest.mark.parametrize("missing", [("targets",), ("objectives",)])
def test_the_page_of_vision_is_the_first_delivery_of_the_part_that_was_missing(
    missing: tuple[str, ...],
) -> None:
    """Who is sold to is said once by the step, then worked on; not where it was known already."""
    given = in_house()
    head = next(m for m in given.members if m.role == "emp_head").key
    vision = {part: part not in missing for part in ("targets", "channels", "objectives")}
    needs = {**given.needs, "segmentation": given.needs["positioning"]}
    work = {**given.work, "segmentation": {head: 4.0}}
    plan = plan_of(replace(given, vision=vision, needs=needs, work=work))
    step = next(one for one in plan.actions if one.kind == "complete_vision")
    pieces = [one for one in plan.deliveries if one.activity == "segmentation"]
    assert [one.step for one in pieces].count(step.key) == (missing == ("targets",))
    clear = [one for one in plan.deliveries if known_as(one.activity) == "targets" and not one.step]
    assert clear
    if missing == ("targets",):
        assert all(one.first > step.last for one in clear)


def known_as(activity: str) -> str:
    return load().activities[activity].clarifies
