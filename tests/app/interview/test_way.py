"""The order of the questions, from the answers alone: on the pages and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests import interviews
from timonier.app.ask.standing import Standing, next_question
from timonier.app.document.words import Words
from timonier.app.interview import answers, way
from timonier.knowledge import load

WORDS = Words(load(), "fr", "EUR")


def in_the_terminal(script: interviews.Said) -> list[str]:
    """The facts that the terminal asks of the core, each answered as the script says."""
    document: dict[str, Any] = {}
    asked: list[str] = []
    while way.first_open(document) is not None:
        found = next_question(Standing("", document, None), (), (), WORDS)
        assert found is not None
        key = found.question.fact
        asked.append(key)
        answers.write(document, key, _said(script, key))
    return asked


def _said(script: interviews.Said, key: str) -> Any:
    """What stands for an answer: the order reads a level of nobody, and no other value."""
    said = script.get(key, "unknown")
    return 0 if key == "steering.level" and said == "0" else "said" if said else "unknown"


@pytest.mark.parametrize("name", interviews.SCRIPTS)
def test_the_terminal_asks_the_facts_of_the_same_questions_in_the_same_order(name: str) -> None:
    script = interviews.SCRIPTS[name]
    level = 0 if script["steering.level"] == "0" else 1
    nobody: Mapping[str, Any] = {"steering": {"level": level}}
    steps = [step for step in way.CORE if all(way.applies(nobody, key) for key in step.asks)]
    assert in_the_terminal(script) == [key for s in steps for key in (*s.beside, *s.asks)]


def test_everybody_meets_twelve_questions_at_most() -> None:
    assert len(way.CORE) == 12
    assert len(way.core({"steering": {"level": 0}})) == 11


def test_i_do_not_know_is_an_answer_save_for_the_market() -> None:
    assert way.is_open({"company": {"market": "unknown"}}, "company.market")
    assert not way.is_open({"company": {"headcount": "unknown"}}, "company.headcount")
    assert not way.is_open({"team": "unknown"}, "team")
    assert not way.is_open({"team": []}, "team")


def test_a_question_with_two_facts_stays_open_until_both_are_answered() -> None:
    document = {"company": {"market": "fr", "headcount": 9, "stage": "exploring"}}
    step = way.first_open(document)
    assert step is not None
    assert (step.key, way.left_of(document, step)) == (
        "activity",
        ("company.sector", "company.business"),
    )
    document["company"]["business"] = "b2c"
    assert way.left_of(document, step) == ()


def test_the_place_of_a_useful_question_is_counted_apart_and_leads_back() -> None:
    asked = ["company.revenue", "company.market"]
    found = way.place({}, asked, "needs.evolving")
    assert found == way.Place(2, way.MOST_USEFUL, True, "company.revenue")
    first = way.place({}, asked, "company.revenue")
    assert first is not None
    assert first.previous == "marketing.wants"
    full = ["company.revenue", "needs.evolving", "needs.oneoff_share", "steering.contact"]
    assert way.is_over({}, full)
    assert way.place({}, full, "emp_head.salary") is None
