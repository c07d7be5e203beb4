"""Whether a team is likely to pass the budget that the company stated, enough to say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timonier.knowledge.plan import load_plan


def likely_passed(document: Mapping[str, Any], model: str) -> tuple[float, float, float] | None:
    """(stated budget, middle cost, both a year; chance of passing it) of a model of a decision
    document; None where none was stated, or where the chance is too small to be said."""
    budget = document["company"].get("marketing", {}).get("budget")
    if not isinstance(budget, int | float) or budget <= 0:
        return None
    cost = document["models"][model]["cost"]
    share = float(cost["paid_over_budget"])
    if share < load_plan().settings["over_budget_said"]:
        return None
    return float(budget), float(cost["a_year"]["p50"]), share
