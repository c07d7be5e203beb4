"""The call list: of several companies, whom to call first, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from timonier.app.mcp.keeping import line
from timonier.app.mcp.words import Effort, Lang, NoSuch, Refused
from timonier.app.portfolio.calls import LAST, TURN
from timonier.app.portfolio.export import Listed, heading, told
from timonier.app.portfolio.given import IDENTIFIERS, SECTIONS
from timonier.app.portfolio.line import Line
from timonier.app.wording import about_money, number, percent

MOST = 20  # companies of a call: a minute of work
Companies = Annotated[
    list[dict[str, Any]],
    Field(max_length=500),  # beyond what is told to go elsewhere, none is looked at
    WithJsonSchema({"type": "array", "items": {"type": "object"}}),
]
ALLOWED = (*sorted(SECTIONS), "id", "name", *IDENTIFIERS)
MONEY = ("call_stake", "call_learning", "cost_p50", "cost_now", "next_question_worth")
SHARES = ("call_chance", "holds_if_known", "work_first", "work_now")
COUNTS = ("call_minutes",)
SENTENCES = ("call_basket", "call_reason", "call_action", "first_model", "verdict_status",
             "next_question", "flips")  # fmt: skip


class Cell(BaseModel):
    """A number of the list, in words."""

    title: str
    value: str


class Called(BaseModel):
    """A company, why to call it and what to do."""

    id: str
    name: str | None
    basket: str
    basket_label: str
    reason: str
    action: str
    first_model: str | None
    verdict: str | None
    next_question: str | None
    would_turn: str | None
    numbers: list[Cell]


class Apart(BaseModel):
    """A company that could not be read or decided, and how to mend it."""

    id: str
    name: str | None
    problems: str


class CallList(BaseModel):
    """Companies in the order of the calls worth making; those set aside after them."""

    calls: list[Called]
    set_aside: list[Apart]


def call_list(companies: Companies, effort: Effort = "quick", lang: Lang = "fr") -> CallList:
    """Decide for each company and put the most useful call first."""
    if len(companies) > MOST:
        raise Refused("too_many", given=len(companies), most=MOST)
    lines = [line(_row(one, n), effort) for n, one in enumerate(companies, 1)]
    found = [one for one in lines if one.call_basket is not None]
    found.sort(key=lambda one: (TURN.get(one.call_basket or "", LAST), -one.call_score))
    return CallList(
        calls=[_called(one, lang) for one in found],
        set_aside=[_apart(one, lang) for one in lines if one.call_basket is None],
    )


def _row(company: Mapping[str, Any], place: int) -> dict[str, Any]:
    """A company as the portfolio takes it, with the number of its place where it has none."""
    for key in company:
        if key.partition(".")[0] not in ALLOWED:
            raise NoSuch("no_section", key, ALLOWED)
    held = company.get("company")
    name = held.get("name") if isinstance(held, Mapping) else None
    return {"id": str(place), "name": name, **company}


def _called(one: Line, lang: Lang) -> Called:
    said = {key: _said(one, key, lang) for key in SENTENCES}
    return Called(
        id=one.id,
        name=one.name,
        basket=one.call_basket or "",
        basket_label=said["call_basket"] or "",
        reason=said["call_reason"] or "",
        action=said["call_action"] or "",
        first_model=said["first_model"],
        verdict=said["verdict_status"],
        next_question=said["next_question"],
        would_turn=said["flips"],
        numbers=list(_numbers(one, lang)),
    )


def _numbers(one: Line, lang: Lang) -> Iterator[Cell]:
    chance = f"p_{one.first_model}" if one.first_model else ""
    for key in (chance, *SHARES, *MONEY, *COUNTS):
        value = getattr(one, key) if key else None
        if value is not None:
            yield Cell(title=heading(key, lang), value=_worded(one, key, value, lang))


def _worded(one: Line, key: str, value: float, lang: Lang) -> str:
    if key in MONEY and one.currency:
        return about_money(value, one.currency, lang)
    return number(value, lang) if key in COUNTS else percent(value, lang)


def _said(one: Line, key: str, lang: Lang) -> str | None:
    found = told(Listed(one), key, lang)
    return None if found is None else str(found)


def _apart(one: Line, lang: Lang) -> Apart:
    return Apart(id=one.id, name=one.name, problems=_said(one, "problems", lang) or "")
