"""The charts of the page and of the report: Vega-Lite 6 specifications, built in one place.

Every builder takes numbers and words already in one language, and returns a specification that the
page gives to vega-embed and the report to vl-convert. Colours come from the web's ``tokens.css``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from timonier.app.wording import SIGNS
from timonier.engine.catalogue import MODELS, Triple
from timonier.knowledge.typography import NARROW

Spec = dict[str, Any]

TOKENS = Path(__file__).parent / "web" / "static" / "web" / "tokens.css"
FONTS = Path(__file__).parent / "fonts"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SHAPES = {"in_house": "circle", "outsourced": "triangle-up", "hybrid": "diamond", "mixed": "square"}
MARKS = {"in_house": "●", "outsourced": "▲", "hybrid": "◆", "mixed": "■"}
WIDTH = 480
WHOLE = 0.995  # chances below sum to less than one: some futures have no model that holds


@cache
def colours(theme: str = "light") -> Mapping[str, str]:
    """The look's colours by token name, for the ``light`` or the ``dark`` theme."""
    rule = re.compile(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)")
    found = rule.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: light if theme == "light" else dark for name, light, dark in found}


def colour(model: str, theme: str = "light", *, band: bool = False) -> str:
    """The colour of a model, or of its soft band."""
    return colours(theme)[model.replace("_", "-") + ("-band" if band else "")]


@dataclass(frozen=True)
class Series:
    """One model's values: its key, its name in words, and a triple for each point."""

    model: str
    label: str
    values: Sequence[Triple]


@dataclass(frozen=True)
class Stay:
    """Somebody of the team over time, in months: searched for, then present until ``last``."""

    label: str
    search: float
    arrival: float
    last: float
    inside: bool


@dataclass(frozen=True)
class Tip:
    """A fact, its value now and the value at which ``to`` comes first, already worded."""

    label: str
    now: float
    flips_at: float
    now_said: str
    flips_said: str
    to: str


def number_locale(lang: str, currency: str = "EUR") -> Spec:
    """d3's number locale, for vega-embed's and vl-convert's ``formatLocale``."""
    if lang == "fr":
        affixes = ["", f"{NARROW}{SIGNS[currency]}"]
        return {"decimal": ",", "thousands": NARROW, "grouping": [3], "currency": affixes}
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": [SIGNS[currency], ""]}


def money_expression(lang: str, currency: str, top: float) -> str:
    """The Vega expression that words an axis value of money, in thousands or millions if large."""
    step, unit = (1e6, "M") if top >= 2e6 else (1e3, "k") if top >= 2e3 else (1, "")
    value = f"format(datum.value / {step:.0f}, ',~f')"
    sign = SIGNS[currency]
    if lang == "fr":
        return f"{value} + '{NARROW}{unit}{sign}'"
    return f"'{sign}' + {value} + '{unit}'"


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
    return _chart({"data": {"values": rows}, "hconcat": panels, "spacing": gap}, theme)


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
    labels = {"labelExpr": money_expression(lang, currency, top), "title": None, "tickCount": 4}
    scale = {"domain": [0, top or 1.0], "nice": True}
    y_axis = labels if first else {**labels, "labels": False, "ticks": False}
    y = {"field": "low", "type": "quantitative", "scale": scale, "axis": y_axis}
    line = colour(series.model, theme)
    return {
        "title": f"{MARKS[series.model]} {series.label}",
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


def percent_expression(lang: str) -> str:
    """The Vega expression that words an axis value between 0 and 1 as a percentage."""
    return f"format(100 * datum.value, ',~f') + '{NARROW if lang == 'fr' else ''}%'"


def coverage(
    functions: Sequence[str], series: Sequence[Series], axis: str, lang: str, theme: str = "light"
) -> Spec:
    """Share of each function's needs covered, by model: a band from P10 to P90, a mark at P50."""
    rows = [
        {"function": f, "model": s.model, "low": v.low, "mid": v.median, "high": v.high}
        for s in series
        for f, v in zip(functions, s.values, strict=True)
    ]
    models = [s.model for s in series]
    y = {
        "field": "function",
        "type": "nominal",
        "sort": list(functions),
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8},
        "scale": {"paddingInner": 0.25},
    }
    shared = {
        "y": y,
        "yOffset": {"field": "model", "sort": models},
        "color": _scale("model", models, [colour(m, theme) for m in models]),
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "labelExpr": percent_expression(lang),
            "title": axis,
            "values": [0, 0.25, 0.5, 0.75, 1],
        },
    }
    soft = _scale("model", models, [colour(m, theme, band=True) for m in models])
    band = {
        "mark": {"type": "bar", "height": 8, "cornerRadius": 3},
        "encoding": {
            **shared,
            "x": {**x, "field": "low"},
            "x2": {"field": "high"},
            "color": soft,
        },
    }
    point = {
        "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
        "encoding": {
            **shared,
            "x": {**x, "field": "mid"},
            "shape": _scale("model", models, [SHAPES[m] for m in models]),
        },
    }
    layers = {"layer": [band, point], "resolve": {"scale": {"color": "independent"}}}
    body = {
        "data": {"values": rows},
        "width": WIDTH - 110,
        "height": (10 + 9 * len(series)) * len(functions),
    }
    return _chart({**body, **layers}, theme)


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
    return _chart({"data": {"values": rows}, "hconcat": panels, "spacing": gap}, theme)


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
    labels = {"title": None, "labelExpr": percent_expression(lang), "values": [0, 0.5, 1]}
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


