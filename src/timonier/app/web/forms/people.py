"""Who does the marketing today: a short list to tick, with hours and whether each one stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from timonier.app.company_file.kinds import Line, Refused, kind_of
from timonier.app.interview import answers, people
from timonier.app.interview.people import Person
from timonier.app.web.forms.parse import refusal
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.engine.company import COLUMNS, OWNER
from timonier.knowledge import load

NOBODY: Final = "nobody"
KEEPS: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}


@dataclass(frozen=True)
class Choice:
    """One role of the short list, as ticked, with its hours and whether it stays."""

    role: str
    name: str
    detail: str
    chosen: bool
    hours: str
    keep: str
    may_leave: bool  # nobody asks whether the owner stays
    error: str


@dataclass(frozen=True)
class Answer:
    """The team as the document holds it; None with what was wrong, in all or by role."""

    team: Any
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def choices(
    held: Mapping[str, Person], sent: QueryDict | None = None, errors: Mapping[str, str] = {}
) -> tuple[Choice, ...]:
    """The short list with what is kept, or with what was sent."""
    return tuple(_choice(role, held.get(role), sent, errors) for role in people.LISTED)


def _choice(
    role: str, held: Person | None, sent: QueryDict | None, errors: Mapping[str, str]
) -> Choice:
    words, lang = load().wording, current()
    hours = plain(held.hours) if held and held.hours is not None else ""
    keep = next((k for k, v in KEEPS.items() if held and v is held.keep), "")
    chosen = held is not None
    if sent is not None:
        chosen = role in sent.getlist("who")
        hours, keep = sent.get(f"hours.{role}", ""), sent.get(f"keep.{role}", "")
    return Choice(
        role=role,
        name=words[f"interview.who.{role}"][lang],
        detail=words[f"interview.who_detail.{role}"][lang],
        chosen=chosen,
        hours=hours,
        keep=keep,
        may_leave=role != OWNER,
        error=errors.get(role, ""),
    )


def answer(sent: QueryDict, document: Mapping[str, Any]) -> Answer:
    """Whom the form names, nobody, or that it is not known."""
    told = sent.get("answer", "")
    if told in (answers.UNKNOWN, NOBODY):
        return Answer([] if told == NOBODY else told)
    found, errors = _read(sent)
    if errors or not found:
        return Answer(None, "" if errors else str(say("who.none_ticked")), errors)
    return Answer(people.rows(found, load(), full_time(document)))


def _read(sent: QueryDict) -> tuple[list[Person], dict[str, str]]:
    """Whom the form names, in the order of the list; hours without a tick count as one."""
    found: list[Person] = []
    errors: dict[str, str] = {}
    ticked = sent.getlist("who")
    for role in people.LISTED:
        text = sent.get(f"hours.{role}", "").strip()
        if role not in ticked and not text:
            continue
        try:
            keep = KEEPS.get(sent.get(f"keep.{role}", "")) if role != OWNER else None
            found.append(Person(role, _hours(text), keep))
        except Refused as refused:
            errors[role] = refusal(refused)
    return found, errors


def _hours(text: str) -> float | None:
    """Hours a month, None when they are not said or not known."""
    if not text:
        return None
    column = COLUMNS["team.hours_per_month"]
    value = kind_of(column).answer(load(), column, Line(text), current()).value
    return None if value == answers.UNKNOWN else value


def full_time(document: Mapping[str, Any]) -> float:
    """Hours a month of a full-time employee in this company's market."""
    return people.full_time(load(), answers.read(document, answers.NEEDED))


def full_time_said(document: Mapping[str, Any]) -> str:
    """The same, to compare with."""
    return str(say("who.full_time", hours=plain(round(full_time(document)))))
