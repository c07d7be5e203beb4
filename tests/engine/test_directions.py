"""Where the advice must move when one fact moves, on companies of our own in both markets."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import timonier
from bench import directions
from bench.directions import Told
from timonier.engine.catalogue import MODELS, Triple
from timonier.engine.company import Company
from timonier.engine.team import is_employee
from timonier.knowledge import load

OWN = Path(__file__).parent.parent / "companies" / "own"
NAMES = sorted(p.name.removesuffix(".expected.toml") for p in OWN.glob("*.expected.toml"))
NEAR_TIE = 0.1  # of a chance: two models that a wish would turn
BOTH = pytest.mark.parametrize("place", ["", "-quebec"])


@cache
def company(name: str) -> Company:
    return timonier.load_company(OWN / f"{name}.toml")


@cache
def told(name: str, *facts: tuple[str, Any], figures: tuple[tuple[str, Any], ...] = ()) -> Told:
    """The decision of a company of ours where these facts and figures are others."""
    one = company(name)
    for key, value in facts:
        one = one.with_fact(key, value)
    for key, value in figures:
        one = one.with_assumption(key, value)
    return directions.told(one)


@pytest.mark.parametrize("name", NAMES)
def test_each_model_wins_for_three_plausible_companies_in_each_market(name: str) -> None:
    expected = tomllib.loads((OWN / f"{name}.expected.toml").read_text(encoding="utf-8"))
    chance = told(name).chance
    assert chance[expected["model"]] >= max(chance.values()) - NEAR_TIE, chance


def test_every_model_has_three_companies_in_each_market() -> None:
    for place in ("fr", "ca-qc"):
        here = [n for n in NAMES if company(n).market == place]
        models = [
            tomllib.loads((OWN / f"{n}.expected.toml").read_text(encoding="utf-8"))["model"]
            for n in here
        ]
        assert {m: models.count(m) for m in MODELS} == dict.fromkeys(MODELS, 3)


@BOTH
def test_r021_the_three_conditions_the_means_and_no_wish_give_in_house(place: str) -> None:
    assert told(f"steady-maker{place}").first == "in_house"


@BOTH
def test_r022_without_supervision_in_house_loses_its_rank_or_its_confidence(place: str) -> None:
    alone = (("steering.level", 0), ("steering.hours_per_month", 0))
    led, unled = told(f"steady-maker{place}"), told(f"steady-maker{place}", *alone)
    assert unled.chance["in_house"] < led.chance["in_house"] - directions.CHANCE
    assert unled.utility["in_house"] < led.utility["in_house"] - 0.02


@BOTH
def test_r022_without_a_vision_in_house_stays_open_and_is_worth_less(place: str) -> None:
    """Nothing is closed: the vision is made clear first, and nobody is hired before it is."""
    blind = tuple((f"vision.{key}", False) for key in ("targets", "channels", "objectives"))
    clear, vague = told(f"steady-maker{place}"), told(f"steady-maker{place}", *blind)
    assert vague.chance["in_house"] > 0.0
    assert vague.utility["in_house"] < clear.utility["in_house"] - directions.UTILITY
    assert vague.weeks["in_house"] > clear.weeks["in_house"] + 4.0


@BOTH
def test_r041_an_exploring_company_with_a_contact_outsources(place: str) -> None:
    assert told(f"young-publisher{place}").first == "outsourced"


@BOTH
def test_r042_a_company_that_cannot_recruit_outsources_though_it_does_not_explore(
    place: str,
) -> None:
    name = f"frozen-headcount{place}"
    assert company(name).get("company.stage") != "exploring"
    assert told(name).first == "outsourced"
    assert not told(name).hires


@BOTH
def test_r061_a_structuring_company_that_wants_the_three_and_lacks_steering_may_go_hybrid(
    place: str,
) -> None:
    """Nearly level with in-house, reached by a pilot who helps to hire and then leaves."""
    found = told(f"growing-workshop{place}")
    assert abs(found.ahead("hybrid", "in_house")) <= 0.03
    assert min(found.chance["hybrid"], found.chance["in_house"]) >= 0.2
    assert found.ahead("hybrid", "outsourced") > 0.05
    assert found.first != "outsourced"


@BOTH
def test_r062_one_dominant_wish_can_leave_hybrid(place: str) -> None:
    assert told(f"guarded-brand{place}").first == "in_house"
    supple = told(f"growing-workshop{place}", ("marketing.wants", ("flexibility",)))
    usual = told(f"growing-workshop{place}")
    gained = supple.ahead("outsourced", "in_house") - usual.ahead("outsourced", "in_house")
    assert gained > directions.UTILITY


@BOTH
def test_more_steering_inside_lifts_in_house_against_hybrid(place: str) -> None:
    """Within what the search may leave: the two are level where five hours are given."""
    steered = ((0, 0.0), (4, 5.0), (4, 40.0))
    found = [
        told(f"leaderless-maker{place}", ("steering.level", n), ("steering.hours_per_month", h))
        for n, h in steered
    ]
    leads = [one.ahead("in_house", "hybrid") for one in found]
    assert all(b >= a - directions.LEAD for a, b in pairwise(leads))
    assert leads[-1] > leads[0] + 5 * directions.LEAD
    none, most = (one.chance["in_house"] - one.chance["hybrid"] for one in (found[0], found[-1]))
    assert most > none + 0.1


@BOTH
def test_r086_more_evolving_needs_never_lower_hybrid_against_in_house(place: str) -> None:
    name = f"leaderless-maker{place}"
    led = (("steering.level", 4), ("steering.hours_per_month", 5.0))
    gaps = []
    for evolving in (0.0, 0.4, 0.8):
        found = told(name, *led, ("needs.evolving", evolving)).utility
        gaps.append(found["hybrid"] - found["in_house"])
    error = 0.5 / np.sqrt(directions.SCENARIOS)  # of a mean of values between 0 and 1, at most
    assert all(b >= a - 3.0 * error for a, b in pairwise(gaps))


@BOTH
def test_dearer_and_slower_hiring_never_helps_in_house(place: str) -> None:
    name = f"steady-maker{place}"
    base = told(name)
    roles = [k for k, r in load().roles.items() if is_employee(r)]
    market = load().markets[company(name).market].roles
    dearer = tuple((f"{k}.salary", _times(market[k]["salary"].value, 1.3)) for k in roles)
    slower = tuple(
        (f"{k}.lead_time_weeks", _times(load().roles[k].lead_time_weeks, 2.0)) for k in roles
    )
    for figures in (dearer, slower):
        assert told(name, figures=figures).utility["in_house"] <= base.utility["in_house"] + 0.005


def _times(value: Triple, times: float) -> Triple:
    return Triple(value.low * times, value.median * times, value.high * times)


@BOTH
def test_a_company_known_by_its_headcount_alone_is_undecided(place: str) -> None:
    market = "ca-qc" if place else "fr"
    bare = Company({"company.market": market, "company.headcount": 40})
    found = directions.told(bare)
    assert found.status == "undecided"
    assert sum(c > directions.CHANCE for c in found.chance.values()) == 3


SAMPLE = (
    ("a stronger season never helps in-house", "own/leaderless-maker"),
    ("a budget 30 % larger covers no less", "own/leaderless-maker"),
    ("somebody in place makes in-house faster and cheaper to start", "own/steady-maker"),
    ("a pilot 30 % cheaper never hurts hybrid", "v18"),
    ("a budget 30 % larger for the same work covers no less", "v17"),
)


@pytest.mark.parametrize(("name", "place"), SAMPLE)
def test_one_fact_moves_the_advice_the_right_way(name: str, place: str) -> None:
    one = timonier.load_company(directions.COMPANIES / f"{place}.toml")
    moved = [d for d in directions.DIRECTIONS if d.name == name]
    found = list(directions.compare(place, one, moved))
    assert found
    assert not [c for c in found if not c.holds]


def test_a_season_that_lifted_in_house_would_be_seen() -> None:
    (season,) = (d for d in directions.DIRECTIONS if "season" in d.name)
    before = told("leaderless-maker")
    for model, gained in (("in_house", 0.01), ("hybrid", -0.02), ("outsourced", -0.02)):
        moved = before.utility | {model: before.utility[model] + gained}
        assert season.wrong(before, replace(before, utility=moved)) > 0.0
    assert season.wrong(before, before) < 0.0
