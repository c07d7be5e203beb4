"""The search finds what trying everything would find, on catalogues small enough to try it all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from tests import worlds
from tests.engine.test_search.shared import COMPANIES, EVENLY, SCENARIOS
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.feasibility import structural
from timonier.engine.own import present
from timonier.engine.search import (
    enumerate_teams,
    neighbours,
    screen,
    search,
)
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Member, Team, is_pilot, ordered

ROLES = ("internal_pilot", "emp_head", "emp_content", "fractional_cmo", "free_generalist",
         "free_paid")  # fmt: skip
HOURS = {
    "fractional_cmo": (14.0, 21.0, 28.0, 56.0),
    "free_generalist": (8.0, 12.0, 32.0, 50.0, 70.0),
    "free_paid": (4.0, 12.0, 32.0, 60.0),
}
STARTS = (0, 3)
BRIDGE = "fractional_cmo"
NEAR = 0.01
GAP, GAP_MEAN = 0.015, 0.005  # of utility, that a search may miss: at most, on average


def small_catalogue() -> Knowledge:
    roles = {key: worlds.KNOWLEDGE.roles[key] for key in ROLES}
    return replace(worlds.KNOWLEDGE, roles=roles)


@dataclass(frozen=True)
class Tried:
    """Expected utility on the same draws: of the best team of each model and of the search's."""

    best: dict[str, float]
    reached: dict[str, float]


def every_team(world: World) -> Iterator[Team]:
    """Each employee or none, each provider at each of its hours or none, each of the starts, and
    each pilot who leaves once a hire has settled in; who is in place stays."""
    kept = world.in_place.stay
    assert kept == present(world)
    taken = {m.role for m in kept}
    options = [
        [None, *(Member(key, start_month=s) for s in STARTS)]
        for key in ("emp_head", "emp_content")
        if key not in taken
    ]
    options += [
        [None, *(Member(key, hours=h, start_month=s) for h in hours for s in STARTS)]
        for key, hours in HOURS.items()
    ]
    options[-len(HOURS)] += [
        Member(BRIDGE, hours=hours, end_month=world.settling[hired])
        for hours in HOURS[BRIDGE][:2]
        for hired in ("emp_head", "emp_content")
    ]
    for added in product(*options):
        members = (*kept, *(m for m in added if m is not None))
        if members:
            yield Team(ordered(members))


@cache
def tried(name: str) -> Tried:
    world = make_world(
        COMPANIES[name], small_catalogue(), np.random.default_rng(3), SCENARIOS, months=36
    )
    teams = [t for t in every_team(world) if structural(world, t)]
    scores = [one for batch in _batches(teams) for one in _scores(world, batch)]
    found = {m: best[0] for m, best in search(world, EVENLY, threads=2).best.items() if best}
    reached = [u for _, u in _scores(world, list(found.values()))]
    return Tried(
        best={m: max(u for model, u in scores if model == m) for m in {m for m, _ in scores}},
        reached=dict(zip(found, reached, strict=True)),
    )


def _batches(teams: list[Team], size: int = 1_000) -> Iterator[list[Team]]:
    for first in range(0, len(teams), size):
        yield teams[first : first + size]


def _scores(world: World, teams: list[Team]) -> list[tuple[str, float]]:
    """(model, expected utility) of the teams that may come first."""
    judged = screen(world, teams, EVENLY, threads=2)
    return [(judged.model[i], float(judged.utility[i])) for i in np.flatnonzero(judged.open)]


@pytest.mark.parametrize("name", COMPANIES)
def test_the_search_opens_every_model_that_trying_every_team_opens(name: str) -> None:
    assert tried(name).best
    assert tried(name).best.keys() <= tried(name).reached.keys()


@pytest.mark.parametrize("model", MODELS)
def test_the_search_misses_little_of_what_trying_every_team_finds(model: str) -> None:
    """For each model alike: what is missed of one alone would tilt the advice."""
    found = [tried(name) for name in COMPANIES]
    missed = [max(0.0, t.best[model] - t.reached[model]) for t in found if model in t.best]
    assert missed
    assert max(missed) <= GAP
    assert np.mean(missed) <= GAP_MEAN


@pytest.mark.parametrize("name", sorted(worlds.COMPANIES))
def test_a_new_outside_pilot_is_tried_from_two_to_eight_days_a_month_only(name: str) -> None:
    """Below nobody sells, above it is the place of an employee, however much a crowd requires."""
    world = worlds.world(name)
    day = world.market.hours_per_day
    crowd = [Member(role, 3.0) for role in ("emp_junior", "emp_apprentice", "emp_content")]
    least, most = (Team(ordered([Member(BRIDGE, hours=d * day), *crowd])) for d in (2, 8))
    tried = [t for one in (least, most) for t in neighbours(world, one)]
    tried += enumerate_teams(world)
    roles = world.knowledge.roles
    days = {
        round(m.hours / day, 2)
        for team in tried
        for m in team.members
        if is_pilot(roles[m.role]) and not m.existing
    }
    assert days
    assert min(days) >= 2.0
    assert max(days) <= 8.0
