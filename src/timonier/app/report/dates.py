"""The days of a plan in words: the engine counts them, this says them."""

from __future__ import annotations

from datetime import date

from timonier.app.report.voice import Voice
from timonier.app.wording import day_label, span_label
from timonier.engine.catalogue import Market
from timonier.engine.plan.model import Milestone


def market_of(voice: Voice) -> Market:
    return voice.knowledge.markets[voice.market]


def on(day: int) -> date:
    """The date of one of the engine's days."""
    return date.fromordinal(day)


def said_day(voice: Voice, day: int) -> str:
    return day_label(on(day), voice.lang)


def said_span(voice: Voice, first: int, last: int) -> str:
    """Two days, saying the month and the year once when they are the same."""
    return span_label(on(first), on(last), voice.lang)


def said_milestone(voice: Voice, milestone: Milestone) -> str:
    return said_day(voice, milestone.day)


def short_day(voice: Voice, day: int) -> str:
    """A date as short as a column wants it."""
    return span_label(on(day), on(day), voice.lang)


def day_only(voice: Voice, day: int) -> str:
    """A date of the months to come, without its year."""
    return short_day(voice, day).rsplit(" ", 1)[0]
