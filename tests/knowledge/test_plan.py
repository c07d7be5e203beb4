"""The plan's knowledge: complete, well typeset, and refused with a useful message when wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from timonier.knowledge import load
from timonier.knowledge import plan as plan_module
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.plan import DATA, load_plan, read_plan
from timonier.knowledge.typography import french

SAID = re.compile(r'\b(fr|en) = "((?:[^"\\]|\\.)*)"')


def _sentences(lang: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted(DATA.rglob("*.toml")):
        for match in SAID.finditer(path.read_text(encoding="utf-8")):
            if match[1] == lang:
                found.append((path.name, match[2]))
    return found


def test_every_french_sentence_follows_french_typography() -> None:
    wrong = [said for said in _sentences("fr") if french(said[1]) != said[1]]
    assert wrong == []


def test_english_sentences_use_the_typographic_apostrophe_and_no_french_spacing() -> None:
    wrong = [said for said in _sentences("en") if "'" in said[1] or "\u202f" in said[1]]
    assert wrong == []


def test_no_sentence_is_the_same_in_both_languages_unless_it_is_short() -> None:
    pairs = zip(_sentences("fr"), _sentences("en"), strict=True)
    assert [fr for fr, en in pairs if fr == en and len(fr[1]) > 24] == []


def test_every_business_has_indicators_for_the_four_functions() -> None:
    plan = load_plan()
    for business in ("b2b", "b2c", "both"):
        functions = [
            indicator.function
            for indicator in plan.indicators.values()
            if not indicator.businesses or business in indicator.businesses
        ]
        assert all(functions.count(one) >= 4 for one in ("strategy", "execution", "measurement"))


def test_key_clauses_cover_ownership_notice_reversibility_and_transfer() -> None:
    keys = {clause.key for clause in load_plan().clauses if clause.key_clause}
    assert {"accounts", "data", "rights", "term", "reversibility", "knowledge"} <= keys


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "plan")
    return tmp_path / "plan"


def _change(root: Path, name: str, old: str, new: str) -> str:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read_plan(root, load())
    return str(refusal.value)


def test_an_unknown_activity_is_refused_with_the_nearest_one(copy: Path) -> None:
    said = _change(copy, "raci.toml", '"reporting"]', '"reportin"]')
    assert "raci.toml" in said
    assert "Did you mean 'reporting'?" in said


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rituals.toml", 'in_house = ["pilot"', 'in_house = ["captain"'),
        ("rituals.toml", 'needs = ""', 'needs = "captain"'),
        ("actions.toml", 'when = "always"', 'when = "captain"'),
    ],
    ids=["seat", "need", "occasion"],
)
def test_what_the_plan_does_not_know_is_refused(copy: Path, name: str, old: str, new: str) -> None:
    assert f"{name}, " in (said := _change(copy, name, old, new))
    assert "Input should be " in said


def test_a_missing_language_is_refused(copy: Path) -> None:
    said = _change(copy, "seats.toml", ', en = "Management"', "")
    assert "Write the English text" in said


def test_a_duty_nobody_answers_for_is_refused(copy: Path) -> None:
    old = 'in_house = { ceo = "A", pilot = "R", contact = "R", executor = "I", sales = "I", '
    said = _change(copy, "raci.toml", old, old.replace('"A"', '"C"'))
    assert "nobody answers in 'in_house'" in said


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ('mission = { fr = "Donner', "role 'emp_content', sheet: 'mission' is missing"),
        ('title = { fr = "Chargé de contenu', "role 'emp_content', sheet: 'title' is missing"),
    ],
)
def test_a_role_without_its_sheet_is_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch, old: str, said: str
) -> None:
    data = Path(shutil.copytree(DATA.parent, copy.parent / "whole"))
    roles = data / "roles.toml"
    lines = roles.read_text(encoding="utf-8").splitlines(keepends=True)
    assert any(line.startswith(old) for line in lines)
    roles.write_text("".join(x for x in lines if not x.startswith(old)), encoding="utf-8")
    monkeypatch.setattr(plan_module, "MARKETS", data / "markets")
    with pytest.raises(KnowledgeError) as refusal:
        read_plan(copy, load())
    assert said in str(refusal.value)


def test_selection_weights_that_do_not_sum_to_a_hundred_are_refused(copy: Path) -> None:
    said = _change(copy, "selection.toml", "agency = 25", "agency = 26")
    assert "sum to 101" in said
