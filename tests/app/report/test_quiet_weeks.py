"""Nothing is planned in the weeks in which each market is away; they are worked and paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from timonier.app.document import Answered
from timonier.app.report.closed import quiet
from timonier.app.report.make import voice_of
from timonier.knowledge import load


@pytest.mark.parametrize(
    ("market", "year", "first", "last"),
    [
        ("ca-qc", 2022, date(2022, 7, 24), date(2022, 8, 6)),  # as the CCQ published them
        ("ca-qc", 2023, date(2023, 7, 23), date(2023, 8, 5)),
        ("ca-qc", 2025, date(2025, 7, 20), date(2025, 8, 2)),
        ("fr", 2027, date(2027, 8, 2), date(2027, 8, 20)),
        ("fr", 2026, date(2026, 12, 24), date(2027, 1, 2)),
        ("ca-qc", 2026, date(2026, 12, 24), date(2027, 1, 2)),
    ],
)
def test_the_quiet_weeks_of_each_market(market: str, year: int, first: date, last: date) -> None:
    days = quiet(load().markets[market].quiet, year)
    assert {first, last} <= days
    assert date.fromordinal(first.toordinal() - 1) not in days
    assert date.fromordinal(last.toordinal() + 1) not in days


@pytest.mark.parametrize("name", ["v17", "v18"])
def test_nothing_is_planned_on_quiet_days(name: str, decided: Callable[[str], Answered]) -> None:
    plan = voice_of(decided(name), "fr", date(2026, 11, 28)).plan
    away = plan.diary.quiet
    assert away
    held = {day for one in plan.series for _, day in one.days}
    begun = {one.first for one in plan.actions}
    delivered = {one.last for one in plan.deliveries}
    dated = {one.day for one in plan.milestones if one.kind in ("arrival", "review")}
    for days in (held, begun, delivered, dated):
        assert not days & away
    for one in plan.series:  # what falls on them is not crowded on the day after
        assert len({held for _, held in one.days}) == len(one.days)


def test_quiet_days_are_paid(decided: Callable[[str], Answered]) -> None:
    plan = voice_of(decided("v17"), "fr", date(2026, 11, 28)).plan
    for i in range(1, 36):
        first, last = plan.diary.months[i], plan.diary.months[i + 1] - 1
        assert plan.diary.share(i, first, last) == pytest.approx(1.0)
