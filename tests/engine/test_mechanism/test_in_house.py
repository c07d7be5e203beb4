"""What the mechanism promises about employees and their work, requirement by requirement."""

from __future__ import annotations

import numpy as np

from tests.engine.test_mechanism.teams import (
    HERE,
    IN_HOUSE,
    NO_PILOT,
    OUTSOURCED,
    SMALL,
    assigned,
    middle,
    run,
    world,
)
from tests.worlds import KNOWLEDGE, company
from timonier.engine.simulation import make_world
from timonier.engine.team import Member, Team, is_employee


def test_r020_employees_give_hours_every_month_once_they_are_there():
    stay = {f"emp_{r}.departure_rate": 0.0 for r in ("head", "content")}
    told = company()
    for key, value in stay.items():
        told = told.with_assumption(key, value)
    where = make_world(told, KNOWLEDGE, np.random.default_rng(11), 256, 36)
    found, _ = run(where, IN_HOUSE)
    assert found.detail is not None
    worked = found.detail.month[0, 1:4].sum(axis=0)
    assert (worked[12:] > 0).all()


def test_r010_one_more_provider_takes_more_hours_of_coordination():
    kinds = ("free_content", "free_paid", "free_seo", "free_web_cro")
    teams = [Team(tuple(Member(k, hours=20.0) for k in kinds[:n])) for n in (1, 2, 3, 4)]
    found, _ = run(world(), *teams)
    needed = middle(found["coordination_needed"])
    assert (np.diff(needed) > 0).all()


def test_r024_employees_are_better_aligned_than_providers():
    _, m = run(world(), IN_HOUSE, OUTSOURCED)
    inside, outside = middle(m["alignment"])
    assert inside > outside


def test_r025_tenure_brings_knowledge_and_employees_learn_more_than_providers():
    new = Team((Member("emp_content", existing=True, since_months=0.0),))
    old = Team((Member("emp_content", existing=True, since_months=60.0),))
    _, m = run(world(), new, old)
    assert middle(m["alignment_early"])[1] > middle(m["alignment_early"])[0]
    roles = KNOWLEDGE.roles.values()
    tops = [r.knowledge_max for r in roles if is_employee(r) and r.steering_need < 0.2]
    assert min(tops) > max(r.knowledge_max for r in roles if r.category in ("agency", "freelancer"))


def test_r026_insiders_get_the_work_that_takes_knowing_the_company():
    team = Team((Member("emp_content", **HERE), Member("free_content", hours=60.0)))
    hours = assigned(world(**SMALL), team)["sales_enablement"]
    assert hours["emp_content"] > 3 * hours["free_content"]


def test_r027_talking_to_other_departments_falls_to_people_inside():
    team = Team((Member("emp_head", **HERE), Member("agency_full", hours=80.0)))
    hours = assigned(world(), team)["interdept_alignment"]
    assert hours["emp_head"] + hours["internal_pilot"] > hours["agency_full"]


def test_r028_a_team_to_be_hired_is_up_to_strength_after_lead_time_and_ramp_up():
    _, m = run(world(), Team((Member("emp_content"),)), Team((Member("emp_content", **HERE),)))
    new, there = middle(m["speed"])
    assert new - there >= KNOWLEDGE.roles["emp_content"].lead_time_weeks.low


def test_r028_nothing_is_done_before_the_lead_time_and_less_than_later_while_learning():
    role = KNOWLEDGE.roles["emp_content"]
    told = company(**NO_PILOT).with_assumption("emp_content.lead_time_weeks", 13.0)
    told = told.with_assumption("emp_content.departure_rate", 0.0)
    where = make_world(told, KNOWLEDGE, np.random.default_rng(11), 256, 36)
    found, _ = run(where, Team((Member("emp_content"),)))
    assert found.detail is not None
    done = found.detail.month[0, 2].mean(axis=-1)
    settled = 3 + int(np.ceil(role.ramp_up_months))
    assert (done[:3] == 0).all()
    assert 0 < done[3] < 0.8 * done[settled:12].mean()


def test_r033_more_specialities_hurt_a_small_team_inside_more_than_providers():
    few = world(needs__activities=("editorial_content",))
    many = world(
        needs__activities=(
            "seo_ongoing",
            "paid_search",
            "automation_scenarios",
            "cro_testing",
            "attribution_roi",
        )
    )
    bought = Team(
        (
            Member("agency_paid"),
            Member("free_analytics"),
            Member("free_crm_automation"),
            Member("free_seo"),
            Member("free_web_cro"),
        )
    )
    gaps = []
    for where in (few, many):
        _, m = run(where, IN_HOUSE, bought)
        inside, outside = middle(m["expertise"])
        gaps.append(outside - inside)
    assert gaps[1] > gaps[0]
