"""Maturity and objectives can turn the advice, and the fact that did is named."""

from functools import cache

import timonier
from timonier.engine.company import Company
from timonier.engine.decision import Decision

FACTS = {
    "company.market": "fr",
    "company.headcount": 60,
    "company.business": "b2b",
    "company.stage": "established",
    "marketing.budget": 250_000.0,
    "marketing.role": "production_centre",
    "marketing.seasonality": "none",
    "marketing.governance": "medium",
    "marketing.wants": ("control",),
    "vision.targets": False,
    "vision.channels": False,
    "steering.level": 4,
    "steering.hours_per_month": 40.0,
    "steering.contact": True,
    "hiring.can_recruit": True,
    "needs.recurrent_share": 0.85,
    "needs.oneoff_share": 0.05,
    "needs.evolving": 0.1,
}


@cache
def with_objectives(clear: bool) -> Decision:
    return timonier.decide(Company({**FACTS, "vision.objectives": clear}), scenarios=512)


def first(decision: Decision) -> str:
    assert decision.ranking is not None
    return decision.ranked[int(decision.ranking.chance_of_best.argmax())]


def test_r002_objectives_alone_can_turn_the_advice_and_are_named():
    clear, unclear = with_objectives(True), with_objectives(False)
    assert first(clear) == "in_house"
    assert first(unclear) != "in_house"
    assert unclear.framework.excluded_by["in_house"] == ("A41",)
    assert "vision_unclear" in {w.code for w in unclear.warnings}
