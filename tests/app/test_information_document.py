"""What the document says of what matters, as a reader who never heard of statistics sees it."""

import re

import pytest

import timonier
from timonier.app.document.information import information
from timonier.app.document.outlook import outlook
from timonier.app.document.parts import plain
from timonier.app.document.words import Words
from timonier.engine.company import Company
from timonier.knowledge import load

JARGON = re.compile(
    r"EVPPI|EVPI|utility|utilité|variance|Sobol|standard error|erreur type|regret|quantile|median",
    re.IGNORECASE,
)
FACTS = {
    "company.market": "ca-qc",
    "company.business": "b2c",
    "company.headcount": 40,
    "company.stage": "structuring",
    "company.start": "2026-12",
    "marketing.budget": 300_000.0,
    "marketing.role": "growth_lever",
    "steering.level": 2,
    "steering.hours_per_month": 12.0,
    "needs.recurrent_share": 0.6,
    "needs.oneoff_share": 0.2,
}


@pytest.fixture(scope="module")
def decision():
    return timonier.decide(Company(FACTS), scenarios=1024)


@pytest.fixture(scope="module", params=["fr", "en"])
def said(request, decision):
    words = Words(load(), request.param, decision.world.market.currency)
    return plain({**information(decision, words), **outlook(decision, words)})


def sentences(part):
    """Every sentence meant for the page."""
    if isinstance(part, dict):
        return [
            text
            for key, value in part.items()
            for text in (
                [value]
                if isinstance(value, str) and key in ("text", "reason", "help", "why", "question")
                else sentences(value)
            )
            if key != "reason" or " " in text
        ]
    return [text for one in part for text in sentences(one)] if isinstance(part, list) else []


def test_no_statistical_word_reaches_the_page(said):
    found = sentences(said)
    assert len(found) > 8
    for text in found:
        assert not JARGON.search(text), text
        assert "{" not in text


def test_a_question_comes_with_all_that_helps_to_answer_it(said):
    assert said["next_questions"]
    for question in said["next_questions"]:
        assert all(question[key] for key in ("text", "help", "reason"))
        assert question["money"] >= 0
        assert question["default"]["source"]
        assert question["choices"] or question["bounds"]
        assert question["may_be_unknown"]


def test_the_count_of_questions_never_asked_is_told(said):
    values = said["value_of_information"]
    assert 0 < values["nil"] < values["unknown"]
    assert str(values["nil"]) in values["text"]
    asked = {q["fact"] for q in said["next_questions"]}
    worthless = {f["fact"] for f in values["facts"] if f["evppi"] == 0}
    required = {q["fact"] for q in said["next_questions"] if q["evppi"] == 0}
    assert asked & worthless <= required | {g for v in values["groups"] for g in v["facts"]}


def test_stopping_is_told_with_its_reason(said):
    assert said["stop"]["text"]
    assert said["stop"]["reached"] is (said["stop"]["reason"] not in GOING_ON)


GOING_ON = ("may_turn", "advice_withheld")


def test_each_frequent_question_is_answered_with_the_companys_numbers(said):
    assert [a["code"] for a in said["faq"]] == ["consultant", "recruit", "one_profile"]
    for answer in said["faq"]:
        assert answer["numbers"]
        assert re.search(r"\d", answer["text"])


def test_a_path_begins_in_the_first_month_and_later_steps_have_triggers(said):
    assert said["path"][0]["from_month"] == 1
    for step in said["path"][1:]:
        assert {t["code"] for t in step["triggers"]} == {"vision", "recurrent", "supervision"}


def test_both_languages_tell_the_same_numbers(decision):
    told = []
    for lang in ("fr", "en"):
        words = Words(load(), lang, decision.world.market.currency)
        found = information(decision, words)
        told.append([(q.fact, q.evppi, q.money) for q in found["next_questions"]])
    assert told[0] == told[1]
