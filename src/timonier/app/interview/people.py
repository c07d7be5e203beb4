"""Who does the marketing today, as an owner tells it: a short list of roles, hours, who stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from timonier.engine.catalogue import Knowledge
from timonier.engine.company import OWNER
from timonier.engine.team import is_employee

# Worded for an owner under ``interview.who``; every other role is in the whole list.
LISTED: Final = (OWNER, "emp_generalist", "emp_junior", "emp_apprentice", "emp_head",
                 "free_generalist", "agency_full", "fractional_cmo")  # fmt: skip
MONTHS: Final = 12


@dataclass(frozen=True)
class Person:
    """One role held by one person or provider; ``hours`` a month, ``keep`` None when unsaid."""

    role: str
    hours: float | None = None
    keep: bool | None = None


def full_time(knowledge: Knowledge, market: object) -> float:
    """Hours a month that a full-time employee works: of the market, else of the first one."""
    markets = knowledge.markets
    found = markets.get(str(market), next(iter(markets.values())))
    return found.worked_hours_per_year.value.median / MONTHS


def rows(people: Sequence[Person], knowledge: Knowledge, month: float) -> list[dict[str, Any]]:
    """The rows of ``[[team]]``; ``month`` is the hours of a full-time employee in a month.

    An employee's hours become a part of a full-time job; without hours it is the whole of one.
    """
    return [_row(one, knowledge, month) for one in people]


def _row(one: Person, knowledge: Knowledge, month: float) -> dict[str, Any]:
    row: dict[str, Any] = {"role": one.role, "quantity": 1}
    if one.hours is not None and is_employee(knowledge.roles[one.role]):
        row["quantity"] = max(0.01, round(min(1.0, one.hours / month), 2))
    elif one.hours is not None:
        row["hours_per_month"] = one.hours
    if one.keep is not None:
        row["keep"] = one.keep
    return row


def listed(team: object, knowledge: Knowledge, month: float) -> dict[str, Person] | None:
    """The people of a team by role; None when the short list cannot say all that the team says."""
    if not isinstance(team, list):
        return {}
    found = [_person(row, knowledge, month) for row in team]
    by_role = {one.role: one for one in found if one is not None}
    return by_role if len(by_role) == len(team) else None


def _person(row: Mapping[str, Any], knowledge: Knowledge, month: float) -> Person | None:
    said = {key: value for key, value in row.items() if value is not None}
    role, quantity, keep = said.get("role"), said.get("quantity", 1), said.get("keep")
    may = {"role", "quantity", "keep"}
    hired = role in knowledge.roles and is_employee(knowledge.roles[str(role)])
    if role not in LISTED or set(said) - (may if hired else {*may, "hours_per_month"}):
        return None
    if quantity > 1 or (quantity < 1 and not hired) or keep not in (None, True, False):
        return None
    hours = said.get("hours_per_month")
    if hired and quantity < 1:
        hours = round(quantity * month)
    return Person(str(role), hours, keep)
