"""A triage: the teams of similar companies, made this company's own and judged at once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests import worlds
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company, Position
from timonier.engine.decision import Decision, decide
from timonier.engine.effort import FULL, QUICK, TRIAGE, loss_of
from timonier.engine.feasibility import structural
from timonier.engine.precedents import traits_of
from timonier.engine.rules import rules_of
from timonier.engine.simulation import make_world
from timonier.engine.team import ordered
from timonier.engine.triage import added_of

NAMES = ("steady", "seasonal shop", "projects")
RULES = rules_of(worlds.KNOWLEDGE.method)


@cache
def triaged(name: str, threads: int = 1) -> Decision:
    company = worlds.COMPANIES[name]
    return decide(company, knowledge=worlds.KNOWLEDGE, effort=TRIAGE, threads=threads)


@pytest.mark.parametrize("name", NAMES)
def test_a_triage_is_the_same_to_the_byte_on_one_thread_or_two(name: str) -> None:
    one, two = triaged(name), triaged(name, 2)
    assert one.judged.measures.values.tobytes() == two.judged.measures.values.tobytes()
    assert (one.row, one.judged.teams, one.verdict) == (two.row, two.judged.teams, two.verdict)
    assert one.ranking is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_triage_tries_tens_of_teams_of_which_each_advised_one_is_safe_and_affordable(
    name: str,
) -> None:
    found = triaged(name)
    assert found.effort == TRIAGE
    assert found.world.size == RULES.sampling_triage_scenarios
    assert 10 <= found.found.screened <= 200
    for model in found.ranked:
        row = found.row[model]
        assert found.judged.open[row]
        assert found.judged.model[row] == model
        assert structural(found.world, found.team(model))


def test_whoever_is_in_place_stays_in_every_team_of_a_triage() -> None:
    staff = (
        Position("emp_content", since_months=20.0),
        Position("free_paid", hours=12.0, keep=True),
    )
    company = replace(worlds.COMPANIES["steady"], team=staff)
    found = decide(company, knowledge=worlds.KNOWLEDGE, effort=TRIAGE, threads=1)
    assert found.ranked
    for team in found.judged.teams:
        assert {"emp_content", "free_paid"} <= {m.role for m in team.members if m.existing}
    assert "as_is" in found.row


def test_named_activities_are_begun_by_somebody_in_every_team_of_a_triage() -> None:
    company = worlds.company(needs__activities=("pr_media", "seo_ongoing", "crm_implementation"))
    found = decide(company, knowledge=worlds.KNOWLEDGE, effort=TRIAGE, threads=1)
    world = found.world
    assert found.ranked
    for model in found.ranked:
        assert structural(world, found.team(model))


def test_an_unknown_budget_is_followed_by_the_team_of_a_triage() -> None:
    company = worlds.company(marketing__budget=None)
    found = decide(company, knowledge=worlds.KNOWLEDGE, effort=TRIAGE, threads=1)
    assert found.ranked
    teams = {o.team for step in found.steps for o in step.options.values()}
    assert len(teams) > len(found.ranked)


def test_a_precedent_keeps_everybody_who_comes_in_a_team() -> None:
    """Whoever comes is kept, in the order of a team."""
    company = worlds.COMPANIES["steady"]
    found = decide(company, knowledge=worlds.KNOWLEDGE, effort=QUICK, scenarios=256, threads=1)
    world = found.world
    team = found.team(found.ranked[0])
    added = added_of(world, team)
    assert sorted(m.role for m in added) == sorted(m.role for m in team.members if not m.existing)
    assert added == ordered(added)


def test_the_nearest_precedents_are_those_of_the_most_similar_companies_of_each_model() -> None:
    library = worlds.KNOWLEDGE.markets["fr"].library
    assert library is not None
    one = library.precedents[7]
    near = library.nearest(dict(zip(library.traits, one.traits, strict=True)), 3)
    assert one in near
    assert [sum(p.model == m for p in near) for m in MODELS] == [3, 3, 3]


def test_each_market_has_a_library_of_about_three_hundred_teams_of_the_three_models() -> None:
    for market in worlds.KNOWLEDGE.markets.values():
        assert market.library is not None
        assert 150 <= len(market.library.precedents) <= 330
        assert {p.model for p in market.library.precedents} == set(MODELS)


def test_traits_say_who_has_more_money_and_who_can_recruit() -> None:
    def traits(company: Company) -> dict[str, float]:
        world = make_world(company, worlds.KNOWLEDGE, np.random.default_rng(0), 128, 36)
        return traits_of(world, np.full(len(worlds.KNOWLEDGE.criteria), 0.1))

    rich, poor = (
        traits(worlds.company(marketing__budget=b, hiring__can_recruit=may))
        for b, may in ((400_000, True), (40_000, False))
    )
    assert rich["money"] > poor["money"] + 2.0
    assert rich["recruits"] > poor["recruits"]


def test_a_market_without_a_library_refuses_a_triage_and_says_why() -> None:
    known = worlds.KNOWLEDGE
    bare = replace(known.markets["fr"], library=None)
    knowledge: Knowledge = replace(known, markets={**known.markets, "fr": bare})
    with pytest.raises(ValueError, match="the market fr has no library of teams"):
        decide(worlds.COMPANIES["steady"], knowledge=knowledge, effort=TRIAGE)


def test_what_each_lesser_effort_loses_is_known_and_a_triage_moves_a_chance_the_most() -> None:
    assert loss_of(FULL, RULES) is None
    quick, triage = loss_of(QUICK, RULES), loss_of(TRIAGE, RULES)
    assert quick is not None
    assert triage is not None
    assert quick.companies == triage.companies > 0
    assert all(0.5 <= lost.same <= 1.0 for lost in (quick, triage))
    assert quick.change <= triage.change <= 0.5
