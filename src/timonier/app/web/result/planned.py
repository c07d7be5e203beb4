"""The plan on the page: who does what, what comes first, the schedule as drawn in the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from timonier.app.document.parts import adapter
from timonier.app.report.dates import day_only, said_day, short_day
from timonier.app.report.make import voice_again
from timonier.app.report.sections import days, summary
from timonier.app.report.voice import Voice
from timonier.app.web import memory
from timonier.app.web.computing import ToPlan, read_once
from timonier.app.web.drawing import bar
from timonier.app.web.result.graphs import Graph
from timonier.app.web.words import say
from timonier.app.wording import hour_count, number
from timonier.engine.plan.inputs import PlanMember

KEPT = 32  # plans that a process holds ready
STEPS = 4  # dated steps of the first page


@dataclass(frozen=True)
class Person:
    """Somebody of the team, as drawn: those in place first."""

    name: str
    when: str  # already there, or from which day
    hours: str
    does: str
    bar: str
    share: float  # of the hours of who has most


@dataclass(frozen=True)
class Step:
    day: str
    text: str


@dataclass(frozen=True)
class Planned:
    """What the pages read of a plan."""

    model: str
    people: tuple[Person, ...]
    leaving: tuple[str, ...]
    left: tuple[str, ...]  # subjects left aside, in part
    begins: str  # when the plan begins, where the company gave no month
    choice: str  # which team is planned, when it is not simply the advised one
    first: tuple[str, ...]
    steps: tuple[Step, ...]
    cash: str
    lead: str
    schedule: Graph


@memory.forgettable
@lru_cache(maxsize=KEPT)
def planned(written: str, given: str, today: date) -> Planned | None:
    """The plan of a decision as of today, both given as text; None when there is no team."""
    kept = adapter(ToPlan).validate_json(given)
    if kept is None:
        return None
    voice = voice_again(read_once(written), kept, today)
    return Planned(
        model=voice.plan.model,
        people=_people(voice),
        leaving=tuple(voice.who(key) for key in voice.plan.leaving),
        left=tuple(summary.left_aside(voice)),
        begins=voice.begins_elsewhere,
        choice=summary.choice(voice),
        first=tuple(summary.decide_first(voice)),
        steps=tuple(Step(*one) for one in summary.steps(voice)[:STEPS]),
        cash=summary.cash_said(voice),
        lead=days.lead(voice),
        schedule=schedule(voice),
    )


def _people(voice: Voice) -> tuple[Person, ...]:
    plan = voice.plan
    members = sorted(
        plan.people.items(),
        key=lambda one: (one[1].coming, plan.presence[one[0]].first, -one[1].hours),
    )
    most = max((member.hours for _, member in members), default=1.0)
    return tuple(_person(voice, key, member, most) for key, member in members)


def _person(voice: Voice, key: str, member: PlanMember, most: float) -> Person:
    there = voice.plan.presence[key]
    when = say("result.people.here")
    if member.coming:
        when = say("result.people.from", day=day_only(voice, there.first))
    if there.last is not None:
        when = say("result.people.until", when=when, day=day_only(voice, there.last))
    return Person(
        voice.who(key),
        str(when),
        str(say("result.hours_a_month", n=hour_count(member.hours, voice.lang))),
        _does(voice, key),
        bar(member.hours / most, "full" if member.inside else "hollow"),
        member.hours / most,
    )


def _does(voice: Voice, key: str) -> str:
    """The subject that takes most of somebody's hours."""
    spent = {line.duty: line.hours.get(key, 0.0) for line in voice.plan.duties}
    most = max(spent, key=lambda duty: spent[duty])
    named = next(duty for duty in voice.wordings.duties if duty.key == most)
    return named.label[voice.lang] if spent[most] > 0 else ""


def schedule(voice: Voice) -> Graph:
    """The schedule and its critical path: the report's drawing, and every step in a table."""
    diary = voice.plan.diary
    rows = tuple(
        (
            voice.action(one),
            voice.who(one.owner),
            short_day(voice, one.first),
            short_day(voice, one.last),
            number(diary.count(one.first, one.last + 1), voice.lang),
            str(say("result.schedule.critical" if one.critical else "result.schedule.can_wait")),
        )
        for one in voice.plan.actions
    )
    columns = ("step", "who", "first", "last", "days", "path")
    return Graph(
        key="schedule",
        title=str(say("result.chart.schedule", day=said_day(voice, diary.first))),
        alt=days.in_words(voice),
        spec=days.spec(voice),
        head=tuple(str(say(f"result.schedule.{one}")) for one in columns),
        rows=rows,
        said=days.chart_note(voice),
    )
