"""The calendar file: valid, in the company's time zone, off on holidays, safe to import again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from tests.app.report.voices import LANGS, voice
from tests.engine.plan.samples import EXAMPLES, hybrid, outsourced
from timonier.app.report.calendar import calendar
from timonier.app.report.timezones import timezone
from timonier.engine.catalogue import Triple
from timonier.engine.plan import PlanMember, build_plan
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan


@cache
def read(name: str, lang: str = "fr") -> Calendar:
    found = Calendar.from_ical(calendar(voice(name, lang)))
    assert isinstance(found, Calendar)
    return found


def events(name: str, lang: str = "fr") -> list[Event]:
    return [one for one in read(name, lang).walk("VEVENT") if isinstance(one, Event)]


def sittings(name: str) -> list[datetime]:
    """Every sitting of every ritual, recurrences unrolled and moves applied."""
    found: dict[tuple[str, datetime], datetime] = {}
    for one in events(name):
        start = one["dtstart"].dt
        if not isinstance(start, datetime):
            continue
        if "recurrence-id" in one:
            found[(one["uid"], one["recurrence-id"].dt)] = start
        elif "rrule" in one:
            rule = rrulestr(one["rrule"].to_ical().decode(), dtstart=start)
            for day in set(rule) - taken_out(one):
                found.setdefault((one["uid"], day), day)
        else:
            found.setdefault((one["uid"], start), start)
    return list(found.values())


def taken_out(one: Event) -> set[datetime]:
    """The days of a rule on which it is not held."""
    said = one.get("exdate", [])
    return {day.dt for part in (said if isinstance(said, list) else [said]) for day in part.dts}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_a_parser_reads_every_event(name: str, lang: str) -> None:
    found = events(name, lang)
    assert len(found) > 20
    for one in found:
        assert one["summary"]
        assert one["dtend"].dt > one["dtstart"].dt
        assert "{" not in str(one["description"])
    assert all(one.errors == [] for one in read(name, lang).walk())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_strict_parser_that_did_not_write_the_file_unrolls_the_same_sittings(name: str) -> None:
    """The file is written with icalendar; ical is another implementation of RFC 5545."""
    text = calendar(voice(name, "fr")).decode()
    found = IcsCalendarStream.calendar_from_ics(text)
    unrolled = [one.start for one in found.timeline if isinstance(one.start, datetime)]
    assert sorted(unrolled) == sorted(sittings(name))
    days = {one.uid for one in found.timeline if not isinstance(one.start, datetime)}
    assert len(days) >= 10


def test_a_small_team_that_meets_every_month_does_so_on_days_of_its_months() -> None:
    given = outsourced()
    members = tuple(replace(m, hours=m.hours / 4) for m in given.members)
    plan = build_plan(replace(given, members=members, start="2026-12"), load_plan(), load())
    assert "weekly_sync" in [m.ritual for m in plan.meetings if m.cadence == "monthly"]
    made = calendar(replace(voice("outsourced", "fr"), plan=plan))
    for event in Calendar.from_ical(made).walk("VEVENT"):
        start = event["dtstart"].dt
        assert (start.date() if isinstance(start, datetime) else start) >= date(2026, 12, 1)
        for day in event.get("rrule", {}).get("BYDAY", []):
            assert not str(day).startswith("0")
    found = IcsCalendarStream.calendar_from_ics(made.decode())
    months = [one.start.month for one in found.timeline if one.summary == "Point d’équipe"]
    assert len(months) == len(set(months))


def test_identifiers_are_unique_but_for_moved_sittings() -> None:
    masters = [one["uid"] for one in events("hybrid") if "recurrence-id" not in one]
    assert len(masters) == len(set(masters))


def test_another_export_updates_and_does_not_duplicate() -> None:
    said = voice("hybrid", "fr")
    later = replace(said, today=said.today + timedelta(days=30))
    again = Calendar.from_ical(calendar(later))
    before = {one["uid"]: one["sequence"] for one in events("hybrid")}
    after = {one["uid"]: one["sequence"] for one in again.walk("VEVENT")}
    assert before.keys() == after.keys()
    assert all(after[key] > before[key] for key in before)


def test_an_export_in_the_other_language_updates_too() -> None:
    for company in ("Jardinerie du Nord", ""):
        french, english = (
            {one["uid"] for one in Calendar.from_ical(made).walk("VEVENT")}
            for made in (calendar(voice("hybrid", lang, company)) for lang in LANGS)
        )
        assert french == english


def test_two_companies_never_share_an_identifier() -> None:
    mine = {one["uid"] for one in events("hybrid")}
    other = Calendar.from_ical(calendar(voice("hybrid", "fr", "Autre maison")))
    assert mine.isdisjoint(one["uid"] for one in other.walk("VEVENT"))


@pytest.mark.parametrize(
    ("name", "country", "part"), [("hybrid", "CA", "QC"), ("in_house", "FR", None)]
)
def test_nobody_meets_on_a_public_holiday_or_at_the_weekend(
    name: str, country: str, part: str | None
) -> None:
    closed = holidays.country_holidays(country, subdiv=part, years=(2026, 2027, 2028))
    days = [sitting.date() for sitting in sittings(name)]
    assert len(days) > 80
    assert [day for day in days if day in closed or day.weekday() > 4] == []


def test_a_holiday_moves_a_sitting_and_does_not_drop_it() -> None:
    """Easter Monday 2027 is closed in France: that Monday's sync is held on the Tuesday."""
    held = {sitting.date() for sitting in sittings("in_house") if sitting.hour == 9}
    assert date(2027, 3, 29) not in held
    assert date(2027, 3, 30) in held


