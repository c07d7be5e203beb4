"""Charts drawn for paper, each with its words and its numbers."""

from __future__ import annotations

import re

from timonier.app import charts
from timonier.app.report.blocks import Figure, Table
from timonier.app.report.voice import Voice


def figure(
    voice: Voice, spec: charts.Spec, alt: str, caption: str = "", data: Table | None = None
) -> Figure:
    """Draw a specification and keep its text alternative beside it."""
    drawn = charts.svg(spec, voice.lang, voice.currency)
    return Figure(drawn, alt, caption, data)


def width(svg: str) -> float:
    """The natural width of a drawing, in points."""
    found = re.search(r'<svg[^>]*\bwidth="([\d.]+)', svg)
    return float(found[1]) if found else float(charts.WIDTH)
