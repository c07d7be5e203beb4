"""The charts over months: what each model costs, and how its coverage fills up."""

from __future__ import annotations

from collections.abc import Sequence

from timonier.app.charts.theme import (
    MARKS,
    WIDTH,
    Series,
    Spec,
    colour,
    finished,
    money_expression,
    percent_expression,
)


def cost_band(
    series: Sequence[Series], axis: str, lang: str, currency: str, theme: str = "light"
) -> Spec:
    """Monthly cost of each model, side by side on one scale: P10–P90 as a band, P50 as a line."""
    rows = [
        {"model": s.model, "month": i + 1, "low": v.low, "mid": v.median, "high": v.high}
        for s in series
        for i, v in enumerate(s.values)
    ]
    top = max((value.high for s in series for value in s.values), default=0.0)
    gap = 18
    width = (WIDTH - 46 - gap * (len(series) - 1)) / max(1, len(series))
    panels = [
        _cost_panel(s, axis, width, top, first=i == 0, lang=lang, currency=currency, theme=theme)
        for i, s in enumerate(series)
    ]
    body = {"data": {"values": rows}, "hconcat": panels, "spacing": gap, "bounds": "flush"}
    return finished(body, theme)


def _cost_panel(
    series: Series,
    axis: str,
    width: float,
    top: float,
    *,
    first: bool,
    lang: str,
    currency: str,
    theme: str,
) -> Spec:
    ticks = [m for m in (1, 12, 24, 36, 48, 60) if m <= len(series.values)]
    x = {
        "field": "month",
        "type": "quantitative",
        "scale": {"domain": [1, max(2, len(series.values))], "nice": False},
        "axis": {"values": ticks, "title": axis, "grid": False, "format": "d"},
    }
    y = _money(lang, currency, top, first)
    line = colour(series.model, theme)
    return {
        "title": {"text": f"{MARKS[series.model]} {series.label}", "frame": "group", "offset": 10},
        "width": width,
        "height": 120,
        "transform": [{"filter": {"field": "model", "equal": series.model}}],
        "layer": [
            {
                "mark": {"type": "area", "color": colour(series.model, theme, band=True)},
                "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "color": line, "strokeWidth": 1.8},
                "encoding": {"x": x, "y": {**y, "field": "mid"}},
            },
        ],
    }


def _money(lang: str, currency: str, top: float, first: bool) -> Spec:
    """The vertical axis of a panel; unseen labels inside the plot keep the titles of all panels at
    the same height."""
    labels = {
        "labelExpr": money_expression(lang, currency, top),
        "labelFlush": True,
        "title": None,
        "tickCount": 4,
    }
    unseen = {} if first else {"labelOpacity": 0, "labelPadding": -60, "ticks": False}
    scale = {"domain": [0, top or 1.0], "nice": True}
    return {"field": "low", "type": "quantitative", "scale": scale, "axis": labels | unseen}


def filling(
    model: str,
    functions: Sequence[Series],
    axis: str,
    lang: str,
    theme: str = "light",
) -> Spec:
    """Coverage filling up month by month, one panel for each function of one model's team.

    Each series is named after a function; its values are shares of the needed hours by month.
    """
    rows = [
        {"function": i, "month": m + 1, "low": v.low, "mid": v.median, "high": min(1.0, v.high)}
        for i, s in enumerate(functions)
        for m, v in enumerate(s.values)
    ]
    gap = 18
    width = (WIDTH - 46 - gap * (len(functions) - 1)) / max(1, len(functions))
    panels = [
        _filling_panel(i, s, model, axis, width, lang, theme) for i, s in enumerate(functions)
    ]
    return finished({"data": {"values": rows}, "hconcat": panels, "spacing": gap}, theme)


def _filling_panel(
    place: int, series: Series, model: str, axis: str, width: float, lang: str, theme: str
) -> Spec:
    months = max(2, len(series.values))
    x = {
        "field": "month",
        "type": "quantitative",
        "scale": {"domain": [1, months], "nice": False},
        "axis": {"values": [1, 12, 24, 36], "title": axis, "grid": False, "format": "d"},
    }
    labels = {
        "title": None,
        "labelExpr": percent_expression(lang),
        "labelFlush": True,
        "values": [0, 0.5, 1],
    }
    shown = labels if place == 0 else {**labels, "labels": False, "ticks": False}
    y = {"field": "low", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": shown}
    band = {"type": "area", "color": colour(model, theme, band=True)}
    line = {"type": "line", "color": colour(model, theme), "strokeWidth": 1.8}
    return {
        "title": series.label,
        "width": width,
        "height": 90,
        "transform": [{"filter": {"field": "function", "equal": place}}],
        "layer": [
            {"mark": band, "encoding": {"x": x, "y": y, "y2": {"field": "high"}}},
            {"mark": line, "encoding": {"x": x, "y": {**y, "field": "mid"}}},
        ],
    }
