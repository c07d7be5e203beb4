"""The report as words: whole, in one language, without an empty place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.app.report.documents import keys
from tests.app.report.voices import LANGS, folder, texts, told, voice, words
from tests.engine.plan.samples import EXAMPLES
from tests.sketches import sketch
from timonier.app.document import Document
from timonier.app.report.blocks import Blanks, Bullets, Callout, Figure, Heading, Pairs, Table
from timonier.app.report.sections.comparator import comparator
from timonier.app.report.sections.costs import costs
from timonier.app.report.sections.record import record
from timonier.app.report.sections.summary import choice, summary
from timonier.app.report.sections.watch import risks, tipping
from timonier.app.report.story import printed, story
from timonier.app.report.voice import Voice
from timonier.knowledge.plan import load_plan
from timonier.knowledge.typography import french

EVERY = [(name, lang) for name in EXAMPLES for lang in LANGS]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_section_list_or_table_is_empty(name: str, lang: str) -> None:
    for section in told(name, lang).sections:
        assert section.blocks, section.key
        for block in section.blocks:
            if isinstance(block, Table):
                assert block.rows, section.key
                assert all(len(row) == len(block.columns) for row in block.rows), section.key
                assert all(column.title.strip() for column in block.columns), section.key
            if isinstance(block, Bullets):
                assert all(item.strip() for item in block.items), section.key


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_no_heading_ends_a_section_or_meets_another_of_its_level(name: str, lang: str) -> None:
    for section in told(name, lang).sections:
        assert not isinstance(section.blocks[-1], Heading), section.key
        for one, following in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(one, Heading) and isinstance(following, Heading):
                assert following.level > one.level, one.text


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_speaks_one_language(name: str) -> None:
    """No sentence of the other language's wording, nor a template left unfilled, shows."""
    wording = load_plan().wording.values()
    for lang, other in (("fr", "en"), ("en", "fr")):
        said = set(words(told(name, lang)))
        foreign = {text[other] for text in wording if text["fr"] != text["en"]}
        own = {text[lang] for text in wording}
        assert said & (foreign - own) == set()
        assert [text for text in said if "{" in text or "}" in text] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_french_report_follows_french_typography(name: str) -> None:
    assert [text for text in words(told(name, "fr")) if french(text) != text] == []


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_drawing_is_told_in_words(name: str, lang: str) -> None:
    drawn = [b for s in told(name, lang).sections for b in s.blocks if isinstance(b, Figure)]
    assert len(drawn) >= 4
    assert all(len(figure.alt) > 20 for figure in drawn)


def test_the_sections_come_in_the_order_in_which_one_decides() -> None:
    keys = [section.key for section in told("hybrid", "fr").sections]
    assert keys == [
        "days", "team", "budget", "reasons",
        "organisation", "cover", "law", "sides", "tipping", "risks", "needs", "comparator", "costs",
        "follow", "answers", "assumptions", "limits", "record", "reopen",
    ]  # fmt: skip
    appended = [section.key for section in told("hybrid", "fr").sections if section.appendix]
    assert appended == keys[keys.index("organisation") :]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["hybrid", "in_house"])
def test_paper_leaves_to_the_text_file_what_nobody_acts_on_and_says_so(
    name: str, lang: str
) -> None:
    said = voice(name, lang)
    whole, paper = told(name, lang), printed(said)
    left = [one for one in whole.sections if one.key not in {s.key for s in paper.sections}]
    assert {one.key for one in left} == {"needs", "answers"}
    assert paper.summary == whole.summary
    read = [s for s in whole.sections if not s.appendix]
    assert [s for s in paper.sections if not s.appendix] == read
    pointer = str(paper.sections[-1].blocks)
    assert said.say("folder.markdown") in pointer
    assert all(one.title in pointer for one in left)
    for section in paper.sections:
        if section.key in ("costs", "comparator"):
            kinds = [type(block) for block in section.blocks]
            assert Table in kinds
            assert Figure not in kinds
            assert (Heading, Heading) not in zip(kinds, [*kinds[1:], Heading], strict=True)
    assert printed(said, alone=True) == whole


def test_r012_each_model_shows_strengths_and_limits_tied_to_numbers() -> None:
    reasons = next(s for s in told("hybrid", "en").sections if s.key == "sides")
    lists = [block for block in reasons.blocks if isinstance(block, Bullets)]
    assert sum(any(c.isdigit() for c in " ".join(block.items)) for block in lists) >= 6


