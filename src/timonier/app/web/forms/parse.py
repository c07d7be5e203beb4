"""From what a browser sends to a value of the company file, or a refusal that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.engine.company import Fact, choices_of
from timonier.knowledge import load

PERCENTS = ("needs.recurrent_share", "needs.oneoff_share", "needs.evolving", "marketing.growth")
LONGEST_TEXT = 120
LONGEST_NUMBER = 40
SCALES = {"": 1.0, "k": 1e3, "m": 1e6}


@cache
def number_pattern() -> re.Pattern[str]:
    """A number and what may stand around it without changing it; a period would, so "500 a month"
    is not read."""
    markets = load().markets.values()
    money = "|".join(re.escape(word) for m in markets for word in (m.sign, m.currency))
    return re.compile(
        rf"([+\-\u2212]?)(?:CA)?(?:{money}|£)?\s*([0-9][0-9., \u00a0\u202f'’]*)\s*([kKmM]?)\s*"
        rf"(?:{money}|[%h]|CA\$|personnes?|salariés|employés|people|employees|heures?|hours?|mois|months?)?",
        re.IGNORECASE,
    )


class Refused(ValueError):
    """An answer that cannot be kept; the message is for the person who gave it."""

    def __init__(self, message: SafeString) -> None:
        super().__init__(message)
        self.message = message


def parse(fact: Fact, sent: QueryDict) -> Any:
    """Read the answer to one fact from a form, or raise ``Refused``."""
    return READERS[fact.kind](fact, sent)


def number(text: str, fact: Fact) -> float | int:
    """Read a number as people write it: 390 000, 390k, 1,5 or 1.5 by language; then its bounds."""
    value = to_number(text)
    percents = fact.key in PERCENTS
    low, high = fact.low or 0.0, fact.high if fact.high is not None else 1e12
    if fact.low is None:
        low = 0.0
    shown = 100 if percents else 1
    if value is None:
        if fact.kind == "int":
            raise Refused(say("field.not_whole", low=plain(low), high=plain(high)))
        raise Refused(say("field.not_a_number", low=plain(low * shown), high=plain(high * shown)))
    value /= shown
    if fact.kind == "int" and value != int(value):
        raise Refused(say("field.not_whole", low=plain(low), high=plain(high)))
    if not low <= value <= high:
        raise Refused(say("field.out_of_bounds", low=plain(low * shown), high=plain(high * shown)))
    return int(value) if value == int(value) else round(value, 6)


def to_number(text: str) -> float | None:
    """Read a number written in the page's language, or None.

    A comma or a point before exactly three digits separates thousands unless it is the language's
    decimal mark.
    """
    match = number_pattern().fullmatch(text.strip())
    if not match or len(text) > LONGEST_NUMBER:
        return None
    sign, digits, scale = match.groups()
    digits = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    mark, other = (",", ".") if current() == "fr" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(\{other}\d{{3}})+(\{mark}\d+)?", digits):
        digits = digits.replace(other, "")
    digits = digits.replace(",", ".")
    if digits.count(".") > 1 or digits.endswith("."):
        return None
    value = float(digits) * SCALES[scale.lower()]
    return -value if sign in ("-", "\u2212") else value


def _number(fact: Fact, sent: QueryDict) -> Any:
    return number(sent.get("value", ""), fact)


def _yes_or_no(fact: Fact, sent: QueryDict) -> Any:
    said = sent.get("value", "")
    if said not in ("yes", "no"):
        raise Refused(say("field.choose"))
    return said == "yes"


def _choice(fact: Fact, sent: QueryDict) -> Any:
    said = sent.get("value", "")
    if said not in choices_of(fact, load().markets):
        raise Refused(say("field.choose"))
    return said


def _choices(fact: Fact, sent: QueryDict) -> Any:
    said = sent.getlist("value")
    if not set(said) <= set(fact.choices):
        raise Refused(say("field.choose"))
    return [choice for choice in fact.choices if choice in said]


def _keys(fact: Fact, sent: QueryDict) -> Any:
    known = load().skills if fact.key == "needs.specialised_skills" else load().activities
    said = sent.getlist("value")
    if not set(said) <= set(known):
        raise Refused(say("field.choose"))
    return [key for key in known if key in said]


def _text(fact: Fact, sent: QueryDict) -> Any:
    said = " ".join(sent.get("value", "").split())
    if len(said) > LONGEST_TEXT or any(ord(c) < 32 for c in said):
        raise Refused(say("field.too_long", most=LONGEST_TEXT))
    if not said:
        raise Refused(say("field.empty"))
    return said


def _month(fact: Fact, sent: QueryDict) -> Any:
    said = sent.get("value", "").strip()
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", said):
        raise Refused(say("field.not_a_month"))
    return said


def _seasonality(fact: Fact, sent: QueryDict) -> Any:
    if sent.get("value") in fact.choices:
        return sent["value"]
    factors = [to_number(text) for text in sent.getlist("month")]
    if len(factors) != 12 or any(f is None or f < 0 for f in factors):
        raise Refused(say("field.twelve"))
    said = [float(f) for f in factors if f is not None]
    if abs(sum(said) / 12 - 1) > 0.01:
        raise Refused(say("field.mean_one", mean=plain(round(sum(said) / 12, 2))))
    return said


def _hours(fact: Fact, sent: QueryDict) -> Any:
    """Hours for activities: one number, or three as low, likely, high."""
    said: dict[str, Any] = {}
    for key in load().activities:
        text = sent.get(f"hours.{key}", "").strip()
        if text:
            said[key] = one_or_three(text, fact)
    return said


def one_or_three(text: str, fact: Fact) -> Any:
    """Read one number, or three separated by semicolons or slashes, as low, likely, high."""
    parts = [part for part in re.split(r"\s*[;/]\s*", text.strip()) if part]
    if len(parts) not in (1, 3):
        raise Refused(say("field.one_or_three"))
    values = [number(part, fact) for part in parts]
    if values != sorted(values):
        raise Refused(say("field.increasing"))
    return values[0] if len(values) == 1 else values


READERS: dict[str, Callable[[Fact, QueryDict], Any]] = {
    "int": _number,
    "float": _number,
    "bool": _yes_or_no,
    "choice": _choice,
    "choices": _choices,
    "keys": _keys,
    "hours": _hours,
    "text": _text,
    "timezone": _text,
    "month": _month,
    "seasonality": _seasonality,
}
