"""Whether a team is likely to pass the budget that the company stated, enough to say so."""

from __future__ import annotations

from timonier.app.document import Document
from timonier.knowledge.plan import load_plan


def likely_passed(document: Document, model: str) -> tuple[float, float, float] | None:
    """(stated budget of a year, middle cost of the dearest year, chance that it passes) of a team;
    None where none was stated, or where the chance is too small to be said."""
    budget = document.stated("marketing.budget")
    if not isinstance(budget, int | float) or budget <= 0:
        return None
    cost = document.teams[model].cost
    if cost.paid_over_budget < load_plan().settings["over_budget_said"]:
        return None
    dearest = max(year.paid.p50 for year in cost.by_year)
    return float(budget), float(dearest), cost.paid_over_budget
