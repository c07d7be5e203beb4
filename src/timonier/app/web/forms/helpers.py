"""Help inside a question: hours from a list of tasks, a salary from a role and a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from timonier.app.web.forms.question import Option
from timonier.app.web.forms.tables import role_choices
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.app.wording import money
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

HOURS = "steering.hours_per_month"
FIELDS = ("task", "role", "market")  # that a helper asks for
MOST, LONGEST = 40, 40  # values of one of them, letters of a value
Sent = Mapping[str, Sequence[str]]
MODEL = "hybrid"  # the model whose rituals ask most of the person inside
A_MONTH = {"weekly": 52 / 12, "biweekly": 26 / 12, "monthly": 1, "quarterly": 1 / 3,
           "half_yearly": 1 / 6, "yearly": 1 / 12}  # fmt: skip


@dataclass(frozen=True)
class Hours:
    """Tasks to tick, and the total of those ticked."""

    tasks: tuple[Option, ...]
    total: str  # as the input takes it; "" when nothing is ticked
    said: str
    kind: str = "hours"


@dataclass(frozen=True)
class Salary:
    """A role and a region to choose, and the salary that our sources give."""

    roles: tuple[Option, ...]
    markets: tuple[Option, ...]
    value: str
    said: str
    kind: str = "salary"


def said(form: QueryDict) -> dict[str, list[str]]:
    """What a form asks of a helper, and nothing else of it."""
    return {name: [v[:LONGEST] for v in form.getlist(name)[:MOST]] for name in FIELDS}


def helper(key: str, document: dict[str, Any], sent: Sent) -> Hours | Salary | None:
    """The helper of a question, with what was ticked or chosen; None when it has none."""
    if key == HOURS:
        return _hours(sent, document)
    if key.endswith(".salary"):
        return _salary(key.removesuffix(".salary"), document, sent)
    return None


def _hours(sent: Sent, document: dict[str, Any]) -> Hours:
    ticked = set(sent.get("task", ()))
    tasks, total = [], 0.0
    for ritual in load_plan().rituals:
        if not {"pilot", "contact"} & set(ritual.seats.get(MODEL, ())):
            continue
        hours = ritual.minutes[MODEL] / 60 * A_MONTH[ritual.cadence]
        chosen = ritual.key in ticked
        total += hours if chosen else 0.0
        said = str(say("helper.task_hours", hours=plain(round(hours, 1))))
        tasks.append(Option(ritual.key, ritual.label[current()], chosen, said))
    shown = plain(max(1, round(total))) if total else ""
    stated = document.get("company", {}).get("market")
    markets = load().markets
    market = markets.get(str(stated), next(iter(markets.values())))
    days = plain(round(total / market.hours_per_day, 1))
    words = str(say("helper.total", hours=shown, days=days)) if total else ""
    return Hours(tuple(tasks), shown, words)


def _salary(role: str, document: dict[str, Any], sent: Sent) -> Salary:
    knowledge, lang = load(), current()
    own = document.get("company", {}).get("market", "")
    market = _last(sent, "market") or own
    role = _last(sent, "role") or role
    employees = [key for _, group in role_choices() for key, _ in group if _paid(key, market)]
    roles = tuple(Option(k, knowledge.roles[k].label[lang], k == role) for k in employees)
    markets = tuple(Option(k, m.label[lang], k == market) for k, m in knowledge.markets.items())
    if not _paid(role, market):
        return Salary(roles, markets, "", "")
    figure, currency = (
        knowledge.markets[market].roles[role]["salary"],
        knowledge.markets[market].currency,
    )
    low, middle, high = (
        money(v, currency, lang) for v in (figure.value.low, figure.value.median, figure.value.high)
    )
    names = {
        "role": knowledge.roles[role].label[lang],
        "market": knowledge.markets[market].label[lang],
    }
    source = str(say("figure.estimate")) if figure.estimate else f"{figure.source}, {figure.year}"
    said = say("helper.salary_is", low=low, median=middle, high=high, source=source, **names)
    use = plain(figure.value.median) if market == own else ""
    return Salary(roles, markets, use, str(said))


def _last(sent: Sent, name: str) -> str:
    return next(reversed(sent.get(name, ())), "")


def _paid(role: str, market: str) -> bool:
    """Whether a role has a salary in a market."""
    held = load().markets.get(market)
    return held is not None and "salary" in held.roles.get(role, {})
