"""Points where the advice changes, held against whole decisions for companies made up for this."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from timonier.app.company_file import load_company
from timonier.engine.company import FACTS, NUMBERS, Company
from timonier.engine.decision import Decision, decide
from timonier.engine.information.tips import Tipping
from timonier.engine.information.whatif import STEERING, WhatIf
from timonier.engine.priors import draw_facts
from timonier.knowledge import load

SIZE = 512
ZONE = 0.1  # of the way to a point: it is a zone rather than a line, on fresh draws
COMPANIES: dict[str, dict[str, Any]] = {
    "veterinary practices": {
        "company.market": "fr",
        "company.business": "b2c",
        "company.headcount": 31,
        "company.stage": "established",
        "marketing.budget": 95_000.0,
        "marketing.role": "production_centre",
        "marketing.governance": "medium",
        "vision.targets": True,
        "vision.channels": True,
        "vision.objectives": True,
        "steering.level": 3,
        "steering.hours_per_month": 22.0,
        "steering.contact": True,
        "hiring.can_recruit": True,
        "needs.recurrent_share": 0.8,
        "needs.oneoff_share": 0.1,
        "needs.evolving": 0.15,
        "marketing.wants": ("control",),
    },
    "cabinet makers": {
        "company.market": "ca-qc",
        "company.business": "both",
        "company.headcount": 14,
        "company.stage": "structuring",
        "marketing.budget": 120_000.0,
        "marketing.role": "growth_lever",
        "marketing.governance": "weak",
        "vision.targets": True,
        "vision.channels": False,
        "vision.objectives": False,
        "steering.level": 1,
        "steering.hours_per_month": 8.0,
        "steering.contact": True,
        "hiring.can_recruit": True,
        "needs.recurrent_share": 0.55,
        "needs.oneoff_share": 0.3,
        "needs.evolving": 0.4,
    },
    "evening school": {
        "company.market": "fr",
        "company.business": "b2c",
        "company.headcount": 60,
        "company.stage": "established",
        "marketing.budget": 260_000.0,
        "marketing.role": "growth_lever",
        "marketing.seasonality": "strong",
        "marketing.governance": "strong",
        "vision.targets": True,
        "vision.channels": True,
        "vision.objectives": True,
        "steering.level": 4,
        "steering.hours_per_month": 35.0,
        "hiring.can_recruit": True,
        "needs.recurrent_share": 0.7,
        "needs.oneoff_share": 0.15,
        "needs.evolving": 0.3,
        "marketing.wants": ("control", "cost"),
    },
    "irrigation valves": {
        "company.market": "ca-qc",
        "company.business": "b2b",
        "company.headcount": 85,
        "company.stage": "established",
        "marketing.budget": 340_000.0,
        "marketing.role": "growth_lever",
        "marketing.governance": "medium",
        "vision.targets": True,
        "vision.channels": True,
        "vision.objectives": False,
        "steering.level": 2,
        "steering.hours_per_month": 10.0,
        "hiring.can_recruit": True,
        "needs.recurrent_share": 0.65,
        "needs.oneoff_share": 0.2,
        "needs.evolving": 0.5,
    },
}


UNLED: dict[str, dict[str, Any]] = {  # skis for hire: recurrent work, and hardly anybody to steer
    "company": {"market": "fr", "business": "b2c", "headcount": 40, "stage": "structuring",
                "revenue": 6e6},
    "marketing": {"role": "production_centre", "governance": "medium", "seasonality": "none",
                  "budget": 140_000, "wants": ["control"]},
    "vision": {"targets": True, "channels": True, "objectives": True},
    "steering": {"level": 1, "hours_per_month": 4, "contact": True, "consultant": False},
    "hiring": {"can_recruit": True},
    "needs": {"activities": ["social_organic", "email_campaigns", "web_updates"],
              "recurrent_share": 0.8, "oneoff_share": 0.05, "evolving": 0.3},
    "team": [{"role": "emp_content"}],
}  # fmt: skip


@cache
def decided(name: str, *changes: tuple[str, Any]) -> Decision:
    new = tuple((key, value) for key, value in changes if COMPANIES[name].get(key) != value)
    if new != changes:  # what is said already is no change
        return decided(name, *new)
    company = Company({**COMPANIES[name], **dict(changes)})
    return decide(company, knowledge=load(), scenarios=SIZE)


def chances(decision: Decision) -> dict[str, float]:
    assert decision.ranking is not None
    shares = decision.ranking.chance_of_best.tolist()
    return dict(zip(decision.ranked, shares, strict=True))


def ahead(decision: Decision, model: str, other: str) -> float:
    """By how much of a chance one model is ahead of another; a closed one has none."""
    found = chances(decision)
    return found.get(model, 0.0) - found.get(other, 0.0)


def tolerance() -> float:
    return load().method["verdict.undecided_gap"].value.median


def moved(tip: Tipping, value: Any, share: float) -> Any:
    """A number moved to ``share`` of its distance from what it is now; a choice as it is."""
    fact = FACTS[tip.key]
    if fact.kind not in NUMBERS or fact.high == 5:
        return value
    found = tip.now + share * (value - tip.now)
    return round(found) if fact.kind == "int" else found


@pytest.mark.parametrize("name", COMPANIES)
def test_whole_decisions_agree_on_both_sides_of_every_point(name: str) -> None:
    found = decided(name).matters
    assert found.first is not None
    for tip in (tip for tip in found.tips if tip.now is not None):
        beyond = decided(name, (tip.key, moved(tip, tip.at, 1.0 + ZONE)))
        assert ahead(beyond, found.first, tip.to) <= tolerance(), tip
        before = decided(name, (tip.key, moved(tip, tip.inside, 1.0 - ZONE)))
        # A whole decision also finds teams that only those hours allow: it may turn sooner.
        assert ahead(before, found.first, tip.to) >= -2 * tolerance(), tip


@pytest.mark.parametrize("name", COMPANIES)
def test_the_nearest_point_comes_first(name: str) -> None:
    """Near as the answers of companies like it have it: four hours more are nearer than a third of
    the people, whatever the scale of either."""
    found = decided(name)
    far = [tip.far for tip in found.matters.tips]
    assert far == sorted(far)
    for tip in (tip for tip in found.matters.tips if tip.now is not None):
        fact = FACTS[tip.key]
        unknown = found.company.with_fact(tip.key, None)
        drawn = draw_facts(unknown, load(), np.random.default_rng(5), 4_096)[tip.key]
        now, at = (fact.choices.index(v) if fact.choices else v for v in (tip.now, tip.at))
        low, high = min(now, at), max(now, at)
        between = ((drawn >= low) & (drawn <= high) & (drawn != now)).mean()
        assert tip.far == pytest.approx(between, abs=0.05), tip


def test_there_are_points_to_hold_to_account() -> None:
    found = [decided(name).matters for name in COMPANIES]
    assert sum(tip.now is not None for each in found for tip in each.tips) >= 2


@pytest.mark.parametrize("name", [*COMPANIES, "unled"])
def test_pairs_are_told_only_where_no_fact_turns_the_advice_alone(name: str) -> None:
    """Rules that closed models made pairs common; where one is told, a whole decision agrees."""
    company = Company(COMPANIES[name]) if name in COMPANIES else load_company(UNLED, load())
    found = decide(company, knowledge=load(), scenarios=SIZE).matters
    alone = [tip for tip in found.tips if tip.now is not None]
    assert not (found.joint and alone)
    for pair in found.joint:
        changed = company
        for part in pair.parts:
            changed = changed.with_fact(part.key, part.at)
        both = decide(changed, knowledge=load(), scenarios=SIZE)
        assert found.first is not None
        assert ahead(both, found.first, pair.to) <= tolerance(), pair


def test_facts_that_move_no_work_are_those_that_a_what_if_keeps_the_work_for() -> None:
    company = Company(COMPANIES["cabinet makers"])
    others = {
        "company.revenue": 9e6,
        "marketing.role": "production_centre",
        "marketing.governance": "strong",
        "steering.level": 4,
        "steering.hours_per_month": 60.0,
        "steering.contact": False,
        "steering.consultant": True,
        "hiring.can_recruit": False,
    }
    assert set(others) == set(STEERING)
    company = company.with_fact("needs.ambition", 1.2)
    for key, value in (others | {"marketing.budget": 450_000}).items():
        changed = company.with_fact(key, value)
        kept, anew = _what_if(), _what_if()
        kept.world(company)
        left, right = kept.world(changed), anew.world(changed)
        assert np.array_equal(left.needs.hours, right.needs.hours), key
        assert np.array_equal(left.prices.pay, right.prices.pay), key
        assert not np.array_equal(kept.world(company).facts[key], left.facts[key]), key


def test_a_replaced_figure_is_not_met_in_a_world_drawn_without_it() -> None:
    company, one = Company(COMPANIES["cabinet makers"]), _what_if()
    replaced = company.with_assumption("emp_junior.salary", 90_000.0)
    row = one.world(company).role_keys.index("emp_junior")
    before, after = (one.world(c).prices.pay[row] for c in (company, replaced))
    assert np.median(after) > 1.5 * np.median(before)
    alone = _what_if().world(replaced).prices.pay[row]
    assert np.array_equal(after, alone)


def _what_if() -> WhatIf:
    return WhatIf(load(), (), 36, 64, np.zeros(0))
