"""A cell of a column of numbers: the fact's value, a range, or what is wrong."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from timonier.app.company_file.kinds.numbers import bounds, in_percent
from timonier.app.portfolio.reading.mapping import ASKED, ColumnMap
from timonier.app.portfolio.reading.numbers import Num, Unit, read_number, unit_of
from timonier.app.portfolio.reading.outcomes import Outcome, changed, refused, text_of
from timonier.app.portfolio.reading.values import Cell, Change
from timonier.engine.company import Fact
from timonier.engine.rules import rules_of
from timonier.knowledge import load
from timonier.knowledge.columns import Bands, fold, load_columns

NO_UNIT = Unit()
PEOPLE = "people"
MONTHS = 12
NOBODY = (
    "aucun", "aucune", "aucun salarie", "aucun employe", "zero", "self employed", "myself only",
    "travailleur autonome", "auto entrepreneur", "micro entrepreneur",
)  # fmt: skip
NOBODY_AT_YEAR_END = "0 salarie n ayant pas d effectif"  # how INSEE words its band 00
MONTH_NAMES = ("janv", "fevr", "févr", "mars", "avr", "mai", "juin", "juil", "aout", "août",
               "sept", "oct", "nov", "dec", "déc", "jan", "feb", "mar", "apr", "may", "jun",
               "jul", "aug", "sep")  # fmt: skip


def read_amount(column: ColumnMap, fact: Fact, cell: Cell) -> Outcome:
    """What a cell says of a fact that is a number."""
    if isinstance(cell, date):
        return refused(column.heading, cell, "date", near=_band_meant(cell))
    text = text_of(cell).strip()
    if fact.unit == PEOPLE and (found := _by_bands(column, fact, cell, text)):
        return found
    if fact.unit == PEOPLE and is_nobody(text):
        return Outcome("fact", 1, (changed(column.heading, cell, 1, "owner"),))
    whole = fact.kind == "int"
    plain = isinstance(cell, int | float)
    num = Num(float(cell), float(cell)) if plain else read_number(text, column.mark, whole=whole)  # type: ignore[arg-type]
    if num is None:
        code = "month_name" if is_month(text) else "no_number"
        return refused(column.heading, cell, code)
    if num.doubt:
        return refused(column.heading, cell, "doubt", **_both(num))
    return _in_fact(column, fact, cell, num)


def _both(num: Num) -> dict[str, Any]:
    """The two numbers that "1,250" may be."""
    return {"small": f"{num.high:g}", "large": f"{num.high * 1000:.0f}"}


def is_nobody(text: str) -> bool:
    """Whether a text says that there is no employee."""
    folded = fold(text)
    return folded in NOBODY or folded.startswith(NOBODY_AT_YEAR_END)


def is_month(text: str) -> bool:
    """Whether a spreadsheet has made a month out of a band: "oct-19", "06-sept"."""
    letters = "".join(c for c in text if c.isalpha()).casefold()
    return letters in MONTH_NAMES and any(c.isdigit() for c in text)


def _band_meant(day: date) -> str:
    """The band that a spreadsheet may have turned into a day: 6-9 into 6 September."""
    pair = sorted((day.day, day.month if day.day != 1 else day.year % 100))
    return f"{pair[0]}-{pair[1]}"


def _by_bands(column: ColumnMap, fact: Fact, cell: Cell, text: str) -> Outcome | None:
    """The band that a register's code stands for; None when the cell is no such code."""
    all_bands = load_columns().bands
    if column.bands in ("", "none"):
        return None
    if column.bands == ASKED:
        if any(code_in(bands, text) for bands in all_bands.values()):
            return refused(column.heading, cell, "bands")
        return None
    bands = all_bands[column.bands]
    code = code_in(bands, text)
    if not code:
        return None
    if code in bands.unsaid:
        return Outcome("blank", changes=(changed(column.heading, cell, "", "unsaid"),))
    ends = list(bands.codes[code])
    low, high = ends if len(ends) > 1 else (ends[0], fact.high)
    value = low if low == high else [low, int(high or low)]
    return Outcome(
        "fact", value, (changed(column.heading, cell, value, "band", bands=bands.label),)
    )


