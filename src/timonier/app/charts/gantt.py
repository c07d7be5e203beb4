"""The chart of a plan in time: what is done when, first days, busy weeks, the critical path."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from timonier.app.charts.theme import WIDTH, Spec, colours, finished

LABELS = 225  # width kept for the names of the lanes


@dataclass(frozen=True)
class Bar:
    """Something that takes time, on the lane of its name: days counted from the chart's first."""

    lane: str
    first: int
    last: int  # included
    critical: bool


@dataclass(frozen=True)
class Mark:
    """A day that counts, on a lane: somebody's first one, or the last one to decide."""

    lane: str
    day: int
    kind: str  # arrival | decision


def gantt(
    bars: Sequence[Bar],
    marks: Sequence[Mark],
    busy: Sequence[tuple[int, int]],
    ticks: Mapping[int, str],
    days: int,
    theme: str = "light",
) -> Spec:
    """Bars over ``days``; the critical path is filled, what can wait is outlined, busy weeks are
    shaded. ``ticks``: the days that the axis names."""
    tone = colours(theme)
    lanes = list(dict.fromkeys([*(bar.lane for bar in bars), *(mark.lane for mark in marks)]))
    y = {
        "field": "lane",
        "type": "nominal",
        "sort": lanes,
        "axis": {"title": None, "labelLimit": LABELS - 6, "ticks": False, "domain": False},
    }
    x = _time(ticks, days)
    fill = {"condition": {"test": "datum.critical", "value": tone["needle"]},
            "value": tone["sunken"]}  # fmt: skip
    return finished(
        {
            "width": WIDTH - LABELS,
            "height": {"step": 15},
            "layer": [
                _busy(busy, x, tone["outsourced-band"]),
                {
                    "data": {"values": [_row(one, days) for one in bars]},
                    "mark": {"type": "bar", "height": 8, "cornerRadius": 2,
                             "stroke": tone["ink-soft"], "strokeWidth": 0.7},
                    "encoding": {"y": y, "color": fill, "x": {**x, "field": "first"},
                                 "x2": {"field": "last"}},
                },
                _marks(marks, y, x, tone),
            ],
        },
        theme,
    )  # fmt: skip


def _time(ticks: Mapping[int, str], days: int) -> Spec:
    names = json.dumps({str(day): name for day, name in ticks.items()})
    return {
        "type": "quantitative",
        "scale": {"domain": [0, days], "nice": False},
        "axis": {
            "title": None,
            "values": list(ticks),
            "labelExpr": f"({names})[datum.value]",
            "labelAlign": "left",
            "labelOffset": 2,
            "grid": True,
        },
    }


def _row(one: Bar, days: int) -> Spec:
    return {
        "lane": one.lane,
        "first": one.first,
        "last": min(one.last + 1, days),
        "critical": one.critical,
    }


def _busy(busy: Sequence[tuple[int, int]], x: Spec, colour: str) -> Spec:
    return {
        "data": {"values": [{"first": first, "last": last} for first, last in busy]},
        "mark": {"type": "rect", "color": colour},
        "encoding": {"x": {**x, "field": "first"}, "x2": {"field": "last"}},
    }


def _marks(marks: Sequence[Mark], y: Spec, x: Spec, tone: Mapping[str, str]) -> Spec:
    shape = {"condition": {"test": "datum.kind === 'arrival'", "value": "diamond"},
             "value": "triangle-down"}  # fmt: skip
    return {
        "data": {"values": [{"lane": m.lane, "day": m.day, "kind": m.kind} for m in marks]},
        "mark": {"type": "point", "filled": True, "size": 55, "color": tone["ink"], "opacity": 1},
        "encoding": {"y": y, "x": {**x, "field": "day"}, "shape": shape},
    }
