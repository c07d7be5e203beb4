"""The criteria of a team: measure, value and weight, class beside the article's, and its "if"."""

from __future__ import annotations

import numpy as np

from timonier.app.document import parts
from timonier.app.document.numbers import SHARE, money, rounded, spread
from timonier.app.document.words import Words
from timonier.engine.explanation import Cell, Evidence, cells


def criteria(evidence: Evidence, model: str, words: Words) -> dict[str, parts.Criterion]:
    """What each criterion measures, what the ranking reads of it, and what the article says."""
    decision = evidence.decision
    measures, row = decision.judged.measures, decision.row[model]
    weights = decision.weights.mean(axis=0, dtype=np.float64)
    out, classed = {}, cells(evidence, model)
    for i, key in enumerate(measures.criteria):
        draws, cell = measures[key][row], classed[key]
        out[key] = parts.Criterion(
            *spread(draws, 1 if key == "speed" else SHARE),
            value=rounded(measures.values[row, i].mean(dtype=np.float64)),
            weight=rounded(weights[i]),
            month_3=spread(measures["alignment_early"][row]) if key == "alignment" else None,
            weeks_80=spread(measures["weeks_80"][row], 1) if key == "speed" else None,
            cycle_days=spread(measures["cycle"][row], 1) if key == "speed" else None,
            money=money(measures.initial_money[row]) if key == "initial_cost" else None,
            unit=words.knowledge.criteria[key].unit[words.lang],
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
