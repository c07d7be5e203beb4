"""What a company file says that is allowed but deserves a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from timonier.app.company_file.errors import plain, say, shown
from timonier.app.company_file.writing import written
from timonier.engine.catalogue import Knowledge, Text
from timonier.engine.company import FACTS, WANTS, Company, Range, falls_away

LEAST_REVENUE = 1_000  # a year and a head, below which an amount was likely typed in thousands
LEAST_BUDGET = 500  # a year


def notices(company: Company, knowledge: Knowledge) -> tuple[Text, ...]:
    """Sentences for the person who wrote the file; none of them stops anything."""
    return tuple(
        say(knowledge, f"notice.{code}", **fields) for code, fields in _found(company, knowledge)
    )


def _found(company: Company, knowledge: Knowledge) -> Iterator[tuple[str, dict[str, str | Text]]]:
    employees = {k for k, role in knowledge.roles.items() if role.category == "employee"}
    if company.get("hiring.can_recruit") is False:
        for position in company.intended:
            if position.role in employees:
                yield "cannot_recruit", {"role": shown(position.role)}
    for key, said in company.set_aside:
        yield "set_aside", {"key": key, "read": shown(said)}
    for key, value in company.facts.items():
        if falls_away(key, company.get) and company.middle(key):
            other, said = FACTS[key].unless or ("", "")
            fields: dict[str, str | Text] = {"key": key, "read": shown(written(value))}
            yield "no_purpose", {**fields, "other": other, "said": shown(said)}
    team = sum(position.quantity for position in company.team if position.role in employees)
    headcount = _most(company.get("company.headcount"))
    if headcount is not None and team > headcount:
        yield "team_above_headcount", {"team": plain(team), "headcount": plain(headcount)}
    budget, revenue = (company.middle(k) or 0 for k in ("marketing.budget", "company.revenue"))
    if 0 < revenue < LEAST_REVENUE * (headcount or 1):
        yield "in_thousands", {"key": "company.revenue", "read": plain(revenue)}
    if 0 < budget < LEAST_BUDGET:
        yield "in_thousands", {"key": "marketing.budget", "read": plain(budget)}
    if budget > revenue > 0:
        yield "budget_above_revenue", {}
    off = set(company.get("needs.zero_functions") or ())
    for key in company.get("needs.activities") or ():
        if knowledge.activities[key].function in off:
            yield "ruled_out", {"activity": knowledge.activities[key].label}
    if set(company.get("marketing.wants") or ()) == set(WANTS):
        yield "wants_everything", {}


def _most(value: Any) -> Any:
    return value.high if isinstance(value, Range) else value
