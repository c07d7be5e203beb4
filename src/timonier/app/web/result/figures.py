"""The explanation of every figure that the page shows, made once with its decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from timonier.app.document.build import Answered
from timonier.app.document.explain import NoSuchPath, explained
from timonier.app.web.words import Lang

PERIODS = ("months_12", "months_24", "months_36", "a_year")


def explanations(decision: Answered, document: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """How each figure shown was computed, by its path in the document."""
    found = {}
    for path in paths(document):
        try:
            found[path] = explained(decision, dict(document), path, lang)
        except NoSuchPath:  # a figure of the page that the document explains nowhere
            continue
    return found


def paths(document: Mapping[str, Any]) -> Iterator[str]:
    """The paths of the figures that the result page shows."""
    yield "verdict.chance_of_best"
    for name, part in document["models"].items():
        if not part["team"]:
            continue
        head = f"models.{name}"
        if "chance_of_best" in part:
            yield f"{head}.chance_of_best"
        yield from (f"{head}.criteria.{key}" for key in part["criteria"])
        yield from (f"{head}.cost.{key}" for key in (*PERIODS, "paid_over_budget", "internal_time"))
        yield from (f"{head}.risks.{key}" for key in part["risks"])
        yield from (f"{head}.coverage.{key}" for key in part["coverage"])
