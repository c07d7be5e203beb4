"""The plan in words: dates, people and work said as somebody would say them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from tests.app.report.voices import folder, voice
from tests.engine.plan.samples import hybrid, outsourced
from timonier.app.report.blocks import Table
from timonier.app.report.sections.days import dates, lead
from timonier.app.report.sections.plan import undone
from timonier.app.report.sections.summary import summary
from timonier.app.report.sections.team import stand_ins
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import Text
from timonier.engine.plan import PlanInput, build_plan
from timonier.engine.plan.model import Cover
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan
from timonier.knowledge.spoken import SENTENCES, plan_spoken_in, spoken_in


def planned(given: PlanInput, name: str = "hybrid", lang: str = "en") -> Voice:
    return replace(voice(name, lang), plan=build_plan(given, load_plan(), load()))


def rows(said: object) -> dict[str, str]:
    assert isinstance(said, Table)
    return dict(said.rows)  # type: ignore[arg-type]


def test_people_who_begin_on_one_day_share_a_line() -> None:
    said = planned(hybrid(), lang="fr")
    one, other = [x for x in said.plan.milestones if x.kind == "arrival"][:2]
    same = replace(said, plan=replace(said.plan, milestones=(one, replace(other, day=one.day))))
    (line,) = rows(dates(same)).values()
    assert line == f"Premier jour\u202f: {said.who(one.subject)} et {said.who(other.subject)}"


def test_a_first_month_that_is_missing_or_past_is_said() -> None:
    said = voice("outsourced", "en")
    assert lead(said).startswith("No first month was given: the plan begins in December 2026.")
    company = deepcopy(dict(said.document.company))
    company["company"]["start"] = "2026-03"
    told = lead(replace(said, document=replace(said.document, company=company)))
    assert told.startswith("The first month given (March 2026) is past: the plan begins in Dec")


@pytest.mark.parametrize(
    ("today", "title"),
    [
        (date(2026, 11, 23), "From December 2026"),
        (date(2026, 12, 7), "From Monday"),
    ],
)
def test_what_comes_first_begins_on_monday_or_with_the_plan(today: date, title: str) -> None:
    lists = summary(replace(voice("hybrid", "en"), today=today)).lists
    assert title in [one for one, _ in lists]


def test_somebody_inside_who_does_not_steer_is_the_contact() -> None:
    assert voice("hybrid", "fr").who("internal_pilot.1") == "Interlocuteur interne"
    assert voice("in_house", "en").who("internal_pilot.1") == "Internal pilot"


def test_the_last_of_a_team_is_named_rather_than_counted() -> None:
    given = hybrid()
    sixth = replace(given.members[-1], key="free_seo.1", role="free_seo", hours=1.0)
    six = planned(replace(given, members=(*given.members, sixth)))
    people = next(items for title, items in summary(six).lists if title == "The plan’s team")
    assert len(people) >= 6
    assert not people[-1].startswith("and ")


def test_a_stand_in_of_the_same_trade_is_a_second_one() -> None:
    cover = (
        Cover("free_paid.1", None, 0.0, 0.0, "free_paid", 12.0, {}),
        Cover("emp_content.1", "free_paid.1", 5.0, 0.4, "free_seo", 9.0, {"annual_plan": 3.0}),
    )
    said = voice("hybrid", "en")
    section = stand_ins(replace(said, plan=replace(said.plan, cover=cover)))
    assert section is not None
    (shown,) = section.blocks
    assert isinstance(shown, Table)
    assert "a second" in shown.rows[0][1]
    assert "12\u00a0h" in shown.rows[0][1]
    for hours in ("5\u00a0h", "9\u00a0h", "3\u00a0h"):
        assert hours in shown.rows[1][1]


def test_what_is_left_undone_names_the_work() -> None:
    (_, said) = undone(voice("hybrid", "en"))
    assert "Mostly: " in "\n".join(said.items)  # type: ignore[union-attr]


def test_a_provider_is_not_paid_for_absences() -> None:
    briefs = [one.content.decode() for one in folder("hybrid", "en") if one.path.endswith(".md")]
    asked = [text for text in briefs if text.startswith("# Brief")]
    assert asked
    assert not any("absences and peaks" in text for text in asked)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_job_is_advertised_under_a_title_open_to_everyone_with_the_levels_wanted(
    lang: str,
) -> None:
    (made,) = [one for one in folder("hybrid", lang) if one.about and one.path.startswith(
        ("hiring/", "recrutement/")) and one.path.endswith(".json")]  # fmt: skip
    posting = json.loads(made.content)
    assert posting["title"].endswith("(F/H)")  # in Québec the French comes first
    assert len(posting["qualifications"].split("; ")) == len(posting["skills"].split("; "))
    assert "niveau" in posting["qualifications"]


def test_every_role_that_can_be_hired_has_a_title_to_advertise() -> None:
    sheets = load_plan().sheets
    hired = {key for key, role in load().roles.items() if role.category == "employee"}
    assert {key for key in hired if sheets[key].title is None} == set()


def test_nothing_in_the_samples_of_a_small_team_asks_to_sit_every_week_and_every_month() -> None:
    small = [replace(m, hours=m.hours / 4) for m in outsourced().members]
    plan = build_plan(replace(outsourced(), members=tuple(small)), load_plan(), load())
    labels = {one.key: one.label["fr"] for one in load_plan().rituals}
    assert all("hebdomadaire" not in labels[one.ritual] for one in plan.meetings)


FRANCE_ALONE = (
    r"\b(?:prestataires?|salariée?s?|e-mails?|newsletters?|freelances?|achats? d’espace"
    r"|régies? publicitaires?|plannings?|landing pages?)\b"
)
QUEBEC_ALONE = r"\b(?:courriels?|infolettres?|pigistes?|cégep)\b"


def texts(node: object) -> Iterator[Text]:
    """Every text of the plan's knowledge, the law apart: it has its own words."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Mapping):
        for one in node.values():
            yield from texts(one)
    elif isinstance(node, tuple):
        for one in node:
            yield from texts(one)
    elif is_dataclass(node):
        for field in fields(node):
            if field.name != "laws":
                yield from texts(getattr(node, field.name))


