"""The actions of a plan in time: each begins when what it needs is done, and nobody does more in a
week than they have hours for.

A list schedule: actions are placed one by one in the order of their records, each at the first day
that its causes, the people it takes and the searches under way allow (Kolisch, Hartmann, "Heuristic
algorithms for the resource-constrained project scheduling problem", 1999, serial scheme).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from timonier.engine.plan.diary import Ledger, Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Action
from timonier.engine.plan.schedule.made import Schedule, last_day
from timonier.engine.plan.schedule.tasks import tasks
from timonier.engine.plan.schedule.when import busy, causes_of, earliest_day, length
from timonier.engine.plan.schedule.who import people
from timonier.engine.plan_catalogue import ActionTemplate, PlanKnowledge

__all__ = ["Schedule", "schedule"]


def schedule(
    given: PlanInput,
    plan: PlanKnowledge,
    seats: Mapping[str, tuple[str, ...]],
    hours: Mapping[str, float],
    reserved: Mapping[str, float],
) -> Schedule:
    """Place every action that this company needs. ``hours`` that each person has a month, of which
    ``reserved`` for what recurs."""
    ledger = Ledger(given.diary, dict(hours), dict(reserved))
    for key in hours:
        if all(m.key != key for m in given.members if m.coming):
            ledger.presence[key] = Presence(given.diary.first)
    made = Schedule(given, plan, seats, ledger)
    for template, subject in tasks(given, plan):
        _place(made, template, subject)
    made.placed = _critical(made.placed)
    return made


def _place(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> None:
    causes = causes_of(made, template, subject)
    earliest, cause, waits = earliest_day(made, template, subject, causes)
    days = length(template, subject)
    owner, start, last, hours = people(made, template, subject, earliest, days)
    if start > earliest or last > made.diary.later(start, max(0, days - 1)):
        waits = "hours"
    for key, booked in hours.items():
        made.ledger.book(key, booked)
    who = subject.key if subject else ""
    action = Action(
        key=f"{template.key}.{who}" if who else template.key,
        kind=template.key,
        subject=who,
        owner=owner,
        participants=tuple(key for key in hours if key != owner),
        hours={key: sum(h for _, h in booked) for key, booked in hours.items()},
        lacking=template.hours if not hours[owner] and template.step != "arrive" else 0.0,
        first=start,
        last=last,
        after=tuple(one.key for one in causes),
        cause=cause,
        waits=waits,
        busy=busy(made.given, start, last),
        missing=_missing(template, made.given),
    )
    made.placed[action.key] = action
    _remember(made, template, subject, action)


def _remember(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None, action: Action
) -> None:
    """What an action changes: a search opens or closes, somebody arrives or leaves."""
    if subject is None:
        return
    if template.step == "close":
        made.closed.append((action.last, action.key, subject.inside))
    elif template.step == "arrive":
        made.ledger.presence[subject.key] = Presence(action.first, last_day(made, subject))
    elif template.step == "leave":
        procedure = int(made.plan.settings["procedure_days"]) if subject.inside else 0
        ends = action.last + procedure + round(30 * subject.notice_months)
        if subject.until is not None and subject.until > made.diary.first:
            ends = subject.until
        made.ledger.presence[subject.key] = Presence(made.diary.first, ends)


def _missing(template: ActionTemplate, given: PlanInput) -> tuple[str, ...]:
    if template.key != "complete_vision":
        return ()
    return tuple(key for key, known in given.vision.items() if known is not True)


def _critical(placed: Mapping[str, Action]) -> dict[str, Action]:
    """Mark the chain that sets the day on which the team is whole: its last arrival, and before it
    whatever each action waited for."""
    arrivals = [one for one in placed.values() if one.kind.startswith("begin_")]
    ends = arrivals or [one for one in placed.values() if one.kind == "six_month_plan"]
    chain: set[str] = set()
    key = max(ends, key=lambda one: (one.last, one.key)).key if ends else ""
    while key and key not in chain:
        chain.add(key)
        key = placed[key].cause
    return {name: replace(one, critical=name in chain) for name, one in placed.items()}
