"""People and contracts in place stay unless the company says otherwise, as it says they are."""

from __future__ import annotations

import numpy as np
import pytest

from tests import worlds
from tests.decisions import COMPANIES, chances, decided, first, found, plans
from timonier.app.company_file import load_company
from timonier.engine.company import Position
from timonier.engine.criteria import score
from timonier.engine.decision import decide
from timonier.engine.feasibility import models
from timonier.engine.own import offered, present
from timonier.engine.persons import with_persons
from timonier.engine.search import enumerate_teams
from timonier.engine.simulation import make_world, simulate_teams
from timonier.engine.team import Team, is_employee, ordered

STAFFED = ("staffed", "agency in place", "writer who leaves")
START = {"company__start": "2026-01"}


@pytest.mark.parametrize("name", STAFFED)
def test_nobody_s_job_is_ended_that_the_company_did_not_say_to_end(name: str) -> None:
    leaving = {p.role for p in COMPANIES[name].team if p.keep is False}
    decision = decided(name)
    roles = decision.knowledge.roles
    for team in decision.judged.teams:
        let_go = {m.role for m in team.released if is_employee(roles[m.role])}
        assert let_go <= leaving
    for model in decision.ranked:
        staff = {m.role for m in decision.team(model).members if m.existing}
        assert staff >= {p.role for p in COMPANIES[name].team if "emp_" in p.role} - leaving


def test_somebody_said_to_leave_is_in_no_advised_team() -> None:
    decision = decided("writer who leaves")
    for team in plans(decision):
        assert not any(m.existing and m.role == "emp_content" for m in team.members)
        assert [m.role for m in team.released] == ["emp_content"]


def test_a_provider_in_place_has_the_hours_that_are_said() -> None:
    decision = decided("agency in place")
    held = {m.role: m.hours for m in decision.team("as_is").members}
    assert held["agency_content_social"] == 26.0
    worked = decision.judged.outcomes["hours_outside"][decision.row["as_is"]]
    assert np.median(worked) <= 36 * 26.0 * 1.3  # an agency stretches a little


@pytest.mark.parametrize("role", ["agency_full", "agency_paid", "free_content", "fractional_cmo"])
def test_a_stated_cost_sets_the_hours_and_stated_hours_the_cost(role: str) -> None:
    def member(**said: float):
        one = worlds.company(team=(Position(role, since_months=12.0, **said),))
        world = worlds.draw(one, 64)
        return world, present(world)[0]

    world, by_hours = member(hours=20.0)
    row = world.role_keys.index(role)
    assert by_hours.hours == 20.0
    yearly = 12.0 * 20.0 * float(world.middle_pay[row])
    _, by_cost = member(cost=yearly)
    assert by_cost.hours == pytest.approx(20.0, rel=0.1)
    assert by_cost.yearly_cost == yearly
    _, twice = member(cost=2.0 * yearly)
    assert twice.hours == pytest.approx(2.0 * by_cost.hours, rel=0.02)
    _, unsaid = member()
    assert unsaid.hours < 0.5 * world.knowledge.roles[role].max_hours  # not all it could sell


def test_a_contract_ends_in_the_month_that_is_said() -> None:
    ending = Position("emp_content", 1.0, since_months=8.0, keep=False, until="2026-06")
    world = worlds.draw(worlds.company(team=(ending,), **START), 64)
    (stays,) = world.in_place.stay
    assert stays.end_month == 6
    paid = score(world, simulate_teams(world, [Team((stays,))], brief=True)).by_year
    assert np.median(paid[0, 1:]) < 0.01 * np.median(paid[0, 0])  # nothing once it has ended
    for team in enumerate_teams(world):
        assert stays in team.members


def test_a_contract_with_an_end_may_be_renewed_or_run_out_without_a_dismissal() -> None:
    ending = Position("emp_content", 1.0, since_months=8.0, until="2026-06")
    world = worlds.draw(worlds.company(team=(ending,), **START), 64)
    ends = {m.end_month for team in enumerate_teams(world) for m in team.members if m.existing}
    assert ends == {None, 6}
    assert all(not team.released for team in enumerate_teams(world))


def test_a_provider_may_be_kept_by_saying_so() -> None:
    kept = Position("free_design_video", 1.0, since_months=20.0, hours=12.0, keep=True)
    world = worlds.draw(worlds.company(team=(kept,)), 64)
    assert all(present(world)[0] in team.members for team in enumerate_teams(world))


