"""What a team is worth is the work that it does: nothing done, nothing earned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import worlds
from tests.worlds import team
from timonier.engine.criteria import score
from timonier.engine.ranking import weight_draws, wishes
from timonier.engine.search import screen
from timonier.engine.simulation import World, simulate_teams
from timonier.engine.team import Member, Team

WEIGHTINGS = 256
ROUNDING = 1e-6
NOBODY_INSIDE = {"steering.level": 0, "steering.hours_per_month": 0.0}
MEANS = st.sampled_from([110_000.0, 200_000.0, 380_000.0])
SOLD = ("free_content", "free_generalist", "free_paid", "agency_full", "agency_content_social")


def weightings(world: World) -> np.ndarray:
    """(weighting, criterion) what a company may hold to be important."""
    rng = np.random.default_rng(5)
    return weight_draws(wishes(world.company), tuple(world.knowledge.criteria), rng, WEIGHTINGS)


def worth(world: World, *teams: Team) -> np.ndarray:
    """(weighting, team, scenario) utility."""
    scores = score(world, simulate_teams(world, teams, brief=True))
    return np.einsum("wc,tcs->wts", weightings(world), scores.values)


@pytest.mark.parametrize("name", worlds.COMPANIES)
def test_nobody_at_all_is_worth_nothing_whatever_is_preferred(name: str) -> None:
    facts = {**worlds.COMPANIES[name].facts, **NOBODY_INSIDE}
    world = worlds.draw(replace(worlds.COMPANIES[name], facts=facts), 64)
    assert worth(world, team()).max() <= ROUNDING


@pytest.mark.parametrize("name", worlds.COMPANIES)
def test_an_inside_pilot_left_alone_is_worth_little_for_the_little_that_gets_done(
    name: str,
) -> None:
    world = worlds.world(name, 64)
    scores = score(world, simulate_teams(world, [team()], brief=True))
    assert np.median(scores.coverage) < 0.15
    assert np.median(worth(world, team())) < 0.2


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    name=st.sampled_from(sorted(worlds.COMPANIES)),
    share=st.floats(0.0, 1.0),
)
def test_at_equal_cost_more_useful_work_is_never_worth_less(
    seed: int, name: str, share: float
) -> None:
    assert gain(seed, name, share, early=True).min() >= -1e-5


def gain(seed: int, name: str, share: float, early: bool) -> np.ndarray:
    """(weighting, team, scenario) what a team of any people would be worth more, were it to do
    besides a share of the execution that it leaves undone, for the same money; ``early`` too."""
    world = worlds.world(name, 64)
    outcomes = simulate_teams(world, [worlds.any_team(np.random.default_rng(seed))], brief=True)
    records, needed = outcomes.records.copy(), world.needed
    todo = {"counted_execution": needed.execution_steady, "execution_first": needed.execution_first}
    for metric in list(todo)[: 1 + early]:
        left = (todo[metric] - outcomes[metric]).clip(0.0)
        records[metric] += share * left.reshape(records[metric].shape)
    before, after = score(world, outcomes), score(world, replace(outcomes, records=records))
    return np.einsum("wc,tcs->wts", weightings(world), after.values - before.values)


@settings(max_examples=40, deadline=None)
@given(
    budget=MEANS,
    name=st.sampled_from(["steady", "seasonal shop", "projects"]),
    role=st.sampled_from(SOLD),
    hours=st.floats(10.0, 120.0),
    more=st.floats(1.0, 30.0),
    staff=st.sampled_from([(), ("emp_content",), ("emp_generalist",)]),
)
def test_an_hour_of_useful_work_within_the_budget_never_lowers_a_team(
    budget: float, name: str, role: str, hours: float, more: float, staff: tuple[str, ...]
) -> None:
    world = worlds.draw(worlds.COMPANIES[name].with_fact("marketing.budget", budget), 64)
    people = [Member(key) for key in staff]
    pair = [team(*people, Member(role, hours=h)) for h in (hours, hours + more)]
    seen = screen(world, pair, weightings(world).mean(axis=0), margins=0.0)
    within = (seen.overrun <= seen.limit).all() and (seen.allowed[0] == seen.allowed[1]).all()
    useful = seen.scores.coverage[1].mean() - seen.scores.coverage[0].mean()
    if within and useful > 0.5 * more / monthly(world):
        assert seen.utility[1] >= seen.utility[0] - 1e-4


def monthly(world: World) -> float:
    """Hours of work needed a month."""
    return float(world.needs.monthly.sum())
