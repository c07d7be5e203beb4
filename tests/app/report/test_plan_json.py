"""The plan as data: valid by its published schema, and what the other documents are made from."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any

import jsonschema
import pytest
from icalendar import Calendar

from tests.app.report.test_calendar import sittings
from tests.app.report.voices import LANGS, folder, voice
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report.plan_document import PATH, plan_json, schema_text

EVERY = [(name, lang) for name in EXAMPLES for lang in LANGS]


@cache
def plan(name: str, lang: str = "fr") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plan_json(voice(name, lang)))
    return found


def test_the_published_schema_is_that_of_the_code() -> None:
    assert PATH.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_plan_is_valid_by_the_published_schema(name: str, lang: str) -> None:
    schema = json.loads(PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(plan(name, lang))


@pytest.mark.parametrize("name", EXAMPLES)
def test_everybody_named_is_one_of_the_people(name: str) -> None:
    made = plan(name)
    people = {one["id"] for one in made["people"]}
    for one in (*made["actions"], *made["meetings"]):
        assert {one["owner"], *one["participants"]} <= people
    for key in ("contracts", "work"):
        assert {one["person"] for one in made[key]} <= people
    ids = {one["id"] for one in made["actions"]}
    assert all(set(one["depends_on"]) <= ids for one in made["actions"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_nobody_acts_meets_signs_or_is_paid_before_their_first_day(name: str) -> None:
    made = plan(name)
    first = {one["id"]: one["first_day"] for one in made["people"]}
    for one in made["actions"]:
        assert one["start"] >= first[one["owner"]], one["id"]
    for one in made["meetings"]:
        begins = max(first[key] for key in (one["owner"], *one["participants"]))
        assert one["start"] == one["days"][0] >= begins
    for one in made["contracts"]:
        assert one["signed_by"] is None or one["signed_by"] < one["first_day"]
    for one in made["costs"]:
        assert one["kind"] == "media" or one["month"] >= first[one["person"]][:7]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_calendar_read_back_holds_the_plans_own_days(name: str) -> None:
    made = plan(name)
    held = sorted(day for one in made["meetings"] for day in one["days"])
    assert sorted(day.date().isoformat() for day in sittings(name)) == held
    file = next(one.content for one in folder(name, "fr") if one.path.endswith(".ics"))
    whole_days = {
        (str(one["summary"]), one["dtstart"].dt.isoformat())
        for one in Calendar.from_ical(file).walk("VEVENT")
        if not isinstance(one["dtstart"].dt, datetime)
    }
    for one in made["actions"]:
        if not one["id"].startswith("begin_"):
            assert (one["title"], one["start"]) in whole_days
    assert {(one["title"], one["day"]) for one in made["dates"]} <= whole_days


@pytest.mark.parametrize("name", EXAMPLES)
def test_hours_of_work_and_meetings_are_those_bought(name: str) -> None:
    """Within 5 %; what is left free is said as such with its reason, and is not sold as work."""
    made = plan(name)
    work: dict[str, float] = {}
    for one in made["work"]:
        work[one["person"]] = work.get(one["person"], 0.0) + one["hours_per_month"]
    for one in made["contracts"]:
        bought, key = one["hours_per_month"], one["person"]
        if one["decision"] in ("end", "expire"):
            continue
        assert work[key] + one["hours_free"] == pytest.approx(bought, abs=0.1)
        assert one["free_because"] or work[key] == pytest.approx(bought, rel=0.05)


def test_days_are_iso_dates_and_the_plan_says_when_it_starts() -> None:
    made = plan("outsourced")
    assert date.fromisoformat(made["starts"]) == date(2026, 12, 1)
    assert made["months"][0] == "2026-12"


def test_a_tool_that_adds_a_key_is_told() -> None:
    schema = json.loads(PATH.read_text(encoding="utf-8"))
    wrong = {**plan("hybrid"), "colour": "blue"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(wrong)
