"""The report as words: whole, in one language, without an empty place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.report.voices import LANGS, folder, told, voice, words
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report.blocks import Bullets, Figure, Heading, Table
from timonier.app.report.sections.summary import choice
from timonier.app.report.story import story
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
        "needs", "comparator", "team", "costs", "risks", "reasons", "tipping", "answers", "days",
        "people", "organisation", "follow", "record", "assumptions", "limits", "reopen",
    ]  # fmt: skip


def test_r012_each_model_shows_strengths_and_limits_tied_to_numbers() -> None:
    reasons = next(s for s in told("hybrid", "en").sections if s.key == "reasons")
    lists = [block for block in reasons.blocks if isinstance(block, Bullets)]
    assert sum(any(c.isdigit() for c in " ".join(block.items)) for block in lists) >= 6


def test_r129_the_path_shows_its_steps_and_the_signs_that_say_it_is_time() -> None:
    days = next(s for s in told("hybrid", "en").sections if s.key == "days")
    lists = [block for block in days.blocks if isinstance(block, Bullets)]
    stages = voice("hybrid", "en").document["path"]
    assert lists[0].items == tuple(stage["text"] for stage in stages)
    assert lists[1].items == tuple(one["text"] for one in stages[1]["triggers"])


def test_r128_another_choice_is_kept_said_and_recorded() -> None:
    said = voice("hybrid", "fr")
    other = replace(said, plan=replace(said.plan, model="in_house"))
    assert said.model("in_house") in choice(other)
    record = next(s for s in story(other).sections if s.key == "record")
    pairs = dict(record.blocks[0].items)  # type: ignore[union-attr]
    assert pairs["Avis"] == said.model("hybrid")
    assert pairs["Choix retenu"] == said.model("in_house")


def test_a_choice_that_follows_the_advice_says_nothing_about_it() -> None:
    assert choice(voice("hybrid", "fr")) == ""


def test_a_company_without_a_name_is_yours() -> None:
    nameless = voice("outsourced", "fr", "")
    assert "votre entreprise" in story(nameless).summary.verdict


@pytest.mark.parametrize("lang", LANGS)
def test_documents_and_pages_say_the_same_hours(lang: str) -> None:
    """The hours of a job description are those of the team table."""
    said = voice("hybrid", lang)
    text = next(m.content for m in folder("hybrid", lang) if m.path.endswith("communication.md")
                or m.path.endswith("specialist.md")).decode()  # fmt: skip
    assert said.hours(133.0).replace("\u202f", "\u202f") in text
