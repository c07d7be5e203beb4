"""One fact, one number: every document of a plan says the same of the same thing."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from icalendar import Calendar

import timonier
from bench.plans import faults
from bench.read_back import Folder
from timonier.app.document import Answered
from timonier.app.report.folder import Made, files
from timonier.app.report.make import voice_of
from timonier.app.report.story import FEW
from timonier.app.report.voice import Voice, inside
from timonier.app.wording import span_label
from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.plan import second_reading

COMPANIES = Path(__file__).parents[2] / "companies" / "plans"
NAMES = tuple(sorted(path.stem for path in COMPANIES.glob("*.toml")))
TODAY = date(2026, 11, 23)
EVERY = [(name, lang) for name in NAMES for lang in ("fr", "en")]


@cache
def decision(name: str) -> Answered:
    return timonier.decide(timonier.load_company(COMPANIES / f"{name}.toml"), scenarios=64)


@cache
def voice(name: str, lang: str) -> Voice:
    return voice_of(decision(name), lang, TODAY)


@cache
def made(name: str, lang: str) -> dict[str, Made]:
    return {one.path: one for one in files(voice(name, lang))}


def file(name: str, lang: str, ending: str) -> bytes:
    (found,) = [one.content for path, one in made(name, lang).items() if path.endswith(ending)]
    return found


@cache
def plan(name: str, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made(name, lang)["plan.json"].content)
    return found


@cache
def text(name: str, lang: str) -> str:
    return made(name, lang)["plan.md"].content.decode()


def cells(name: str, lang: str) -> Iterator[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(file(name, lang, ".xlsx")), data_only=True)
    yield from ([cell.value for cell in row] for row in book.worksheets[0].iter_rows())


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_nothing_in_the_files_of_a_plan_contradicts_the_rest(name: str, lang: str) -> None:
    """Nobody acts, meets or is paid before they exist or beyond their hours, and no quantity has
    two values: all read back from the files that a company receives."""
    files_made = {path: one.content for path, one in made(name, lang).items()}
    assert faults(Folder(files_made, voice(name, lang))) == []


def pages(name: str, lang: str) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(file(name, lang, ".pdf")))
    return [page.extract_text() for page in reader.pages]


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_as_long_as_the_company_deserves(name: str) -> None:
    """Two pages for a company of a few people; six, then the appendix, for the others."""
    said, told = voice(name, "fr"), pages(name, "fr")
    if said.headcount < FEW:
        assert len(told) <= 2
    else:
        appendix = said.say("report.appendix")
        begins = next(i for i, text in enumerate(told) if appendix in text.splitlines())
        assert begins <= 6


@pytest.mark.parametrize("name", NAMES)
def test_the_second_reading_agrees_for_every_team(name: str) -> None:
    for model in decision(name).row:
        said = voice_of(decision(name), "fr", TODAY, model=model).plan
        assert second_reading(said) == (), model


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_first_day_is_the_same_in_the_page_the_calendar_and_the_data(
    name: str, lang: str
) -> None:
    said = voice(name, lang)
    events = {
        str(one["summary"]): one["dtstart"].dt
        for one in Calendar.from_ical(file(name, lang, ".ics")).walk("VEVENT")
    }
    for one in plan(name, lang)["people"]:
        if one["decision"] == "new":
            day = date.fromisoformat(one["first_day"])
            assert events[said.say("milestone.arrival", who=one["name"])] == day
            assert span_label(day, day, lang) in text(name, lang)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_nobody_sits_or_acts_before_their_first_day_in_the_calendar_read_back(
    name: str, lang: str
) -> None:
    people = {one["name"]: one["first_day"] for one in plan(name, lang)["people"]}
    word = "Participants"
    for one in Calendar.from_ical(file(name, lang, ".ics")).walk("VEVENT"):
        start = one["dtstart"].dt
        if not isinstance(start, datetime):
            continue
        line = next(t for t in str(one["description"]).splitlines() if t.startswith(word))
        for who, first in people.items():
            if re.search(rf"(?:[:,]| et | and )\s*{re.escape(who)}(?:,| et | and |$)", line):
                assert start.date().isoformat() >= first, (str(one["summary"]), who)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_the_first_year_costs_the_same_in_the_workbook_the_page_and_the_data(
    name: str, lang: str
) -> None:
    said, data = voice(name, lang), plan(name, lang)
    months = set(data["months"][:12])
    paid = sum(
        one["p50"] for one in data["costs"] if one["month"] in months and one["kind"] != "media"
    )
    total = next(row for row in cells(name, lang) if row[0] == said.say("budget.total"))
    assert total[13] == pytest.approx(paid, abs=1)
    assert said.money(said.plan.budget.over(0, 12)) in text(name, lang)
    people = sum(one["cost"] for one in data["people"])
    assert people == pytest.approx(paid, abs=1)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_the_budget_that_was_stated_is_never_altered(name: str, lang: str) -> None:
    said, stated = voice(name, lang), plan(name, lang)["budget_a_year"]
    asked = decision(name).company.get("marketing.budget")
    assert stated == (float(asked) if isinstance(asked, int | float) and asked else stated)
    if stated:
        row = next(row for row in cells(name, lang) if row[0] == said.say("workbook.stated"))
        assert row[13] == pytest.approx(stated)
        assert said.money(stated) in text(name, lang)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_hours_are_those_of_the_contract_everywhere(name: str, lang: str) -> None:
    said = voice(name, lang)
    work: dict[str, float] = {}
    for one in plan(name, lang)["work"]:
        work[one["person"]] = work.get(one["person"], 0.0) + one["hours_per_month"]
    for one in plan(name, lang)["contracts"]:
        member = said.plan.people.get(one["person"])
        if member is None:
            continue
        whole = work.get(one["person"], 0.0) + one["hours_free"]
        assert whole == pytest.approx(one["hours_per_month"], abs=0.1)
        assert said.hours(member.hours) in text(name, lang)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_the_share_of_the_work_done_is_the_documents(name: str, lang: str) -> None:
    said = voice(name, lang)
    team = said.document.teams[said.plan.model]
    assert f"{said.percent(team.criteria['coverage'].p50)} " in text(name, lang)
    for function in FUNCTIONS:
        share = said.percent(team.coverage[function].p50)
        assert f"{inside(said.word(f'function.{function}'))} {share}" in text(name, lang)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_hold_the_same_numbers(name: str) -> None:
    french, english = (plan(name, lang) for lang in ("fr", "en"))
    for key in ("people", "actions", "meetings", "costs", "contracts"):
        for one, other in zip(french[key], english[key], strict=True):
            numbers = {k: v for k, v in one.items() if not isinstance(v, str) or v[:2] == "20"}
            assert numbers == {k: other[k] for k in numbers}


@pytest.mark.parametrize("name", NAMES)
def test_everybody_in_place_has_a_line(name: str) -> None:
    said = voice(name, "fr")
    told = {one.member for one in said.plan.fates}
    for position in decision(name).company.team:
        mine = [
            key
            for key, member in {**said.plan.people, **said.plan.leaving}.items()
            if member.role == position.role and member.existing
        ]
        assert mine, position
        assert set(mine) <= told
        if position.name:
            assert position.name in text(name, "fr").replace("\\", "")


@pytest.mark.parametrize("name", NAMES)
def test_no_record_is_to_be_signed_where_nothing_was_advised_or_chosen(name: str) -> None:
    said = voice(name, "en")
    decided = said.document.verdict.model is not None or decision(name).company.chosen
    assert ("# Record of the decision" in text(name, "en")) == bool(decided)
