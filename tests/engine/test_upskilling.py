"""People inside learn from experts only when hours are set aside for it."""

import numpy as np

from timonier.engine.company import Company
from timonier.engine.simulation import make_world
from timonier.engine.team import Member, Team
from timonier.engine.upskilling import upskilling
from timonier.knowledge import load

TEAM = Team(
    (Member("emp_content"), Member("fractional_cmo", hours=28.0), Member("free_paid", hours=20.0))
)


def world_with(hours: float):
    facts = {"company.market": "fr", "company.headcount": 30, "needs.transfer_hours": hours}
    return make_world(Company(facts), load(), np.random.default_rng(0), 128, 36)


def test_r067_transfer_hours_raise_a_level_and_none_raise_nothing():
    gains = upskilling(world_with(4.0), TEAM)
    assert any(g.after > g.before for g in gains)
    assert upskilling(world_with(0.0), TEAM) == ()


def test_nobody_passes_the_level_just_below_the_expert():
    roles = load().roles
    for gain in upskilling(world_with(300.0), TEAM, months=36):
        assert gain.before <= gain.after <= roles[gain.expert].skills[gain.skill] - 1


def test_a_team_without_outsiders_teaches_nothing():
    assert upskilling(world_with(4.0), Team((Member("emp_content"),))) == ()