@pytest.mark.parametrize(("market", "foreign"), [("ca-qc", FRANCE_ALONE), ("fr", QUEBEC_ALONE)])
def test_each_market_reads_its_own_words_in_every_sentence_of_the_plan(
    market: str, foreign: str
) -> None:
    spoken = plan_spoken_in(load_plan(), spoken_in(load(), market), market)
    said = [one.fr for one in texts(spoken)]
    assert len(said) > 500
    assert [one for one in said if re.search(foreign, one, re.IGNORECASE)] == []


def test_the_little_words_change_with_the_word() -> None:
    spoken = plan_spoken_in(load_plan(), spoken_in(load(), "ca-qc"), "ca-qc")
    wrong = r"\b(?:le|du|au|de|ce|que|ne|se|la) employ|\b[ld]’fournisseur|\b[ld]’courriel"
    assert [one.fr for one in texts(spoken) if re.search(wrong, one.fr, re.IGNORECASE)] == []


def test_quebec_reads_its_own_words_in_every_sentence_of_the_decision() -> None:
    spoken = spoken_in(load(), "ca-qc")
    said = [one.fr for name in SENTENCES for one in texts(getattr(spoken, name))]
    assert len(said) > 2_000
    assert [one for one in said if re.search(FRANCE_ALONE, one, re.IGNORECASE)] == []
    wrong = r"\b(?:le|du|au|de|ce|que|ne|se|la) employ|\b[ld]’(?:fournisseur|courriel|pigiste)"
    assert [one for one in said if re.search(wrong, one, re.IGNORECASE)] == []


def test_a_decision_of_quebec_says_no_word_of_france(
    written: Callable[..., dict[str, Any]],
) -> None:
    """All that a reader of Québec is told: explanations, reasons, warnings, questions."""
    said = list(sentences(written("v18", "fr")))
    assert any("fournisseurs" in one for one in said)
    assert [one for one in said if re.search(FRANCE_ALONE, one, re.IGNORECASE)] == []


def sentences(node: object) -> Iterator[str]:
    """The texts of a document that are words for a reader: a key has no space."""
    if isinstance(node, str) and " " in node:
        yield node
    elif isinstance(node, dict):
        for one in node.values():
            yield from sentences(one)
    elif isinstance(node, list):
        for one in node:
            yield from sentences(one)


def test_france_keeps_its_words() -> None:
    assert spoken_in(load(), "fr").wording == load().wording
