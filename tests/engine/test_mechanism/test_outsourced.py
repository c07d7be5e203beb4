"""What the mechanism promises about what is bought, requirement by requirement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.test_mechanism.teams import (
    HYBRID,
    IN_HOUSE,
    NO_PILOT,
    OUTSOURCED,
    middle,
    run,
    world,
)
from tests.worlds import KNOWLEDGE, company
from timonier.engine.criteria import inside_load, months_to_stop, planned
from timonier.engine.feasibility import models
from timonier.engine.search import enumerate_teams, sized
from timonier.engine.simulation import make_world
from timonier.engine.team import Member, Team, is_employee, is_pilot


def test_r040_outsourcing_is_tried_with_production_with_a_pilot_and_with_both():
    where = world(**NO_PILOT)
    teams = enumerate_teams(where)
    found = [t for t, m in zip(teams, models(where, teams), strict=True) if m == "outsourced"]
    roles = KNOWLEDGE.roles
    led = [any(is_pilot(roles[m.role]) for m in t.members) for t in found]
    made = [any(not is_pilot(roles[m.role]) for m in t.members) for t in found]
    assert {(p, q) for p, q in zip(led, made, strict=True)} == {
        (True, False),
        (False, True),
        (True, True),
    }
    kinds = {roles[m.role].category for t in found for m in t.members}
    assert {"agency", "freelancer"} <= kinds


@pytest.mark.parametrize(
    ("bought", "hired"),
    [
        ("free_seo", "emp_seo_web"),
        ("free_paid", "emp_performance"),
        ("free_crm_automation", "emp_crm"),
    ],
)
def test_r044_an_expert_is_there_earlier_when_bought_than_when_hired(bought, hired):
    where = world(**NO_PILOT)
    found, _ = run(where, Team((Member(bought, hours=40.0),)), Team((Member(hired),)))
    assert found.detail is not None
    served = found.detail.month[:, 2]
    first = (served > 0).argmax(axis=1)
    assert np.median(first[0]) < np.median(first[1])
    roles = KNOWLEDGE.roles
    assert roles[bought].lead_time_weeks.high <= roles[hired].lead_time_weeks.median


def test_r045_outsourcing_has_no_payroll_and_most_of_its_cost_can_stop():
    where = world()
    team = sized(where, [OUTSOURCED])[0]
    payroll = sum(
        planned(where, m)[0] for m in team.members if is_employee(KNOWLEDGE.roles[m.role])
    )
    assert payroll == 0
    _, m = run(where, OUTSOURCED, IN_HOUSE)
    assert middle(m["flexibility"])[0] > 0.3 > middle(m["flexibility"])[1]


def test_r046_outsourced_then_hybrid_then_in_house_follow_a_budget_cut():
    where = world()

    def months_to_comply(team: Team, cut: float = 0.3) -> float:
        members = sized(where, [team])[0].members
        costs = [planned(where, m)[0] for m in members]
        stops = [months_to_stop(where, KNOWLEDGE.roles[m.role], 6.0) for m in members]
        freed, total = 0.0, sum(costs)
        for stop, cost in sorted(zip(stops, costs, strict=True)):
            freed += cost
            if freed >= cut * total:
                return stop
        return max(stops)

    freelancers = Team((Member("free_generalist"), Member("free_paid"), Member("free_seo")))
    assert months_to_comply(freelancers) <= months_to_comply(HYBRID) <= months_to_comply(IN_HOUSE)


def test_r047_r048_outsourcing_takes_fewer_hours_of_staff_matters_and_still_takes_steering():
    where = world()
    found, _ = run(where, IN_HOUSE, OUTSOURCED)
    inside, outside = (inside_load(where, found, i) for i in range(2))
    assert outside.people_hours < inside.people_hours
    assert outside.steering_hours > 0


def test_r049_channel_bias_lowers_alignment_when_nobody_steers():
    role = KNOWLEDGE.roles["agency_full"]
    values = []
    for bias in (0.1, 0.9):
        roles = {**KNOWLEDGE.roles, "agency_full": replace(role, channel_bias=bias)}
        where = make_world(
            company(**NO_PILOT), replace(KNOWLEDGE, roles=roles), np.random.default_rng(11), 256, 36
        )
        _, m = run(where, Team((Member("agency_full", hours=120.0),)))
        values.append(float(middle(m["alignment"])[0]))
    assert values[1] < values[0]
