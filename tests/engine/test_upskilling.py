"""People inside learn from experts only when hours are set aside for it."""

import numpy as np

from tests import worlds
from timonier.engine.company import Company
from timonier.engine.decision import decide
from timonier.engine.effort import QUICK
from timonier.engine.explanation import Evidence, advantages
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


def test_the_advice_says_what_is_learned_up_to_what_the_experts_can_teach():
    company = worlds.COMPANIES["staffed"].with_fact("needs.transfer_hours", 300.0)
    made = decide(company, knowledge=worlds.KNOWLEDGE, effort=QUICK, threads=1)
    (learned,) = [p for p in advantages(Evidence(made), "hybrid") if p.key == "advantage.learning"]
    gains = upskilling(made.world, made.team("hybrid"))
    assert learned.value == sum(gain.after - gain.before for gain in gains)
    assert learned.value < 300.0 * 12.0 * made.world.rules.upskilling_gain_per_hour


def test_a_team_without_outsiders_teaches_nothing():
    assert upskilling(world_with(4.0), Team((Member("emp_content"),))) == ()
