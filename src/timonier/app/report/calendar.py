"""The plan as a calendar file: rituals, actions, deadlines and reviews.

The file may be shared with a team: a date about a post that may end, or that is not renewed, names
nobody and is marked private.

Identifiers depend on the company and on the thing, never on the day of the export, and the sequence
number grows with the date: importing a new export updates what a client already holds. The time
zone is written with its own recurring rules, so that a client without it reads no other hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vRecur

from timonier.app.report.dates import market_of, on
from timonier.app.report.sections.plan import duration, milestone
from timonier.app.report.timezones import timezone
from timonier.app.report.voice import Voice
from timonier.engine.plan.model import Action, Milestone, Series
from timonier.engine.plan_catalogue import Ritual

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REPEATS = {
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "half_yearly": ("MONTHLY", 6),
    "yearly": ("MONTHLY", 12),
}
ORIGIN = date(2020, 1, 1)
REMINDED = ("notice", "review", "trial_decision")


def calendar(voice: Voice) -> bytes:
    """Write the calendar of a plan."""
    made = Calendar()
    made.add("prodid", f"-//Timonier//{voice.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", voice.say("calendar.name", company=voice.company))
    made.add("x-wr-timezone", str(zone(voice)))
    note = market_of(voice).holidays[voice.lang]
    made.add("x-wr-caldesc", " ".join(filter(None, (note, voice.begins_elsewhere))))
    made.add_component(timezone(str(zone(voice)), voice.today))
    for event in events(voice):
        made.add_component(event)
    return bytes(made.to_ical())


def zone(voice: Voice) -> ZoneInfo:
    """The company's time zone, else its market's."""
    stated = voice.document.stated("company.timezone")
    return ZoneInfo(stated or voice.knowledge.markets[voice.market].timezone)


def events(voice: Voice) -> Iterator[Event]:
    for one in voice.plan.series:
        yield from _ritual(voice, one)
    for date_ in voice.plan.milestones:
        yield _milestone(voice, date_)
    for action in voice.plan.actions:
        if not action.kind.startswith("begin_"):  # a first day is a date of its own
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


def _ritual(voice: Voice, one: Series) -> Iterator[Event]:
    """A series by its rule, less the sittings that are not held, and those that holidays move."""
    ritual = next(known for known in voice.wordings.rituals if known.key == one.ritual)
    (first, held), *rest = one.days
    if not rest:
        yield _sitting(voice, one, ritual, on(held))
        return
    made = _sitting(voice, one, ritual, on(first))
    made.add("rrule", vRecur(_rule(voice, one, ritual)))
    kept = {day for day, _ in one.days}
    for due in _rule_days(on(first), on(rest[-1][0]), one.cadence):
        if due.toordinal() not in kept:
            made.add("exdate", _at(voice, ritual, due))
    yield made
    for day, moved in one.days:
        if moved != day:
            other = _sitting(voice, one, ritual, on(moved))
            other.add("recurrence-id", _at(voice, ritual, on(day)))
            yield other


def _rule(voice: Voice, one: Series, ritual: Ritual) -> dict[str, object]:
    repeats, interval = REPEATS[one.cadence]
    last = _at(voice, ritual, on(one.days[-1][0]))
    rule: dict[str, object] = {"freq": repeats, "until": last.astimezone(UTC)}
    if interval > 1:
        rule["interval"] = interval
    if repeats == "MONTHLY":
        rule["byday"] = f"{week_of(on(one.days[0][0]))}{DAYS[ritual.slot.weekday]}"
    return rule


def week_of(day: date) -> int:
    """Whether a day is the first, second… of its weekday in its month."""
    return (day.day - 1) // 7 + 1


def _rule_days(first: date, last: date, cadence: str) -> Iterator[date]:
    """Every day of a cadence, as a calendar unrolls its rule."""
    repeats, interval = REPEATS[cadence]
    if repeats == "WEEKLY":
        for i in range((last - first).days // (7 * interval) + 1):
            yield first + timedelta(weeks=interval * i)
        return
    for i in range(0, 12 * (last.year - first.year) + last.month - first.month + 1, interval):
        months = first.year * 12 + first.month - 1 + i
        month = date(months // 12, months % 12 + 1, 1)
        offset = (first.weekday() - month.weekday()) % 7 + 7 * (week_of(first) - 1)
        yield month + timedelta(days=offset)


def _sitting(voice: Voice, one: Series, ritual: Ritual, day: date) -> Event:
    people = voice.listing([voice.who(key) for key in one.participants])
    agenda = "\n".join(f"– {item[voice.lang]}" for item in ritual.agenda)
    said = voice.say(
        "calendar.ritual",
        owner=voice.who(one.owner),
        people=people,
        agenda=agenda,
        output=ritual.output[voice.lang],
        length=duration(voice, one.minutes),
    )
    key = f"ritual.{one.ritual}.{'+'.join(sorted(one.participants))}"
    made = _event(voice, key, ritual.label[voice.lang], said)
    start = _at(voice, ritual, day)
    made.add("dtstart", start)
    made.add("dtend", start + timedelta(minutes=one.minutes))
    made.add("categories", [voice.say("calendar.rituals")])
    return made


def _at(voice: Voice, ritual: Ritual, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(ritual.slot.time), zone(voice))


def _milestone(voice: Voice, one: Milestone) -> Event:
    said = voice.say("calendar.milestone")
    title = voice.say("calendar.kept") if _kept(voice, one.subject) else milestone(voice, one)
    made = _day(voice, one.key, title, said, on(one.day), on(one.day))
    if _kept(voice, one.subject):
        made.add("class", "PRIVATE")
    made.add("categories", [voice.say("calendar.dates")])
    if one.kind in REMINDED:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", title)
        reminder.add("trigger", timedelta(days=-7))
        made.add_component(reminder)
    return made


def _action(voice: Voice, action: Action) -> Event:
    """An action over the days that it takes."""
    said = voice.say("calendar.action", owner=voice.who(action.owner), done=voice.done_when(action))
    title = voice.action(action)
    if _kept(voice, action.subject):
        title, said = voice.say("calendar.kept"), voice.say("calendar.milestone")
    made = _day(voice, f"action.{action.key}", title, said, on(action.first), on(action.last))
    if _kept(voice, action.subject):
        made.add("class", "PRIVATE")
    made.add("categories", [voice.say("calendar.ninety")])
    return made


def _kept(voice: Voice, key: str) -> bool:
    """Whether somebody's post may end, or is not renewed: nobody else is to read it here."""
    member = voice.plan.everybody.get(key)
    return member is not None and member.inside and member.becomes in ("end", "expire")


def _day(voice: Voice, key: str, title: str, said: str, first: date, last: date) -> Event:
    made = _event(voice, key, title, said)
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    return made
