"""The lists of a company file: who is there or wanted, offers, attempts, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from timonier.engine.company.fact import Fact, one_line
from timonier.engine.company.facts import ENDED, MONEY_MAX


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
        one_line(f"{table}.name"),
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
            one_line("marketing.results.name"),
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
            one_line("quote.name"),
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
