"""What every decision promises: the company's money, sensible engagements, chances that add up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests import worlds
from tests.decisions import COMPANIES, NOBODY_LEADS, chances, decided, first, plans
from timonier.engine.catalogue import MODELS
from timonier.engine.decision import Decision
from timonier.engine.feasibility import is_bridge, models
from timonier.engine.search import enumerate_teams
from timonier.engine.simulation.tables.teams import History
from timonier.engine.simulation.world import stays
from timonier.engine.team import accompanied, heads, is_employee, is_pilot, pilots

STATED = [name for name in COMPANIES if "marketing.budget" in COMPANIES[name].facts]
NAMED = pytest.mark.parametrize("name", COMPANIES)
FALL = 0.02  # of the work done, that more money may cost


@pytest.mark.parametrize("name", STATED)
def test_what_is_paid_in_each_of_three_years_is_within_the_stated_budget(name: str) -> None:
    decision = decided(name)
    budget = COMPANIES[name].facts["marketing.budget"]
    assert decision.ranked
    for model in decision.ranked:
        paid = np.median(decision.judged.scores.by_year[decision.row[model]], axis=1)
        assert paid.shape == (3,)
        assert paid.max() <= budget * 1.001


@pytest.mark.parametrize("name", ["steady", "seasonal shop", "projects", "staffed", "one hire"])
def test_more_money_buys_as_much_work_and_is_worth_as_much(name: str) -> None:
    steps = decided(name).steps
    assert len(steps) == 8
    assert [s.budget for s in steps] == sorted(s.budget for s in steps)
    most = [max((o.work_done for o in s.options.values()), default=0.0) for s in steps]
    assert most[-1] > most[0] + 0.1
    assert all(b >= a - FALL for a, b in pairwise(most))
    for model in MODELS:
        worth = [s.options[model].utility for s in steps if model in s.options]
        assert all(b >= a - 0.005 for a, b in pairwise(worth))


@pytest.mark.parametrize("name", STATED)
def test_every_step_of_the_frontier_is_within_its_own_budget(name: str) -> None:
    for step in decided(name).steps:
        assert sum(o.chance for o in step.options.values()) <= 1.0 + 1e-6
        for option in step.options.values():
            assert option.cost <= step.budget * 1.001 or any(
                m.existing for m in option.team.members
            )


@NAMED
def test_an_outside_pilot_is_engaged_from_two_to_eight_days_a_month(name: str) -> None:
    decision = decided(name)
    day = decision.world.market.hours_per_day
    for team in decision.judged.teams:
        for m in team.members:
            if is_pilot(decision.knowledge.roles[m.role]) and not m.existing:
                assert 2.0 - 1e-6 <= m.hours / day <= 8.0 + 1e-6


@NAMED
def test_nobody_is_hired_before_the_vision_is_clear(name: str) -> None:
    decision = decided(name)
    start = decision.world.hiring.first_month
    assert (start > 0) == (name == "blind")
    for team in plans(decision):
        for m in team.members:
            if is_employee(decision.knowledge.roles[m.role]) and not m.existing:
                assert m.start_month >= start


def test_where_one_may_be_hired_no_team_hires_two() -> None:
    decision = decided("one hire")
    roles = decision.knowledge.roles
    for team in decision.judged.teams:
        hires = [m for m in team.members if is_employee(roles[m.role]) and not m.existing]
        assert sum(heads(m.quantity) for m in hires) <= 1


@NAMED
def test_nobody_new_who_leads_is_taken_beside_another(name: str) -> None:
    decision = decided(name)
    roles = decision.knowledge.roles
    for team in plans(decision):
        lasting = [m for m in team.members if not is_bridge(decision.world, m)]
        new = [m for m in lasting if roles[m.role].steering_level >= 3 and not m.existing]
        assert sum(m.quantity for m in new) <= 1


@NAMED
def test_no_contract_is_ended_to_sign_another_of_its_kind(name: str) -> None:
    decision = decided(name)
    for team in plans(decision):
        free = {m.role for m in team.released if m in decision.world.in_place.may_go}
        new = {m.role for m in team.members if not m.existing and m.yearly_cost is None}
        assert not free & new


def test_a_pilot_in_place_hands_over_to_a_head_who_is_hired() -> None:
    """The advice ended the contract of an outside director on the first day and engaged another one
    for the months in which a director is hired."""
    decision = decided("pilot in place")
    roles = decision.knowledge.roles
    for team in decision.judged.teams:
        own = [m for m in pilots(team, roles) if m.existing]
        assert not own or len(own) == len(pilots(team, roles))
    hired = decision.team("in_house").members
    kept = next(m for m in hired if m.existing)
    head = next(m for m in hired if is_employee(roles[m.role]) and roles[m.role].steering_level > 2)
    assert kept.end_month is not None
    assert kept.end_month >= head.start_month + decision.world.settling[head.role]
    assert is_bridge(decision.world, kept)


@NAMED
def test_every_team_belongs_to_the_one_model_that_it_speaks_for(name: str) -> None:
    decision = decided(name)
    assert decision.ranked
    named = dict(zip(decision.judged.teams, decision.judged.model, strict=True))
    for model in decision.ranked:
        assert named[decision.team(model)] == model
    assert set(named.values()) <= set(MODELS)


@NAMED
def test_the_three_chances_and_that_of_no_team_add_up_to_one(name: str) -> None:
    decision = decided(name)
    assert decision.verdict is not None
    assert sum(chances(decision).values()) + decision.verdict.no_team == pytest.approx(1.0)


@NAMED
def test_the_parts_of_the_doubt_add_up_to_it(name: str) -> None:
    decision = decided(name)
    doubt = decision.doubt
    assert doubt is not None
    parts = (doubt.preferences, doubt.unknown_facts, doubt.luck)
    assert min(parts) >= 0.0
    left = 1.0 - chances(decision)[first(decision)]
    assert sum(parts) == pytest.approx(left, abs=1e-6)
    assert 0.0 <= decision.holds <= 1.0


def test_what_nobody_left_unanswered_is_no_part_of_the_doubt() -> None:
    told, bare = decided("steady"), decided("unknown")
    assert told.doubt is not None
    assert bare.doubt is not None
    assert bare.doubt.unknown_facts > told.doubt.unknown_facts
    assert told.holds > bare.holds


def failed(decision: Decision, role: str, helped: bool, advised: bool) -> float:
    """The share of hires of a role who prove wrong for the work in their first stay."""
    hire = History(role, 0, False, 0.0, helped, advised)
    most = stays(decision.world, hire).most[0]
    return float((most < most.max()).mean())


def test_a_hire_whom_nobody_can_judge_fails_more_often_a_senior_one_most() -> None:
    decision = decided("led by nobody")
    helped = failed(decision, "emp_head", True, True)
    alone = failed(decision, "emp_head", False, False)
    junior = failed(decision, "emp_content", False, False)
    assert 0.05 <= helped <= 0.25
    assert 0.30 <= alone <= 0.50
    assert helped < junior < alone


def test_a_bridge_helps_to_choose_then_leaves_and_the_team_is_in_house() -> None:
    world = worlds.draw(worlds.company(**NOBODY_LEADS, marketing__budget=260_000), 64)
    roles = world.knowledge.roles
    bridged = [
        (team, m)
        for team in enumerate_teams(world)
        for m in team.members
        if is_pilot(roles[m.role]) and m.end_month is not None
    ]
    assert bridged
    named = models(world, [team for team, _ in bridged])
    assert "in_house" in named
    for team, pilot in bridged:
        assert is_bridge(world, pilot)
        hires = [h for h in team.members if is_employee(roles[h.role])]
        assert hires
        assert all(accompanied(h, pilots(team, roles), world.settling) for h in hires)
