"""The company: its facts, known or unknown, with the bounds of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from math import sqrt
from types import MappingProxyType
from typing import Any, Final, Literal

from timonier.engine.catalogue import FUNCTIONS, MODELS, Triple

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


def _text(key: str) -> Fact:
    return Fact(key, "text", high=TEXT_MAX)


def _yes(key: str, drawn: bool = True) -> Fact:
    return Fact(key, "bool", drawn=drawn)


MARKET: Final = "company.market"


def choices_of(fact: Fact, markets: Iterable[str]) -> tuple[str, ...]:
    """The answers that a choice offers: those of the fact, or the markets that there are."""
    return tuple(markets) if fact.key == MARKET else fact.choices


def _choice(key: str, *choices: str, drawn: bool = True) -> Fact:
    return Fact(key, "choice", choices=choices, drawn=drawn)


def _list(key: str, *choices: str) -> Fact:
    return _or_not_concerned(Fact(key, "choices" if choices else "keys", choices=choices), ())


def _whole(key: str, low: int, high: int, unit: str, drawn: bool = True) -> Fact:
    return Fact(key, "int", low, high, drawn=drawn, unit=unit)


def _number(key: str, low: float, high: float, unit: str, drawn: bool = True) -> Fact:
    return Fact(key, "float", low, high, drawn=drawn, unit=unit)


def _or_not_concerned(fact: Fact, value: object) -> Fact:
    return replace(fact, may_be_not_concerned=True, when_not_concerned=value)


def _unless(other: str, answer: object, fact: Fact) -> Fact:
    return replace(fact, unless=(other, answer))


MONEY_MAX: Final = 1e10
TEXT_MAX: Final = 200
TRAITS: Final = ("ecommerce", "export", "multi_site", "regulated", "manufacturing")
WANTS: Final = ("control", "expertise", "flexibility", "speed", "cost")
SEASONS: Final = ("none", "moderate", "strong")
CHOSEN: Final = MODELS
ENDED: Final = ("no_direction", "cost", "quality", "left", "slow", "other")
NOTHING: Final = "nothing"  # what was tried before: nothing
OWNER: Final = "owner"  # the role of the owner, a relative or an assistant who does the marketing

_ALL: Final = (
    _text("company.name"),
    _choice(MARKET, drawn=False),
    _text("company.sector"),
    _choice("company.business", "b2b", "b2c", "both"),
    _list("company.traits", *TRAITS),
    # Unknown, it follows from the headcount: nothing of its own to find out.
    _or_not_concerned(_number("company.payroll", 0, MONEY_MAX, "currency/year", drawn=False), 0),
    Fact("company.timezone", "timezone"),
    Fact("company.start", "month"),
    _whole("company.headcount", 1, 10_000, "people"),
    _or_not_concerned(_number("company.revenue", 0, MONEY_MAX, "currency/year"), 0),
    _choice("company.stage", "exploring", "structuring", "established"),
    _number("marketing.budget", 0, MONEY_MAX, "currency/year"),
    _choice("marketing.role", "growth_lever", "production_centre"),
    _or_not_concerned(
        Fact("marketing.seasonality", "seasonality", choices=SEASONS, drawn=True), SEASONS[0]
    ),
    _choice("marketing.governance", "weak", "medium", "strong"),
    _list("marketing.wants", *WANTS),
    _or_not_concerned(_whole("marketing.deadline_month", 1, 60, "months", drawn=False), None),
    _or_not_concerned(_number("marketing.growth", -0.9, 10, "ratio", drawn=False), 0),
    _or_not_concerned(
        _number("marketing.media_budget", 0, MONEY_MAX, "currency/year", drawn=False), 0
    ),
    _yes("vision.targets"),
    _yes("vision.channels"),
    _yes("vision.objectives"),
    _or_not_concerned(_whole("steering.level", 0, 5, "level"), 0),
    _unless(
        "steering.level",
        0,
        _or_not_concerned(_number("steering.hours_per_month", 0, 300, "hours/month"), 0),
    ),
    _or_not_concerned(_yes("steering.contact"), False),
    _unless(
        "steering.level", 0, _or_not_concerned(_yes("steering.consultant", drawn=False), False)
    ),
    _or_not_concerned(_yes("hiring.can_recruit"), False),
    _unless(
        "hiring.can_recruit",
        False,
        _or_not_concerned(_whole("hiring.max_hires", 0, 50, "people", drawn=False), 0),
    ),
    _or_not_concerned(_number("needs.recurrent_share", 0, 1, "ratio"), 0),
    _or_not_concerned(_number("needs.oneoff_share", 0, 1, "ratio"), 0),
    _or_not_concerned(_number("needs.evolving", 0, 1, "ratio"), 0),
    _list("needs.activities"),
    Fact("needs.hours", "hours", low=0, high=10_000, unit="hours"),
    _list("needs.specialised_skills"),
    _number("needs.ambition", 0.05, 10, "multiplier"),
    _or_not_concerned(_number("needs.transfer_hours", 0, 300, "hours/month", drawn=False), 0),
    _list("needs.zero_functions", *FUNCTIONS),
)

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.key: fact for fact in _ALL})


def falls_away(key: str, answer: Callable[[str], Any]) -> bool:
    """Whether a question no longer applies, given what ``answer`` says of the others.

    >>> falls_away("steering.hours_per_month", {"steering.level": 0}.get)
    True
    """
    unless = FACTS[key].unless
    if unless is None:
        return False
    other, wanted = unless
    said = answer(other)
    return said is not None and said == wanted


def fall_with(key: str, value: Any) -> tuple[str, ...]:
    """The facts whose question falls away once this one is answered by ``value``."""
    refused = value in (NOT_CONCERNED, NOT_CONCERNED.value)
    meant = FACTS[key].when_not_concerned if refused and key in FACTS else value
    return tuple(other for other in FACTS if falls_away(other, {key: meant}.get))


@dataclass(frozen=True)
class Position:
    """Someone in the team or wanted: a role, how many (FTE or contracts), since when, at what cost.

    ``since_months`` is a tenure in months, ``cost`` an amount a year in the market's currency.
    ``keep``: stays, leaves, or unsaid; ``until``: the month in which the contract ends, "YYYY-MM";
    ``hours`` a month of one of them; ``skills``: (skill, level 0-5) where they differ from the
    role's.
    """

    role: str
    quantity: float = 1
    name: str = ""
    since_months: float | None = None
    cost: float | None = None
    keep: bool | None = None
    until: str | None = None
    hours: float | None = None
    skills: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Quote:
    """A provider's offer in hand, at a ``monthly`` fee or a ``day_rate``.

    ``setup`` is paid once; ``hours`` are a month's.
    """

    role: str
    monthly: float | None = None
    day_rate: float | None = None
    hours: float | None = None
    setup: float | None = None
    commitment_months: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Tried:
    """What was tried before, a role or "nothing", and why it stopped (one of ``ENDED``)."""

    what: str
    ended: str | None = None


@dataclass(frozen=True)
class Result:
    """What marketing brings a month, and what it should bring."""

    name: str
    per_month: float | None = None
    wanted: float | None = None


@dataclass(frozen=True)
class Table:
    """A list of rows in the company file: what a row is, its columns, those that it cannot lack."""

    key: str
    row: type[Any]
    columns: tuple[Fact, ...]
    required: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.key.rpartition(".")[2] for column in self.columns)


def field_of(column: str) -> str:
    """The field of a row that holds a column.

    >>> field_of("hours_per_month"), field_of("per_month")
    ('hours', 'per_month')
    """
    return column.removesuffix("_per_month")


def asked_as(key: str) -> str:
    """The key under which a fact or a column is worded: additions are asked like the team."""
    return key.replace("intended.", "team.")


def _post(table: str) -> tuple[Fact, ...]:
    return (
        Fact(f"{table}.role", "role"),
        Fact(f"{table}.quantity", "float", 0, 50, unit="count", above=True),
        _text(f"{table}.name"),
        Fact(f"{table}.since_months", "float", 0, 720, unit="months"),
        Fact(f"{table}.cost", "float", 0, MONEY_MAX, unit="currency/year"),
    )


def _hours_of_one(table: str) -> Fact:
    return Fact(f"{table}.hours_per_month", "float", 0, 300, unit="hours/month", above=True)


_TABLES: Final = (
    Table(
        "marketing.results",
        Result,
        (
            _text("marketing.results.name"),
            Fact("marketing.results.per_month", "float", 0, MONEY_MAX, unit="count"),
            Fact("marketing.results.wanted", "float", 0, MONEY_MAX, unit="count"),
        ),
        ("name",),
    ),
    Table(
        "team",
        Position,
        (
            *_post("team"),
            Fact("team.keep", "bool"),
            Fact("team.until", "month"),
            _hours_of_one("team"),
            Fact("team.skills", "levels", 0, 5, unit="level"),
        ),
        ("role",),
    ),
    Table("intended", Position, _post("intended"), ("role",)),
    Table(
        "quote",
        Quote,
        (
            Fact("quote.role", "role"),
            Fact("quote.monthly", "float", 0, MONEY_MAX, unit="currency/month", above=True),
            Fact("quote.day_rate", "float", 0, MONEY_MAX, unit="currency/day", above=True),
            _hours_of_one("quote"),
            Fact("quote.setup", "float", 0, MONEY_MAX, unit="currency"),
            Fact("quote.commitment_months", "int", 0, 60, unit="months"),
            _text("quote.name"),
        ),
        ("role",),
    ),
    Table(
        "tried",
        Tried,
        (Fact("tried.what", "role"), Fact("tried.ended", "choice", choices=ENDED)),
        ("what",),
    ),
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.key: table for table in _TABLES})
COLUMNS: Final[Mapping[str, Fact]] = MappingProxyType(
    {column.key: column for table in _TABLES for column in table.columns}
)


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
    quotes: tuple[Quote, ...] = ()
    tried: tuple[Tried, ...] = ()
    results: tuple[Result, ...] = ()
    # (key, value) that an older file says and that no longer means anything.
    set_aside: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for key in self.facts:
            _check_key(key)
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        object.__setattr__(self, "assumptions", MappingProxyType(dict(self.assumptions)))

    def __reduce__(self) -> tuple[Any, ...]:  # a mapping proxy does not pickle by itself
        parts = (self.team, self.intended, self.tradeoffs, self.order, self.chosen)
        more = (self.quotes, self.tried, self.results, self.set_aside)
        return Company, (dict(self.facts), *parts, dict(self.assumptions), *more)

    def get(self, key: str, default: Any = None) -> Any:
        """The answer that computing uses: "not concerned" is the value that it stands for.

        A number may be a Range, to be read in the draws of the world or through ``middle``.

        >>> company = Company({"company.market": "fr", "steering.contact": NOT_CONCERNED})
        >>> company.get("steering.contact"), company.facts["steering.contact"] is NOT_CONCERNED
        (False, True)
        """
        _check_key(key)
        answer = self.facts.get(key, default)
        return FACTS[key].when_not_concerned if answer is NOT_CONCERNED else answer

    def middle(self, key: str) -> Any:
        """The answer that computing uses where it must be one value: of a range, its median."""
        return FACTS[key].middle(self.get(key))

    def knows(self, key: str) -> bool:
        """Whether the question has an answer, "not concerned" being one."""
        _check_key(key)
        return key in self.facts

    def settles(self, key: str) -> bool:
        """Whether nothing is left to ask: the question has an answer, or another takes it away."""
        return self.knows(key) or falls_away(key, self.get)

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
