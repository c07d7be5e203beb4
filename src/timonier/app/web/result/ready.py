"""What a decision alone makes of the pages: the same for every visit, so made once in a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string

from timonier.app.web import memory
from timonier.app.web.computing import read_once
from timonier.app.web.result.page import Result, result
from timonier.app.web.result.planned import planned
from timonier.app.web.result.reading import Decision, read
from timonier.app.web.result.screens import Screens, screens

KEPT = 32  # decisions that a process holds ready, half a megabyte each


@dataclass(frozen=True)
class Prepared:
    decision: Decision
    result: Result
    graphs: Mapping[str, str]  # the charts with their data, as written in a page, by key


@memory.forgettable
@lru_cache(maxsize=KEPT)
def prepare(written: str) -> Prepared:
    """Prepare the pages behind the advice of a decision document, given as text."""
    decision = read(read_once(written))
    made = result(decision)
    drawn = {g.key: render_to_string("graph.html", {"g": g}) for g in made.graphs}
    return Prepared(decision, made, drawn)


@memory.forgettable
@lru_cache(maxsize=KEPT)
def first_screens(written: str, given: str, today: date) -> Screens:
    """The three screens of a decision document and of what its plan is made from, as texts."""
    return screens(read(read_once(written)), planned(written, given, today))
