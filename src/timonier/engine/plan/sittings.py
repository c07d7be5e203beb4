"""The meetings of a plan on real days: nobody sits before their first day or beyond their hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timonier.engine.plan.diary import Diary, Ledger
from timonier.engine.plan.model import Meeting, Series
from timonier.engine.plan_catalogue import PlanKnowledge, Ritual

MONTHS = 12  # how far meetings are laid out; the next plan goes further
FIRST = {"quarterly": 2, "half_yearly": 5, "yearly": 10}  # months of work before the first one
EVERY = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}  # months
WEEKS = {"weekly": 1, "biweekly": 2}
AWAY = 4  # week of the month of a meeting that has none of its own, the monthly review being before
ALONE = "weekly_signal"  # a note: written without anybody else


def series(meetings: Sequence[Meeting], ledger: Ledger, plan: PlanKnowledge) -> tuple[Series, ...]:
    """Each meeting as one or several series: another begins whenever an invitee arrives or leaves,
    with those who are there, on or after the first day of the last of them.

    Hours are taken from the ledger, the most useful meetings first; a sitting for which somebody
    has no hours left in that month is not held.
    """
    rituals = {ritual.key: ritual for ritual in plan.rituals}
    found = []
    for meeting in meetings:
        ritual = rituals[meeting.ritual]
        for first, last, people in _phases(meeting, ledger):
            days = tuple(_held(meeting, ritual, people, first, last, ledger))
            if days:
                owner = people[0]
                found.append(
                    Series(meeting.ritual, owner, people, meeting.cadence, meeting.minutes, days)
                )
    return tuple(found)


def _phases(meeting: Meeting, ledger: Ledger) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Stretches of time in which the same people can come: (first day, last day, people)."""
    diary = ledger.diary
    end = diary.months[min(len(diary.months) - 1, diary.month(diary.first) + MONTHS)] - 1
    there = {key: ledger.presence[key] for key in meeting.participants if key in ledger.presence}
    changes = {diary.first, *(one.first for one in there.values())}
    changes |= {one.last + 1 for one in there.values() if one.last is not None}
    cuts = sorted(day for day in changes if diary.first <= day <= end)
    for first, following in zip(cuts, [*cuts[1:], end + 1], strict=True):
        people = tuple(
            key for key in meeting.participants if key in there and there[key].holds(first)
        )
        if len(people) >= (1 if meeting.ritual == ALONE else 2):
            yield first, following - 1, people


def _held(
    meeting: Meeting,
    ritual: Ritual,
    people: tuple[str, ...],
    first: int,
    last: int,
    ledger: Ledger,
) -> Iterator[tuple[int, int]]:
    """The days of a series: those of its rule, and those on which it is held after holidays."""
    hours = meeting.minutes / 60.0
    for day in _rule(meeting.cadence, ritual, first, last, ledger.diary):
        moved = ledger.diary.open_from(day)
        if moved > last or moved - day >= 7 * WEEKS.get(meeting.cadence, AWAY):
            continue  # weeks in which nothing is planned: the next sitting does for this one
        month = ledger.diary.month(moved)
        if all(ledger.left(key, month) >= hours - 1e-9 for key in people):
            for key in people:
                ledger.book(key, [(moved, hours)])
            yield day, moved


def _rule(cadence: str, ritual: Ritual, first: int, last: int, diary: Diary) -> Iterator[int]:
    """The days of a cadence, before holidays move any."""
    if cadence in WEEKS:
        step = 7 * WEEKS[cadence]
        yield from range(first + (ritual.slot.weekday - (first - 1)) % 7, last + 1, step)
        return
    begins = diary.month(first) + FIRST.get(cadence, 0)
    for month in range(begins, len(diary.months) - 1, EVERY[cadence]):
        day = diary.weekday_of(month, ritual.slot.weekday, ritual.slot.week or AWAY)
        if first <= day <= last:
            yield day