@pytest.mark.parametrize("name", STAFFED)
def test_the_team_in_place_with_one_thing_added_is_among_those_tried(name: str) -> None:
    world = worlds.draw(COMPANIES[name], 64)
    here = world.in_place
    staff = set(here.stay) | set(here.may_go)
    added = [
        next(m for m in team.members if m not in staff)
        for team in enumerate_teams(world)
        if staff <= set(team.members) and len(team.members) == len(staff) + 1
    ]
    kinds = {world.knowledge.roles[m.role].category for m in added}
    assert {"employee", "freelancer"} <= kinds


@pytest.mark.parametrize("name", STAFFED)
def test_the_advised_team_does_not_do_less_than_the_one_in_place(name: str) -> None:
    decision = decided(name)
    done = np.median(decision.judged.scores.coverage, axis=1)
    assert done[decision.row[first(decision)]] >= done[decision.row["as_is"]] - 0.02


def test_removing_the_budget_line_dismisses_nobody() -> None:
    """Inputs of the findings: a head and a writer were let go when the budget was not said."""
    said, unsaid = found("pop05"), found("pop05-no-budget")
    for decision in (said, unsaid):
        for team in plans(decision):
            assert {"emp_head", "emp_content"} <= {m.role for m in team.members if m.existing}
            assert team.released == ()
    assert first(unsaid) == first(said) == "in_house"


def test_no_part_of_a_vision_dismisses_anybody_nor_turns_the_advice_over() -> None:
    one, none = found("pop15-one-vision"), found("pop15")
    for decision in (one, none):
        for team in plans(decision):
            assert {"emp_head", "emp_content"} <= {m.role for m in team.members if m.existing}
            assert team.released == ()
    before, after = chances(one), chances(none)
    for model in before.keys() | after.keys():
        assert abs(before.get(model, 0.0) - after.get(model, 0.0)) <= 0.30


def test_two_hours_of_steering_move_no_chance_far() -> None:
    before, after = chances(found("base-L2-h22")), chances(found("base-L2-h24"))
    for model in before.keys() | after.keys():
        assert abs(before.get(model, 0.0) - after.get(model, 0.0)) <= 0.15


SHOP = {
    "company": {"market": "fr", "business": "b2c", "headcount": 4, "stage": "exploring"},
    "marketing": {"budget": 5_000, "role": "production_centre", "governance": "weak"},
    "vision": {"targets": True, "channels": True, "objectives": False},
    "steering": {"level": 2, "hours_per_month": 4, "contact": True},
    "hiring": {"can_recruit": False},
    "team": [{"role": "owner", "hours_per_month": 20}],
}  # fmt: skip


def test_an_owner_who_does_it_is_an_in_house_answer() -> None:
    decision = decide(
        load_company(SHOP, worlds.KNOWLEDGE), knowledge=worlds.KNOWLEDGE, scenarios=64
    )
    assert first(decision) == "in_house"
    (owner,) = (m for m in decision.team("in_house").members if m.role == "owner")
    world = decision.world
    assert owner.quantity * world.worked == pytest.approx(20.0)
    alone = Team((owner,))
    assert models(world, [alone]) == ["in_house"]
    scores = score(world, simulate_teams(world, [alone], brief=True))
    assert scores.paid.max() == 0.0
    assert np.median(scores.coverage) > 0.1


def test_skills_of_one_s_own_change_what_a_person_does() -> None:
    def does(*skills: tuple[str, int]) -> tuple[float, float]:
        person = Position("emp_junior", 1.0, since_months=24.0, cost=36_000.0, skills=skills)
        one = worlds.company(team=(person,), needs__activities=("paid_social", "seo_ongoing"))
        one, known = with_persons(one, worlds.KNOWLEDGE)
        world = make_world(one, known, np.random.default_rng(11), 128, 36)
        scores = score(world, simulate_teams(world, [Team(ordered(present(world)))], brief=True))
        return float(scores.values[0].mean()), float(scores.coverage.mean())

    able = [(k, 4) for k in worlds.KNOWLEDGE.skills]
    usual, better, none = does(), does(*able), does(*((k, 0) for k, _ in able))
    assert better[1] > usual[1] > none[1]
    assert better[0] > usual[0] > none[0]


def test_an_offer_in_hand_is_tried_at_its_own_price() -> None:
    text = SHOP | {
        "marketing": {**SHOP["marketing"], "budget": 60_000},
        "team": [],
        "quote": [{"role": "agency_full", "monthly": 2_400, "setup": 1_500, "name": "Atelier"}],
    }
    world = worlds.draw(load_company(text, worlds.KNOWLEDGE), 64)
    (offer,) = offered(world)
    assert (offer.yearly_cost, offer.once) == (28_800.0, 1_500.0)
    team = next(t for t in enumerate_teams(world) if offer in t.members and len(t.members) == 1)
    paid = score(world, simulate_teams(world, [team], brief=True)).by_year
    assert np.median(paid[0, 1]) == pytest.approx(28_800.0, rel=0.12)
