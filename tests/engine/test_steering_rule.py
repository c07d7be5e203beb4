"""A growth lever that nobody steers is closed; one that lacks a few hours is measured."""

from __future__ import annotations

import numpy as np
import pytest

import timonier
from tests import worlds
from timonier.engine.company import Company
from timonier.engine.criteria import Scores, score
from timonier.engine.decision import decide
from timonier.engine.explanation import Evidence, reasons
from timonier.engine.feasibility import allowed, lasting_pilots, loads, named, worth_a_pilot
from timonier.engine.simulation import World, simulate_teams
from timonier.engine.team import Member, Team, ordered


def owner_led(market: str, budget: int, level: int, role: str | None = "growth_lever") -> Company:
    """A small firm whose owner does the marketing in a few hours a week."""
    said = {} if role is None else {"role": role}
    return timonier.company_from({
        "company": {
            "market": market, "sector": "commerce", "business": "b2c", "headcount": 14,
            "revenue": 1_500_000, "stage": "established",
        },
        "marketing": {"budget": budget, **said},
        "vision": {"targets": True, "channels": False, "objectives": False},
        "steering": {"level": level, "hours_per_month": 6},
        "hiring": {"can_recruit": True},
        "team": [{"role": "owner", "hours_per_month": 12}],
    })  # fmt: skip


def beside(company: Company, *added: Member) -> tuple[World, Scores, np.ndarray]:
    """Today's team, then the same with who is added: their scores, and where no rule closes them,
    (team, scenario)."""
    today = decide(company, knowledge=worlds.KNOWLEDGE, effort="quick")
    world, alone = today.world, today.team("as_is")
    teams = [alone, Team(ordered((*alone.members, *added)))]
    scores = score(world, simulate_teams(world, teams, brief=True))
    planned = loads(world, world.pack(teams))
    return world, scores, allowed(world, teams, scores, named(world, teams, planned), planned)


@pytest.mark.parametrize("market", ["fr", "ca-qc"])
@pytest.mark.parametrize("level", [1, 2])
def test_a_few_hours_of_help_never_close_a_growth_lever(market: str, level: int) -> None:
    """The owner alone was open, and the same owner with a freelancer two days a month was not."""
    company = owner_led(market, 30_000, level)
    _, scores, safe = beside(company, Member("free_generalist", hours=15.0))
    alone, helped = safe.mean(axis=1)
    assert helped >= alone - 0.05
    assert helped >= 0.9
    assert scores.coverage[1].mean() > 1.1 * scores.coverage[0].mean()


def test_much_work_that_nobody_steers_stays_closed() -> None:
    roles = ("free_generalist", "free_social", "free_paid", "free_seo")
    crowd = [Member(role, hours=70.0) for role in roles]
    world, scores, safe = beside(owner_led("fr", 150_000, 1), *crowd)
    assert scores.steering_missing[1].mean() > worth_a_pilot(world)
    assert safe[1].mean() < 0.15  # all but the futures in which the owner is better than said


def test_only_a_growth_lever_is_closed_for_want_of_steering() -> None:
    crowd = [Member(role, hours=70.0) for role in ("free_generalist", "free_social", "free_paid")]
    _, _, safe = beside(owner_led("fr", 150_000, 1, "production_centre"), *crowd)
    assert safe[1].mean() >= 0.9


@pytest.mark.parametrize("level", [1, 2, 3])
def test_who_can_pay_for_help_is_not_told_to_go_on_alone(level: int) -> None:
    """An owner of a growth lever who knew a little more was told to go on alone: helpers went
    unsteered, and an outside pilot was a waste beside the few hours of their own."""
    found = decide(owner_led("fr", 30_000, level), knowledge=worlds.KNOWLEDGE, effort="quick")
    first = found.first
    assert first is not None
    done = np.median(found.judged.scores.coverage, axis=1)
    assert done[found.row[first]] > 1.3 * done[found.row["as_is"]]


@pytest.mark.parametrize("role", ["growth_lever", None])
def test_where_help_is_a_few_hours_hardly_any_future_is_without_a_team(role: str | None) -> None:
    found = decide(owner_led("fr", 12_000, 1, role), knowledge=worlds.KNOWLEDGE, effort="quick")
    assert found.ranking is not None
    assert found.ranking.chance_of_best.sum() >= 0.97


@pytest.mark.parametrize("budget", [30_000, 45_000])
def test_an_outside_pilot_is_a_reason_only_of_a_team_that_has_one(budget: int) -> None:
    """An owner was told that an outside pilot fills the gap beside a team without any."""
    found = decide(owner_led("fr", budget, 1), knowledge=worlds.KNOWLEDGE, effort="quick")
    assert found.first == "hybrid"
    said = {point.key for point in reasons(Evidence(found))}
    has_one = bool(lasting_pilots(found.world, found.team("hybrid")))
    assert ("reason.no_pilot" in said) == has_one
