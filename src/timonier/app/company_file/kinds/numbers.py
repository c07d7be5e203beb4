"""Numbers: whole or not, one or two between which the truth lies."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any, Final

from timonier.app.company_file.errors import CompanyFileError, Source, hint, plain, say, shown
from timonier.app.company_file.kinds.base import Kind, Refused, Said, Schema, Sent, number_shown
from timonier.app.company_file.kinds.common import native, refuse
from timonier.app.company_file.kinds.typed import Typed, read_number
from timonier.app.company_file.places import Path
from timonier.app.wording import percent
from timonier.engine.catalogue import Knowledge, Text, Triple
from timonier.engine.company import COLUMNS, Fact, Range
from timonier.engine.rules import rules_of

TIMES: Final = {  # from the period that was said to the one that is asked for
    ("month", "year"): 12.0,
    ("year", "month"): 1 / 12,
    ("week", "month"): 52 / 12,
    ("week", "year"): 52.0,
}


class Number(Kind):
    """A number within bounds; that of a fact may be a pair, at least and at most."""

    def read(self, source: Source, path: Path, fact: Fact, value: Any) -> float | Range:
        value, (low, high) = native(value), bounds(fact)
        if not isinstance(value, list | tuple) or not takes_ranges(fact):
            return number(source, path, value, low, high, kind=_kind(fact))
        if len(value) != 2:
            raise refuse(source, path, value, self.allowed(source.knowledge, fact))
        return pair(source, path, value, low, high, kind=_kind(fact))

    def allowed(self, knowledge: Knowledge, fact: Fact) -> Text:
        low, high = map(plain, bounds(fact))
        one = say(knowledge, f"allowed.{_kind(fact)}", low=low, high=high)
        return say(knowledge, "allowed.or_range", one=one) if takes_ranges(fact) else one

    def schema(self, knowledge: Knowledge, fact: Fact) -> Schema:
        least = "exclusiveMinimum" if fact.above else "minimum"
        kind = "integer" if fact.kind == "int" else "number"
        one = {"type": kind, least: fact.low, "maximum": fact.high}
        two = {"type": "array", "items": one, "minItems": 2, "maxItems": 2}
        return {"anyOf": [one, two]} if takes_ranges(fact) else one

    def typed(self, knowledge: Knowledge, fact: Fact, sent: Sent, lang: str) -> Said:
        return self.one(knowledge, fact, sent.get("value") or "", lang)

    def one(self, knowledge: Knowledge, fact: Fact, text: str, lang: str) -> Said:
        """A number or a range typed in one field."""
        about = rules_of(knowledge.method).answers_about_spread
        large = fact.kind == "int" or fact.by_ratio
        money = money_words(knowledge)
        found = read_number(text, lang, large=large, about=about, money=money)
        found = found and _over_period(fact, found)
        if found is None or not _in_unit(fact, found):
            raise self.refusal(fact)
        if in_percent(fact):
            found = _as_share(found)
        if found.low == found.high:
            return Said(_tidy(found.low), found.sure)
        if not takes_ranges(fact):
            raise self.refusal(fact)
        ends = [_tidy(end) for end in _ends(fact, found)]
        return Said(ends if ends[0] != ends[1] else ends[0], found.sure)

    def refusal(self, fact: Fact) -> Refused:
        low, high = (end * (100 if in_percent(fact) else 1) for end in bounds(fact))
        return Refused(_kind(fact), low=low, high=high)

    def shown(self, fact: Fact, held: Any, lang: str) -> str:
        ends = held if isinstance(held, list) else [held]
        if not all(isinstance(end, int | float) for end in ends):
            return ""
        scale = 100 if in_percent(fact) else 1
        cents = 2 if fact.by_ratio else 3  # three decimals of an amount would read as thousands
        mark = " à " if lang == "fr" else " to "
        said = mark.join(number_shown(round(end * scale, cents), lang) for end in ends)
        tiny = in_percent(fact) and 0 < max(map(abs, ends)) < 0.01  # else read as a share already
        return f"{said} %" if tiny else said

    def worded(self, knowledge: Knowledge, fact: Fact, held: Any, lang: str) -> str:
        if not in_percent(fact):
            return self.shown(fact, held, lang)
        mark = " à " if lang == "fr" else " to "
        return mark.join(percent(v, lang) for v in (held if isinstance(held, list) else [held]))


def money_words(knowledge: Knowledge) -> tuple[str, ...]:
    """The signs and codes of the currencies of the markets."""
    words = {word for m in knowledge.markets.values() for word in (m.sign, m.currency)}
    return tuple(sorted(words))


def takes_ranges(fact: Fact) -> bool:
    """Whether the number may be a pair: a fact's may, a column's may not."""
    return fact.key not in COLUMNS


def in_percent(fact: Fact) -> bool:
    """Whether people say it in percent."""
    return fact.unit == "ratio"


def bounds(fact: Fact) -> tuple[float, float]:
    if fact.low is None or fact.high is None:
        raise ValueError(f"{fact.key} has no bounds")
    return fact.low, fact.high


def _kind(fact: Fact) -> str:
    return "whole" if fact.kind == "int" else "above" if fact.above else "number"


def _in_unit(fact: Fact, found: Typed) -> bool:
    """Whether what follows the number is the unit asked for, as far as it says one."""
    if found.unit == "%" and not in_percent(fact):
        return False
    asked = fact.unit.rpartition("/")[2]
    return not found.period or found.period == asked


def _over_period(fact: Fact, found: Typed) -> Typed:
    """The amount over the period asked for: what was said by the month is read back by the year."""
    times = TIMES.get((found.period, fact.unit.rpartition("/")[2]))
    if times is None:
        return found
    low, high = (round(end * times, 1) for end in (found.low, found.high))
    return replace(found, low=low, high=high, period="", sure=False)


def _as_share(found: Typed) -> Typed:
    """A share: percent is what people say, and what is not above one was likely a share already."""
    if found.unit == "%":
        return found.scaled(0.01)
    if 0 < max(abs(found.low), abs(found.high)) < 1:
        return Typed(found.low, found.high, sure=False)
    return found.scaled(0.01)


def _ends(fact: Fact, found: Typed) -> tuple[float, float]:
    """Both ends, those of "about 7 people" rounded outwards and kept within bounds."""
    low, high = found.low, found.high
    if fact.kind == "int":
        low, high = math.floor(low), math.ceil(high)
    if found.sure:
        return low, high
    least, most = bounds(fact)
    return min(max(low, least), most), min(max(high, least), most)


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


# --- what a file holds ------------------------------------------------------------------------


def number(
    source: Source, path: Path, value: Any, low: float, high: float, *, kind: str = "number"
) -> float:
    """A number between two bounds; ``kind`` "whole" wants no decimals, "above" excludes ``low``."""
    value = native(value)
    if not _is_number(value, low, high, kind):
        raise _no_number(source, path, value, low, high, kind)
    if kind == "whole":
        return int(value)
    read: float = abs(value) if value == 0 else value  # no negative zero
    return read


def pair(
    source: Source, path: Path, value: Any, low: float, high: float, *, kind: str = "number"
) -> float | Range:
    """At least and at most, in this order; the number itself when both are the same."""
    first, last = (
        number(source, (*path, i), one, low, high, kind=kind) for i, one in enumerate(value)
    )
    if first > last:
        text = f"[{shown(last)}, {shown(first)}]"
        raise source.error(path, "range_order", read=shown(value), hint=Text(text, text))
    return first if first == last else Range(first, last)


def triple(source: Source, path: Path, value: Any, low: float, high: float) -> float | Triple:
    """One number, or low, likely, high in increasing order."""
    value = native(value)
    if not isinstance(value, list | tuple):
        return number(source, path, value, low, high)
    if len(value) != 3:
        limits = say(source.knowledge, "allowed.triple", low=plain(low), high=plain(high))
        raise refuse(source, path, value, limits)
    read = [number(source, (*path, i), one, low, high) for i, one in enumerate(value)]
    if read != sorted(read):
        text = f"[{', '.join(shown(one) for one in sorted(read))}]"
        raise source.error(path, "triple_order", read=shown(value), hint=Text(text, text))
    return Triple(*read)


def _is_number(value: Any, low: float, high: float, kind: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if not low <= value <= high or (kind == "above" and value == low):  # a NaN is in no range
        return False
    return kind != "whole" or value == int(value)


def _no_number(
    source: Source, path: Path, value: Any, low: float, high: float, kind: str
) -> CompanyFileError:
    allowed = say(source.knowledge, f"allowed.{kind}", low=plain(low), high=plain(high))
    if isinstance(value, bool) or not isinstance(value, int | float):
        remedy = _number_meant(source, value, low, high, kind)
    elif isinstance(value, float) and not math.isfinite(value):
        remedy = None
    elif value < low or value > high or kind == "above":
        remedy = _nearest_number(source, value, low, high, kind)
    else:
        remedy = hint(source.knowledge, "write", round(value))
    return refuse(source, path, value, allowed, remedy)


def _number_meant(source: Source, value: Any, low: float, high: float, kind: str) -> Text | None:
    """A number written as a text: "13 500 000", "0,45", "45 %"."""
    if not isinstance(value, str):
        return None
    around = "|".join(map(re.escape, money_words(source.knowledge)))
    digits = re.sub(rf"[\s_\u00a0\u202f]|{around}", "", value)[:40].replace(",", ".")
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(%?)", digits)
    if not match:
        return None
    meant = float(match[1]) / (100 if match[2] else 1)
    if not _is_number(meant, low, high, "above" if kind == "above" else "number"):
        return None
    return hint(source.knowledge, "unquoted", shown(meant))


def _nearest_number(
    source: Source, value: float, low: float, high: float, kind: str
) -> Text | None:
    if (low, high) == (0, 1) and 1 < value <= 100:  # a percentage
        return hint(source.knowledge, "write", shown(round(value / 100, 6)))
    if kind == "above" and value <= low:
        return None
    return hint(source.knowledge, "bound", shown(low if value < low else high))
