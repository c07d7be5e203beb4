"""The charts of the page and of the report: Vega-Lite 6 specifications, built in one place.

Every builder takes numbers and words already in one language, and returns a specification that the
page gives to vega-embed and the report to vl-convert. Colours come from the web's ``tokens.css``.
"""

from timonier.app.charts.gantt import Bar, Mark, gantt
from timonier.app.charts.models import chances, coverage, hundred
from timonier.app.charts.money import Rung, frontier
from timonier.app.charts.months import cost_band, filling
from timonier.app.charts.theme import (
    FONTS,
    MARKS,
    SHAPES,
    WIDTH,
    Series,
    Spec,
    colour,
    colours,
    number_locale,
    svg,
)
from timonier.app.charts.tips import Tip, tipping_points

__all__ = [
    "FONTS",
    "MARKS",
    "SHAPES",
    "WIDTH",
    "Bar",
    "Mark",
    "Rung",
    "Series",
    "Spec",
    "Tip",
    "chances",
    "colour",
    "colours",
    "cost_band",
    "coverage",
    "filling",
    "frontier",
    "gantt",
    "hundred",
    "number_locale",
    "svg",
    "tipping_points",
]
