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
    soft, sunken = colours(theme)["ink-soft"], colours(theme)["sunken"]
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [stay.label for stay in stays],
        "axis": {"title": None, "labelLimit": 270, "ticks": False, "domain": False},
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, months], "nice": False},
        "axis": {"title": axis, "values": list(range(0, months + 1, 6)), "format": "d"},
    }
    fill = {"condition": {"test": "datum.where === 'in'", "value": soft}, "value": sunken}
    present = {
        "mark": {"type": "bar", "height": 11, "cornerRadius": 2, "stroke": soft},
        "encoding": {"y": y, "color": fill, **_between(x, "arrival", "last")},
    }
    search = {
        "transform": [{"filter": "datum.search < datum.arrival"}],
        "mark": {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.6},
        "encoding": {"y": y, "color": {"value": soft}, **_between(x, "search", "arrival")},
    }
    body = {
        "data": {"values": [_row(stay, months) for stay in stays]},
        "width": WIDTH - 255,
        "height": {"step": 20},
    }
    return finished({**body, "layer": [present, search]}, theme)


def _between(x: Spec, first: str, last: str) -> Spec:
    return {"x": {**x, "field": first}, "x2": {"field": last}}


def _row(stay: Stay, months: int) -> dict[str, str | float]:
    return {
        "label": stay.label,
        "search": stay.search,
        "arrival": stay.arrival,
        "last": min(stay.last, months),
        "where": "in" if stay.inside else "out",
    }
