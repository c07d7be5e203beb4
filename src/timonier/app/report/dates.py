"""Real dates from the plan's months and days, on working days of the company's country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from timonier.app.report.voice import Voice
from timonier.app.wording import day_label, month_of, span_label
from timonier.engine.catalogue import Market
from timonier.engine.plan.model import Milestone


@cache
def _closed(country: str, subdivision: str, year: int) -> frozenset[date]:
    known = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(known)


def is_working(day: date, market: Market) -> bool:
    """Whether the market works on that day: its working week less its public holidays."""
    if day.weekday() not in market.working_days:
        return False
    return day not in _closed(market.country, market.subdivision, day.year)


def working(day: date, market: Market, step: int = 1) -> date:
    """The same day, or the next working one (the one before with ``step`` -1)."""
    while not is_working(day, market):
        day += timedelta(days=step)
    return day


def market_of(voice: Voice) -> Market:
    return voice.knowledge.markets[voice.market]


def start_of(voice: Voice, index: int) -> date | None:
    """First working day of a month of the plan; None when the company gave no first month."""
    first = month_of(voice.plan.start or None, index)
    return None if first is None else working(first, market_of(voice))


def date_of(voice: Voice, milestone: Milestone) -> date | None:
    """The day of a milestone; deadlines fall on the working day before, the rest on the next."""
    first = month_of(voice.plan.start or None, milestone.month)
    if first is None:
        return None
    day = first + timedelta(days=milestone.days)
    return working(day, market_of(voice), -1 if milestone.kind == "notice" else 1)


def said_span(voice: Voice, first: int, last: int) -> str:
    """Two of the first ninety days, as dates when the company gave a first month."""
    start = month_of(voice.plan.start or None, 0)
    if start is None:
        return voice.say("date.days", first=first, last=last)
    market = market_of(voice)
    begins = working(start + timedelta(days=first - 1), market)
    ends = working(start + timedelta(days=last - 1), market, -1)
    return span_label(begins, max(begins, ends), voice.lang)


def said_milestone(voice: Voice, milestone: Milestone) -> str:
    """When a milestone falls: a date, or "month 4", "month 4, day 15"."""
    day = date_of(voice, milestone)
    if day is not None:
        return day_label(day, voice.lang)
    months, days = divmod(30 * milestone.month + milestone.days, 30)
    month = voice.month(months)
    return voice.say("date.day", month=month, n=days + 1) if days else month
