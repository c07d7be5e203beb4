"""Every fact of a company, with the bounds of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from timonier.engine.catalogue import FUNCTIONS, MODELS
from timonier.engine.company.fact import MARKET, NOT_CONCERNED, Fact, one_line

MONEY_MAX: Final = 1e10
TRAITS: Final = ("ecommerce", "export", "multi_site", "regulated", "manufacturing")
WANTS: Final = ("control", "expertise", "flexibility", "speed", "cost")
SEASONS: Final = ("none", "moderate", "strong")
CHOSEN: Final = MODELS
ENDED: Final = ("no_direction", "cost", "quality", "left", "slow", "other")
NOTHING: Final = "nothing"  # what was tried before: nothing
OWNER: Final = "owner"  # the role of the owner, a relative or an assistant who does the marketing


def _yes(key: str, drawn: bool = True) -> Fact:
    return Fact(key, "bool", drawn=drawn)


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


_ALL: Final = (
    one_line("company.name"),
    _choice(MARKET, drawn=False),
    one_line("company.sector"),
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
