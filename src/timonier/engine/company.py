"""The company: its facts, known or unknown, with the bounds of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, Literal

from timonier.engine.catalogue import FUNCTIONS, Triple

Kind = Literal[
    "int", "float", "bool", "choice", "choices", "keys", "hours", "text", "seasonality", "month"
]
NUMBERS: Final = ("int", "float")


class NotConcerned(Enum):
    """The third answer: the question does not apply to this company."""

    NOT_CONCERNED = "not_concerned"


NOT_CONCERNED: Final = NotConcerned.NOT_CONCERNED
UNKNOWN: Final = "unknown"  # how a company file says it; a Company never holds it


@dataclass(frozen=True)
class Fact:
    """One question about a company and the answers it allows.

    ``kind`` "keys" is a list of keys of the knowledge base, "hours" maps an activity to a Triple,
    "seasonality" is a choice or twelve factors, "month" is "YYYY-MM". ``drawn``: a prior makes it
    vary when unknown. ``when_not_concerned`` is the value that "not concerned" computes as.
    """

    key: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    drawn: bool = False
    may_be_not_concerned: bool = False
    when_not_concerned: object = None
    unit: str = ""  # key of a unit: people, money_year, hours_month, share, months, ratio


def _choice(key: str, *choices: str, drawn: bool = True) -> Fact:
    return Fact(key, "choice", choices=choices, drawn=drawn)


def _several(key: str, *choices: str) -> Fact:
    return Fact(key, "choices", choices=choices)


def _yes(key: str, drawn: bool = True, no_when_not_concerned: bool = True) -> Fact:
    if no_when_not_concerned:
        return Fact(key, "bool", drawn=drawn, may_be_not_concerned=True, when_not_concerned=False)
    return Fact(key, "bool", drawn=drawn)


def _number(
    key: str, low: float, high: float, unit: str, drawn: bool = True, kind: Kind = "float"
) -> Fact:
    return Fact(key, kind, low=low, high=high, drawn=drawn, unit=unit)


def _number_or_none(
    key: str, low: float, high: float, unit: str, drawn: bool = True, kind: Kind = "float"
) -> Fact:
    value = None if key == "marketing.deadline_month" else 0
    return Fact(key, kind, low, high, (), drawn, True, value, unit)


MONEY_MAX: Final = 1e10
TRAITS: Final = ("ecommerce", "export", "multi_site", "regulated", "manufacturing")
WANTS: Final = ("control", "expertise", "flexibility", "speed", "cost")
MODEL_CHOICES: Final = ("in_house", "outsourced", "hybrid", "mixed", "as_is", "intended")

_ALL: Final = (
    Fact("company.name", "text"),
    _choice("company.market", "ca-qc", "fr", drawn=False),
    Fact("company.sector", "text"),
    _choice("company.business", "b2b", "b2c", "both"),
    _several("company.traits", *TRAITS),
    _number_or_none("company.payroll", 0, MONEY_MAX, "money_year", drawn=False),
    Fact("company.timezone", "text"),
    Fact("company.start", "month"),
    _number("company.headcount", 1, 10_000, "people", kind="int"),
    _number_or_none("company.revenue", 0, MONEY_MAX, "money_year"),
    _choice("company.stage", "exploring", "structuring", "established"),
    _number("marketing.budget", 0, MONEY_MAX, "money_year"),
    _choice("marketing.role", "growth_lever", "production_centre"),
    Fact(
        "marketing.seasonality",
        "seasonality",
        choices=("none", "moderate", "strong"),
        drawn=True,
        may_be_not_concerned=True,
        when_not_concerned="none",
    ),
    _choice("marketing.governance", "weak", "medium", "strong"),
    _several("marketing.wants", *WANTS),
    _number_or_none("marketing.deadline_month", 1, 60, "months", drawn=False, kind="int"),
    _number_or_none("marketing.growth", -0.9, 10, "ratio", drawn=False),
    _yes("vision.targets", no_when_not_concerned=False),
    _yes("vision.channels", no_when_not_concerned=False),
    _yes("vision.objectives", no_when_not_concerned=False),
    _number_or_none("steering.level", 0, 5, "level", kind="int"),
    _number_or_none("steering.hours_per_month", 0, 300, "hours_month"),
    _yes("steering.contact"),
    _yes("steering.consultant", drawn=False),
    _yes("hiring.can_recruit"),
    _number_or_none("needs.recurrent_share", 0, 1, "share"),
    _number_or_none("needs.oneoff_share", 0, 1, "share"),
    _number_or_none("needs.evolving", 0, 1, "share"),
    Fact("needs.activities", "keys"),
    Fact("needs.hours", "hours", low=0, high=10_000, unit="hours"),
    Fact("needs.specialised_skills", "keys"),
    _number("needs.ambition", 0.05, 10, "ratio"),
    _number_or_none("needs.transfer_hours", 0, 300, "hours_month", drawn=False),
    _several("needs.zero_functions", *FUNCTIONS),
)

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.key: fact for fact in _ALL})


@dataclass(frozen=True)
class Position:
    """Someone in the team or wanted: a role, how many (FTE or contracts), since when, at what cost.

    ``since_months`` is a tenure in months, ``cost`` an amount a year in the market's currency.
    """

    role: str
    quantity: float
    name: str = ""
    since_months: float | None = None
    cost: float | None = None


@dataclass(frozen=True)
class Company:
    """What is known of one company; a fact that is absent from ``facts`` is unknown."""

    facts: Mapping[str, Any]
    team: tuple[Position, ...] = ()
    intended: tuple[Position, ...] = ()
    tradeoffs: tuple[tuple[str, str, float], ...] = ()
    order: tuple[str, ...] = ()
    chosen: str | None = None
    assumptions: Mapping[str, float | Triple] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.facts:
            _check_key(key)
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        object.__setattr__(self, "assumptions", MappingProxyType(dict(self.assumptions)))

    def __reduce__(self) -> tuple[Any, ...]:  # a mapping proxy does not pickle by itself
        parts = (self.team, self.intended, self.tradeoffs, self.order, self.chosen)
        return Company, (dict(self.facts), *parts, dict(self.assumptions))

    def get(self, key: str, default: Any = None) -> Any:
        """The answer to a question, ``NOT_CONCERNED`` included, or ``default`` when unknown."""
        _check_key(key)
        return self.facts.get(key, default)

    def value(self, key: str, default: Any = None) -> Any:
        """Like ``get``, with "not concerned" replaced by the value that it computes as.

        >>> company = Company({"company.market": "fr", "steering.contact": NOT_CONCERNED})
        >>> company.value("steering.contact")
        False
        """
        answer = self.get(key, default)
        return FACTS[key].when_not_concerned if answer is NOT_CONCERNED else answer

    def knows(self, key: str) -> bool:
        """Whether the question has an answer, "not concerned" being one."""
        _check_key(key)
        return key in self.facts

    @property
    def market(self) -> str:
        """The key of the market, the only fact that is always known."""
        return str(self.facts["company.market"])

    def with_fact(self, key: str, value: Any) -> Company:
        """A copy where one fact is known to be ``value``, or unknown when it is None."""
        _check_key(key)
        facts = {k: v for k, v in self.facts.items() if k != key}
        if value is not None:
            facts[key] = value
        return replace(self, facts=facts)

    def with_assumption(self, key: str, value: float | Triple) -> Company:
        """A copy where one figure of the knowledge base is replaced."""
        return replace(self, assumptions={**self.assumptions, key: value})


def _check_key(key: str) -> None:
    if key not in FACTS:
        raise KeyError(f"{key!r} is not a fact: expected one of {', '.join(FACTS)}")
