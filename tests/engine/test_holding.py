"""What knowing would bring: teams that an answer allows, and whether the advice would hold."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from timonier.engine.company import Company, Position
from timonier.engine.criteria import picked
from timonier.engine.decision import Decision, decide
from timonier.engine.information.holding import holds_if_known
from timonier.engine.information.matters import findable
from timonier.engine.information.panel import make_panel
from timonier.engine.information.worths import Unknown
from timonier.engine.search import answers_of
from timonier.knowledge import load

FEW = 2_048
SAID = {  # a firm of 22 whose owner does the marketing, with money and a clear market
    "company.market": "fr",
    "company.headcount": 22,
    "company.business": "b2b",
    "company.stage": "exploring",
    "marketing.budget": 340_000.0,
    "marketing.role": "production_centre",
    "vision.targets": True,
    "vision.channels": True,
    "hiring.can_recruit": True,
}
OWNER = (Position("owner", hours=20.0),)
STEERING = ("steering.level", "steering.hours_per_month")


@cache
def decided(**steering: float) -> Decision:
    facts = SAID | {f"steering.{key}": value for key, value in steering.items()}
    return decide(Company(facts, team=OWNER), knowledge=load(), scenarios=FEW)


def test_a_team_that_an_answer_allows_counts_in_what_the_answer_is_worth() -> None:
    """Who steers is not said, and whole decisions with nobody and with somebody to steer say two
    things: so that asking is worth something, and the advice may turn."""
    bare = decided()
    alone, led = decided(level=0, hours_per_month=0.0), decided(level=4, hours_per_month=35.0)
    assert {alone.first, led.first} == {"in_house", "hybrid"}
    worth = {c.fact: c.worth for c in bare.matters.candidates}
    assert max(worth[key].value for key in STEERING) > 0.003
    assert any(c.fact in STEERING for c in bare.matters.questions[:2])
    assert bare.holds < 0.9
    learnt = {item.key: item.to for item in bare.matters.learnings}
    (other,) = {alone.first, led.first} - {bare.first}
    assert other in {learnt[key] for key in STEERING}


def test_the_panel_comes_near_what_a_whole_decision_finds_once_it_is_known() -> None:
    bare, alone = decided(), decided(level=0, hours_per_month=0.0)
    item = next(x for x in bare.matters.learnings if x.key == "steering.level")
    nobody = next(answer for answer in item.answers if answer.high == 0.0)
    for model, row in alone.row.items():
        if model in alone.ranked:
            found = float(alone.judged.utility[row])
            assert nobody.reading.worth[model] == pytest.approx(found, abs=0.07)


def test_nothing_is_searched_for_an_answer_that_is_known() -> None:
    bare = decided()
    few, many = answers_of(bare.world)
    assert few.facts["steering.level"] < many.facts["steering.level"]
    assert few.facts["steering.hours_per_month"] < many.facts["steering.hours_per_month"]
    assert dict(few.facts).keys() - dict(bare.company.facts).keys() == set(STEERING)
    assert answers_of(decided(level=4, hours_per_month=35.0).world) == ()


def test_with_all_known_the_advice_holds() -> None:
    company = decided(level=4, hours_per_month=35.0).world.company
    column = decided(level=4, hours_per_month=35.0).world.facts
    assert column["steering.level"].min() == column["steering.level"].max()
    others = {
        "company.revenue": 4e6, "marketing.seasonality": "none", "marketing.governance": "medium",
        "vision.objectives": True, "steering.contact": True, "needs.recurrent_share": 0.5,
        "needs.oneoff_share": 0.2, "needs.evolving": 0.3, "needs.ambition": 0.8,
        "marketing.wants": ("control",),
    }  # fmt: skip
    whole = replace(company, facts={**company.facts, **others})
    found = decide(whole, knowledge=load(), scenarios=FEW)
    assert found.holds == 1.0
    assert found.stop.reached


def test_the_chance_to_hold_is_drawn_finely_enough_to_be_said() -> None:
    bare = decided()
    unknown = findable(bare.world.company, bare.world)
    assert bare.first is not None
    held = [
        holds_if_known(
            bare.panel, bare.weights, unknown, bare.first, np.random.default_rng(seed), wished=False
        )
        for seed in range(6)
    ]
    assert np.ptp(held) < 0.08
    assert bare.holds == pytest.approx(np.mean(held), abs=0.05)


@pytest.mark.parametrize(("behind", "least", "most"), [(0.001, 0.5, 0.75), (0.1, 1.0, 1.0)])
def test_what_a_search_may_miss_decides_between_models_that_are_level(
    behind: float, least: float, most: float
) -> None:
    """One model is worth a hair less than the other in every draw, or a tenth: only the search of a
    decision in which all is known could turn the first, and it never misses so much."""
    bare = decided()
    assert bare.first is not None
    rows = [bare.panel.today.team[m] for m in bare.ranked]
    scores = picked(bare.panel.scores, rows)
    ahead = bare.ranked.index(bare.first)
    for row in range(len(rows)):
        if row != ahead:
            scores.values[row] = scores.values[ahead] - behind
    teams = [bare.panel.teams[row] for row in rows]
    panel = make_panel(bare.world, teams, scores, bare.weights)
    panel.__dict__["may"] = np.ones((len(rows), bare.world.size), dtype=bool)
    rng, none = np.random.default_rng(0), list[Unknown]()
    held = holds_if_known(panel, bare.weights, none, bare.first, rng, wished=False)
    assert least <= held <= most
