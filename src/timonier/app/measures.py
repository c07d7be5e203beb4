"""How a measured quantity is written: one rounding, one unit and one period on every face."""

from __future__ import annotations

import re

from timonier.app.wording import money, number, percent
from timonier.engine.catalogue import Measure
from timonier.engine.rules import Rules

COUNTED = ("weeks", "days")  # whole, and never nil


def bare(measure: Measure, value: float, lang: str, currency: str = "") -> str:
    """Its number without its unit, for a table whose line says the unit."""
    if measure.written == "percent":
        return percent(value, lang)
    if measure.written == "money":
        return money(value, currency, lang)
    if measure.written in COUNTED:
        return number(max(1, round(value)), lang)
    return number(value, lang, measure.decimals)


def worded(measure: Measure, value: float, lang: str, currency: str = "") -> str:
    """Its number with its unit, as it reads inside a sentence."""
    said = bare(measure, value, lang, currency)
    one = said in ("1", number(1, lang, measure.decimals))
    return (measure.amount_one if one else measure.amount)[lang].format(n=said)


def celled(measure: Measure, value: float, lang: str) -> str:
    """Its number with the unit that a cell has room for: none for a share of one."""
    write = bare if measure.written in ("ratio", "percent") else worded
    return write(measure, value, lang)


def period(measure: Measure, lang: str, rules: Rules) -> str:
    """When it is measured, the figures of the method that its record names filled in."""
    said = measure.period[lang] if measure.period else ""
    return re.sub(r"\{([\w.]+)\}", lambda found: number(rules.figure(found[1]), lang), said)


def description(measure: Measure, lang: str, rules: Rules) -> str:
    """What it is, in a sentence or two."""
    return measure.description[lang].format(period=period(measure, lang, rules))
