"""Who does an action, and in which of their hours."""

from __future__ import annotations

from collections.abc import Iterator

from timonier.engine.plan.diary import Presence
from timonier.engine.plan.inputs import PlanMember
from timonier.engine.plan.schedule.made import Schedule, last_day
from timonier.engine.plan_catalogue import ActionTemplate

PATIENCE = 8  # worked days that an action waits for its first owner before the next one takes it
Booked = dict[str, list[tuple[int, float]]]


def people(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None, earliest: int, days: int
) -> tuple[str, int, int, Booked]:
    """Who does it and when: the first owner who has the hours soon, and those who take part."""
    tried = []
    patient = made.diary.later(earliest, PATIENCE + days)
    for owner in _owners(made, template, subject):
        found = _fitted(made, template, owner, subject, earliest, days)
        if found is None:
            continue
        if found[1] <= patient:
            return owner, *found
        tried.append((found[1], owner, found))
    if tried:
        _, owner, found = min(tried, key=lambda one: one[:2])
        return owner, *found
    owners = tuple(_owners(made, template, subject))
    there = (key for key in owners if made.ledger.presence[key].holds(earliest))
    owner = next(there, made.seats["ceo"][0])
    return owner, earliest, made.diary.later(earliest, days - 1), {owner: []}


def _owners(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> Iterator[str]:
    """Those who could own an action, in the order of its record; the management last."""
    for seat in (*template.owner, "ceo"):
        holders = (
            made.seats.get(seat, ()) if seat != "subject" else (subject.key,) if subject else ()
        )
        for key in holders:
            waiting = subject is not None and key == subject.key and template.step != "arrive"
            if seat == "subject" or (key in made.ledger.presence and not waiting):
                yield key


def _fitted(
    made: Schedule,
    template: ActionTemplate,
    owner: str,
    subject: PlanMember | None,
    earliest: int,
    days: int,
) -> tuple[int, int, Booked] | None:
    """First and last day of an action that one person owns, and the hours it takes of each."""
    diary, ledger = made.diary, made.ledger
    here = template.step == "arrive" and subject is not None
    if here:
        assert subject is not None
        ledger.presence[subject.key] = Presence(earliest, last_day(made, subject))
    start = diary.open_from(max(earliest, ledger.presence[owner].first))
    asked = {owner: template.hours}
    for seat, hours in template.others.items():
        for key in _taking_part(made, seat, subject):
            if ledger.presence[key].holds(start):
                asked.setdefault(key, hours)
    booked: Booked = {}
    for key, hours in asked.items():
        there = ledger.presence[key]
        if here:  # a first day is one day, whatever is left for the next
            hours = min(hours, ledger.room(key, start))
        found = ledger.plan(key, max(start, there.first), hours)
        if found is None and key == owner:
            return None
        if found is not None:
            booked[key] = found
    if here:
        return start, start, booked
    start = max(start, booked[owner][0][0]) if booked[owner] else start
    ends = [day for found in booked.values() for day, _ in found]
    return start, max([diary.later(start, days - 1), *ends]), booked


def _taking_part(made: Schedule, seat: str, subject: PlanMember | None) -> tuple[str, ...]:
    if seat == "subject":
        return (subject.key,) if subject is not None and subject.key in made.ledger.presence else ()
    there = [key for key in made.seats.get(seat, ()) if key in made.ledger.presence]
    return tuple(there[:1])
