"""The criteria of a team: measure, value and weight, class beside the article's, and its "if"."""

from __future__ import annotations

from typing import Any

import numpy as np

from timonier.app.document import parts
from timonier.app.document.numbers import measured, rounded
from timonier.app.document.words import Words
from timonier.engine.explanation import Cell, Evidence, cells


def criteria(evidence: Evidence, model: str, words: Words) -> dict[str, parts.Criterion]:
    """What each criterion measures, what the ranking reads of it, and what the article says."""
    decision = evidence.decision
    measures, row = decision.judged.measures, decision.row[model]
    weights = decision.weights.mean(axis=0, dtype=np.float64)
    out, classed = {}, cells(evidence, model)
    for (key, known), weight in zip(words.knowledge.criteria.items(), weights, strict=True):
        cell = classed[key]
        more: dict[str, Any] = {
            name: measured(words.known(other), measures[other][row])
            for name, other in known.more.items()
        }
        out[key] = parts.Criterion(
            *measured(known, measures[key][row]),
            value=rounded(measures.value(key)[row].mean(dtype=np.float64)),
            weight=rounded(weight),
            **more,
            unit=known.unit[words.lang],
            class_=cell.here,
            article_class=cell.article,
            condition=_condition(cell, model, key, words),
        )
    return out


def _condition(cell: Cell, model: str, key: str, words: Words) -> parts.Condition | None:
    """The article's "if", bound to the number that says whether it holds here (R117)."""
    if cell.condition is None:
        return None
    return parts.Condition(
        text=words.knowledge.criteria[key].condition[model][words.lang],
        metric=cell.condition.metric,
        value=rounded(cell.condition.value),
        needed=rounded(cell.condition.needed),
        met=cell.condition.met,
    )
