"""Where a number comes from: every path of a document, down to the inputs and their sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

import timonier
from tests.app.test_document import leaves
from tests.sketches import typed
from timonier.app.document import Answered
from timonier.app.document.explain import NoSuchPath, explained
from timonier.app.document.explain.families import FAMILIES, family_of
from timonier.app.document.explain.inputs import answer
from timonier.app.document.words import Words
from timonier.engine.company import FACTS
from timonier.knowledge import load

Document = dict[str, Any]
Written = Callable[..., Document]
Decided = Callable[[str], Answered]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_kind_of_path_is_explained_in_words(
    lang: str, decided: Decided, written: Written
) -> None:
    document = written("v17", lang)
    seen: dict[str, str] = {}
    for path, _ in leaves(document):
        found = family_of(path)
        assert found is not None, path
        names = found[1]
        seen.setdefault(f"{found[0].key} {names.get('criterion')} {names.get('risk')}", path)
    assert len(seen) > 25
    for path in seen.values():
        said = explained(decided("v17"), typed(document), path)
        for name in ("title", "value", "definition", "formula", "used_in"):
            assert getattr(said, name), (path, name)
            assert "{" not in getattr(said, name), (path, name)
        assert all(one.label and one.value for one in said.inputs), path


def test_a_number_of_a_team_is_found_by_its_role(decided: Decided, written: Written) -> None:
    document = written("v17", "en")
    role = document["models"]["hybrid"]["team"][0]["role"]
    path = f"models.hybrid.team.{role}.monthly_cost"
    said = explained(decided("v17"), typed(document), path)
    assert load().roles[role].label.en in said.title
    assert any(one.origin == "data" and one.source for one in said.inputs)


def test_what_the_company_said_and_what_was_assumed_are_told_apart(
    decided: Decided, written: Written
) -> None:
    path = "models.hybrid.criteria.coverage"
    said = explained(decided("v17"), typed(written("v17", "en")), path)
    origin = {one.key: one.origin for one in said.inputs}
    assert origin["company.headcount"] == "mine"
    assert origin["needs.ambition"] == "assumed"
    assert origin["coverage.from_month"] == "data"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_of_a_company_is_told_in_words(lang: str) -> None:
    examples = {key: load().facts[key].example["en"] for key in FACTS}
    told = {key: tomllib.loads(f"x = {said}")["x"] for key, said in examples.items() if said}
    del told["company.timezone"]
    told |= {"company.market": "fr", "marketing.seasonality": [0.5] * 6 + [1.5] * 6}
    held: dict[str, dict[str, Any]] = {}
    for key, value in told.items():
        section, _, name = key.partition(".")
        held.setdefault(section, {})[name] = value
    company = timonier.company_from(held)
    words = Words(load(), lang, "EUR")
    assert len(company.facts) > 30
    for key, value in company.facts.items():
        said = answer(key, value, words)
        assert said, key
        assert re.search(r"[_{\[]|Triple|Range", said) is None, (key, said)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("models.hybrid.criteria.alignement", "models.hybrid.criteria.alignment"),
        ("models.hybride.criteria", "models.hybrid"),
        ("verdit.chance_of_best", "verdict"),
        ("nothing.there", ""),
        ("verdict.chance_of_best.p50", "verdict.chance_of_best"),
    ],
)
def test_an_unknown_path_names_the_nearest(
    wrong: str, nearest: str, decided: Decided, written: Written
) -> None:
    with pytest.raises(NoSuchPath) as refused:
        explained(decided("v17"), typed(written("v17")), wrong)
    assert refused.value.nearest == nearest
    assert nearest or "path" in refused.value.known


def test_a_position_may_be_in_brackets(decided: Decided, written: Written) -> None:
    document = written("v17", "en")
    dotted, bracketed = (
        explained(decided("v17"), typed(document), f"models.hybrid.team{n}.monthly_cost")
        for n in (".0", "[0]")
    )
    assert bracketed.value == dotted.value


def test_a_model_is_named_as_everywhere_else(decided: Decided, written: Written) -> None:
    document = written("v17", "en")
    said = explained(decided("v17"), typed(document), "verdict.leading")
    assert said.value == load().wording[f"model.{document['verdict']['leading']}"].en


def test_a_plain_count_has_no_unit(decided: Decided, written: Written) -> None:
    said = explained(decided("v17"), typed(written("v17", "en")), "verdict.status")
    values = [one.value for one in said.inputs]
    assert values
    assert not any("number" in one for one in values)


def test_every_family_has_its_words() -> None:
    known = load()
    for family in FAMILIES:
        for part in ("title", "definition", "used_in"):
            assert f"explain.{family.key}.{part}" in known.wording
        for figure in family.figures:
            assert figure in known.method, figure
