"""What the mechanism promises about a pilot, employees and contracts together."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.test_mechanism.teams import (
    HERE,
    HYBRID,
    NO_PILOT,
    SMALL,
    assigned,
    middle,
    run,
    world,
)
from tests.worlds import KNOWLEDGE
from timonier.engine.criteria import months_to_stop, planned
from timonier.engine.feasibility import is_bridge, loads, models, planned_use
from timonier.engine.search import enumerate_teams
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Member, Team, is_employee, is_pilot, led_by


def test_r065_a_contract_absorbs_the_swing_of_the_whole_team_not_only_its_own():
    """A33: what is bought beside an employee takes the peak of both, and stops first."""
    where = world()
    team = Team((Member("emp_content"), Member("free_generalist", hours=40.0)))
    _, m = run(where, team)
    costs, hours = zip(*(planned(where, one) for one in team.members), strict=True)
    stops = [months_to_stop(where, KNOWLEDGE.roles[one.role], 12.0) for one in team.members]
    avoided = sum(c * max(0.0, 3.0 - s) / 3.0 for c, s in zip(costs, stops, strict=True))
    swings = 4.0 * (middle(m["flexibility"])[0] - 0.5 * avoided / sum(costs))  # risen and fallen
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
    assert models(where, [few, crowd]) == ["in_house", "hybrid"]
    used = planned_use(where, [crowd])[0]
    assert used[2:].sum() / used.sum() < where.rules.in_house_bought_share_max


def test_r060_every_hybrid_has_an_executor_and_is_led_or_mostly_done_from_outside():
    where = world(**NO_PILOT)
    teams = enumerate_teams(where)
    planned = loads(where, where.pack(teams))
    named = zip(teams, planned, models(where, teams), strict=True)
    found = [(team, load) for team, load, model in named if model == "hybrid"]
    assert found
    most = where.rules.in_house_bought_share_max
    ways = set()
    for team, load in found:
        roles = [KNOWLEDGE.roles[m.role] for m in team.members if not is_bridge(where, m)]
        assert any(is_employee(r) for r in roles)
        assert any(is_pilot(r) for r in roles) or load.bought_share > most
        ways.add(led_by("hybrid", load))
    assert ways == {"inside", "outside"}


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
    assert middle(m["alignment"])[0] > middle(m["alignment"])[1]
    assert middle(m["coverage.measurement"])[0] > middle(m["coverage.measurement"])[1]


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
    free = undone_at_the_peak(reliable(where), hybrid, inside)
    usual = undone_at_the_peak(where, hybrid, inside)
    assert free[0] < free[1]  # as long as those who are bought are there
    assert usual[0] < usual[1] + 0.03  # as they are: first choices fail, months are missed


def reliable(where: World) -> World:
    """The same company where freelancers are always free and the first one chosen is the right."""
    told = where.company
    for key in ("unavailable_share", "first_choice_fails"):
        told = told.with_assumption(f"provider.freelancer.{key}", 0.0)
    return make_world(told, KNOWLEDGE, np.random.default_rng(11), where.size, where.months)


def undone_at_the_peak(where: World, *teams: Team) -> np.ndarray:
    """(team,) share of the execution of the busiest month that is left; the first costs least."""
    found, m = run(where, *teams)
    assert found.detail is not None
    assert middle(m["paid"])[0] <= middle(m["paid"])[1]
    served, asked = found.detail.month[:, 2, 12:], found.detail.month[:, 6, 12:]
    peak = asked.argmax(axis=1, keepdims=True)
    done = np.take_along_axis(served, peak, axis=1) / np.take_along_axis(asked, peak, axis=1)
    return 1.0 - done.mean(axis=(1, 2))


def test_r066_a_project_is_served_by_the_specialist_without_a_new_fixed_cost():
    where = reliable(world(needs__activities=("web_redesign", "editorial_content")))
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

    assert abs(np.diff(middle(m["coverage"]))[0]) < 0.05
    assert payroll(hybrid) < payroll(complete)
    assert middle(m["speed"])[0] <= middle(m["speed"])[1]
    assert middle(m["weeks_80"])[0] <= middle(m["weeks_80"])[1]


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
