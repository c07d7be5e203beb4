"""Numbers as lists hold them: marks, units, bands in words. What is not sure is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from babel.numbers import get_currency_name, get_currency_symbol

from timonier.app.company_file.kinds.typed import ABOUT, PERIODS
from timonier.knowledge import load

Shape = Literal["one", "between", "below", "above", "about"]

SPACES = " \u00a0\u202f\u2009"
LONGEST = 80  # characters of a cell that may be a number
SIGN = r"[+\-\u2212]"
SCALES = {
    **dict.fromkeys(("k", "millier", "milliers", "thousand", "thousands", "mille"), 1e3),
    **dict.fromkeys(("m", "mn", "million", "millions", "mio"), 1e6),
    **dict.fromkeys(("md", "mds", "mrd", "milliard", "milliards", "billion", "billions", "b"), 1e9),
}
OTHERS = ("USD", "GBP", "CHF")  # currencies that are told apart from the markets' own


def _words_of(code: str) -> set[str]:
    """How people write a currency: its code, its sign, its names; a dollar with its country."""
    named = {
        get_currency_name(code, count, locale) for count in (1, 2) for locale in ("fr", "en")
    } | {get_currency_symbol(code, locale) for locale in ("fr", "en")}
    words = {code.lower(), *(one.lower().replace("\u00a0", " ") for one in named)} - {"$"}
    if code.endswith("D"):  # every dollar is written with its country, before or after
        short = (
            code.lower(),
            code[:2].lower(),
            *((code[0].lower(),) if code not in OTHERS else ()),
        )
        words |= {form.format(c) for c in short for form in ("{}$", "${}", "$ {}")}
    return words


CODES = tuple(dict.fromkeys((*(m.currency for m in load().markets.values()), *OTHERS)))
CURRENCIES = {
    **{word: code for code in CODES for word in _words_of(code)},
    **dict.fromkeys(("$", "dollar", "dollars"), "$"),
    **dict.fromkeys(("dollar us", "us dollar", "dollar américain", "american dollar"), "USD"),
}


def _among(words: dict[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SCALE, CURRENCY = _among({**SCALES}), _among({**CURRENCIES})
PERIOD = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in PERIODS.items()) + ")"
OF = r"(?:\s*d['’]\s*|\s+de\s+|\s*)"
PEOPLE = (
    r"personnes?|salari[ée]e?s?|employ[ée]e?s?|collaborat(?:eur|rice)s?|people|persons?|"
    r"employees?|staff|etp|fte|équivalents? temps plein"
)
TAX = r"(?:\s*(?:ht|h\.t\.|ttc|hors taxes?))?"
NUMBER = re.compile(
    rf"(?P<sign>{SIGN}?)\s*(?P<before>{CURRENCY})?\s*(?P<minus>{SIGN}?)"
    rf"(?P<digits>\.?\d[\d.,'’_{SPACES}]*?)\s*"
    rf"(?P<scale>(?:{SCALE})(?![a-zà-ÿ])|(?:k|m)(?=€|\$|eur|cad|usd))?{OF}"
    rf"(?P<after>{CURRENCY}|%|{PEOPLE}|h|heures?|hours?|mois|months?)?\s*{PERIOD}?{TAX}\s*"
)
UNIT = re.compile(
    rf"(?:en\s+|in\s+)?(?P<one>{CURRENCY}|%|pourcentage|percent|en pourcentage)?\s*"
    rf"(?P<scale>{SCALE}|000|'000)?{OF}(?P<two>{CURRENCY})?\s*{PERIOD}?{TAX}\s*"
)
# A sign of money or a percentage is needed where no brackets set the unit apart.
TAIL = re.compile(
    r"(?P<name>.*?\S)(?:\s+(?:en|in)\s+|\s+|,\s*|\s*-\s*)"
    r"(?P<unit>(?:(?:k|m|md)\s?)?(?:€|\$)(?:\s?(?:k|m))?|(?:k|m)(?:eur|cad|usd|euros?)|%|"
    r"milliers(?: d['’]euros| de dollars)?|millions(?: d['’]euros| de dollars)?|"
    r"thousands|millions)\s*",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
BETWEEN = re.compile(
    r"(?:de\s+|from\s+|entre\s+|between\s+)?(?P<low>\D{0,6}\d.*?)\s*"
    r"(?:\bà\b|\bto\b|\bet\b|\band\b|\bou\b|\bor\b|–|—|-|\.\.)\s*(?P<high>\D{0,6}\d.*)"
)
UNDER = r"moins\s+de|inf[ée]rieur\s+à|less\s+than|fewer\s+than|under|below|<(?!=)"
UP_TO = r"jusqu['’]?\s*à|au\s+plus|up\s+to|at\s+most|maximum|max\.?|≤|<="
OVER = r"plus\s+de|sup[ée]rieur\s+à|more\s+than|over|above|>(?!=)"
FROM = r"au\s+moins|at\s+least|à\s+partir\s+de|dès|minimum|min\.?|≥|>="
BELOW = re.compile(rf"(?:(?P<strict>{UNDER})|(?P<up_to>{UP_TO}))\s*(?P<end>\D{{0,6}}\d.*)")
ABOVE = re.compile(
    rf"(?:(?P<strict>{OVER})|(?P<at_least>{FROM}))\s*(?P<end>\D{{0,6}}\d.*)"
    r"|(?P<more>.*\d.*?)\s*(?:\+|(?:et|ou)\s+(?:plus|\+)|(?:and|or)\s+(?:more|over|above))"
    rf"(?:\s*(?:{PEOPLE}))?"
)


@dataclass(frozen=True)
class Unit:
    """What a number counts in: a factor, the code or the sign of a currency, percent, a period."""

    factor: float = 1.0
    currency: str = ""
    percent: bool = False
    period: str = ""


@dataclass(frozen=True)
class Num:
    """A number, or two ends, as a cell writes them, in the unit that the cell itself says.

    ``low`` and ``high`` are those written: of "below" and "above" they are the same, and
    ``strict`` tells whether the number itself is left out. ``mark``: the decimal mark that the
    text proves, "" when it proves none. ``doubt``: one group of three digits after one mark, which
    nothing settles: 1,250 may be a thousand or one and a quarter. ``settled``: what settled it,
    "decimal" or "whole", else "".
    """

    low: float
    high: float
    shape: Shape = "one"
    strict: bool = False
    unit: Unit = Unit()
    mark: str = ""
    doubt: bool = False
    settled: str = ""


def currency_in(text: str) -> str:
    """The code of a currency that a text names, the sign "$" alone for any dollar, else the text.

    >>> currency_in("Euro"), currency_in("Dollar US"), currency_in("XAF")
    ('EUR', 'USD', 'XAF')
    """
    said = " ".join(text.split())
    return CURRENCIES.get(said.casefold(), said)


def unit_of(text: str) -> Unit | None:
    """The unit that a text is, whole: "k€", "M$", "%", "milliers d'euros", "€/mois".

    >>> unit_of("k€"), unit_of("en %").percent, unit_of("tranche") is None
    (Unit(factor=1000.0, currency='EUR', percent=False, period=''), True, True)
    """
    match = UNIT.fullmatch(" ".join(text.casefold().split()))
    if match is None or not any(match.groupdict().values()):
        return None
    one, two = match["one"] or "", match["two"] or ""
    factor = 1e3 if "000" in (match["scale"] or "") else SCALES.get(match["scale"] or "", 1.0)
    percent = one in ("%", "pourcentage", "percent", "en pourcentage")
    currency = CURRENCIES.get(one, "") or CURRENCIES.get(two, "")
    return Unit(factor, currency, percent, _period(match))


def heading_unit(heading: str) -> tuple[str, str]:
    """A heading without the unit that it says, and that unit; "" when it says none.

    >>> heading_unit("CA (k€)"), heading_unit("CA en M€"), heading_unit("Effectif (tranche)")
    (('CA', 'k€'), ('CA', 'M€'), ('Effectif (tranche)', ''))
    """
    for found in BRACKETS.finditer(heading):
        if unit_of(found[1]):
            name = heading[: found.start()] + heading[found.end() :]
            return " ".join(name.split()), found[1].strip()
    tail = TAIL.fullmatch(heading.strip())
    return (tail["name"], tail["unit"].strip()) if tail else (heading, "")


def read_number(text: str, decimal: str = "", *, whole: bool = False) -> Num | None:
    """The number that a text writes, whole; None when it is none.

    ``decimal`` is the column's decimal mark, "" while nothing has settled it; ``whole``: a count,
    in which a mark before three digits can only set thousands apart.

    >>> read_number("2,4 M€").low, read_number("$1,400,000").low, read_number("10 à 19").high
    (2.4, 1400000.0, 19.0)
    >>> read_number("1,250").doubt, read_number("1,250", ",").low, read_number("1,250", ".").low
    (True, 1.25, 1250.0)
    """
    said = " ".join(text.casefold().replace("\u2212", "-").split()).removeprefix("'")
    if not said or len(said) > LONGEST or not any(c.isdigit() for c in said):
        return None
    one = _single(said, decimal, whole)
    if one is not None:
        return one
    if found := ABOVE.fullmatch(said):
        end = _single((found["end"] or found["more"]).strip(), decimal, whole)
        return end and replace(end, shape="above", strict=found["strict"] is not None)
    if found := BELOW.fullmatch(said):
        end = _single(found["end"].strip(), decimal, whole)
        return end and replace(end, shape="below", strict=found["strict"] is not None)
    if found := BETWEEN.fullmatch(said):
        return _between(found["low"].strip(), found["high"].strip(), decimal, whole)
    if found := ABOUT.fullmatch(said):
        near = _single((found[1] or found[2]).strip(), decimal, whole)
        return near and replace(near, shape="about")
    return None


def _between(low: str, high: str, decimal: str, whole: bool) -> Num | None:
    first, last = _single(low, decimal, whole), _single(high, decimal, whole)
    if first is None or last is None:
        return None
    unit = first.unit
    if (
        unit.factor == 1
        and last.unit.factor != 1
        and first.low * last.unit.factor <= (last.low * last.unit.factor)
    ):
        unit = replace(unit, factor=last.unit.factor)  # 2 à 3 M€: said once, after the second
    scaled = last.unit.factor
    start = first.low * unit.factor / scaled
    if start > last.low or not _agree(first.unit, last.unit):
        return None
    doubt, mark = first.doubt or last.doubt, last.mark or first.mark
    settled = last.settled or first.settled
    currency = last.unit.currency or first.unit.currency
    return replace(
        last, low=start, shape="between", doubt=doubt, mark=mark, settled=settled,
        unit=replace(last.unit, currency=currency),
    )  # fmt: skip


def _agree(first: Unit, last: Unit) -> bool:
    return first.currency in ("", last.currency) or not last.currency


def _single(said: str, decimal: str, whole: bool) -> Num | None:
    bracketed = re.fullmatch(r"\(([^()]*)\)", said)  # how accountants write what is below zero
    match = NUMBER.fullmatch(bracketed[1] if bracketed else said)
    if match is None or (match["sign"] and match["minus"]):
        return None
    before, after = match["before"] or "", match["after"] or ""
    scale = match["scale"] or ""
    read = digits_of(match["digits"], decimal, whole and not scale)
    if read is None or (before and after in CURRENCIES and before != after):
        return None
    value, mark, doubt = read
    if bracketed or "-" in (match["sign"] or match["minus"] or ""):
        value = -value
    currency = CURRENCIES.get(before, "") or CURRENCIES.get(after, "")
    unit = Unit(SCALES.get(scale, 1.0), currency, after == "%", _period(match))
    settled = "" if not doubt else "whole" if whole and not scale else "decimal" if decimal else ""
    return Num(value, value, unit=unit, mark=mark, doubt=doubt and not settled, settled=settled)


def _period(match: re.Match[str]) -> str:
    found = match.groupdict()  # of the periods that people type, those that an amount may have
    return next((name for name in PERIODS if found.get(name)), "")


def digits_of(digits: str, decimal: str, whole: bool) -> tuple[float, str, bool] | None:
    """The value of digits and marks, the decimal mark that they prove, whether it decides.

    >>> digits_of("3 250,5", "", False), digits_of("1.234.567", "", False)
    ((3250.5, ',', False), (1234567.0, ',', False))
    >>> digits_of("12 34", "", False) is None
    True
    """
    grouped = re.fullmatch(rf"\d{{1,3}}(?:[{SPACES}'’_]\d{{3}})+((?:[.,]\d+)?)", digits)
    kept = re.sub(rf"[{SPACES}'’_]", "", digits)
    if kept != digits and grouped is None:
        return None
    for mark, other in ((",", "."), (".", ",")):
        if re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+\{mark}\d+", kept):
            return float(kept.replace(other, "").replace(mark, ".")), mark, False
        if re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}}){{2,}}", kept):
            return float(kept.replace(other, "")), mark, False
    plain = re.fullmatch(r"(\d*)(?:([.,])(\d+))?", kept)
    if plain is None:
        return None
    head, mark, tail = plain[1], plain[2] or "", plain[3] or ""
    group = len(tail) == 3 and 1 <= len(head) <= 3 and not head.startswith("0") and not grouped
    if not mark or not group:
        return float(kept.replace(",", ".")), mark, False
    if whole or (decimal and decimal != mark):
        return float(head + tail), "", True
    return float(f"{head}.{tail}"), "", True
