"""How the product writes numbers, money, months and French: the same on every face.

Amounts in sentences keep two significant figures (``about_money``); tables and documents show them
in full (``money``). French uses the narrow no-break space before ; : ? ! % and in numbers.
"""

from __future__ import annotations

import math
import re
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal

from timonier.knowledge import load
from timonier.knowledge.typography import NARROW

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
MINUS = "−"
SHARE = 4  # decimals of shares, values and ratios, as documents keep them


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number with exactly ``decimals`` decimals, grouped by thousands.

    >>> number(1234.5, "en", 1), number(1234.5, "fr", 1) == "1\u202f234,5"
    ('1,234.5', True)
    """
    value = round(value, decimals) + 0.0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    said = format_decimal(value, pattern, locale=LOCALES[lang])
    return said.replace("\u00a0", NARROW).replace("-", MINUS)


def significant(value: float, digits: int = 2) -> float:
    """Keep that many significant figures.

    >>> significant(8432.0), significant(0.0)
    (8400.0, 0.0)
    """
    if not value:
        return 0.0
    size = math.floor(math.log10(abs(value)))
    return round(value, digits - 1 - size)


def short(value: float, lang: str, digits: int = 2) -> str:
    """Write a number as short as ``digits`` significant figures allow: 0.4, 7.5, 8,400.

    >>> short(0.42, "en"), short(7.46, "en"), short(12.3, "en"), short(8432, "en")
    ('0.42', '7.5', '12', '8,400')
    """
    kept = significant(value, digits)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(kept)))) if kept else 0
    said = number(kept, lang, decimals)
    return re.sub(r"[.,]0+$", "", said) if decimals else said


def money(amount: float, currency: str, lang: str, decimals: int = 0) -> str:
    """Write an amount in full: ``8,432 $`` never loses a unit.

    >>> money(8432, "EUR", "en"), money(-8432, "CAD", "fr") == "−8\u202f432\u202f$"
    ('€8,432', True)
    """
    return _signed(number(amount, lang, decimals), currency, lang)


def about_money(amount: float, currency: str, lang: str) -> str:
    """Write an amount for a sentence, to two significant figures, in millions from one million on.

    >>> about_money(123456, "EUR", "en"), about_money(1.26e6, "CAD", "en")
    ('€120,000', '$1.3M')
    >>> about_money(1.26e6, "EUR", "fr") == "1,3\u202fM€"
    True
    """
    kept = significant(amount)
    if abs(kept) < 1e6:
        return money(kept, currency, lang)
    millions = short(kept / 1e6, lang)
    if lang == "fr":
        return f"{millions}{NARROW}M{signs()[currency]}"
    return _signed(millions, currency, lang) + "M"


@cache
def signs() -> dict[str, str]:
    """What stands beside an amount, by currency: that of the markets that count in it."""
    return {market.currency: market.sign for market in load().markets.values()}


def _signed(said: str, currency: str, lang: str) -> str:
    sign = signs()[currency]
    if lang == "fr":
        return f"{said}{NARROW}{sign}"
    return f"{MINUS}{sign}{said[1:]}" if said.startswith(MINUS) else f"{sign}{said}"


def percent(share: float, lang: str, decimals: int = 0) -> str:
    """Write a share as a percentage; one that rounds to none or all without being it says so.

    It is rounded as the document keeps it first: what is said of a figure and of the document's is
    the same at a half, too.

    >>> percent(0.764, "en"), percent(0.002, "en"), percent(0.998, "en"), percent(1, "en")
    ('76%', '<1%', '>99%', '100%')
    >>> percent(0.60502, "en") == percent(0.605, "en")
    True
    """
    space = NARROW if lang == "fr" else ""
    share = round(share, SHARE)
    said = number(100 * share, lang, decimals)
    if share > 0 and said == number(0, lang, decimals):
        return f"<{space}1{space}%"
    if share < 1 and said == number(100, lang, decimals):
        return f">{space}99{space}%"
    return f"{said}{space}%"


def hours(amount: float, lang: str) -> str:
    """Write hours: whole from ten on, with half-tenths below, and never a false zero.

    >>> hours(126.4, "en"), hours(7.5, "en"), hours(0.04, "en"), hours(0, "en")
    ('126 h', '7.5 h', '<0.1 h', '0 h')
    """
    space = NARROW if lang == "fr" else " "
    return f"{hour_count(amount, lang)}{space}h"


def hour_count(amount: float, lang: str) -> str:
    """The number of ``hours``, without its unit."""
    if 0 < amount < 0.05:
        return f"<{NARROW if lang == 'fr' else ''}{number(0.1, lang, 1)}"
    decimals = 0 if amount >= 9.95 or amount == round(amount) else 1
    return re.sub(r"[.,]0$", "", number(amount, lang, decimals))


def month_of(start: str | None, index: int) -> date | None:
    """First day of month ``index`` (0 is the company's first month), None without a start."""
    if not start:
        return None
    year, month = int(start[:4]), int(start[5:7])
    months = year * 12 + month - 1 + index
    return date(months // 12, months % 12 + 1, 1)


def month_label(index: int, start: str | None, lang: str, *, compact: bool = False) -> str:
    """Name month ``index`` (0 is the first): a calendar month, or "month 1" without a start.

    >>> month_label(1, "2026-12", "en"), month_label(1, None, "fr")
    ('January 2027', 'mois 2')
    """
    day = month_of(start, index)
    if day is None:
        return f"{'mois' if lang == 'fr' else 'month'} {index + 1}"
    pattern = "MMM y" if compact else "MMMM y"
    return str(format_date(day, pattern, locale=LOCALES[lang]))


def day_label(day: date, lang: str) -> str:
    """Write a date in words: 4 January 2027, 1er janvier 2027."""
    said = str(format_date(day, "d MMMM y", locale=LOCALES[lang]))
    return re.sub(r"^1 ", "1er ", said) if lang == "fr" else said


def span(seconds: float, lang: str) -> str:
    """A length of time, to be read at a glance.

    >>> span(42, "en"), span(300, "en"), span(4000, "en"), span(200_000, "fr")
    ('42 s', '5 min', '1 h 07', '2 j 08 h')
    """
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    day = "j" if lang == "fr" else "d"
    return f"{minutes // 1440} {day} {minutes % 1440 // 60:02d} h"


def span_label(first: date, last: date, lang: str) -> str:
    """Write an interval of days, saying the month and the year once when they are the same.

    >>> span_label(date(2026, 12, 1), date(2026, 12, 14), "en")
    '1–14 Dec 2026'
    >>> span_label(date(2026, 12, 21), date(2027, 1, 11), "fr")
    '21 déc. 2026 – 11 janv. 2027'
    """
    end = str(format_date(last, "d MMM y", locale=LOCALES[lang]))
    if (first.year, first.month) == (last.year, last.month):
        return end if first == last else f"{first.day}–{end}"
    pattern = "d MMM" if first.year == last.year else "d MMM y"
    return f"{format_date(first, pattern, locale=LOCALES[lang])} – {end}"


def listing(words: list[str], lang: str) -> str:
    """Join words into a sentence's list.

    >>> listing(["a", "b", "c"], "en"), listing(["a", "b"], "fr")
    ('a, b and c', 'a et b')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'et' if lang == 'fr' else 'and'} {words[-1]}"
