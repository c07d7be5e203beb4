"""What a decision alone makes of the page: the same for every visit, so made once in a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string

from timonier.app.web.computing import read_once
from timonier.app.web.result.page import Result, result
from timonier.app.web.result.reading import Decision, read

KEPT = 32  # pages that a process holds ready, half a megabyte each


@dataclass(frozen=True)
class Prepared:
    decision: Decision
    result: Result
    graphs: str  # the charts with their data, as written in the page


@lru_cache(maxsize=KEPT)
def prepare(written: str) -> Prepared:
    """Prepare the page of a decision document, given as text in the page's language."""
    decision = read(read_once(written))
    made = result(decision)
    return Prepared(decision, made, render_to_string("graphs.html", {"graphs": made.graphs}))
