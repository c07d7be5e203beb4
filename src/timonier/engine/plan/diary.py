"""The days of a plan: its months, which days are worked, and who is there when.

A day is a whole number, the one after it is one more, and day 1 is a Monday: the proleptic
Gregorian ordinals of Python's ``date.toordinal``. Nothing here knows today's date: it is given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Diary:
    """``months``: the first day of each month of the plan, and of the one after the last.

    ``first`` is the first day on which anything may happen; ``working`` are the weekdays worked, 0
    being Monday; ``closed`` the public holidays; ``quiet`` the days that are worked and paid, and
    on which nothing is planned since many are away.

    >>> week = Diary((1, 32, 60), 1, (0, 1, 2, 3, 4), frozenset({8}))
    >>> week.open_from(6), week.later(1, 5), week.month(40), week.count(1, 15)
    (9, 9, 1, 9)
    """

    months: tuple[int, ...]
    first: int
    working: tuple[int, ...]
    closed: frozenset[int] = frozenset()
    quiet: frozenset[int] = frozenset()

    def is_worked(self, day: int) -> bool:
        return (day - 1) % 7 in self.working and day not in self.closed

    def is_open(self, day: int) -> bool:
        """Whether something may be planned on a day."""
        return self.is_worked(day) and day not in self.quiet

    def open_from(self, day: int) -> int:
        """The day itself when it is worked, else the next one that is."""
        while not self.is_open(day):
            day += 1
        return day

    def open_by(self, day: int) -> int:
        """The day itself when it is worked, else the last one before it that is."""
        while not self.is_open(day):
            day -= 1
        return day

    def later(self, day: int, worked: int) -> int:
        """The day after so many worked days; with 0, the next one that is worked."""
        day = self.open_from(day)
        for _ in range(worked):
            day = self.open_from(day + 1)
        return day

    def earlier(self, day: int, worked: int) -> int:
        day = self.open_by(day)
        for _ in range(worked):
            day = self.open_by(day - 1)
        return day

    def days(self, first: int, last: int) -> Iterator[int]:
        """The worked days from ``first`` to ``last``, excluded."""
        return (day for day in range(first, last) if self.is_worked(day))

    def count(self, first: int, last: int) -> int:
        return sum(1 for _ in self.days(first, last))

    @property
    def last(self) -> int:
        """The day after the plan's last month."""
        return self.months[-1]

    def month(self, day: int) -> int:
        """The index of the month a day is in; the last one for a day beyond."""
        return min(max(0, bisect_right(self.months, day) - 1), len(self.months) - 2)

    @cached_property
    def open_days(self) -> tuple[int, ...]:
        """How many days are worked in each month."""
        pairs = zip(self.months, self.months[1:], strict=False)
        return tuple(self.count(first, last) for first, last in pairs)

    def share(self, month: int, first: int, last: int | None) -> float:
        """The part of a month's worked days that lie from ``first`` to ``last``, included."""
        begins, ends = self.months[month], self.months[month + 1]
        stop = ends if last is None else min(ends, last + 1)
        if first >= stop or not self.open_days[month]:
            return 0.0
        return self.count(max(first, begins), stop) / self.open_days[month]

    def weekday_of(self, month: int, weekday: int, week: int) -> int:
        """The first, second… such weekday of a month, whether it is worked or not."""
        first = self.months[month]
        return first + (weekday - (first - 1)) % 7 + 7 * (week - 1)


@dataclass(frozen=True)
class Presence:
    """From ``first`` to ``last`` included; None when nothing ends it."""

    first: int
    last: int | None = None

    def holds(self, day: int) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Ledger:
    """The hours that each person has left, day by day; a booking never passes what they have.

    It fills with the bookings made, in the order in which they are made.
    """

    DAY = 7.0  # hours of one day that a plan fills at most

    def __init__(self, diary: Diary, hours: dict[str, float], reserved: dict[str, float]) -> None:
        self.diary = diary
        self.hours = hours  # a month, by person
        self.reserved = reserved  # a month, kept for what recurs
        self.presence: dict[str, Presence] = {}
        self._days: dict[tuple[str, int], float] = {}
        self._weeks: dict[tuple[str, int], float] = {}
        self._months: dict[tuple[str, int], float] = {}

    def left(self, key: str, month: int) -> float:
        """Hours of a month that nothing has taken yet, what recurs included."""
        there = self.presence[key]
        share = self.diary.share(month, there.first, there.last)
        return self.hours[key] * share - self._months.get((key, month), 0.0)

    def room(self, key: str, day: int) -> float:
        """Hours that a person can still give on one day."""
        there = self.presence[key]
        if not there.holds(day) or not self.diary.is_open(day):
            return 0.0
        month, week = self.diary.month(day), (day - 1) // 7
        share = self.diary.share(month, there.first, there.last)
        whole = self.hours[key] - self.reserved.get(key, 0.0)
        at_once = max(12.0 / 52.0 * whole, min(whole / 2.0, 8.0))
        return max(
            0.0,
            min(
                self.DAY - self._days.get((key, day), 0.0),
                at_once - self._weeks.get((key, week), 0.0),
                whole * share - self._months.get((key, month), 0.0),
            ),
        )

    def plan(self, key: str, start: int, hours: float) -> list[tuple[int, float]] | None:
        """The days from ``start`` on that would hold so many hours; None when none do in time."""
        found: list[tuple[int, float]] = []
        asked = hours
        for day in range(start, self.diary.last if hours > 0 else start):
            given = min(asked, self.room(key, day))
            if given > 1e-9:
                found.append((day, given))
                self._take(key, day, given)
                asked -= given
            if asked <= 1e-9:
                break
        for day, given in found:
            self._take(key, day, -given)
        return found if asked <= 1e-9 else None

    def book(self, key: str, days: list[tuple[int, float]]) -> None:
        for day, hours in days:
            self._take(key, day, hours)

    def _take(self, key: str, day: int, hours: float) -> None:
        month, week = self.diary.month(day), (day - 1) // 7
        for kept, at in ((self._days, day), (self._weeks, week), (self._months, month)):
            kept[key, at] = kept.get((key, at), 0.0) + hours
