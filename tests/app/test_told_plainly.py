"""What an owner reads of a team and of what to give up, in words that an owner uses."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import timonier
from timonier.app.document import Answered
from timonier.app.document.build import document
from timonier.app.terminal.decision import engaged
from timonier.app.terminal.style import Voice
from timonier.knowledge import load

COMPANY: dict[str, Any] = {
    "company": {"market": "fr", "headcount": 14, "business": "both"},
    "marketing": {"budget": 65_000},
    "steering": {"level": 2, "hours_per_month": 10, "contact": True},
    "hiring": {"can_recruit": True},
    "team": [{"role": "owner", "hours_per_month": 12}],
}


def test_an_owner_is_told_in_hours_and_what_to_give_up_is_not_read_out_whole() -> None:
    poor = timonier.load_company(COMPANY | {"marketing": {"budget": 45_000}})
    found = document(timonier.decide(poor, scenarios=256), "fr")
    owners = [m for t in found.teams.values() for m in t.team if m.role == "owner"]
    assert owners
    voice = Voice(load(), "fr", "EUR")
    assert {engaged(m, voice).split(",")[0] for m in owners} == {"12 h/mois"}
    assert found.levers is not None
    lever = found.levers.want_less
    assert lever is not None
    assert re.search(r" et autres travaux \(\d+\)", lever.text)


def test_who_leaves_once_others_have_settled_is_told_until_when() -> None:
    bridge = {"market": "fr", "headcount": 40, "revenue": 6_000_000, "stage": "structuring"}
    told = {
        "company": bridge | {"business": "b2b"},
        "marketing": {"budget": 230_000, "role": "production_centre"},
        "steering": {"level": 0, "hours_per_month": 0, "contact": True},
        "hiring": {"can_recruit": True},
        "team": [{"role": "fractional_cmo", "hours_per_month": 30, "since_months": 12}],
    }
    decision = timonier.decide(timonier.load_company(told), scenarios=256)
    for lang, until in (("fr", "déjà là jusqu’au mois"), ("en", "already there until month")):
        team = document(decision, lang).teams["in_house"].team
        said = [engaged(m, Voice(load(), lang, "EUR")) for m in team if m.end_month is not None]
        assert len(said) == 1
        assert until in said[0]


@cache
def brewery() -> Answered:
    """An apprentice and an owner who has little time; only an outside pilot makes a safe team."""
    told = {
        **COMPANY,
        "company": {**COMPANY["company"], "stage": "structuring", "revenue": 2_100_000},
        "marketing": {"budget": 65_000, "role": "growth_lever", "governance": "weak"},
        "vision": {"targets": True, "channels": False, "objectives": True},
        "team": [*COMPANY["team"], {"role": "emp_apprentice", "since_months": 5, "keep": True}],
    }
    return timonier.decide(timonier.load_company(told), scenarios=1024)


def test_futures_without_any_team_are_told_once_beside_the_chance() -> None:
    said = document(brewery(), "fr").verdict
    assert round(100 * said.no_team) > 0
    assert said.confidence.count("aucune équipe") == 1


def test_no_price_turns_the_advice_to_a_model_that_has_hardly_a_team() -> None:
    """Where the pilot gets dear nothing is safe any more: that is not a reason to recruit."""
    found = brewery()
    assert found.first == "hybrid"
    assert found.judged.allowed[found.row["in_house"]].mean() < 0.5
    assert "fractional_cmo.day_rate" not in {tip.key for tip in found.matters.tips}
