"""Teams and worlds that the mechanism is tried on."""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.worlds import KNOWLEDGE, company
from timonier.engine.catalogue import Knowledge
from timonier.engine.criteria import Measures, measure
from timonier.engine.search import sized
from timonier.engine.simulation import Outcomes, World, make_world, simulate_teams
from timonier.engine.team import Member, Team

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
