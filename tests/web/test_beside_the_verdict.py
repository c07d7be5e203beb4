"""What is told beside the verdict: another model that the article prefers, a budget passed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation

import timonier
from tests.sketches import changed, typed
from timonier.app.web.result.money import rungs
from timonier.app.web.result.reading import Decision
from timonier.app.web.result.verdict import other_reading, verdict

BREWERY = {  # the article favours hybrid in most futures, and not in enough to be sure
    "company": {"market": "ca-qc", "business": "b2c", "headcount": 24, "stage": "structuring"},
    "marketing": {"budget": 130_000, "role": "growth_lever", "seasonality": "strong"},
    "vision": {"targets": True, "channels": True, "objectives": False},
    "steering": {"level": 2, "hours_per_month": 15},
    "needs": {"recurrent_share": 0.55, "evolving": 0.6},
    "team": [{"role": "emp_junior", "since_months": 8}],
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found = timonier.decide(timonier.load_company(BREWERY), scenarios=1024)
    return dict(json.loads(found.to_json("en")))


@pytest.mark.parametrize(
    ("share", "stated", "said"),
    [(0.65, 130_000, True), (0.1, 130_000, False), (0.9, None, False), (0.9, 0, False)],
)
def test_a_budget_that_the_team_is_likely_to_pass_is_told_near_the_price(
    share: float, stated: int | None, said: bool, document: dict[str, Any]
) -> None:
    def change(document: dict[str, Any]) -> None:
        document["models"]["hybrid"]["cost"]["paid_over_budget"] = share
        document["company"]["marketing"]["budget"] = stated

    told = verdict(Decision(changed(document, change), "en")).dear
    assert ("130" in told and "65" in told) == said, told


def test_an_article_that_favours_the_same_model_is_not_said_to_differ(
    document: dict[str, Any],
) -> None:
    said, favourite = document["verdict"], document["framework"]["favourite"]
    assert favourite == said["leading"] == "hybrid"
    assert said["framework_agrees"] is False
    assert other_reading(Decision(typed(document), "en")) == ""
    texts = [reason["text"] for reason in document["reasons"]]
    assert any("leads to the same choice" in text for text in texts)
    assert not any("would lean towards" in text for text in texts)


def test_a_budget_below_what_those_who_stay_cost_says_so(document: dict[str, Any]) -> None:
    poor = json.loads(json.dumps(document))
    poor["frontier"] = [step for step in poor["frontier"] if step["model"]]
    poor["frontier"][0]["cost"] = poor["frontier"][0]["budget"] + 10_000
    with translation.override("en"):
        first, *others = rungs(Decision(typed(poor), "en"))
    assert "does not pay those who stay" in first.said
    assert all("does not pay" not in rung.said for rung in others)
