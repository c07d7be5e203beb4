"""One question about a company: the kinds of answers, their bounds, and when it falls away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Any, Final, Literal

Kind = Literal[
    "int",
    "float",
    "bool",
    "choice",
    "choices",
    "keys",
    "hours",
    "text",
    "timezone",
    "seasonality",
    "month",
    "role",
    "levels",
]
TEXT_MAX: Final = 200
NUMBERS: Final = ("int", "float")


class NotConcerned(Enum):
    """The third answer: the question does not apply to this company."""

    NOT_CONCERNED = "not_concerned"


NOT_CONCERNED: Final = NotConcerned.NOT_CONCERNED
UNKNOWN: Final = "unknown"  # how a company file says it; a Company never holds it


@dataclass(frozen=True)
class Range:
    """A number known to lie between two bounds: drawn inside them, never averaged.

    Uniform in its logarithm for money and counts above zero, uniform otherwise (see ``Fact``).
    """

    low: float
    high: float


@dataclass(frozen=True)
class Fact:
    """One question about a company, or a column of a table, and the answers it allows.

    ``kind`` "keys" is a list of keys of the knowledge base, "hours" maps an activity to a Triple
    or a Range, "seasonality" is a choice or twelve factors, "month" is "YYYY-MM", "levels" pairs a
    skill with a level; the ``high`` of a text is a number of characters. A number may be a Range.
    ``drawn``: a prior makes it vary when unknown. ``when_not_concerned`` is what "not concerned"
    computes as. ``unit`` is one of the knowledge base, "currency/year" standing for the market's.
    ``above``: the lower bound itself is excluded. ``choices`` of the market are those that the
    knowledge holds: see ``choices_of``. ``unless``: the answer to another fact with which the
    question falls away (nobody steers: no hours to give).
    """

    key: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    drawn: bool = False
    may_be_not_concerned: bool = False
    when_not_concerned: object = None
    unit: str = ""
    above: bool = False
    unless: tuple[str, Any] | None = None

    @property
    def by_ratio(self) -> bool:
        """Whether it spreads by factors (money, counts of people) rather than by differences."""
        return self.unit.startswith("currency") or self.unit == "people"

    def middle(self, value: Any) -> Any:
        """The value, of a range its median: for what must be a single number.

        >>> Fact("x", "float", 0, 9, unit="currency/year").middle(Range(1, 9))
        3.0
        """
        if not isinstance(value, Range):
            return value
        factors = self.by_ratio and value.low > 0
        middle = sqrt(value.low * value.high) if factors else (value.low + value.high) / 2
        return round(middle) if self.kind == "int" else middle


def one_line(key: str) -> Fact:
    return Fact(key, "text", high=TEXT_MAX)


MARKET: Final = "company.market"


def choices_of(fact: Fact, markets: Iterable[str]) -> tuple[str, ...]:
    """The answers that a choice offers: those of the fact, or the markets that there are."""
    return tuple(markets) if fact.key == MARKET else fact.choices
