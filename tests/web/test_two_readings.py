"""The article and the measurement on one page: told apart only where they name two models."""

from __future__ import annotations

import json

import timonier
from timonier.app.web.result.reading import Decision
from timonier.app.web.result.verdict import beyond

BREWERY = {  # the article favours hybrid in most futures, and not in enough to be sure
    "company": {"market": "ca-qc", "business": "b2c", "headcount": 24, "stage": "structuring"},
    "marketing": {"budget": 130_000, "role": "growth_lever", "seasonality": "strong"},
    "vision": {"targets": True, "channels": True, "objectives": False},
    "steering": {"level": 2, "hours_per_month": 15},
    "needs": {"recurrent_share": 0.55, "evolving": 0.6},
    "team": [{"role": "emp_junior", "since_months": 8}],
}


def test_an_article_that_favours_the_same_model_is_not_said_to_differ() -> None:
    found = timonier.decide(timonier.load_company(BREWERY), scenarios=1024)
    document = json.loads(found.to_json("en"))
    said, favourite = document["verdict"], document["framework"]["favourite"]
    assert favourite == said["leading"] == "hybrid"
    assert said["framework_agrees"] is False
    told = beyond(Decision(document, "CAD", "en"))
    assert len(told) == said["mixed_is_better"], told
    texts = [reason["text"] for reason in document["reasons"]]
    assert any("leads to the same choice" in text for text in texts)
    assert not any("would lean towards" in text for text in texts)
