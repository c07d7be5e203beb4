"""What the mechanism promises about teams, requirement by requirement."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.worlds import KNOWLEDGE, company
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import FACTS
from timonier.engine.criteria import Measures, inside_load, measure, months_to_stop, planned
from timonier.engine.feasibility import models, planned_use
from timonier.engine.search import enumerate_teams, sized
from timonier.engine.simulation import Outcomes, World, make_world, simulate_teams
from timonier.engine.team import Member, Team, is_employee, is_pilot

HERE = {"existing": True, "since_months": 24.0}
IN_HOUSE = Team((Member("emp_content"), Member("emp_head")))
OUTSOURCED = Team((Member("agency_full"), Member("free_paid")))
HYBRID = Team((Member("emp_content"), Member("fractional_cmo", hours=42.0), Member("free_paid")))
SMALL = {"company__headcount": 12, "marketing__budget": 50_000}
NO_PILOT = {"steering__level": 0, "steering__hours_per_month": 0}


@cache
def world_of(
    changes: tuple[tuple[str, object], ...] = (), knowledge: Knowledge = KNOWLEDGE
) -> World:
    return make_world(company(**dict(changes)), knowledge, np.random.default_rng(11), 256, 36)


def world(**changes: object) -> World:
    return world_of(tuple(sorted(changes.items())))


def run(where: World, *teams: Team) -> tuple[Outcomes, Measures]:
    found = simulate_teams(where, sized(where, teams), detail=True)
    return found, measure(where, found)


def middle(values: np.ndarray) -> np.ndarray:
    return np.median(values, axis=-1)


def assigned(where: World, team: Team) -> dict[str, dict[str, float]]:
    """activity -> role -> hours a month, the internal pilot among the roles."""
    found, _ = run(where, team)
    names = ["internal_pilot", *(m.role for m in found.teams[0].members)]
    assert found.detail is not None
    table = found.detail.assigned[0]
    keys = [a.key for a in where.needs.activities]
    return {k: dict(zip(names, row, strict=False)) for k, row in zip(keys, table, strict=True)}


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
    inside, outside = middle(m.alignment)
    assert inside > outside


def test_r025_tenure_brings_knowledge_and_employees_learn_more_than_providers():
    new = Team((Member("emp_content", existing=True, since_months=0.0),))
    old = Team((Member("emp_content", existing=True, since_months=60.0),))
    _, m = run(world(), new, old)
    assert middle(m.alignment_early)[1] > middle(m.alignment_early)[0]
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
    new, there = middle(m.weeks_25)
    assert new - there >= KNOWLEDGE.roles["emp_content"].lead_time_weeks.low


def test_r028_nothing_is_done_before_the_lead_time_and_less_than_later_while_learning():
    role = KNOWLEDGE.roles["emp_content"]
    told = company(**NO_PILOT).with_assumption("emp_content.lead_time_weeks", 13.0)
    told = told.with_assumption("emp_content.departure_rate", 0.0)
    where = make_world(told, KNOWLEDGE, np.random.default_rng(11), 256, 36)
    found, _ = run(where, Team((Member("emp_content"),)))
    assert found.detail is not None
    done = np.median(found.detail.month[0, 2], axis=-1)
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
        inside, outside = middle(m.expertise)
        gaps.append(outside - inside)
    assert gaps[1] > gaps[0]


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
    assert middle(m.flexibility)[0] > 0.3 > middle(m.flexibility)[1]


def test_r065_a_contract_absorbs_the_swing_of_the_whole_team_not_only_its_own():
    """A33: what is bought beside an employee takes the peak of both, and stops first."""
    where = world()
    team = Team((Member("emp_content"), Member("free_generalist", hours=40.0)))
    _, m = run(where, team)
    costs, hours = zip(*(planned(where, one) for one in team.members), strict=True)
    stops = [months_to_stop(where, KNOWLEDGE.roles[one.role], 12.0) for one in team.members]
    avoided = sum(c * max(0.0, 3.0 - s) / 3.0 for c, s in zip(costs, stops, strict=True))
    swings = 4.0 * (middle(m.flexibility)[0] - 0.5 * avoided / sum(costs))  # risen and fallen
    room = 70.0 - 40.0  # what the contract may add at most
    shed = min(1.0, costs[1] / (0.5 * sum(costs)))
    assert swings == pytest.approx(room / (0.5 * sum(hours)) + shed)
    assert swings > hours[1] / sum(hours) + costs[1] / sum(costs)


def test_a_contract_agreed_in_case_is_bought_though_the_plan_never_fills_it():
    """One head beside five freelancers is no in-house team, whatever the plan leaves them."""
    where = world(**SMALL)
    few = Team((Member("emp_head"), Member("free_content", hours=20.0)))
    crowd = Team((
        Member("emp_head"),
        *(Member(f"free_{k}", hours=50.0) for k in ("content", "design_video", "paid", "seo")),
    ))  # fmt: skip
    assert models(where, [few, crowd]) == ["in_house", "mixed"]
    used = planned_use(where, [crowd])[0]
    assert used[2:].sum() / used.sum() < where.rules["in_house.bought_share_max"]


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
        values.append(float(middle(m.alignment)[0]))
    assert values[1] < values[0]


def test_r060_every_hybrid_has_an_executor_and_an_outside_pilot():
    where = world(**NO_PILOT)
    teams = enumerate_teams(where)
    found = [t for t, m in zip(teams, models(where, teams), strict=True) if m == "hybrid"]
    assert found
    for team in found:
        roles = [KNOWLEDGE.roles[m.role] for m in team.members]
        assert any(is_employee(r) for r in roles)
        assert any(is_pilot(r) for r in roles)


def test_r063_the_pilot_thinks_and_the_employee_executes():
    acts = ("positioning", "annual_plan", "editorial_content")
    where = world(needs__activities=acts, **SMALL, **NO_PILOT)
    team = Team((Member("emp_content", **HERE), Member("fractional_cmo", hours=88.0)))
    hours = assigned(where, team)
    deep = [a.key for a in where.needs.activities if a.strategic_content >= 0.7]
    led = sum(hours[k]["fractional_cmo"] + hours[k]["internal_pilot"] for k in deep)
    assert led >= 0.8 * sum(sum(hours[k].values()) for k in deep)
    made = sum(
        hours[a.key]["emp_content"] for a in where.needs.activities if a.function == "execution"
    )
    assert made > 0.9 * sum(
        sum(hours[a.key].values()) for a in where.needs.activities if a.function == "execution"
    )


def test_r064_a_hybrid_without_its_pilot_is_less_aligned_and_measures_less():
    where = world(**NO_PILOT)
    without = Team(tuple(m for m in HYBRID.members if m.role != "fractional_cmo"))
    _, m = run(where, HYBRID, without)
    assert middle(m.alignment)[0] > middle(m.alignment)[1]
    assert middle(m.functions[2])[0] > middle(m.functions[2])[1]


def test_r065_a_hybrid_leaves_less_undone_at_the_peak_than_employees_for_less_money():
    where = world(
        marketing__seasonality="strong",
        company__business="b2c",
        company__headcount=8,
        marketing__budget=50_000,
    )
    bought = (("fractional_cmo", 14.0), ("free_paid", 24.0), ("free_generalist", 28.0),
              ("free_crm_automation", 24.0))  # fmt: skip
    hybrid = Team((Member("emp_content", **HERE), *(Member(k, hours=h) for k, h in bought)))
    inside = Team((Member("emp_content", **HERE), Member("emp_head", **HERE)))
    found, m = run(where, hybrid, inside)
    assert found.detail is not None
    assert middle(m.paid)[0] <= middle(m.paid)[1]
    served, asked = found.detail.month[:, 2, 12:], found.detail.month[:, 6, 12:]
    peak = asked.argmax(axis=1, keepdims=True)
    done = np.take_along_axis(served, peak, axis=1) / np.take_along_axis(asked, peak, axis=1)
    undone = 1.0 - done.mean(axis=(1, 2))
    assert undone[0] < undone[1]


def test_r066_a_project_is_served_by_the_specialist_without_a_new_fixed_cost():
    where = world(needs__activities=("web_redesign", "editorial_content"))
    team = Team(
        (
            Member("emp_content", **HERE),
            Member("free_design_video", hours=30.0),
            Member("free_web_cro", hours=60.0),
        )
    )
    hours = assigned(where, team)["web_redesign"]
    assert hours["free_web_cro"] + hours["free_design_video"] > hours["emp_content"]
    alone = Team(team.members[:1])
    found, _ = run(where, team, alone)
    fixed = [
        sum(planned(where, m)[0] for m in t.members if is_employee(KNOWLEDGE.roles[m.role]))
        for t in found.teams
    ]
    assert fixed[0] == fixed[1]
    weeks = max(KNOWLEDGE.roles[m.role].lead_time_weeks.high for m in team.members[1:])
    assert found.detail is not None
    done = found.detail.month[:, 2].mean(axis=-1)
    arrived = int(np.ceil(weeks / 4.345))
    assert (done[0, arrived:12] > done[1, arrived:12]).all()


def test_r071_a_hybrid_has_less_payroll_than_a_complete_team_and_covers_as_soon():
    where = world(company__headcount=12, **NO_PILOT)
    complete = Team((Member("emp_cmo"), Member("emp_content"), Member("emp_performance")))
    hybrid = Team((*HYBRID.members, Member("agency_full", hours=120.0)))
    _, m = run(where, hybrid, complete)

    def payroll(team: Team) -> float:
        return sum(
            planned(where, x)[0] for x in team.members if is_employee(KNOWLEDGE.roles[x.role])
        )

    assert abs(np.diff(middle(m.coverage))[0]) < 0.05
    assert payroll(hybrid) < payroll(complete)
    assert middle(m.weeks_25)[0] <= middle(m.weeks_25)[1]
    assert middle(m.weeks_80)[0] <= middle(m.weeks_80)[1]


def test_r072_growth_is_met_without_new_employees():
    steady, growing = world(), world(marketing__growth=0.5)
    team = Team(
        (
            Member("emp_content", **HERE),
            Member("free_paid", hours=40.0),
            Member("free_generalist", hours=60.0),
        )
    )
    outside = [run(w, team)[0]["hours_outside"].mean() for w in (steady, growing)]
    assert outside[1] > outside[0]


def test_r081_the_vision_is_asked_in_three_parts():
    parts = ["vision.targets", "vision.channels", "vision.objectives"]
    assert all(FACTS[key].kind == "bool" for key in parts)
    for lang in ("fr", "en"):
        assert len({KNOWLEDGE.facts[key].question[lang] for key in parts}) == 3


def test_r087_recurrent_needs_with_a_pilot_inside_favour_employees():
    where = world(needs__recurrent_share=0.95, needs__oneoff_share=0.0, needs__evolving=0.05)
    team = Team((Member("emp_content", **HERE), Member("emp_head", **HERE)))
    _, m = run(where, team, OUTSOURCED)
    worth = m.values.mean(axis=(1, 2))
    assert worth[0] > worth[1]


def test_r088_one_off_specialised_work_goes_to_specialists():
    where = world(needs__recurrent_share=0.05, needs__oneoff_share=0.9)
    bought = (
        "free_analytics",
        "free_crm_automation",
        "free_design_video",
        "free_seo",
        "free_web_cro",
    )
    team = Team((Member("emp_content", **HERE), *(Member(k, hours=60.0) for k in bought)))
    hours = assigned(where, team)
    pairs = zip(where.needs.activities, where.needs.label, strict=True)
    special = [a.key for a, label in pairs if label == "oneoff"]
    inside = sum(hours[k]["emp_content"] for k in special)
    outside = sum(hours[k][b] for k in special for b in bought)
    assert outside > inside


def test_r125_two_complementary_people_cover_more_than_one_profile_for_the_same_money():
    where = world(**NO_PILOT)
    one = Team((Member("emp_head", **HERE),))
    two = Team((Member("emp_content", **HERE), Member("fractional_cmo", hours=14.0)))
    _, m = run(where, one, two)
    paid, cover = middle(m.paid), middle(m.coverage)
    assert paid[1] <= 1.1 * paid[0]
    assert cover[1] >= cover[0]