def test_r129_the_path_shows_its_steps_and_the_signs_that_say_it_is_time() -> None:
    days = next(s for s in told("hybrid", "en").sections if s.key == "days")
    lists = [block for block in days.blocks if isinstance(block, Bullets)]
    stages = voice("hybrid", "en").document.path
    assert lists[0].items == tuple(stage.text for stage in stages)
    assert lists[1].items == tuple(one.text for one in stages[1].triggers)


def test_r128_another_choice_is_kept_said_and_recorded() -> None:
    said = voice("hybrid", "fr")
    given = replace(said.plan.given, model="in_house")
    other = replace(said, plan=replace(said.plan, given=given))
    assert said.model("in_house") in choice(other)
    record = next(s for s in story(other).sections if s.key == "record")
    pairs = dict(next(b for b in record.blocks if isinstance(b, Pairs)).items)
    assert pairs["Avis"] == said.model("hybrid")
    assert pairs["Choix retenu"] == said.model("in_house")


def test_a_choice_that_follows_the_advice_says_nothing_about_it() -> None:
    assert choice(voice("hybrid", "fr")) == ""


def test_a_company_without_a_name_is_yours() -> None:
    nameless = voice("outsourced", "fr", "")
    assert "votre entreprise" in story(nameless).summary.verdict


@pytest.mark.parametrize("lang", LANGS)
def test_documents_and_pages_say_the_same_hours(lang: str) -> None:
    """The hours of an activity are those of the plan's data, in the brief and in the page."""
    said = voice("hybrid", lang)
    one = said.plan.assignments["fractional_cmo.1"]
    text = next(
        m.content
        for m in folder("hybrid", lang)
        if m.path.startswith("briefs/") and "cmo" in m.path and m.path.endswith(".md")
        and (lang == "fr" or "-en" in m.path)
    ).decode().replace("\\", "")  # fmt: skip
    hours = [h for a, h in one.work.items() if a not in {d.activity for d in said.plan.deliveries}]
    assert hours
    assert all(said.hours(h) in text for h in hours)
    assert said.hours(one.meetings) in text


def told_with(name: str, lang: str, change: Callable[[dict[str, Any]], None]) -> Voice:
    """A voice whose document has been changed in one place."""
    sketched = keys(name, lang)
    change(sketched)
    return replace(voice(name, lang), document=sketch(Document, sketched))


def over(share: float) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["models"]["hybrid"]["cost"]["by_year"][1]["over_budget"] = share

    return change


def test_a_budget_likely_to_be_passed_is_said_on_the_first_page() -> None:
    least = load_plan().settings["over_budget_said"]
    (said,) = summary(told_with("hybrid", "en", over(least))).cautions
    assert "$390,000" in said
    assert "about 1 chance in 4 in year 2 (25%)" in said
    assert summary(told_with("hybrid", "en", over(least - 0.01))).cautions == ()


def test_the_first_page_gives_each_models_chance_of_passing_the_budget() -> None:
    page = summary(voice("hybrid", "en"))
    row = page.labels.index("Chance of exceeding the budget")
    assert [column.lines[row] for column in page.columns] == ["21%"] * 3


def without_budget(document: dict[str, Any]) -> None:
    del document["company"]["marketing"]["budget"]


def nil_budget(document: dict[str, Any]) -> None:
    document["company"]["marketing"]["budget"] = 0


def test_no_chance_of_passing_a_budget_that_nobody_gave() -> None:
    for change in (without_budget, nil_budget):
        said = told_with("hybrid", "en", change)
        assert not any("exceeding the budget" in text for text in summary(said).labels)
        table = next(b for b in costs(said).blocks if isinstance(b, Table))
        assert not any("exceeding the budget" in row[0] for row in table.rows)


def test_a_company_without_any_budget_is_told_that_all_comes_on_top() -> None:
    (said,) = summary(told_with("hybrid", "fr", nil_budget)).cautions
    assert "aucun budget" in said


@pytest.mark.parametrize("lang", LANGS)
def test_time_given_inside_is_shown_in_hours_and_never_as_money(lang: str) -> None:
    table = next(b for b in costs(voice("hybrid", lang)).blocks if isinstance(b, Table))
    label = load_plan().wording["costs.internal_time"][lang]
    row = next(row for row in table.rows if row[0] == label)
    assert set(row[1:]) == {voice("hybrid", lang).hours(12.0)}


