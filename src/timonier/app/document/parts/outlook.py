"""The path over time, the frequent questions, and what makes the numbers vary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.app.document.parts.part import Number, Part, Share, Text


@dataclass(frozen=True, kw_only=True)
class Trigger(Part):
    """What can be seen when the time has come."""

    code: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class Stage(Part):
    """A step of the path, from a month counted from 1."""

    from_month: int
    model: Text
    triggers: tuple[Trigger, ...]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Gain(Part):
    """What the path gains over its first step, in utility."""

    utility: float
    error: float


@dataclass(frozen=True, kw_only=True)
class Faq(Part):
    """A frequent question, answered for this company."""

    code: Text
    question: Text
    text: Text
    numbers: Mapping[str, Number]
    """Hours and costs are of a month, costs in the document's currency."""


@dataclass(frozen=True, kw_only=True)
class Requirement(Part):
    """A condition of recruiting, with what there is and what is needed."""

    code: Text
    status: Text
    chance: Share
    now: float
    needed: float
    text: Text


@dataclass(frozen=True, kw_only=True)
class BreakEven(Part):
    """Hours a month from which an employee costs less than a freelancer."""

    employee: Text
    freelancer: Text
    hours: float
    now: float
    """Hours a month of that work as things stand."""


@dataclass(frozen=True, kw_only=True)
class Recruiting(Part):
    """When to recruit: the month, from 1, null when the conditions never meet."""

    conditions: tuple[Requirement, ...]
    month: int | None
    break_even: BreakEven | None


@dataclass(frozen=True, kw_only=True)
class Driver(Part):
    """A fact's shares of the variance of an outcome: alone, and with all that it combines with."""

    fact: Text
    label: Text
    alone: float
    alone_error: float
    total: float
    total_error: float


@dataclass(frozen=True, kw_only=True)
class Sensitivity(Part):
    """The unknown facts that make an outcome vary, the largest first."""

    outcome: Text
    facts: tuple[Driver, ...]
