"""The plan as a calendar file: rituals, first ninety days, deadlines and reviews.

Identifiers depend on the company and on the thing, never on the day of the export, and the sequence
number grows with the date: importing a new export updates what a client already holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vRecur

from timonier.app.report.dates import date_of, market_of, working
from timonier.app.report.sections.plan import duration, milestone
from timonier.app.report.voice import Voice
from timonier.app.wording import month_of
from timonier.engine.plan.model import Action, Meeting, Milestone
from timonier.engine.plan_catalogue import Ritual

MONTHS = 12  # how far rituals recur; the next export goes further
FIRST = {"quarterly": 2, "half_yearly": 5, "yearly": 11}  # months before the first occurrence
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REPEATS = {
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "half_yearly": ("MONTHLY", 6),
    "yearly": ("MONTHLY", 12),
}
AWAY = 4  # week of the month, the monthly review being in the second
ORIGIN = date(2020, 1, 1)


def calendar(voice: Voice) -> bytes:
    """Write the calendar; a company that gave no first month starts next month, and is told so."""
    dated = voice.plan.start != ""
    if not dated:
        voice = replace(voice, plan=replace(voice.plan, start=next_month(voice.today)))
    made = Calendar()
    made.add("prodid", f"-//Timonier//{voice.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", voice.say("calendar.name", company=voice.company))
    made.add("x-wr-timezone", str(zone(voice)))
    note = market_of(voice).holidays[voice.lang]
    said = note if dated else f"{note} {voice.say('calendar.undated')}"
    made.add("x-wr-caldesc", said)
    for event in events(voice):
        made.add_component(event)
    made.add_missing_timezones(voice.today, voice.today.replace(year=voice.today.year + 5, day=1))
    return bytes(made.to_ical())


def next_month(today: date) -> str:
    """The month after today's, like 2026-12."""
    following = today.replace(day=28) + timedelta(days=4)
    return f"{following.year}-{following.month:02d}"


def zone(voice: Voice) -> ZoneInfo:
    """The company's time zone, else its market's."""
    stated = voice.document.stated("company.timezone")
    return ZoneInfo(stated or voice.knowledge.markets[voice.market].timezone)


def events(voice: Voice) -> Iterator[Event]:
    for meeting in voice.plan.meetings:
        yield from _ritual(voice, meeting)
    for one in voice.plan.milestones:
        yield _milestone(voice, one)
    for action in voice.plan.actions:
        yield _action(voice, action)


def uid(voice: Voice, key: str) -> str:
    """An identifier that another export of the same company gives again, in either language."""
    name = voice.document.stated("company.name") or ""
    whose = hashlib.sha256(f"{name}|{voice.market}".encode()).hexdigest()[:16]
    what = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{what}-{whose}@timonier"


def _event(voice: Voice, key: str, title: str, said: str) -> Event:
    made = Event()
    made.add("uid", uid(voice, key))
    made.add("dtstamp", datetime.combine(voice.today, time(), UTC))
    made.add("sequence", max(0, (voice.today - ORIGIN).days))
    made.add("summary", title)
    made.add("description", said)
    return made


def _ritual(voice: Voice, meeting: Meeting) -> Iterator[Event]:
    ritual = next(one for one in voice.wordings.rituals if one.key == meeting.ritual)
    days = occurrences(voice, meeting, ritual)
    if not days:
        return
    yield _recurring(voice, meeting, ritual, days)
    for day in days:
        moved = working(day, market_of(voice))
        if moved != day:
            yield _moved(voice, meeting, ritual, day, moved)


