"""What a model is called: nobody is told to hire where the in-house team employs nobody new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import timonier
from tests.faces import faces
from timonier.app.ask.standing import Standing, words_of
from timonier.app.document import Answered, document
from timonier.app.document.explain import explained
from timonier.app.document.parts import Naming, Step
from timonier.app.document.words import Words
from timonier.app.web import advice, playing
from timonier.app.web.forms import review, special
from timonier.app.web.words import current
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

COMPANIES: dict[str, dict[str, Any]] = {
    "an owner who cannot recruit": {
        "company": {"market": "fr", "headcount": 18, "business": "b2c", "revenue": 1_900_000,
                    "stage": "structuring"},
        "marketing": {"budget": 48_000, "role": "growth_lever"},
        "vision": {"targets": True, "channels": True, "objectives": False},
        "steering": {"level": 2, "hours_per_month": 8},
        "hiring": {"can_recruit": False},
        "team": [{"role": "owner", "hours_per_month": 8}],
    },
    "a marketer who stays alone": {
        "company": {"market": "ca-qc", "headcount": 26, "business": "b2b", "revenue": 3_400_000,
                    "stage": "established"},
        "marketing": {"budget": 130_000},
        "vision": {"targets": True, "channels": True, "objectives": True},
        "steering": {"level": 3, "hours_per_month": 14},
        "hiring": {"can_recruit": False},
        "team": [{"role": "emp_generalist", "name": "Claire", "keep": True}],
    },
}  # fmt: skip
EVERY = [(name, lang) for name in COMPANIES for lang in ("fr", "en")]
HIRING = {"fr": r"\b(?:recrut|embauch)\w*", "en": r"\b(?:hir(?:e|es|ing)\b|recruit\w*)"}

# Where hiring may be spoken of: the company's own answer, why no date is given to hire, what a
# post would take or has cost, and what the article says of others.
ANSWERED = (
    "document.why_not.closed_A21",
    "document.why_not.cannot_recruit",
    "document.reason.cannot_recruit",
    "information.faq.recruit_question",
    "information.faq.recruit_unable",
    "document.effect.steering.no",
    "document.advantage.skills",
)


@cache
def decided(name: str) -> Answered:
    return timonier.decide(timonier.company_from(COMPANIES[name]), scenarios=128)


def sentences(part: Any) -> Iterator[str]:
    """Every text of a document, codes and keys left out."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from sentences(one)
    elif isinstance(part, str) and " " in part:
        yield part


def allowed(lang: str) -> list[str]:
    known, plan = load(), load_plan()
    texts = [known.wording[key][lang] for key in ANSWERED]
    texts += [one.text[lang] for one in known.statements.values()]
    texts.append(known.facts["hiring.can_recruit"].label[lang])
    texts.append(plan.wording["costs.intro"][lang].split(".")[0])  # fees
    texts += [agenda[lang] for ritual in plan.rituals for agenda in ritual.agenda]
    return sorted(texts, key=len, reverse=True)


def told_to_hire(text: str, lang: str) -> list[str]:
    """What is left that speaks of hiring, with the words around it."""
    text = " ".join(text.replace("\\", "").split())
    for one in allowed(lang):
        parts = re.split(r"\{\w+\}", " ".join(one.split()))
        text = re.sub(".{1,200}?".join(map(re.escape, parts)).rstrip(r"\."), "…", text)
    return [
        text[max(0, m.start() - 60) : m.end() + 40] for m in re.finditer(HIRING[lang], text, re.I)
    ]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_sentence_tells_to_hire_a_company_that_cannot(name: str, lang: str) -> None:
    written = decided(name).to_json(lang)
    texts = faces(decided(name), lang) | {"document": "\n".join(sentences(json.loads(written)))}
    wrong = {face: told_to_hire(text, lang) for face, text in texts.items()}
    assert not any(wrong.values()), wrong
    kept = load().wording["model.in_house_kept"][lang]
    assert all(kept in texts[face] for face in ("pages", "terminal", "report"))


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_model_that_has_a_team_is_not_told_as_closed(name: str, lang: str) -> None:
    known = load()
    closed = known.wording["web.result.why.closed"][lang]
    label = known.facts["hiring.can_recruit"].label[lang]
    assert "in_house" in decided(name).row
    assert f"{closed} {label}" not in " ".join(faces(decided(name), lang)["pages"].split())


