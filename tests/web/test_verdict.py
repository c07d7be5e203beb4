"""Small words of the advice: chances, colons."""

from __future__ import annotations

from django.utils import translation

from timonier.app.document.words import Words
from timonier.app.web.numbers import odds
from timonier.app.web.templatetags.timonier import colon
from timonier.knowledge import load


def test_a_chance_reads_the_same_in_the_panel_and_in_the_advice() -> None:
    said = Words(load(), "fr", "EUR")
    for percent in range(101):
        assert odds(percent / 100) == said.odds(percent / 100)
    assert "7 chances sur 10" in odds(0.71)


def test_a_colon_follows_its_language() -> None:
    assert colon() == "\u202f: "
    with translation.override("en"):
        assert colon() == ": "
