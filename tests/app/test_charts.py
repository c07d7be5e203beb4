"""The charts: specifications that draw, in both languages, readable without colour."""

from __future__ import annotations

import pytest

from timonier.app import charts
from timonier.engine.catalogue import MODELS, Triple

BAND = [Triple(8.0 + m, 10.0 + m, 13.0 + m) for m in range(36)]
SERIES = [charts.Series(model, model, BAND) for model in MODELS]


def specifications(lang: str, theme: str) -> dict[str, charts.Spec]:
    shares = {"in_house": 0.1, "outsourced": 0.25, "hybrid": 0.65}
    functions = ["a", "b", "c", "d"]
    few = [charts.Series(s.model, s.label, [Triple(0.2, 0.5, 0.9)] * 4) for s in SERIES]
    return {
        "cost": charts.cost_band(SERIES, "mois", lang, "EUR", theme),
        "coverage": charts.coverage(functions, few, "part", lang, theme),
        "chances": charts.chances(shares, theme),
        "tips": charts.tipping_points([charts.Tip("f", 1, 2, "1", "2", "hybrid")], theme),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_chart_draws(theme: str) -> None:
    for name, spec in specifications("fr", theme).items():
        assert charts.svg(spec, "fr", "EUR").startswith("<svg"), name


def test_a_french_axis_speaks_french() -> None:
    drawn = charts.svg(specifications("fr", "light")["coverage"], "fr", "EUR")
    assert "50\u202f%" in drawn
    assert "50%" not in drawn


def test_an_axis_of_large_amounts_counts_in_thousands_or_millions() -> None:
    rich = [charts.Series("hybrid", "x", [Triple(1e8, 1e8, 1e8)] * 12)]
    assert "M€" in charts.svg(charts.cost_band(rich, "mois", "fr", "EUR"), "fr", "EUR")
    assert "€" in charts.svg(charts.cost_band(SERIES, "mois", "fr", "EUR"), "fr", "EUR")


def test_a_team_that_costs_nothing_still_draws() -> None:
    free = [charts.Series("outsourced", "x", [Triple(0, 0, 0)] * 12)]
    assert charts.svg(charts.cost_band(free, "month", "en", "CAD"), "en", "CAD")


def test_each_model_has_a_shape_of_its_own() -> None:
    assert len(set(charts.SHAPES.values())) == len(charts.SHAPES)
    assert len(set(charts.MARKS.values())) == len(charts.MARKS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_model_colours_are_readable_on_paper(theme: str) -> None:
    paper = charts.colours(theme)["paper"]
    for model in MODELS:
        assert contrast(charts.colour(model, theme), paper) >= 4.5


def test_the_hundred_marks_are_a_hundred() -> None:
    for shares in ({"in_house": 1 / 3, "outsourced": 1 / 3, "hybrid": 1 / 3}, {"hybrid": 1.0}):
        assert sum(charts.hundred(shares).values()) == 100


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
