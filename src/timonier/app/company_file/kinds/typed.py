"""Numbers as people type them, in French and in English: what they say, and whether it is sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

LONGEST: Final = 50  # characters
SPACES: Final = " \u00a0\u202f"
MARKS: Final = {"fr": (",", "."), "en": (".", ",")}  # the decimal mark, and the other one
SCALES: Final = {
    "": 1.0,
    **dict.fromkeys(("k", "mille", "thousand"), 1e3),
    **dict.fromkeys(("m", "million", "millions"), 1e6),
    **dict.fromkeys(("milliard", "milliards", "billion", "billions"), 1e9),
}
# A period that is not the one asked for would change the amount: it is told apart, never dropped.
PERIODS: Final = {
    "year": r"(?:par an|/ ?an|a year|per year|/ ?year|yearly|annuels?|annuelles?)",
    "week": r"(?:par semaine|/ ?semaine|/ ?sem\.?|a week|per week|/ ?week|weekly|hebdomadaires?)",
    "month": r"(?:par mois|/ ?mois|a month|per month|/ ?month|monthly|mensuels?|mensuelles?)",
}
NUMBER: Final = re.compile(
    r"(?P<sign>[+\-\u2212]?)\s*(?:ca)?\$?\s*(?P<digits>[0-9][0-9., \u00a0\u202f'’_]*?)\s*"
    r"(?P<scale>k|mille|thousand|milliards?|billions?|millions?|m)?\s*(?:(?:d['’]|de\s)\s*)?"
    r"(?P<unit>%|\$|h|ca\$|\$ ?ca|euros?|dollars?|personnes?|salariés?|employés?|people|"
    r"employees?|staff|heures?|hours?|mois|months?)?\s*"
    rf"(?:(?P<year>{PERIODS['year']})|(?P<month>{PERIODS['month']})|(?P<week>{PERIODS['week']}))?"
)
BETWEEN: Final = re.compile(
    r"(?:between|entre)\s+(.+?)\s+(?:and|et)\s+(.+)|(?:de|from)\s+(.+?)\s+(?:à|to)\s+(.+)"
    r"|(.+?)\s*(?:\bà\b|\bto\b|\bou\b|\bor\b|–|—|(?<=[0-9%$km ])-(?=\s*[0-9$]))\s*(.+)"
)
ABOUT: Final = re.compile(
    r"(?:environ|à peu près|autour de|aux alentours de|vers|dans les|about|around|roughly|"
    r"approximately|approx\.?|some|circa|~|≈)\s*(.+)|(.+?)\s+(?:environ|or so|à peu près)"
)


@dataclass(frozen=True)
class Typed:
    """What was typed: ``high`` is ``low`` for a single number. ``sure`` when it reads one way.

    ``unit`` is "%" or what followed the number, ``period`` "year", "month", "week" or "".
    """

    low: float
    high: float
    sure: bool = True
    unit: str = ""
    period: str = ""

    def scaled(self, factor: float) -> Typed:
        return replace(self, low=self.low * factor, high=self.high * factor)


def read_number(
    text: str,
    lang: str,
    *,
    large: bool = True,
    about: float = 0.1,
    money: Collection[str] = (),
) -> Typed | None:
    """A number, or a range, as written by somebody who writes ``lang``; None when it is neither.

    ``large``: amounts and counts, where a group of three digits after a mark is thousands ("1.000
    people"). ``about``: how far, as a share, "about 100" may be from 100. ``money``: the codes
    of currencies that may stand beside an amount.

    >>> read_number("3,5 millions", "fr"), read_number("between 20 and 50", "en").high
    (Typed(low=3500000.0, high=3500000.0, sure=True, unit='', period=''), 50.0)
    >>> read_number("about 100", "en").low, read_number("1.000", "en").sure
    (90.0, False)
    """
    said = text.strip().casefold()
    if not said or len(said) > LONGEST:
        return None
    said = _with_one_sign(said, money)
    one = _single(said, lang, large)
    if one is not None:
        return one
    if found := ABOUT.fullmatch(said):
        near = _single((found[1] or found[2]).strip(), lang, large)
        if near is None:
            return None
        spread = about * abs(near.low)
        return replace(near, low=near.low - spread, high=near.high + spread, sure=False)
    found = BETWEEN.fullmatch(said)
    return _range([part for part in found.groups() if part], lang, large) if found else None


def _with_one_sign(said: str, money: Collection[str]) -> str:
    """The text with "$" in the place of any sign of money, or of one of the codes."""
    said = "".join("$" if unicodedata.category(c) == "Sc" else c for c in said)
    for word in money:  # whole: "eur" is in "heures"
        said = re.sub(rf"(?<![a-zà-ÿ]){re.escape(word.casefold())}(?![a-zà-ÿ])", "$", said)
    return said


def _range(parts: list[str], lang: str, large: bool) -> Typed | None:
    """Two numbers; a scale or a unit said once, after the second, holds for both: 2 to 3 M."""
    first, last = (_single(part.strip(), lang, large) for part in parts)
    if first is None or last is None:
        return None
    scale, own = (_parts(part.strip())["scale"] for part in reversed(parts))
    if scale and not own and first.low * SCALES[scale] <= last.low:
        first = first.scaled(SCALES[scale])
    if first.low > last.high:
        return None
    return replace(last, low=first.low, sure=first.sure and last.sure)


def _parts(said: str) -> dict[str, str]:
    match = NUMBER.fullmatch(said)
    return {k: v or "" for k, v in match.groupdict().items()} if match else {}


def _single(said: str, lang: str, large: bool) -> Typed | None:
    parts = _parts(said)
    found = _digits(parts["digits"], lang, large and not parts["scale"]) if parts else None
    if found is None:
        return None
    value, sure = found
    value *= SCALES[parts["scale"]] * (-1 if parts["sign"] in ("-", "\u2212") else 1)
    period = next((name for name in PERIODS if parts[name]), "")
    value = round(value, 9)
    return Typed(value, value, sure, parts["unit"], period)


def _digits(digits: str, lang: str, large: bool) -> tuple[float, bool] | None:
    """The value of digits and marks, and whether nobody could read them otherwise."""
    kept = re.sub(rf"[{SPACES}'’_]", "", digits)
    grouped = re.fullmatch(rf"\d{{1,3}}(?:[{SPACES}'’_]\d{{3}})*(?:[.,]\d+)?", digits.strip())
    spaced = kept == digits.strip() or grouped is not None
    mark, other = MARKS[lang]
    for decimal, thousands in ((mark, other), (other, mark)):
        both = rf"\d{{1,3}}(?:\{thousands}\d{{3}})+\{decimal}\d+"
        if re.fullmatch(both, kept):
            return float(kept.replace(thousands, "").replace(decimal, ".")), spaced
    for thousands in (other, mark):
        if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}}){{2,}}", kept):
            return float(kept.replace(thousands, "")), spaced
    return _one_mark(kept, mark, other, large, spaced)


def _one_mark(
    kept: str, mark: str, other: str, large: bool, spaced: bool
) -> tuple[float, bool] | None:
    """At most one mark: decimals, or a single group of thousands."""
    plain = re.fullmatch(r"\d+(?:([.,])(\d+))?", kept)
    if plain is None:
        return None
    used, tail = plain[1], plain[2]
    if used is None:
        return float(kept), spaced
    group = len(tail) == 3 and len(kept) <= 7 and not kept.startswith("0")
    if group and used == other:  # an English comma is plain; a point could be a decimal one
        return float(kept.replace(other, "")), spaced and other == ","
    if group and large:  # the decimal mark of the language, where decimals make no sense
        return float(kept.replace(mark, "")), False
    return float(kept.replace(",", ".")), spaced
