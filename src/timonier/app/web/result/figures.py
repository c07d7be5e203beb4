"""The explanation of every figure that the page shows, made once with its decision."""

from __future__ import annotations

from collections.abc import Iterator

from timonier.app.document import Answered, Document
from timonier.app.document.explain import NoSuchPath, explained
from timonier.app.document.parts import Explained, Ranked

Explanations = dict[str, Explained]
PERIODS = ("months_12", "months_24", "months_36", "a_year")


def explanations(decision: Answered, document: Document) -> Explanations:
    """How each figure shown was computed, by its path in the document."""
    found = {}
    for path in paths(document):
        try:
            found[path] = explained(decision, document, path)
        except NoSuchPath:  # a figure of the page that the document explains nowhere
            continue
    return found


def paths(document: Document) -> Iterator[str]:
    """The paths of the figures that the result page shows."""
    yield "verdict.chance_of_best"
    for name, team in document.teams.items():
        if name in ("as_is", "intended"):
            continue
        head = f"models.{name}"
        if isinstance(team, Ranked):
            yield f"{head}.chance_of_best"
        yield from (f"{head}.criteria.{key}" for key in team.criteria)
        yield from (f"{head}.cost.{key}" for key in (*PERIODS, "paid_over_budget", "internal_time"))
        yield from (f"{head}.risks.{key}" for key in team.risks)
        yield from (f"{head}.coverage.{key}" for key in team.coverage)
