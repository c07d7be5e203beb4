"""A whole decision: the same on any thread, steady as the sample grows, refused when absurd."""

from __future__ import annotations

from functools import cache
from math import ceil

import numpy as np
import pytest

from tests import worlds
from timonier.engine.company import Position
from timonier.engine.decision import Decision, decide, extent
from timonier.engine.effort import QUICK
from timonier.engine.ranking import Ranking
from timonier.engine.rules import rules_of
from timonier.engine.team import SEATS, people_in

NAMES = ("steady", "seasonal shop", "projects")


@cache
def decided(name: str, scenarios: int, threads: int = 1, seed: int = 0) -> Decision:
    return decide(
        worlds.COMPANIES[name],
        knowledge=worlds.KNOWLEDGE,
        scenarios=scenarios,
        threads=threads,
        seed=seed,
    )


def ranking(decision: Decision) -> Ranking:
    assert decision.ranking is not None
    return decision.ranking


def as_bytes(decision: Decision) -> tuple[bytes, ...]:
    found = ranking(decision)
    return (
        decision.weights.tobytes(),
        decision.judged.measures.values.tobytes(),
        decision.judged.outcomes.records.tobytes(),
        found.chance_of_best.tobytes(),
        found.rank_acceptability.tobytes(),
        found.regret_mean.tobytes(),
        repr((decision.row, decision.judged.teams, decision.warnings, decision.verdict)).encode(),
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_decision_to_the_byte_on_one_thread_or_two(name: str) -> None:
    assert as_bytes(decided(name, 512)) == as_bytes(decided(name, 512, threads=2))


def test_a_quick_decision_says_so_tries_fewer_teams_and_is_the_same_on_one_thread_or_two() -> None:
    one, two = (
        decide(worlds.COMPANIES["projects"], knowledge=worlds.KNOWLEDGE, effort=QUICK, threads=n)
        for n in (1, 2)
    )
    assert as_bytes(one) == as_bytes(two)
    assert one.effort == QUICK
    assert one.world.size == worlds.KNOWLEDGE.method["sampling.quick_scenarios"].value.median
    assert one.found.screened < decided("projects", 512).found.screened


def test_an_effort_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="effort = 'fast': expected full, quick or triage"):
        decide(worlds.COMPANIES["steady"], knowledge=worlds.KNOWLEDGE, effort="fast")


def test_another_seed_draws_other_futures() -> None:
    assert as_bytes(decided("steady", 512)) != as_bytes(decided("steady", 512, seed=1))


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_scenarios_move_no_chance_by_more_than_three_stated_errors(name: str) -> None:
    once, twice = decided(name, 512), decided(name, 1024)
    assert once.ranked == twice.ranked
    moved = np.abs(ranking(once).chance_of_best - ranking(twice).chance_of_best)
    other_teams = 0.015  # more scenarios may end the search on other teams of the same worth
    assert (moved <= 3.0 * ranking(once).chance_error + other_teams).all()


def test_the_usual_number_of_scenarios_keeps_the_error_of_a_chance_below_half_a_point() -> None:
    scenarios, _ = extent(rules_of(worlds.KNOWLEDGE.method))
    few = ranking(decided("projects", 512))
    even = 0.005 * np.sqrt(512 / 511)  # of an even chance, as it is estimated on 512
    assert (few.chance_error * np.sqrt(512 / scenarios) <= even).all()


@pytest.mark.parametrize("months", [0, 12, 35, 61])
def test_months_that_are_not_simulated_are_refused_with_what_is(months: int) -> None:
    with pytest.raises(ValueError, match=f"months = {months}: expected 36 to 60"):
        decide(worlds.COMPANIES["steady"], knowledge=worlds.KNOWLEDGE, months=months)


@pytest.mark.parametrize("quantity", [SEATS, SEATS + 0.5, 50])
def test_a_crowd_is_decided_for(quantity: float) -> None:
    crowd = worlds.company(
        team=(Position("emp_content", float(quantity), since_months=20.0),),
        company__headcount=400,
        marketing__budget=1_500_000,
    )
    found = decide(crowd, knowledge=worlds.KNOWLEDGE, scenarios=64)
    assert people_in(found.team("as_is")) == ceil(quantity)
    assert max(len(t.members) for t in found.judged.teams) <= SEATS
