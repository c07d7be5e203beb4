"""What comes first: whoever must be looked for first, and of those whoever steers the others."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from tests.sketches import sketch
from timonier.app.document import Document
from timonier.app.document.words import Words
from timonier.app.web.numbers import odds
from timonier.app.web.result.reading import Decision
from timonier.app.web.result.verdict import first_step
from timonier.app.web.templatetags.timonier import colon
from timonier.knowledge import load

CLOSED = {"viable": False}


def member(role: str, search: int, start: int, existing: bool = False) -> dict[str, Any]:
    return {"role": role, "label": role, "search_month": search, "start_month": start,
            "existing": existing}  # fmt: skip


def first(*team: dict[str, Any]) -> str:
    models = {"hybrid": {"viable": True, "team": team}, "in_house": CLOSED, "outsourced": CLOSED}
    return first_step(Decision(sketch(Document, {"models": models}), "fr"), "hybrid")


def test_the_pilot_comes_before_those_who_arrive_sooner() -> None:
    said = first(member("free_design_video", 1, 1), member("fractional_cmo", 1, 2))
    assert said.startswith("fractional_cmo")
    assert "mois 1" in said
    assert "mois 2" in said


def test_a_search_that_begins_earlier_comes_first() -> None:
    assert first(member("fractional_cmo", 4, 5), member("emp_content", 1, 4)).startswith("emp_c")


def test_a_team_already_there_is_kept() -> None:
    assert first(member("emp_head", 1, 1, existing=True)) == "Garder l’équipe en place"


def test_a_chance_reads_the_same_in_the_panel_and_in_the_advice() -> None:
    said = Words(load(), "fr", "EUR")
    for percent in range(101):
        assert odds(percent / 100) == said.odds(percent / 100)
    assert "7 chances sur 10" in odds(0.71)


def test_a_colon_follows_its_language() -> None:
    assert colon() == "\u202f: "
    with translation.override("en"):
        assert colon() == ": "
