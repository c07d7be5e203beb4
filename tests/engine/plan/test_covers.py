"""Who covers for whom: within the hours that there are, the rest said by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.plan.samples import EXAMPLES, hybrid, in_house
from timonier.engine.plan import Plan, PlanInput, build_plan
from timonier.engine.plan.covers import room_of
from timonier.engine.plan.model import LEAST_SAID
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_stand_in_takes_only_what_fits_in_their_hours(name: str) -> None:
    plan = plan_of(EXAMPLES[name]())
    assert plan.cover
    for one in plan.cover:
        asked = sum(plan.assignments[one.member].work.values())
        if one.backup is not None:
            assert one.backup != one.member
            assert LEAST_SAID <= one.hours <= room_of(plan.assignments[one.backup]) + 1e-9
        else:
            assert one.hours == 0.0
        told = one.hours + one.bought + sum(one.waits.values())
        assert told == pytest.approx(asked, abs=LEAST_SAID * (1 + len(plan.given.needs)))
        assert (one.standby_role is not None) == (one.bought >= LEAST_SAID)


def test_a_colleague_without_an_hour_left_is_no_stand_in() -> None:
    """Somebody whose month is full is not given the month of another."""
    given = in_house()
    full = {a: {k: 3.0 * h for k, h in hours.items()} for a, hours in given.work.items()}
    needs = {
        a: replace(n, hours=replace(n.hours, median=9 * n.hours.median, high=20 * n.hours.high))
        for a, n in given.needs.items()
    }
    plan = plan_of(replace(given, work=full, needs=needs))
    assert all(room_of(one) < LEAST_SAID for one in plan.assignments.values() if one.work)
    assert [one.backup for one in plan.cover] == [None] * len(plan.cover)
    assert all(one.bought > 0 or one.waits for one in plan.cover)


def test_work_with_an_end_waits_and_what_recurs_is_bought() -> None:
    plan = plan_of(hybrid())
    natures = {a: need.nature for a, need in plan.given.needs.items()}
    waiting = {a for one in plan.cover for a in one.waits}
    assert waiting
    assert {natures[a] for a in waiting} == {"project"}


def test_a_team_of_one_lines_somebody_up() -> None:
    given = in_house()
    alone = replace(
        given,
        members=tuple(m for m in given.members if m.key != "emp_content.1"),
        work={key: {"emp_head.1": hours["emp_head.1"]} for key, hours in given.work.items()},
    )
    (only,) = plan_of(alone).cover
    assert only.backup is None
    assert only.standby_role in load().roles