def code_in(bands: Bands, text: str) -> str:
    """The code that a text is, its zero given back: 3 is 03; "" when it is none."""
    text = text.strip().upper()
    if text in bands.unsaid or text in bands.codes:
        return text
    full = text.zfill(2)
    return full if text.isdigit() and full in bands.codes else ""


def _in_fact(column: ColumnMap, fact: Fact, cell: Cell, num: Num) -> Outcome:
    """The number in the fact's own unit."""
    asked = unit_of(column.unit) if column.unit not in ("", ASKED) else None
    unit, own = asked or NO_UNIT, num.unit
    money = fact.unit.startswith("currency")
    if (own.percent or unit.percent) and not in_percent(fact):
        return refused(column.heading, cell, "percent")
    if (own.currency or own.factor != 1) and not money and own.currency:
        return refused(column.heading, cell, "money")
    if own.currency and own.factor == 1 and unit.factor != 1:
        return refused(column.heading, cell, "two_units", unit=column.unit)
    times, period = _times(fact, own, unit)
    if times is None:
        return refused(column.heading, cell, "period", period=period)
    if in_percent(fact):
        if column.unit == ASKED and not own.percent:
            return refused(column.heading, cell, "percent_or_share")
        times *= 0.01 if own.percent or unit.percent else 1
    value, codes = _value(fact, num, times)
    changes = _said(column, cell, value, [*codes, *_why(column, num, own, unit, period)])
    return Outcome("fact", value, changes, currency=own.currency or unit.currency)


def _times(fact: Fact, own: Unit, unit: Unit) -> tuple[float | None, str]:
    """What to multiply by, and the period said where it is not the fact's own."""
    times = own.factor if own.factor != 1 else unit.factor
    period, asked = own.period or unit.period, fact.unit.rpartition("/")[2]
    if not period or period == asked:
        return times, ""
    if period == "month" and asked == "year":
        return times * MONTHS, period
    return None, period


def _value(fact: Fact, num: Num, times: float) -> tuple[Any, list[str]]:
    """One number or a range, and the codes of what was done to it."""
    low, high = _tidy(num.low * times), _tidy(num.high * times)
    least, most = bounds(fact)
    whole = fact.kind == "int"
    if num.shape == "above":
        low += 1 if whole and num.strict else 0
        return ([low, int(most)] if low != int(most) else low), ["open"]
    if num.shape == "below":
        high -= 1 if whole and num.strict else 0
        low = max(_tidy(least), 1 if whole else 0) if least >= 0 else _tidy(least)
        return ([low, high] if low < high else high), ["open"]
    if num.shape == "about":
        spread = rules_of(load().method).answers_about_spread * abs(low)
        ends = [low - spread, low + spread]
        return [_tidy(end) for end in (_outwards(ends) if whole else ends)], ["about"]
    if num.shape == "between":
        return ([low, high] if low != high else low), ["range"]
    if fact.unit == PEOPLE and low == 0 and least == 1:
        return 1, ["owner"]
    if whole and low != int(low):
        return [int(end) for end in _outwards([low, low])], ["fraction"]
    return low, []


def _outwards(ends: list[float]) -> list[float]:
    return [math.floor(ends[0]), math.ceil(ends[1])]


def _tidy(value: float) -> int | float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _why(column: ColumnMap, num: Num, own: Unit, unit: Unit, period: str) -> list[str]:
    codes = [num.settled] if num.settled else []
    if period:
        codes.append("monthly")
    if own.factor != 1 and unit.factor not in (1, own.factor):
        codes.append("own_unit")
    elif own.factor == 1 and unit.factor != 1:
        codes.append("unit")
    if own.percent or unit.percent:
        codes.append("percent")
    return codes


def _said(column: ColumnMap, cell: Cell, value: Any, codes: list[str]) -> tuple[Change, ...]:
    """Why the fact is not what the cell shows; a number only written otherwise says so too."""
    if not codes:
        if isinstance(cell, int | float) or text_of(cell).strip() == str(value):
            return ()
        codes = ["written"]
    return tuple(changed(column.heading, cell, value, code, unit=column.unit) for code in codes)
