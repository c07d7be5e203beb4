"""What every chart shares: colours, shapes, locales, and the drawing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from timonier.app.wording import signs
from timonier.engine.catalogue import Triple
from timonier.knowledge.typography import NARROW

Spec = dict[str, Any]

APP = Path(__file__).parent.parent
TOKENS = APP / "web" / "static" / "web" / "tokens.css"
FONTS = APP / "fonts"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SHAPES = {"in_house": "circle", "outsourced": "triangle-up", "hybrid": "diamond"}
MARKS = {"in_house": "●", "outsourced": "▲", "hybrid": "◆"}
WIDTH = 480


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


def number_locale(lang: str, currency: str) -> Spec:
    """d3's number locale, for vega-embed's and vl-convert's ``formatLocale``."""
    if lang == "fr":
        affixes = ["", f"{NARROW}{signs()[currency]}"]
        return {"decimal": ",", "thousands": NARROW, "grouping": [3], "currency": affixes}
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": [signs()[currency], ""]}


def money_expression(lang: str, currency: str, top: float) -> str:
    """The Vega expression that words an axis value of money, in thousands or millions if large."""
    step, unit = (1e6, "M") if top >= 2e6 else (1e3, "k") if top >= 2e3 else (1, "")
    value = f"format(datum.value / {step:.0f}, ',~f')"
    sign = signs()[currency]
    if lang == "fr":
        return f"{value} + '{NARROW}{unit}{sign}'"
    return f"'{sign}' + {value} + '{unit}'"


def percent_expression(lang: str) -> str:
    """The Vega expression that words an axis value between 0 and 1 as a percentage."""
    return f"format(100 * datum.value, ',~f') + '{NARROW if lang == 'fr' else ''}%'"


def scale_of(field: str, domain: Iterable[str], span: Sequence[str]) -> Spec:
    """A channel that gives each word of ``domain`` its value of ``span``, without a legend."""
    scale = {"domain": list(domain), "range": list(span)}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def finished(body: Spec, theme: str) -> Spec:
    """A whole specification: the body with the look's fonts, colours and axes."""
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


def svg(spec: Spec, lang: str, currency: str) -> str:
    """Draw a specification as SVG text, without a browser."""
    import vl_convert

    _register_fonts()
    return str(
        vl_convert.vegalite_to_svg(
            spec, vl_version="6.4", format_locale=number_locale(lang, currency)
        )
    )