def test_the_walk_finds_a_sentence_that_tells_to_hire() -> None:
    """The test above is worth what its walk is worth."""
    assert told_to_hire("À partir de 460 € par jour, recrutez.", "fr")
    assert told_to_hire("● Hire in-house 12%", "en")
    assert not told_to_hire(load().wording["information.faq.recruit_unable"]["fr"], "fr")


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_whoever_speaks_of_a_decision_takes_its_names_from_one_place(name: str, lang: str) -> None:
    decision, written = decided(name), document(decided(name), lang)
    assert written.called("in_house") == "in_house_kept"
    assert Words.of(decision, lang).naming == written.naming
    kept = load().wording["model.in_house_kept"][lang]
    assert words_of(Standing("", {}, decision), lang).model("in_house") == kept
    assert advice.panel_of(written).models[0].called == "in_house_kept"
    assert explained(decision, written, "models.in_house.chance_of_best").title.endswith(kept)


def test_a_change_is_named_by_the_teams_that_it_leaves() -> None:
    decision = decided("an owner who cannot recruit")
    seen = playing.glimpse(playing.board(playing.anchor(decision)), decision.company)
    assert seen.chance["in_house"] > 0
    assert [seen.called(model) for model in MODELS] == ["in_house_kept", "outsourced", "hybrid"]


def step(model: str | None, *team: str, stated: bool = False) -> Step:
    return Step(budget=0, stated=stated, model=model, chance_of_best=1.0, work_done=1.0, cost=0,
                team=team, models={})  # fmt: skip


def test_a_budget_that_pays_for_a_post_is_named_by_its_own_team() -> None:
    names = Naming(hires=False, in_place=frozenset({"emp_content"}))
    assert names.at(step("in_house", "emp_content", "free_seo", "owner")) == "in_house_kept"
    assert names.at(step("in_house", "emp_content", "emp_head")) == "in_house"
    assert names.at(step("in_house", "emp_content", stated=True)) == "in_house_kept"
    assert names.at(step("hybrid", "emp_head")) == "hybrid"
    assert Naming(False, unable=True).at(step("in_house", "emp_head")) == "in_house_kept"
    hiring = Naming(in_place=frozenset({"emp_content"}))
    assert hiring.at(step("in_house", "emp_content")) == "in_house_kept"


def test_an_answer_that_would_allow_to_hire_tells_to_hire() -> None:
    names = Naming(hires=False, unable=True)
    assert names.after("in_house", {"free_generalist.day_rate": 460.0}) == "in_house_kept"
    assert names.after("in_house", {"marketing.budget": 90_000.0}) == "in_house_kept"
    assert names.after("in_house", {"hiring.can_recruit": True}) == "in_house"
    able = Naming(hires=False)
    assert able.after("in_house", {"marketing.budget": 90_000.0}) == "in_house"
    assert able.after("in_house", {"steering.level": 4}) == "in_house_kept"
    assert able.after("hybrid", {"steering.level": 4}) == "hybrid"


def test_the_choice_of_a_team_is_offered_in_the_same_words() -> None:
    held = COMPANIES["an owner who cannot recruit"]
    offered = {one.value: one.text for one in special.choices(held)}
    kept = load().wording["model.in_house_kept"][current()]
    assert offered["in_house"] == kept
    assert review.worded("decision.chosen", "in_house", held) == kept
    plain = load().wording["model.in_house"][current()]
    assert review.worded("decision.chosen", "in_house", {}) == plain


def test_a_model_without_a_team_keeps_its_plain_name() -> None:
    assert Naming.of({"hiring": {"can_recruit": False}}, hires=True).model("in_house") == "in_house"
    assert Naming.of({"hiring": {"can_recruit": False}}).model("in_house") == "in_house_kept"
    assert Naming.of({}).model("in_house") == "in_house"
