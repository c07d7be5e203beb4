"""The report as a PDF: tagged, fonts embedded, PDF/UA-1."""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from timonier.app.charts import FONTS, colours
from timonier.app.report.blocks import Figure, Story
from timonier.app.report.drawing import width
from timonier.app.report.glyphs import boxed, drawable

TEMPLATE = Path(__file__).parent / "template"
LONGEST = 72  # characters of a company's name at the head of a page
PAPERS = {"a4": "a4", "letter": "us-letter"}


def render(story: Story, paper: Literal["a4", "letter"] = "a4") -> bytes:
    """Typeset a report; the same story gives the same bytes."""
    running = drawable(shortened(story.summary.company))
    data = {**plain(story), "paper": PAPERS[paper], "running": running}
    inputs = {"data": json.dumps(data), "colours": json.dumps(dict(colours()))}
    made: bytes = _compiler().compile(
        input=str(TEMPLATE / "report.typ"), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]
    )
    return made


def shortened(name: str) -> str:
    """A name as the head of each page holds it, on one line.

    >>> shortened("Bois & Cie"), len(shortened("Zinguerie" * 12))
    ('Bois & Cie', 72)
    """
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def plain(value: Any) -> Any:
    """Turn the story into JSON: each block says its kind, each text keeps to the fonts."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {key: plain(getattr(value, key)) for key in value.__dataclass_fields__}
        found["block"] = type(value).__name__.lower()
        if isinstance(value, Figure):
            found |= {"svg": boxed(value.svg), "width": width(value.svg)}
        return found
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return drawable(value) if isinstance(value, str) else value


@cache
def _compiler() -> Any:
    return typst.Compiler(root=str(TEMPLATE), font_paths=[str(FONTS)], ignore_system_fonts=True)
