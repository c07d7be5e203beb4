"""The classes of the article's table: ours, the article's beside them, and its "if"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from timonier.app.document.numbers import rounded
from timonier.app.document.words import Words
from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import classes, cost_classes
from timonier.engine.decision import Decision


def classed(decision: Decision, models: Sequence[str], words: Words) -> dict[str, dict[str, Any]]:
    """model -> criterion -> class, article_class and condition."""
    own = {m: classes(_middles(decision, m), decision.world.rules) for m in models}
    three = [m for m in models if m in MODELS]
    initial = {m: _middle(decision, "initial_money", m) for m in three}
    spread = {"hybrid": decision.found.spread.get("hybrid", 0.0)}
    if three:
        for model, said in cost_classes(initial, spread, decision.world.rules).items():
            own[model]["initial_cost"] = said
    out: dict[str, dict[str, Any]] = {}
    for model in models:
        out[model] = {
            key: {
                "unit": known.unit[words.lang],
                "class": own[model].get(key),
                "article_class": known.article_class.get(model),
                "condition": _condition(decision, model, key, words),
            }
            for key, known in decision.knowledge.criteria.items()
        }
    return out


def _middles(decision: Decision, model: str) -> dict[str, float]:
    keys = ("alignment", "flexibility", "expertise", "weeks_25", "cycle")
    return {k: _middle(decision, k, model) for k in keys}


def _middle(decision: Decision, measure: str, model: str) -> float:
    return float(np.median(getattr(decision.judged.measures, measure)[decision.row[model]]))


METRICS = {
    "alignment": "steering_ratio",
    "speed": "coordination_ratio",
    "expertise": "coordination_ratio",
}


def _condition(decision: Decision, model: str, key: str, words: Words) -> dict[str, Any] | None:
    """The article's "if", bound to the number that says whether it holds here (R117)."""
    said = decision.knowledge.criteria[key].condition.get(model)
    if said is None:
        return None
    metric = METRICS[key]
    value = _middle(decision, metric, model)
    return {
        "text": said[words.lang],
        "metric": metric,
        "value": rounded(value),
        "met": bool(value >= 1.0),
    }
