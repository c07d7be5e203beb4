"""The classes of the article's table: ours, the article's beside them, and its "if"."""

from __future__ import annotations

from typing import Any

from timonier.app.document.numbers import rounded
from timonier.app.document.words import Words
from timonier.engine.explanation import Cell, Evidence, cells


def classed(evidence: Evidence, model: str, words: Words) -> dict[str, dict[str, Any]]:
    """criterion -> unit, class, article_class and condition of the team of a model."""
    known = evidence.decision.knowledge.criteria
    return {
        key: {
            "unit": known[key].unit[words.lang],
            "class": cell.here,
            "article_class": cell.article,
            "condition": _condition(cell, model, key, words),
        }
        for key, cell in cells(evidence, model).items()
    }


def _condition(cell: Cell, model: str, key: str, words: Words) -> dict[str, Any] | None:
    """The article's "if", bound to the number that says whether it holds here (R117)."""
    if cell.condition is None:
        return None
    return {
        "text": words.knowledge.criteria[key].condition[model][words.lang],
        "metric": cell.condition.metric,
        "value": rounded(cell.condition.value),
        "needed": rounded(cell.condition.needed),
        "met": cell.condition.met,
    }
