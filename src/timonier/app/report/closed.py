"""Public holidays of a country, read from a library that keeps them."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays


@cache
def closed(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The public holidays of one year."""
    known = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(known)
