"""The chart of what would change the advice: where each fact stands and where it flips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timonier.app.charts.theme import SHAPES, WIDTH, Spec, colour, colours, finished


@dataclass(frozen=True)
class Tip:
    """A fact, its value now and the value at which ``to`` comes first, already worded."""

    label: str
    now: float
    flips_at: float
    now_said: str
    flips_said: str
    to: str


def tipping_points(tips: Sequence[Tip], theme: str = "light") -> Spec:
    """For each fact, where it stands and where the first model changes, each on its own scale."""
    panels = [_tip(tip, theme) for tip in tips]
    return finished({"vconcat": panels, "spacing": 10}, theme)


def _tip(tip: Tip, theme: str) -> Spec:
    tone = colours(theme)
    ends = [
        {"at": tip.now, "said": tip.now_said, "end": "now"},
        {"at": tip.flips_at, "said": tip.flips_said, "end": "flip"},
    ]
    spread = abs(tip.flips_at - tip.now) or abs(tip.now) or 1.0
    low, high = min(tip.now, tip.flips_at), max(tip.now, tip.flips_at)
    x = {
        "field": "at",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low - 0.35 * spread, high + 0.35 * spread], "nice": False},
    }
    shape = {
        "condition": {"test": "datum.end === 'now'", "value": "circle"},
        "value": SHAPES.get(tip.to, "circle"),
    }
    ink = {
        "condition": {"test": "datum.end === 'now'", "value": tone["ink"]},
        "value": colour(tip.to, theme) if tip.to in SHAPES else tone["ink"],
    }
    rule = {
        "mark": {"type": "line", "color": tone["line-strong"], "strokeWidth": 1.2},
        "encoding": {"x": x},
    }
    point = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "strokeWidth": 2},
        "encoding": {"x": x, "shape": shape, "color": ink},
    }
    text = {"mark": {"type": "text", "dy": -12}, "encoding": {"x": x, "text": {"field": "said"}}}
    title = {"text": tip.label, "anchor": "start", "fontWeight": "normal", "dy": -2}
    return {
        "data": {"values": ends},
        "title": title,
        "width": WIDTH - 20,
        "height": 26,
        "layer": [rule, point, text],
    }
