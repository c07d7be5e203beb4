"""The chart of one team: who is there, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timonier.app.charts.theme import WIDTH, Spec, colours, finished


@dataclass(frozen=True)
class Stay:
    """Somebody of the team over time, in months: searched for, then present until ``last``."""

    label: str
    search: float
    arrival: float
    last: float
    inside: bool


def team_over_time(stays: Sequence[Stay], months: int, axis: str, theme: str = "light") -> Spec:
    """Who is there when: a full bar inside the company, an outlined one outside, a thin search."""
    tone = colours(theme)
    rows = [
        {
            "label": stay.label,
            "search": stay.search,
            "arrival": stay.arrival,
            "last": min(stay.last, months),
            "where": "in" if stay.inside else "out",
        }
        for stay in stays
    ]
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [stay.label for stay in stays],
        "axis": {"title": None, "labelLimit": 270, "ticks": False, "domain": False},
    }
    ticks = [m for m in (0, 6, 12, 18, 24, 30, 36) if m <= months]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, months], "nice": False},
        "axis": {"title": axis, "values": ticks, "format": "d"},
    }
    fill = {
        "condition": {"test": "datum.where === 'in'", "value": tone["ink-soft"]},
        "value": tone["sunken"],
    }
    present = {
        "mark": {"type": "bar", "height": 11, "cornerRadius": 2, "stroke": tone["ink-soft"]},
        "encoding": {
            "y": y,
            "x": {**x, "field": "arrival"},
            "x2": {"field": "last"},
            "color": fill,
        },
    }
    search = {
        "transform": [{"filter": "datum.search < datum.arrival"}],
        "mark": {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.6},
        "encoding": {
            "y": y,
            "x": {**x, "field": "search"},
            "x2": {"field": "arrival"},
            "color": {"value": tone["ink-soft"]},
        },
    }
    body = {"data": {"values": rows}, "width": WIDTH - 255, "height": {"step": 20}}
    return finished({**body, "layer": [present, search]}, theme)
