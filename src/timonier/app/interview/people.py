"""Who does the marketing today, as an owner tells it: a short list of roles, hours, who stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from timonier.app.company_file.kinds import Refused, Said, number_shown
from timonier.app.company_file.kinds.choices import YES
from timonier.app.company_file.kinds.typed import read_number
from timonier.app.wording import listing
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import OWNER
from timonier.engine.team import is_employee

# Worded for an owner under ``interview.who``; every other role is in the whole list.
LISTED: Final = (OWNER, "emp_generalist", "emp_junior", "emp_apprentice", "emp_head",
                 "free_generalist", "agency_full", "fractional_cmo")  # fmt: skip
MONTHS: Final = 12
NOBODY: Final = {"0", "personne", "aucun", "nobody", "none", "no one"}
PART: Final = re.compile(
    r"(?P<who>\d{1,2}|[a-z_]+)(?:\s+(?P<hours>\d+(?:[.,]\d+)?)\s*h?)?"
    r"(?:\s+(?P<keep>oui|yes|o|y|non|no|n))?"
)


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


def typed(text: str, knowledge: Knowledge, month: float, lang: str) -> Said:
    """The rows told in a line: the numbers of the list, each with its hours and who stays.

    "1 10h, 7 20 no" is the first for ten hours and the seventh for twenty, who leaves; "0" is
    nobody. It is always read back. Raises Refused when it names nobody of the list.
    """
    said = text.strip().casefold()
    if said in NOBODY:
        return Said([], sure=False)
    found = [_typed(part, lang) for part in re.split(r"\s*;\s*|,\s+", said)]
    if len({one.role for one in found}) < len(found):
        raise Refused("who", most=len(LISTED))
    return Said(rows(found, knowledge, month), sure=False)


def _typed(part: str, lang: str) -> Person:
    match = PART.fullmatch(part)
    role = _named(match["who"]) if match else None
    if match is None or role is None:
        raise Refused("who", most=len(LISTED))
    hours = read_number(match["hours"], lang, large=False) if match["hours"] else None
    keep = match["keep"]
    return Person(
        role,
        _whole(hours.low) if hours and hours.low > 0 else None,
        None if keep is None else keep in YES,
    )


def _whole(hours: float) -> float:
    return int(hours) if hours == int(hours) else hours


def _named(who: str) -> str | None:
    """A role of the list, by its number there or by its key."""
    if who.isdigit():
        return LISTED[int(who) - 1] if 1 <= int(who) <= len(LISTED) else None
    return who if who in LISTED else None


def told(team: object, knowledge: Knowledge, lang: str) -> str:
    """The people of a team in a line, to be read back."""
    rows_ = team if isinstance(team, list) else []
    parts = [_told(row, knowledge, lang) for row in rows_]
    return listing(parts, lang) if parts else knowledge.wording["interview.nobody"][lang]


def _told(row: Mapping[str, Any], knowledge: Knowledge, lang: str) -> str:
    quantity = number_shown(row.get("quantity", 1), lang)
    said = [f"{quantity} × {knowledge.roles[row['role']].label[lang]}"]
    if "hours_per_month" in row:
        hours = number_shown(row["hours_per_month"], lang)
        said.append(knowledge.wording["interview.hours"][lang].format(hours=hours))
    if "keep" in row:
        kind = "stays" if row["keep"] else "leaves"
        said.append(knowledge.wording[f"interview.{kind}"][lang])
    return f"{said[0]} ({', '.join(said[1:])})" if len(said) > 1 else said[0]


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
