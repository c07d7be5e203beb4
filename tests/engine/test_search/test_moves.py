"""What the search tries and what it leaves: moves, contracts, teams that a rule closes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests import worlds
from tests.engine.test_search.shared import COMPANIES, EVENLY, SCENARIOS, with_an_agency
from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import planned
from timonier.engine.feasibility import models, structural
from timonier.engine.search import (
    LOOKED,
    Found,
    beam,
    enumerate_teams,
    neighbours,
    screen,
    search,
)
from timonier.engine.search.beam import promising
from timonier.engine.search.candidates import trimmed
from timonier.engine.search.mending import DEAR, Nearly
from timonier.engine.search.nearby import resized
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Member, Team, is_employee, ordered

NEAR = 0.01


@pytest.mark.parametrize("name", sorted(worlds.COMPANIES))
def test_no_contract_is_put_off(name: str) -> None:
    """A hire may come later; a provider who did would spare the money of a first year, and leave
    the work of those who are let go to nobody."""
    world = worlds.world(name)
    roles = world.knowledge.roles
    starts = [t for part in search(world, EVENLY, rounds=2).best.values() for t in part[:2]]
    near = [t for team in starts for t in neighbours(world, team)]
    assert len(near) > 50
    new = [m for t in near for m in t.members if not m.existing and m.end_month is None]
    assert {m.start_month for m in new if not is_employee(roles[m.role])} == {0}


@pytest.mark.parametrize("name", sorted(worlds.COMPANIES))
def test_a_team_left_untried_for_its_plan_would_not_come_near_its_model_s_first(name: str) -> None:
    """A rule closes it in nearly all the draws: what is left of it is worth little."""
    company = worlds.COMPANIES[name]
    growing = replace(company, facts={**company.facts, "marketing.role": "growth_lever"})
    world = worlds.draw(growing, SCENARIOS)
    teams = enumerate_teams(world)
    kept = promising(world, teams)
    left = [team for team in teams if team not in set(kept)]
    assert left or name != "seasonal shop"  # where nobody inside steers
    held = best_worth(world, kept)
    for model, worth in best_worth(world, left).items():
        assert worth < 0.5 * held[model]


def best_worth(world: World, teams: list[Team]) -> dict[str, float]:
    """Expected utility of the best team of each model that is within the budget."""
    seen = screen(world, teams, EVENLY, margins=LOOKED)
    worth: dict[str, float] = {}
    for i in np.flatnonzero(seen.open):
        worth[seen.model[i]] = max(float(seen.utility[i]), worth.get(seen.model[i], 0.0))
    return worth


def test_every_team_is_tried_where_no_rule_asks_for_steering() -> None:
    world = worlds.world("seasonal shop")
    producing = replace(
        world.company, facts={**world.company.facts, "marketing.role": "production_centre"}
    )
    world = worlds.draw(producing, SCENARIOS)
    teams = enumerate_teams(world)
    assert promising(world, teams) == teams


@pytest.mark.parametrize("name", sorted(worlds.COMPANIES))
def test_every_team_that_is_tried_belongs_to_one_of_the_three_models(name: str) -> None:
    world = worlds.world(name)
    named = set(models(world, enumerate_teams(world)))
    assert named <= set(MODELS)
    assert "hybrid" in named


def test_no_team_at_all_is_screened_as_none() -> None:
    nothing = screen(worlds.world("steady"), [], EVENLY)
    assert nothing.teams == ()
    assert nothing.scores.values.shape == (0, 7, worlds.SCENARIOS)


def test_a_contract_that_costs_a_little_too_much_is_tried_smaller() -> None:
    world = worlds.world("seasonal shop")
    by_hours = [with_an_agency(hours) for hours in range(20, 400, 10)]
    seen = screen(world, by_hours, EVENLY)
    narrowly = (seen.overrun >= seen.limit) & (seen.overrun < DEAR) & seen.allowed.any(axis=1)
    dear = [team for team, close in zip(by_hours, narrowly, strict=True) if close]
    assert dear
    nearly = Nearly(EVENLY)
    nearly.note(seen)
    none = dict.fromkeys(MODELS, -1.0)
    given = nearly.worth_mending(none, {"outsourced"})
    assert given
    assert set(given) <= set(dear)
    assert not set(nearly.worth_mending(none, {"outsourced"})) & set(given)  # once
    assert nearly.worth_mending(dict.fromkeys(MODELS, 1.0), {"outsourced"}) == []
    assert nearly.worth_mending(none, {"in_house"}) == []
    assert screen(world, resized(world, given[0]), EVENLY).open.any()


def test_mending_what_the_budget_closes_narrowly_takes_nothing_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = worlds.draw(worlds.COMPANIES["staffed"], SCENARIOS)

    def hybrid(found: Found) -> float:
        return float(screen(world, found.best["hybrid"][:1], EVENLY).utility[0])

    found = search(world, EVENLY, threads=2)
    monkeypatch.setattr(Nearly, "worth_mending", lambda *_: [])
    assert hybrid(found) >= hybrid(search(world, EVENLY, threads=2)) - NEAR


def test_late_rounds_try_fewer_teams_and_lose_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.draw(worlds.COMPANIES["steady"], SCENARIOS)
    found = search(world, EVENLY, threads=2)
    monkeypatch.setattr(beam, "LATE", 99)
    wide = search(world, EVENLY, threads=2)
    assert found.screened < wide.screened
    for model in MODELS:
        one, other = (screen(world, f.best[model][:1], EVENLY) for f in (found, wide))
        assert [*one.utility] == pytest.approx([*other.utility], abs=NEAR)


def test_somebody_with_too_little_work_is_tried_with_the_hours_that_are_used() -> None:
    world = worlds.world("projects")
    pilot, agency = Member("fractional_cmo", hours=28.0), Member("agency_full", hours=150.0)
    team: Team | None = Team(ordered((pilot, agency, Member("free_seo", hours=60.0))))
    for _ in range(4):
        assert team is not None
        seen = screen(world, [team], EVENLY)
        if not seen.idle[0]:
            break
        team = trimmed(world, team, seen.used[0])
    assert not seen.idle[0]
    hours = {m.role: m.hours for m in team.members}
    assert (hours["fractional_cmo"], hours["agency_full"]) == (28.0, 150.0)
    assert hours.get("free_seo", 0.0) < 50.0


def test_hours_go_from_one_provider_to_another_for_the_same_money() -> None:
    world = worlds.world("seasonal shop")
    team = Team(ordered((Member("fractional_cmo", hours=28.0), Member("free_paid", hours=40.0),
                         Member("free_seo", hours=40.0))))  # fmt: skip

    def cost(one: Team) -> float:
        return sum(planned(world, m)[0] for m in one.members)

    def moved(one: Team) -> list[str]:
        before = {m.role: m.hours for m in team.members}
        return [m.role for m in one.members if m.hours != before.get(m.role)]

    several = [t for t in neighbours(world, team) if len(moved(t)) == 2 and len(t.members) == 3]
    same = [t for t in several if cost(t) == pytest.approx(cost(team), rel=0.01)]
    assert {frozenset(moved(t)) for t in same} >= {
        frozenset(("free_paid", "free_seo")), frozenset(("fractional_cmo", "free_seo")),
    }  # fmt: skip


def test_some_of_an_outside_pilot_s_days_pay_a_new_provider() -> None:
    """Fewer days alone and one more provider alone are two steps down where both are one up."""
    world = worlds.world("seasonal shop")
    pilot, paid = Member("fractional_cmo", hours=42.0), Member("free_paid", hours=20.0)
    team = Team(ordered((pilot, paid)))

    def cost(one: Team) -> float:
        return sum(planned(world, m)[0] for m in one.members)

    def led_less(one: Team) -> bool:
        led = [m for m in one.members if m.role == pilot.role and m.end_month is None]
        return any(14.0 <= m.hours < pilot.hours for m in led)

    joined = [t for t in neighbours(world, team) if len(t.members) == 3 and paid in t.members]
    swapped = [t for t in joined if led_less(t)]
    assert {m.role for t in swapped for m in t.members} >= {"free_seo", "free_content"}
    for one in swapped:
        assert cost(one) == pytest.approx(cost(team), rel=0.02)


def test_who_leads_in_the_end_may_be_another_than_who_begins() -> None:
    world = worlds.world("steady")
    hire = Member("emp_generalist", start_month=0)
    alone = Team(ordered((hire, Member("emp_head"))))
    bridged = [t for t in neighbours(world, alone) if any(m.end_month for m in t.members)]
    assert bridged
    led = Team(ordered((hire, Member("fractional_cmo", hours=28.0))))
    handed = [
        t
        for t in neighbours(world, led)
        if {"emp_head", "emp_generalist"} <= {m.role for m in t.members}
    ]
    ends = [m.end_month for t in handed for m in t.members if m.role == "fractional_cmo"]
    assert any(ends)
    assert any(structural(world, t) for t in handed)


def test_two_sets_of_draws_find_teams_worth_about_the_same() -> None:
    """On single moves from one start the luck of the draws chose between an agency and freelancers,
    and between heads with and without who prepares their place."""
    company = COMPANIES["steady with a pilot"]
    judge = make_world(company, worlds.KNOWLEDGE, np.random.default_rng(1), 1_024, months=36)
    worth: dict[str, list[float]] = {m: [] for m in MODELS}
    for seed in (5, 6):
        draw = np.random.default_rng(seed)
        few = make_world(company, worlds.KNOWLEDGE, draw, SCENARIOS, months=36)
        for model, teams in search(few.settled, EVENLY, threads=2).best.items():
            seen = screen(judge.settled, teams[:4], EVENLY, margins=0.0)
            worth[model].append(float(np.where(seen.open, seen.utility, 0.0).max(initial=0.0)))
    for found in worth.values():
        assert abs(found[0] - found[1]) <= 0.02