def occurrences(voice: Voice, meeting: Meeting, ritual: Ritual) -> list[date]:
    """The days of a ritual before public holidays move any, over a year from its beginning."""
    first_month = meeting.from_month + FIRST.get(meeting.cadence, 0)
    begins = month_of(voice.plan.start, first_month)
    ends = month_of(voice.plan.start, meeting.from_month + MONTHS)
    assert begins is not None
    assert ends is not None
    repeats, interval = REPEATS[meeting.cadence]
    if repeats == "WEEKLY":
        day = begins + timedelta(days=(ritual.slot.weekday - begins.weekday()) % 7)
        step = timedelta(weeks=interval)
        return [
            day + step * i
            for i in range((ends - day).days // step.days + 1)
            if day + step * i < ends
        ]
    days = []
    for index in range(first_month, meeting.from_month + MONTHS, interval):
        month = month_of(voice.plan.start, index)
        assert month is not None
        offset = (ritual.slot.weekday - month.weekday()) % 7
        days.append(month + timedelta(days=offset, weeks=week_of(ritual) - 1))
    return days


def week_of(ritual: Ritual) -> int:
    """The week of the month of a ritual that is not held every week.

    A weekly one that a small team holds every month has none of its own: it falls away from the
    monthly review.
    """
    return ritual.slot.week or AWAY


def _recurring(voice: Voice, meeting: Meeting, ritual: Ritual, days: list[date]) -> Event:
    made = _sitting(voice, meeting, ritual, days[0])
    repeats, interval = REPEATS[meeting.cadence]
    rule: dict[str, object] = {"freq": repeats, "count": len(days)}
    if interval > 1:
        rule["interval"] = interval
    if repeats == "MONTHLY":
        rule["byday"] = f"{week_of(ritual)}{DAYS[ritual.slot.weekday]}"
    if len(days) > 1:
        made.add("rrule", vRecur(rule))
    return made


def _moved(voice: Voice, meeting: Meeting, ritual: Ritual, day: date, moved: date) -> Event:
    made = _sitting(voice, meeting, ritual, moved)
    made.add("recurrence-id", _at(voice, ritual, day))
    return made


def _sitting(voice: Voice, meeting: Meeting, ritual: Ritual, day: date) -> Event:
    people = voice.listing([voice.who(key) for key in meeting.participants])
    agenda = "\n".join(f"– {item[voice.lang]}" for item in ritual.agenda)
    said = voice.say(
        "calendar.ritual",
        owner=voice.who(meeting.owner),
        people=people,
        agenda=agenda,
        output=ritual.output[voice.lang],
        length=duration(voice, meeting.minutes),
    )
    made = _event(voice, f"ritual.{meeting.ritual}", ritual.label[voice.lang], said)
    start = _at(voice, ritual, day)
    made.add("dtstart", start)
    made.add("dtend", start + timedelta(minutes=meeting.minutes))
    made.add("categories", [voice.say("calendar.rituals")])
    return made


def _at(voice: Voice, ritual: Ritual, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(ritual.slot.time), zone(voice))


def _milestone(voice: Voice, one: Milestone) -> Event:
    day = date_of(voice, one)
    assert day is not None
    made = _day(voice, one.key, milestone(voice, one), voice.say("calendar.milestone"), day)
    made.add("categories", [voice.say("calendar.dates")])
    if one.kind in ("notice", "review"):
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", milestone(voice, one))
        reminder.add("trigger", timedelta(days=-7))
        made.add_component(reminder)
    return made


def _action(voice: Voice, action: Action) -> Event:
    begins = month_of(voice.plan.start, 0)
    assert begins is not None
    due = working(begins + timedelta(days=action.last - 1), market_of(voice), -1)
    template = next(one for one in voice.wordings.actions if one.key == action.key)
    said = voice.say(
        "calendar.action",
        owner=voice.who(action.owner),
        done=template.done_when[voice.lang],
    )
    title = voice.say("calendar.due", action=voice.action(action))
    made = _day(voice, f"action.{action.key}", title, said, due)
    made.add("categories", [voice.say("calendar.ninety")])
    return made


def _day(voice: Voice, key: str, title: str, said: str, day: date) -> Event:
    made = _event(voice, key, title, said)
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    return made
