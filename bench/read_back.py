"""The folder of a plan read back: what a company receives, and what does not hold in it.

Everything is read from the files (``plan.json``, the calendar, the workbook, the report, briefs
and offers), never from the plan that made them; the voice gives the words of the language alone.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import openpyxl
from dateutil.rrule import rrulestr
from icalendar import Calendar

from timonier.app.report.sections.summary import paid_already
from timonier.app.report.voice import Voice
from timonier.app.wording import span_label

FREE = 0.05  # of the hours paid for, that nothing fills
ROUNDED = 0.06  # hours: those of the documents keep a decimal


@dataclass(frozen=True)
class Folder:
    """The files of one plan in one language, as they are read back."""

    files: Mapping[str, bytes]
    voice: Voice  # for the words of the language alone

    @cached_property
    def plan(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files["plan.json"])
        return found

    @cached_property
    def text(self) -> str:
        return self.files["plan.md"].decode().replace("\\", "")

    @cached_property
    def people(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.plan["people"]}

    @cached_property
    def contracts(self) -> dict[str, dict[str, Any]]:
        return {one["person"]: one for one in self.plan["contracts"]}

    @cached_property
    def events(self) -> list[Any]:
        (ics,) = (content for path, content in self.files.items() if path.endswith(".ics"))
        return list(Calendar.from_ical(ics).walk("VEVENT"))

    @cached_property
    def rows(self) -> list[list[Any]]:
        (book,) = (content for path, content in self.files.items() if path.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(book), data_only=True).worksheets[0]
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def row(self, name: str) -> list[Any] | None:
        return next((row for row in self.rows if row[0] == name), None)

    def said(self, day: str) -> str:
        """A day of ``plan.json`` as the pages write it."""
        when = date.fromisoformat(day)
        return span_label(when, when, self.voice.lang)


def early(folder: Folder) -> Iterator[str]:
    """Nobody acts, meets, signs or is paid before their first day or after their last."""
    people = folder.people
    for one in folder.plan["actions"]:
        for key in (one["owner"], *one["participants"]):
            for day in (one["start"], one["end"]):
                if not _there(people[key], day):
                    yield f"{one['id']}: {key} is not there on {day}"
    for one in folder.plan["meetings"]:
        for key in (one["owner"], *one["participants"]):
            for day in (day for day in one["days"] if not _there(people[key], day)):
                yield f"{one['title']}: {key} is not there on {day}"
    for one in folder.plan["contracts"]:
        if one["signed_by"] and one["signed_by"] >= one["first_day"]:
            yield f"{one['person']} signs on {one['signed_by']}, begins on {one['first_day']}"
    for one in folder.plan["costs"]:
        if one["kind"] == "pay" and not _that_month(people[one["person"]], one["month"]):
            yield f"{one['line']} is paid in {one['month']}"
    for one in folder.people.values():
        row = folder.row(one["name"])
        for month, amount in zip(folder.plan["months"], row[1:13] if row else (), strict=False):
            if amount and not _that_month(one, month):
                yield f"the workbook pays {one['name']} in {month}"


def _there(person: dict[str, Any], day: str) -> bool:
    last = person["last_day"]
    return bool(person["first_day"] <= day and (last is None or day <= last))


def _that_month(person: dict[str, Any], month: str) -> bool:
    last = person["last_day"]
    return bool(person["first_day"][:7] <= month and (last is None or month <= last[:7]))


def over_hours(folder: Folder) -> Iterator[str]:
    """The sittings of the calendar read back, and the actions of the plan, fit in the hours that
    each person has in each month."""
    left = {
        (key, month): hours
        for key, one in folder.people.items()
        for month, hours in zip(folder.plan["months"], one["hours_by_month"], strict=True)
    }
    for key, begins, length in sittings(folder):
        at = (key, f"{begins:%Y-%m}")
        if at in left:
            left[at] -= length
    for (key, month), hours in left.items():
        if hours < -ROUNDED:
            yield f"{key} sits {-hours:.1f} h beyond their hours in {month}"
    for one in sorted(folder.plan["actions"], key=lambda one: str(one["end"])):
        for key, hours in one["hours"].items():
            for month in folder.plan["months"]:
                if one["start"][:7] <= month <= one["end"][:7]:
                    given = min(hours, max(0.0, left[key, month]))
                    left[key, month] -= given
                    hours -= given
            if hours > ROUNDED:
                yield f"{one['id']} asks {key} for {hours:.1f} h that they do not have"


def same_sittings(folder: Folder) -> Iterator[str]:
    """The calendar holds the sittings of the data, on the same days, with the same people."""
    told = {
        (one["title"], key, day)
        for one in folder.plan["meetings"]
        for day in one["days"]
        for key in one["participants"]
    }
    held = {(name, key, f"{day}") for name, key, day in _held(folder)}
    for title, key, day in sorted(told ^ held)[:3]:
        where = "data" if (title, key, day) in told else "calendar"
        yield f"{title} of {key} on {day} is in the {where} alone"


def _held(folder: Folder) -> Iterator[tuple[str, str, date]]:
    for title, key, begins, _ in _seats(folder):
        yield title, key, begins


def sittings(folder: Folder) -> Iterator[tuple[str, date, float]]:
    """Of each sitting of the calendar, for each participant: (person, day, hours)."""
    for _, key, begins, length in _seats(folder):
        yield key, begins, length


def _seats(folder: Folder) -> Iterator[tuple[str, str, date, float]]:
    names = {one["name"]: key for key, one in folder.people.items()}
    moved = {
        (str(one["uid"]), one["recurrence-id"].dt.date())
        for one in folder.events
        if "recurrence-id" in one
    }
    for one in folder.events:
        begins = one["dtstart"].dt
        if not isinstance(begins, datetime):
            continue
        length = (one["dtend"].dt - begins).total_seconds() / 3600.0
        own = "recurrence-id" in one
        for day in (d for d in _days(one) if own or (str(one["uid"]), d) not in moved):
            for name in _participants(str(one["description"]), names):
                yield str(one["summary"]), names[name], day, length


def _days(event: Any) -> Iterator[date]:
    """The days of an event: those of its rule that nothing excludes."""
    begins = event["dtstart"].dt
    if "rrule" not in event:
        yield begins.date()
        return
    excluded = event.get("exdate", [])
    dropped = {
        one.dt.date() for dates in (excluded if isinstance(excluded, list) else [excluded])
        for one in dates.dts
    }  # fmt: skip
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=begins)
    yield from (day.date() for day in rule if day.date() not in dropped)


def _participants(description: str, names: Mapping[str, str]) -> list[str]:
    line = next(t for t in description.splitlines() if t.startswith("Participants"))
    around = r"(?:[:,]| et | and )\s*{}(?:,| et | and |$)"
    return [name for name in names if re.search(around.format(re.escape(name)), line)]


def people_in_place(folder: Folder) -> Iterator[str]:
    """Everybody that the company named has a line in the page, the data and the messages."""
    decisions = {one["name"]: one["decision"] for one in folder.plan["people"]}
    for one in folder.voice.document.company.get("team", ()):
        name = one.get("name")
        if name and (name not in decisions or decisions[name] == "new" or name not in folder.text):
            yield f"{name} has no line"


def one_value_each(folder: Folder) -> Iterator[str]:
    """The chances, the share of the work and the budget are the same wherever they are told."""
    said, document = folder.voice, folder.voice.document
    team = document.teams[folder.plan["model"]]
    found = {
        "share of the work": (said.percent(team.criteria["coverage"].p50), 2),
        "chance of exceeding the budget": (said.percent(team.cost.paid_over_budget), 2),
        "cost over 12 months": (said.about(team.cost.months_12.p50), 1),
    }
    if not folder.plan["budget_a_year"]:
        found.pop("chance of exceeding the budget")
    for what, (value, times) in found.items():
        if folder.text.count(value) < times:
            yield f"{what}: {value} is told fewer than {times} times"
    over = max((year.over_budget for year in team.cost.by_year), default=0.0)
    if folder.plan["budget_a_year"] and abs(over - team.cost.paid_over_budget) > 1e-9:
        yield "the chance of exceeding the budget is not that of its dearest year"


def hours_told(folder: Folder) -> Iterator[str]:
    """The hours signed are those of the page and of their work; what is free has a reason that
    the page tells."""
    work: dict[str, float] = {}
    for one in folder.plan["work"]:
        work[one["person"]] = work.get(one["person"], 0.0) + one["hours_per_month"]
    for key, one in folder.contracts.items():
        if one["decision"] in ("end", "expire"):
            continue
        name, hours = folder.people[key]["name"], folder.voice.hours(one["hours_per_month"])
        for line in (t for t in folder.text.splitlines() if t.startswith(f"| {name}")):
            if re.search(r"\| *(?:reste|stays|à trouver|to be found)", line) and hours not in line:
                yield f"{name} has {hours}, and the page says: {line}"
        if key not in work and not one["hours_per_month"]:
            continue
        used, bought = work.get(key, 0.0) + one["hours_free"], one["hours_per_month"]
        if abs(used - bought) > max(0.2, 0.01 * bought):
            yield f"{name} works or is free {used:.1f} h, of {bought:.1f} that are bought"
        if one["hours_free"] > FREE * bought + ROUNDED and not one["free_because"]:
            yield f"{name} has {one['hours_free']:.1f} h that nothing fills, without a reason"
        if one["free_because"] and name not in folder.text:
            yield f"{name} is free for a reason that the page does not tell"


def dates_told(folder: Folder) -> Iterator[str]:
    """First days, trials and last days to decide are those of the calendar and of the pages."""
    whole_days = {
        (str(one["summary"]), one["dtstart"].dt.isoformat())
        for one in folder.events
        if not isinstance(one["dtstart"].dt, datetime)
    }
    for one in folder.plan["dates"]:
        if (one["title"], one["day"]) not in whole_days:
            yield f"the calendar has no {one['title']} on {one['day']}"
    for key, one in folder.contracts.items():
        if (
            folder.people[key]["decision"] == "new"
            and folder.said(one["first_day"]) not in folder.text
        ):
            yield f"the page does not say that {key} begins on {one['first_day']}"


def money_told(folder: Folder) -> Iterator[str]:
    """The first year and the stated budget are those of the workbook and of the page."""
    said, plan = folder.voice, folder.plan
    year = set(plan["months"][:12])
    paid = sum(
        one["p50"] for one in plan["costs"] if one["month"] in year and one["kind"] != "media"
    )
    total = folder.row(said.say("budget.total"))
    if total is None or abs(total[13] - paid) > 1.0:
        yield f"the first year is {paid:.0f} in the data, {total and total[13]} in the workbook"
    stated = plan["budget_a_year"]
    row = folder.row(said.say("workbook.stated"))
    if stated and (row is None or abs(row[13] - stated) > 0.01):
        yield f"the stated budget is {stated} in the data, {row and row[13]} in the workbook"
    if stated and said.money(stated) not in folder.text:
        yield f"the page does not tell the stated budget of {stated}"


def years_within(folder: Folder) -> Iterator[str]:
    """The median of each year is within the stated budget, for a team that is advised, unless those
    who stay already cost more: then the page says so."""
    stated, document = folder.plan["budget_a_year"], folder.voice.document
    if not stated or folder.plan["model"] != document.verdict.model:
        return
    already = paid_already(folder.voice)
    if already > stated:
        if folder.voice.about(already) not in folder.text:
            yield f"the page does not say that those in place cost {already:.0f}, of {stated:.0f}"
        return
    for year, one in enumerate(document.teams[folder.plan["model"]].cost.by_year, 1):
        if one.paid.p50 > stated * (1 + 1e-9):
            yield f"the median of year {year} is {one.paid.p50:.0f}, of {stated:.0f}"


CHECKS = (
    ("acts, meets, signs or is paid when absent", early),
    ("gives more hours than they have", over_hours),
    ("a sitting in the data or the calendar alone", same_sittings),
    ("a person in place without a line", people_in_place),
    ("a chance, share or cost with two values", one_value_each),
    ("hours bought without work, or told twice", hours_told),
    ("a date with two values", dates_told),
    ("an amount with two values", money_told),
    ("a year whose median passes the budget", years_within),
)
