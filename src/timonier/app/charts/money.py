"""The chart of the frontier: how much of the useful work each budget buys, with each model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from timonier.app.charts.theme import (
    SHAPES,
    WIDTH,
    Spec,
    colour,
    colours,
    finished,
    money_expression,
    percent_expression,
)
from timonier.engine.catalogue import MODELS


@dataclass(frozen=True)
class Rung:
    """One budget, the share of the work that each model does with it, the model best with it."""

    budget: float
    done: Mapping[str, float]
    first: str | None
    stated: bool


def frontier(
    rungs: Sequence[Rung], axes: tuple[str, str], lang: str, currency: str, theme: str = "light"
) -> Spec:
    """A curve for each model over the budgets, a mark where it comes first, and the budget as an
    upright line; ``axes`` names the budget and the work done."""
    rows = [
        {"budget": r.budget, "model": m, "done": r.done[m], "first": r.first == m}
        for r in rungs
        for m in MODELS
        if m in r.done
    ]
    names = [m for m in MODELS if any(row["model"] == m for row in rows)]
    x, y = _axes(rungs, axes, lang, currency)
    colour_of = {
        "field": "model",
        "type": "nominal",
        "scale": {"domain": names, "range": [colour(m, theme) for m in names]},
        "legend": None,
    }
    shape_of = {**colour_of, "scale": {"domain": names, "range": [SHAPES[m] for m in names]}}
    tone = colours(theme)
    own = [{"budget": r.budget} for r in rungs if r.stated]
    layers = [
        {
            "data": {"values": own},
            "mark": {"type": "rule", "color": tone["ink-soft"], "strokeDash": [3, 3]},
            "encoding": {"x": x},
        },
        {
            "mark": {"type": "line", "strokeWidth": 1.6, "opacity": 0.75},
            "encoding": {"x": x, "y": y, "color": colour_of},
        },
        {
            "transform": [{"filter": "datum.first"}],
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour_of, "shape": shape_of},
        },
    ]
    body = {"data": {"values": rows}, "width": WIDTH - 60, "height": 190, "layer": layers}
    return finished(body, theme)


def _axes(
    rungs: Sequence[Rung], axes: tuple[str, str], lang: str, currency: str
) -> tuple[Spec, Spec]:
    top = max((r.budget for r in rungs), default=0.0)
    money = money_expression(lang, currency, top)
    x = {
        "field": "budget",
        "type": "quantitative",
        "scale": {"nice": False, "zero": False},
        "axis": {"title": axes[0], "labelExpr": money, "grid": False, "tickCount": 5},
    }
    y = {
        "field": "done",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"title": axes[1], "labelExpr": percent_expression(lang), "tickCount": 5},
    }
    return x, y
