"""Whether a team is likely to pass the budget that the company stated, enough to say so."""

from __future__ import annotations

from timonier.app.document import Document
from timonier.knowledge.plan import load_plan


def likely_passed(document: Document, model: str) -> tuple[float, float, float] | None:
    """(stated budget, middle cost, both a year; chance of passing it) of a team of a decision
    document; None where none was stated, or where the chance is too small to be said."""
    budget = document.stated("marketing.budget")
    if not isinstance(budget, int | float) or budget <= 0:
        return None
    cost = document.teams[model].cost
    if cost.paid_over_budget < load_plan().settings["over_budget_said"]:
        return None
    return float(budget), float(cost.a_year.p50), cost.paid_over_budget
