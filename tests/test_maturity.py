"""Maturity turns the advice, objectives weigh in it, and the fact that did is named."""

from functools import cache
from typing import Any

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
def told(**facts: Any) -> Decision:
    changed = {key.replace("__", "."): value for key, value in facts.items()}
    return timonier.decide(Company({**FACTS, **changed}), scenarios=256)


def chance(decision: Decision, model: str) -> float:
    assert decision.ranking is not None
    return float(decision.ranking.chance_of_best[decision.ranked.index(model)])


def first(decision: Decision) -> str:
    return max(decision.ranked, key=lambda model: chance(decision, model))


def test_r002_maturity_alone_turns_the_advice_and_is_named() -> None:
    here = {"marketing__budget": 90_000.0}
    led, unled = told(**here), told(**here, steering__level=1)
    assert first(led) == "in_house"
    assert first(unled) == "hybrid"
    assert "steering.level" in {tip.key for tip in unled.matters.tips}


def test_r002_objectives_alone_weigh_in_the_advice_and_are_named() -> None:
    here = {"steering__level": 3, "steering__hours_per_month": 25.0, "marketing__budget": 110_000.0}
    parts = ("targets", "channels", "objectives")
    clear, unclear = (
        told(**here, **{f"vision__{part}": known for part in parts}) for known in (True, False)
    )
    assert chance(unclear, "in_house") < chance(clear, "in_house") - 0.1
    assert "vision_unclear" in {w.code for w in unclear.warnings}
    assert "vision_unclear" not in {w.code for w in clear.warnings}
