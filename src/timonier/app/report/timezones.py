"""A time zone as a calendar file holds it: when its clocks change, as a yearly rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS = 6  # over which a rule must hold to be written as one


def timezone(key: str, today: date) -> Timezone:
    """The zone with its rules as they are this year; without changes, its single offset."""
    zone = ZoneInfo(key)
    made = Timezone()
    made.add("tzid", key)
    year = today.year - 1
    changes = [changes_of(zone, one) for one in range(year, year + YEARS)]
    if not any(changes):
        made.add_component(_fixed(zone, datetime(today.year, today.month, today.day, tzinfo=UTC)))
    elif all(map(_rule, _series(zone, changes))):
        for same in zip(*changes, strict=True):
            made.add_component(_recurring(zone, same))
    else:
        for one in (one for year_ in changes for one in year_):
            made.add_component(_once(zone, one))
    return made


def _series(zone: ZoneInfo, changes: Sequence[Sequence[datetime]]) -> list[list[datetime]]:
    """Each of the year's changes over the years, as clocks say it; none when years differ."""
    if len({len(one) for one in changes}) > 1:
        return [[]]
    return [[_said(zone, one) for one in same] for same in zip(*changes, strict=True)]


def _said(zone: ZoneInfo, moment: datetime) -> datetime:
    """An instant at which clocks change, in the hour that they still say."""
    return (moment + _offset(zone, moment - timedelta(minutes=1))).replace(tzinfo=None)


def changes_of(zone: ZoneInfo, year: int) -> list[datetime]:
    """The instants of a year, in UTC, at which the zone's clocks change."""
    found = []
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        after = moment + timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, after):
            found.append(_between(zone, moment, after))
        moment = after
    return found


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute at which the offset changes, by halves."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle == before:
            break
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def _recurring(zone: ZoneInfo, same: Sequence[datetime]) -> TimezoneStandard | TimezoneDaylight:
    """One of the year's changes, as its rule."""
    made = _once(zone, same[0])
    made.add("rrule", vRecur(_rule([_said(zone, one) for one in same])))
    return made


def _rule(local: Sequence[datetime]) -> dict[str, object]:
    """Yearly on the same weekday of the same month, counted from its start or from its end."""
    if not local:
        return {}
    months, weekdays = {one.month for one in local}, {one.weekday() for one in local}
    if len(months) > 1 or len(weekdays) > 1:
        return {}
    day = DAYS[weekdays.pop()]
    from_start = {(one.day - 1) // 7 + 1 for one in local}
    if all((one + timedelta(days=7)).month != one.month for one in local):
        week = -1
    elif len(from_start) == 1:
        week = from_start.pop()
    else:
        return {}
    return {"freq": "YEARLY", "bymonth": months.pop(), "byday": f"{week}{day}"}


def _once(zone: ZoneInfo, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    """One change of the clocks."""
    before, after = _offset(zone, moment - timedelta(minutes=1)), _offset(zone, moment)
    made = TimezoneDaylight() if after > before else TimezoneStandard()
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", after)
    made.add("tzname", moment.astimezone(zone).tzname() or "")
    made.add("dtstart", _said(zone, moment))
    return made


def _fixed(zone: ZoneInfo, moment: datetime) -> TimezoneStandard:
    made = TimezoneStandard()
    made.add("dtstart", datetime(1970, 1, 1))
    made.add("tzoffsetfrom", _offset(zone, moment))
    made.add("tzoffsetto", _offset(zone, moment))
    made.add("tzname", moment.astimezone(zone).tzname() or "")
    return made