def alone(document: dict[str, Any]) -> None:
    """Only outsourcing has a team, so nothing is left to compare its initial cost with."""
    for model in ("in_house", "hybrid"):
        document["models"][model] = {"viable": False, "chance_of_best": 0.0}
    document["models"]["outsourced"]["criteria"]["initial_cost"]["class"] = None


@pytest.mark.parametrize("lang", LANGS)
def test_a_class_that_needs_two_teams_gives_way_to_the_measure_and_says_why(lang: str) -> None:
    said = told_with("outsourced", lang, alone)
    assert said.say("comparator.unclassed") in words_of(comparator(said))
    assert said.say("comparator.unclassed") not in words_of(comparator(voice("hybrid", lang)))


def words_of(section: Any) -> list[str]:
    return list(texts(section.blocks))


def undecided(document: dict[str, Any]) -> None:
    document["verdict"] |= {"model": None, "status": "undecided"}


def test_no_winner_names_the_two_that_run_close() -> None:
    page = summary(told_with("hybrid", "en", undecided))
    assert "No clear winner" in page.verdict
    assert page.choice


def test_too_few_answers_are_not_called_a_close_race() -> None:
    def change(document: dict[str, Any]) -> None:
        undecided(document)
        document["verdict"]["too_few_answers"] = True

    page = summary(told_with("hybrid", "fr", change))
    assert "Trop peu de réponses" in page.verdict
    assert "quatre questions" in page.confidence
    assert "courte tête" not in page.choice
    assert "à ce stade" in page.choice


def test_a_model_alone_is_not_said_to_run_close_to_another() -> None:
    def change(document: dict[str, Any]) -> None:
        alone(document)
        undecided(document)
        document["models"]["outsourced"]["chance_of_best"] = 0.45

    page = summary(told_with("outsourced", "fr", change))
    assert "Un seul modèle" in page.verdict
    assert "45 avenirs sur 100" in page.confidence
    assert page.choice == ""


def test_the_first_page_gives_the_confidence_that_every_other_face_gives() -> None:
    said = voice("hybrid", "en")
    assert said.document.verdict.confidence in summary(said).confidence


def test_a_remedy_is_told_once_for_all_the_functions_left_short() -> None:
    def change(document: dict[str, Any]) -> None:
        document["warnings"] = [
            {"code": "function_uncovered", "about": about, "text": f"{function} is short.",
             "facts": {"function": function, "coverage": share}}
            for about in ("recommended", "as_is")
            for function, share in (("strategy", 0.4), ("execution", 0.1))
        ]  # fmt: skip

    blocks = risks(told_with("hybrid", "en", change)).blocks
    (callout,) = [block for block in blocks if isinstance(block, Callout)]
    assert "Strategy (40%) and Execution (10%)" in callout.text
    (others,) = [block for block in blocks if isinstance(block, Bullets)]
    assert len(others.items) == 1


def test_what_would_change_the_advice_says_where_it_is_and_where_it_turns() -> None:
    (table,) = [b for b in tipping(voice("hybrid", "en")).blocks if isinstance(b, Table)]
    assert table.rows == (("Budget", "$390,000 a year", "below $250,000 a year", "Outsource"),)


def test_values_that_would_read_alike_are_told_apart() -> None:
    def change(document: dict[str, Any]) -> None:
        document["tipping_points"][0] |= {"now": 13_500_000.0, "flips_at": 13_848_934.8}

    (table,) = [
        b for b in tipping(told_with("hybrid", "en", change)).blocks if isinstance(b, Table)
    ]
    assert table.rows[0][1] not in table.rows[0][2]


def test_the_record_can_be_signed_and_names_the_team_and_its_cost() -> None:
    said = voice("hybrid", "en")
    blocks = record(said).blocks
    facts = dict(next(b for b in blocks if isinstance(b, Pairs)).items)
    assert all(said.who(key) in facts["Team, hours a month"] for key in said.plan.people)
    assert facts["Cost over 12 months"].startswith("$")
    lines = [block.labels for block in blocks if isinstance(block, Blanks)]
    assert lines == [("Name", "Position", "Date and signature")] * 2
