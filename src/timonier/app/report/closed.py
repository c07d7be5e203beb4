"""Public holidays of a country, read from a library that keeps them, and its quiet weeks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from timonier.engine.catalogue import Quiet


@cache
def closed(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The public holidays of one year."""
    known = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(known)


def quiet(periods: tuple[Quiet, ...], year: int) -> frozenset[date]:
    """The days of the quiet weeks that begin in one year."""
    found = set()
    for one in periods:
        first = date(year, one.month, one.day)
        if one.weekday is not None:
            first += timedelta((one.weekday - first.weekday()) % 7)
        found |= {first + timedelta(i) for i in range(one.days)}
    return frozenset(found)
