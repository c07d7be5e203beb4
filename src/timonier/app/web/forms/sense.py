"""Is an answer likely? A soft warning before keeping what is allowed but unusual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from timonier.app.interview import answers
from timonier.app.web.numbers import plain
from timonier.app.web.words import say

# What is seen in almost every company; beyond it a slip of the keyboard is likelier than the truth.
USUAL = {
    "company.headcount": (1, 250),
    "steering.hours_per_month": (0, 120),
    "needs.transfer_hours": (0, 40),
    "needs.ambition": (0.2, 4),
    "marketing.growth": (-0.5, 2),
    "marketing.deadline_month": (1, 36),
}
BUDGET_OF_REVENUE = 0.3
REVENUE_PER_HEAD = (5_000, 3_000_000)


def unlikely(key: str, value: Any, document: Mapping[str, Any]) -> SafeString | None:
    """Say what is unusual in an answer, or None when nothing is."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if key in USUAL:
        low, high = USUAL[key]
        percent = 100 if key == "marketing.growth" else 1
        if not low <= value <= high:
            return say("sense.unusual", low=plain(low * percent), high=plain(high * percent))
    revenue = answers.read(document, "company.revenue")
    heads = answers.read(document, "company.headcount")
    if key == "marketing.budget" and _number(revenue) and value > BUDGET_OF_REVENUE * revenue > 0:
        return say("sense.budget_of_revenue", share=plain(round(100 * value / revenue)))
    if key != "company.revenue" or not _number(heads) or not heads or not value:
        return None
    if REVENUE_PER_HEAD[0] <= value / heads <= REVENUE_PER_HEAD[1]:
        return None
    return say("sense.revenue_per_head", amount=plain(round(value / heads)))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
