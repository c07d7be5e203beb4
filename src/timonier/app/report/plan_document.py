"""The plan as data for other programs: ``plan.json``, from which a tool can act.

Days are ISO dates; owners and participants are the ids of people; amounts are in the currency said.
``python -m timonier.app.report.plan_document`` writes its schema again after a change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from timonier.app.report.dates import on
from timonier.app.report.sections.budget import line_name
from timonier.app.report.sections.law import rules_met
from timonier.app.report.sections.plan import milestone
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import Triple
from timonier.engine.plan.contracts import why_free
from timonier.engine.plan.model import LEAST_SAID, Action, Assignment, Series

PATH: Final = Path(__file__).parents[1] / "schemas" / "plan.schema.json"
CLOSE = 2  # decimals of hours and amounts

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Hours = Annotated[float, Field(ge=0)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(Shape):
    """Somebody of the plan, in place or to be found; the company's own people have no cost."""

    id: str
    name: str
    role: str
    kind: Literal["employee", "provider", "owner"]
    existing: bool
    first_day: Day
    last_day: Day | None
    hours_by_month: list[Hours]
    decision: Literal["keep", "reshape", "renew", "end", "expire", "new"]
    cost: Annotated[float, Field(description="of the first twelve months, median", ge=0)]


class Act(Shape):
    id: str
    title: str
    owner: str
    participants: list[str]
    hours: dict[str, Hours]
    start: Day
    end: Day
    depends_on: list[str]
    waits_for: Literal["", "after", "hours", "searches", "date", "season"]
    critical: bool
    done_when: str


class Sitting(Shape):
    """A meeting as it recurs, with the days on which it is held."""

    title: str
    owner: str
    participants: list[str]
    start: Day
    rhythm: Literal["weekly", "biweekly", "monthly", "quarterly", "half_yearly", "yearly"]
    hours: Hours
    days: list[Day]


class Contract(Shape):
    """What binds one person: from which day, the trial, and the last days to decide."""

    person: str
    kind: Literal["employment", "services"]
    decision: Literal["keep", "reshape", "renew", "end", "expire", "new"]
    signed_by: Day | None
    first_day: Day
    last_day: Day | None
    trial_ends: Day | None
    decide_by: Day | None
    notice_by: Day | None
    hours_per_month: Annotated[Hours, Field(description="signed, and paid for")]
    hours_on_top: Annotated[Hours, Field(description="may be ordered beyond them, paid if so")]
    hours_free: Annotated[Hours, Field(description="signed, and filled by nothing")]
    free_because: Literal["", "post", "own_time", "in_place", "least"]
    handed_over_to: list[str]


class Cost(Shape):
    month: Month
    line: str
    person: str
    kind: Literal["pay", "order", "entry", "ending", "media"]
    p10: float
    p50: float
    p90: float


class Work(Shape):
    """What one person does in a month; with the free hours, these add up to what is signed.

    Work is ``sure``, one piece delivered on a day or so many hours a month, or ``likely``, without
    a date; leading, meetings and running the job have no activity.
    """

    person: str
    kind: Literal["sure", "likely", "leading", "meetings", "running"]
    activity: str | None
    hours_per_month: Hours
    delivered: Day | None


class Caution(Shape):
    key: str
    title: str
    text: str
    article: str
    source: str
    read_on: Day
    review_by: Day
    lawyer: bool


class Date(Shape):
    day: Day
    kind: Literal[
        "arrival", "trial_decision", "trial", "notice", "renew", "end", "peak", "review", "path"
    ]
    title: str
    person: str | None


class PlanDocument(Shape):
    """The plan of one team."""

    company: str
    language: Literal["fr", "en"]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    model: str
    starts: Day
    months: list[Month]
    budget_a_year: float | None
    people: list[Person]
    actions: list[Act]
    meetings: list[Sitting]
    contracts: list[Contract]
    work: list[Work]
    dates: list[Date]
    costs: list[Cost]
    cautions: list[Caution]


def plan_json(voice: Voice) -> str:
    """The plan as JSON text, checked against its own shape."""
    made = json.dumps(document(voice).model_dump(), ensure_ascii=False, indent=2)
    return made + "\n"


def document(voice: Voice) -> PlanDocument:
    plan = voice.plan
    return PlanDocument(
        company=voice.company,
        language="fr" if voice.lang == "fr" else "en",
        currency=voice.currency,
        model=plan.model,
        starts=iso(plan.diary.first),
        months=[f"{on(day):%Y-%m}" for day in plan.diary.months[: plan.budget.months]],
        budget_a_year=plan.budget.stated,
        people=[_person(voice, key) for key in plan.presence],
        actions=[_action(voice, one) for one in plan.actions],
        meetings=[_sitting(voice, one) for one in plan.series],
        contracts=[
            _contract(voice, key) for key in (*plan.people, *plan.leaving) if _bound(voice, key)
        ],
        work=_work(voice),
        dates=_dates(voice),
        costs=_costs(voice),
        cautions=_cautions(voice),
    )


def _dates(voice: Voice) -> list[Date]:
    return [
        Date(
            day=iso(one.day),
            kind=one.kind,  # type: ignore[arg-type]
            title=milestone(voice, one),
            person=one.subject if one.subject in voice.plan.presence else None,
        )
        for one in voice.plan.milestones
    ]


def _cautions(voice: Voice) -> list[Caution]:
    return [
        Caution(
            key=rule.key,
            title=rule.label[voice.lang],
            text=rule.text[voice.lang],
            article=rule.article,
            source=rule.url,
            read_on=rule.read_on,
            review_by=rule.review_by,
            lawyer=rule.lawyer,
        )
        for rule in rules_met(voice)
    ]


