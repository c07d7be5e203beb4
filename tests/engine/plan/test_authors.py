"""What is written has, on each day, an author who is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.report.voices import voice
from tests.engine.plan.samples import EXAMPLES, hybrid, in_house
from timonier.app.report.sections.plan import in_turn, reports, rituals
from timonier.engine.plan import Plan, PlanInput, build_plan
from timonier.engine.plan.follow import turns
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan


def plan_of(given: PlanInput) -> Plan:
    return build_plan(given, load_plan(), load())


def late_lead() -> PlanInput:
    """Nobody in place can lead, and the head of marketing comes in the sixth month."""
    given = in_house()
    members = tuple(
        replace(m, existing=False, arrival=6) if m.role == "emp_head" else m for m in given.members
    )
    return replace(given, members=members, steering_level=0.0)


CASES = {**EXAMPLES, "late_lead": late_lead}


@pytest.mark.parametrize("name", CASES)
def test_a_report_is_written_by_somebody_who_is_there(name: str) -> None:
    plan = plan_of(CASES[name]())
    first = plan.diary.first
    for line in plan.reports:
        days = [day for _, day in line.authors]
        assert days == sorted(set(days))
        for key, day in line.authors:
            assert plan.presence[key].holds(day), (line.level, key)
        if line.level != "signal":  # the note of those who do the work begins with them
            assert days[0] <= first + 31, (line.level, line.authors)


def test_until_the_lead_comes_the_monthly_report_is_somebody_else_s() -> None:
    plan = plan_of(late_lead())
    (line,) = (one for one in plan.reports if one.level == "monthly")
    (meanwhile, _), (lead, day) = line.authors
    assert lead == "emp_head.1"
    assert day == plan.presence["emp_head.1"].first > plan.diary.first + 100
    assert plan.presence[meanwhile].first <= plan.diary.first


def test_the_note_says_when_each_of_its_authors_takes_it_up() -> None:
    said = voice("hybrid", "en")
    (line,) = (one for one in said.plan.reports if one.level == "signal")
    held = next(one for one in said.plan.meetings if one.ritual == "weekly_signal")
    assert line.authors == turns(held, said.plan.series)
    told = in_turn(said, line.authors)
    late = [
        key for key, day in line.authors if said.plan.presence[key].first > hybrid().diary.first
    ]
    assert late
    assert told.count(" from ") >= len(late)
    assert told in str(reports(said))
    assert told in str(rituals(said))