def test_times_are_those_of_the_company() -> None:
    zones = {s.tzinfo.key for s in sittings("hybrid") if isinstance(s.tzinfo, ZoneInfo)}
    assert zones == {"America/Toronto"}
    assert {str(z["tzid"]) for z in read("hybrid").walk("VTIMEZONE")} == {"America/Toronto"}
    winter, summer = (
        next(s for s in sittings("hybrid") if s.month == month and s.hour == 10) for month in (1, 7)
    )
    assert winter.utcoffset() != summer.utcoffset()


def rules_of_zone(key: str) -> dict[str, str]:
    """When the clocks of a zone change: the rule of each part, as written."""
    parts = timezone(key, date(2026, 11, 29)).subcomponents
    return {part.name: part["rrule"].to_ical().decode() for part in parts if "rrule" in part}


def test_a_zone_is_written_with_the_yearly_rules_that_the_rest_of_the_world_knows() -> None:
    assert rules_of_zone("Europe/Paris") == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }
    assert rules_of_zone("America/Toronto") == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    }
    assert rules_of_zone("Asia/Tokyo") == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_zone_of_a_file_has_no_list_of_dates(name: str) -> None:
    (zone,) = read(name).walk("VTIMEZONE")
    assert all("rdate" not in part for part in zone.subcomponents)


@pytest.mark.parametrize(
    "key",
    ["Europe/Paris", "America/Toronto", "America/Halifax", "Australia/Sydney", "Asia/Kathmandu",
     "Africa/Casablanca"],
)  # fmt: skip
def test_a_client_without_the_zone_reads_the_same_hours(key: str) -> None:
    """The rules of the file, read by dateutil, against the machine's own zone."""
    text = timezone(key, date(2026, 11, 29)).to_ical().decode()
    told = tzical(io.StringIO(text)).get(key)
    real = ZoneInfo(key)
    for week in range(150):
        moment = datetime(2026, 11, 30, 9, 30) + timedelta(weeks=week)
        assert moment.replace(tzinfo=told).utcoffset() == moment.replace(tzinfo=real).utcoffset()


def test_a_ritual_names_its_owner_its_people_its_agenda_and_its_output() -> None:
    sync = next(one for one in events("hybrid") if one["summary"] == "Point d’équipe")
    said = str(sync["description"])
    assert "CMO externalisé" in said
    assert "Ordre du jour" in said
    assert "Tableau de tâches à jour" in said


def test_starts_reviews_notices_and_trials_are_there() -> None:
    titles = " | ".join(str(one["summary"]) for one in events("hybrid"))
    wanted_titles = (
        "Premier jour",
        "Dernier jour pour décider de la suite de l’essai",
        "Revue de la décision : 90 jours",
        "Dernier jour pour donner le préavis",
        "Fin de l’essai",
        "Passage prévu",
    )
    for wanted in wanted_titles:
        assert wanted in titles.replace("\u202f", " ")


def test_a_notice_deadline_falls_before_the_notice_begins_and_reminds() -> None:
    notice = next(one for one in events("hybrid") if "préavis" in str(one["summary"]))
    end = next(
        one
        for one in events("hybrid")
        if str(one["summary"]).startswith("Dernier jour\u202f: Designer")
    )
    assert notice["dtstart"].dt <= end["dtstart"].dt
    assert [str(one["action"]) for one in notice.walk("VALARM")] == ["DISPLAY"]


def test_without_a_first_month_the_calendar_starts_next_month_and_says_so() -> None:
    found = read("outsourced", "en")
    assert "the plan begins in December 2026" in str(found["x-wr-caldesc"])
    days = [one["dtstart"].dt for one in events("outsourced")]
    first = min(day.date() if isinstance(day, datetime) else day for day in days)
    assert (first.year, first.month) == (2026, 12)


@pytest.mark.parametrize("lang", LANGS)
def test_nobody_is_named_whose_post_may_end(lang: str) -> None:
    """The file may be shared with the very team: what a lawyer is seen for stays with the owner."""
    given, said = hybrid(), voice("hybrid", lang)
    leaving = PlanMember(
        "emp_junior.leaving1", "emp_junior", "employee", 133.0, name="Marguerite Q.",
        existing=True, monthly_cost=Triple(3200, 3200, 3200), notice_months=1, ending=4000,
        decision="end",
    )  # fmt: skip
    runs_out = replace(
        leaving, key="emp_junior.1", name="Octave Z.", decision="expire",
        until=given.diary.first + 200,
    )  # fmt: skip
    given = replace(given, leaving=(leaving,), members=(*given.members, runs_out))
    plan = build_plan(given, load_plan(), load())
    assert {one.subject for one in plan.actions if one.kind == "see_lawyer"} == {
        leaving.key, runs_out.key
    }  # fmt: skip
    made = Calendar.from_ical(calendar(replace(said, plan=plan)))
    kept = [one for one in made.walk("VEVENT") if one.get("class") == "PRIVATE"]
    assert len(kept) >= 3
    alarms = [one for event in kept for one in event.walk("VALARM")]
    for one in (*kept, *alarms):
        words = f"{one.get('summary', '')} {one['description']}"
        assert "Marguerite" not in words
        assert "Octave" not in words
    days = [one for one in made.walk("VEVENT") if "rrule" not in one and one not in kept]
    assert days
    assert not any("Marguerite" in str(one["summary"]) for one in days)
    assert not any("Octave" in str(one["summary"]) for one in days)