def hundred(shares: Mapping[str, float]) -> dict[str, int]:
    """Whole marks, by largest remainders: a hundred when the chances sum to one, fewer when some
    futures have no model that holds.

    >>> hundred({"in_house": 0.335, "outsourced": 0.335, "hybrid": 0.33})
    {'in_house': 34, 'outsourced': 33, 'hybrid': 33}
    >>> hundred({"outsourced": 0.45})
    {'outsourced': 45}
    """
    total = sum(shares.values())
    if total <= 0:
        return dict.fromkeys(shares, 0)
    whole = 1.0 if total < WHOLE else total
    exact = {key: 100 * value / whole for key, value in shares.items()}
    marks = {key: int(value) for key, value in exact.items()}
    left = round(sum(exact.values())) - sum(marks.values())
    for key in sorted(exact, key=lambda k: marks[k] - exact[k])[:left]:
        marks[key] += 1
    return marks


def chances(shares: Mapping[str, float], theme: str = "light", columns: int = 25) -> Spec:
    """A hundred marks, as many of each model as its chances in a hundred of being the best; futures
    in which no model holds are small points."""
    counts = hundred(shares)
    owners = [model for model in MODELS for _ in range(counts.get(model, 0))]
    owners += ["none"] * (100 - len(owners))
    rows = [{"model": model, "x": i % columns, "y": i // columns} for i, model in enumerate(owners)]
    lines = 100 // columns
    hidden = {"axis": None, "scale": {"domain": [-0.5, columns - 0.5], "nice": False}}
    every = (*MODELS, "none")
    tones = [*(colour(m, theme) for m in MODELS), colours(theme)["line-strong"]]
    encoding = {
        "x": {"field": "x", "type": "quantitative", **hidden},
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [lines - 0.5, -0.5], "nice": False},
        },
        "color": _scale("model", every, tones),
        "shape": _scale("model", every, [*(SHAPES[m] for m in MODELS), "circle"]),
        "size": {
            "condition": {"test": "datum.model === 'none'", "value": 8},
            "value": 62,
        },
    }
    mark = {"type": "point", "filled": True, "opacity": 1}
    size = {"width": columns * 11, "height": lines * 11}
    return _chart({"data": {"values": rows}, "mark": mark, "encoding": encoding, **size}, theme)


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
        "axis": {"title": None, "labelLimit": 250, "ticks": False, "domain": False},
    }
    ticks = [m for m in (0, 3, 6, 9, 12, 18, 24, 30, 36) if m <= months]
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
    body = {"data": {"values": rows}, "width": WIDTH - 240, "height": {"step": 20}}
    return _chart({**body, "layer": [present, search]}, theme)


def tipping_points(tips: Sequence[Tip], theme: str = "light") -> Spec:
    """For each fact, where it stands and where the first model changes, each on its own scale."""
    panels = [_tip(tip, theme) for tip in tips]
    return _chart({"vconcat": panels, "spacing": 10}, theme)


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


def _scale(field: str, domain: Iterable[str], span: Sequence[str]) -> Spec:
    scale = {"domain": list(domain), "range": list(span)}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def _chart(body: Spec, theme: str) -> Spec:
    tone = colours(theme)
    font = "Source Sans 3"
    axis = {
        "labelColor": tone["ink-soft"],
        "titleColor": tone["ink-soft"],
        "titleFontWeight": "normal",
        "domainColor": tone["line-strong"],
        "tickColor": tone["line-strong"],
        "gridColor": tone["line"],
        "labelFontSize": 9.5,
        "titleFontSize": 9.5,
        "tickSize": 4,
    }
    title = {"anchor": "start", "fontSize": 10.5, "fontWeight": 600, "color": tone["ink"]}
    config = {
        "font": font,
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "title": title,
        "text": {"color": tone["ink"], "fontSize": 9.5},
    }
    return {"$schema": SCHEMA, "config": config, **body}


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def svg(spec: Spec, lang: str, currency: str = "EUR") -> str:
    """Draw a specification as SVG text, without a browser."""
    import vl_convert

    _register_fonts()
    return str(
        vl_convert.vegalite_to_svg(
            spec, vl_version="6.4", format_locale=number_locale(lang, currency)
        )
    )