def iso(day: int) -> str:
    return on(day).isoformat()


def _or_none(day: int | None) -> str | None:
    return None if day is None else iso(day)


def _person(voice: Voice, key: str) -> Person:
    plan = voice.plan
    member = plan.people.get(key) or plan.leaving.get(key)
    there = plan.presence[key]
    inside = member is None or member.inside
    owner = key == plan.seats["ceo"][0]
    year = sum(
        amount.median
        for line in plan.budget.lines
        if line.key == key
        for amount in line.monthly[:12]
    )
    return Person(
        id=key,
        name=voice.who(key),
        role=member.role if member else key,
        kind="owner" if owner else "employee" if inside else "provider",
        existing=member is None or not member.coming,
        first_day=iso(there.first),
        last_day=_or_none(_said_last(voice, key)),
        hours_by_month=[round(hours, CLOSE) for hours in plan.hours_by_month[key]],
        decision=member.becomes if member else "keep",  # type: ignore[arg-type]
        cost=round(year, CLOSE),
    )


def _said_last(voice: Voice, key: str) -> int | None:
    """The last day of somebody, but for a post that is ended: it has none before the talk."""
    leaving = voice.plan.leaving.get(key)
    return None if leaving and leaving.inside else voice.plan.presence[key].last


def _action(voice: Voice, one: Action) -> Act:
    return Act(
        id=one.key,
        title=voice.action(one),
        owner=one.owner,
        participants=list(one.participants),
        hours={key: round(hours, CLOSE) for key, hours in one.hours.items()},
        start=iso(one.first),
        end=iso(one.last),
        depends_on=list(one.after),
        waits_for=one.waits,  # type: ignore[arg-type]
        critical=one.critical,
        done_when=voice.done_when(one),
    )


def _sitting(voice: Voice, one: Series) -> Sitting:
    labels = {ritual.key: ritual.label[voice.lang] for ritual in voice.wordings.rituals}
    return Sitting(
        title=labels[one.ritual],
        owner=one.owner,
        participants=list(one.participants),
        start=iso(one.days[0][1]),
        rhythm=one.cadence,  # type: ignore[arg-type]
        hours=one.minutes / 60.0,
        days=[iso(held) for _, held in one.days],
    )


def _bound(voice: Voice, key: str) -> bool:
    member = voice.plan.people.get(key) or voice.plan.leaving[key]
    return member.category != "internal_existing"


def _contract(voice: Voice, key: str) -> Contract:
    plan = voice.plan
    member = plan.people.get(key) or plan.leaving[key]
    dated = {one.kind: one.day for one in plan.milestones if one.subject == key}
    signed = [one.last for one in plan.actions if one.subject == key and "sign_" in one.kind]
    fate = next((one for one in plan.fates if one.member == key), None)
    share = plan.assignments.get(key)
    free = share.reserve if share else 0.0
    return Contract(
        person=key,
        kind="employment" if member.inside else "services",
        decision=member.becomes,  # type: ignore[arg-type]
        signed_by=_or_none(signed[0] if signed else None),
        first_day=iso(plan.presence[key].first),
        last_day=_or_none(_said_last(voice, key)),
        trial_ends=_or_none(dated.get("trial")),
        decide_by=_or_none(dated.get("trial_decision")),
        notice_by=_or_none(dated.get("notice")),
        hours_per_month=round(member.hours, CLOSE),
        hours_on_top=round(member.on_top, CLOSE),
        hours_free=round(free, CLOSE),
        free_because=why_free(member) if free >= LEAST_SAID else "",  # type: ignore[arg-type]
        handed_over_to=list(fate.hands_over_to) if fate else [],
    )


def _work(voice: Voice) -> list[Work]:
    delivered = {one.activity: one.last for one in voice.plan.deliveries}
    return [
        Work(
            person=key,
            kind=kind,  # type: ignore[arg-type]
            activity=activity,
            hours_per_month=round(hours, CLOSE),
            delivered=_or_none(delivered.get(activity or "") if kind == "sure" else None),
        )
        for key, one in voice.plan.assignments.items()
        for kind, activity, hours in _parts(one)
        if hours > 0
    ]


def _parts(one: Assignment) -> Iterator[tuple[str, str | None, float]]:
    """All that somebody does in a month: (kind, activity, hours)."""
    for kind, work in (("sure", one.work), ("likely", one.likely)):
        yield from ((kind, activity, hours) for activity, hours in work.items())
    yield "leading", None, one.steering + one.coordination
    yield "meetings", None, one.meetings
    yield "running", None, one.running


def _costs(voice: Voice) -> list[Cost]:
    plan = voice.plan
    return [
        Cost(
            month=f"{on(plan.diary.months[i]):%Y-%m}",
            line=line_name(voice, line),
            person=line.key,
            kind=line.kind,  # type: ignore[arg-type]
            p10=round(amount.low, CLOSE),
            p50=round(amount.median, CLOSE),
            p90=round(amount.high, CLOSE),
        )
        for line in plan.budget.lines
        for i, amount in enumerate(line.monthly)
        if amount != Triple(0.0, 0.0, 0.0)
    ]


def plan_schema() -> dict[str, Any]:
    """The whole schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PlanDocument.model_json_schema(),
        "title": "Timonier plan",
    }


def schema_text() -> str:
    return json.dumps(plan_schema(), indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), encoding="utf-8")
