"""The plan's input read from a decision: its dates, costs, needs and facts.

Money comes from the decision document, so that every file shows the very numbers that it publishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from timonier.app.document import Answered, Document
from timonier.app.document.parts import Caution
from timonier.app.report.closed import closed, quiet
from timonier.app.report.planned.chosen import advised
from timonier.app.report.planned.hours import Hours, apart, hours_of, with_owner
from timonier.app.report.planned.people import leaving_of, members_of
from timonier.app.wording import month_of
from timonier.engine.catalogue import FUNCTIONS, Activity, Market, Triple
from timonier.engine.company import FACTS, OWNER, Company
from timonier.engine.plan import (
    Diary,
    Money,
    Need,
    PathStage,
    PlanInput,
    PlanMember,
    Trigger,
)
from timonier.engine.plan.inputs import BUSY
from timonier.engine.team import INTERNAL_PILOT
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

PERIODS = (12, 24, 36)
VISION = ("targets", "channels", "objectives")
ENDS = "project"  # the nature of work that has an end


def plan_input(
    decision: Answered,
    document: Document,
    model: str,
    warnings: Sequence[Caution],
    today: date,
    asked: bool = False,
) -> PlanInput:
    """Gather what the plan of one team needs; ``warnings`` as the document words them.

    The plan begins with the company's first month, or with the next one when none was given or when
    it is past; nothing is planned before ``today``.
    """
    company = decision.company
    months, market = decision.world.months, decision.world.market
    season = company.get("marketing.seasonality")
    whole = members_of(decision, document, model)
    members, hours = _one_owner(decision, *apart(whole, hours_of(decision, model, whole)))
    return PlanInput(
        model=model,
        advised=advised(document),
        members=tuple(members),
        needs=needs_of(document),
        work=hours.work,
        money=_money(decision, document, model),
        leaving=tuple(leaving_of(decision, model)),
        steering=hours.steering,
        coordination=hours.coordination,
        warnings=tuple(dict.fromkeys(one.code for one in warnings if _about(one, model))),
        path=_path(document, model),
        vision={part: company.get(f"vision.{part}") for part in VISION},
        contact=company.get("steering.contact"),
        market=company.market,
        **_in_time(company.get("company.start"), season, months, today, market),
        decided=bool(document.verdict.model or company.chosen or asked),
        organisation=decision.judged.model[decision.row[model]],
        **_facts(decision),
    )


def _one_owner(
    decision: Answered, members: list[PlanMember], hours: Hours
) -> tuple[list[PlanMember], Hours]:
    """The owner who does the marketing, where they are also the one who steers: nobody else was
    said to, or the company is too small for two."""
    company, roles = decision.company, {m.role for m in members}
    if not {OWNER, INTERNAL_PILOT} <= roles:
        return members, hours
    said, headcount = (company.get(f) for f in ("steering.hours_per_month", "company.headcount"))
    alone = isinstance(headcount, int) and headcount < load_plan().settings["one_head_below"]
    if said is not None and not alone:
        return members, hours
    apart = None if said is None else float(decision.world.middle_pilot[0])
    return with_owner(members, hours, steers_apart=apart)


def as_of(given: PlanInput, document: Document, today: date) -> PlanInput:
    """The same input on another day: what was kept of a decision does not grow old."""
    start, season = (document.stated(f) for f in ("company.start", "marketing.seasonality"))
    months, market = len(given.diary.months) - 1, load().markets[given.market]
    return replace(given, **_in_time(start, season, months, today, market))


def _in_time(
    stated: object, season: object, months: int, today: date, market: Market
) -> dict[str, Any]:
    """What depends on the day: the first month, the worked days, the season from then on."""
    start = first_month(stated, today)
    found = diary(start, months, today, market)
    return {"start": start, "diary": found, **_season(season, start)}


def first_month(stated: object, today: date) -> str:
    """The plan's first month: the one stated unless it is past, else the next one.

    >>> first_month("2027-02", date(2026, 11, 29)), first_month(None, date(2026, 12, 1))
    ('2027-02', '2027-01')
    """
    this = f"{today:%Y-%m}"
    if stated and str(stated) >= this:
        return str(stated)
    following = today.replace(day=28) + timedelta(days=4)
    return f"{following:%Y-%m}"


def diary(start: str, months: int, today: date, market: Market) -> Diary:
    """The months and the worked days of a plan, as the engine counts them."""
    days = [month_of(start, index) for index in range(months + 1)]
    firsts = tuple(day.toordinal() for day in days if day is not None)
    last = date.fromordinal(firsts[-1])
    begins = max(firsts[0], today.toordinal() + 1)
    shut = {
        day.toordinal()
        for year in range(today.year, last.year + 2)
        for day in closed(market.country, market.subdivision, year)
    }
    away = {
        day.toordinal()
        for year in range(today.year - 1, last.year + 2)
        for day in quiet(market.quiet, year)
    }
    made = Diary(firsts, begins, market.working_days, frozenset(shut), frozenset(away))
    return replace(made, first=made.open_from(begins))


def _season(stated: object, start: str) -> dict[str, Any]:
    """Whether there is a season, and its months in the order of the plan when they are known."""
    if isinstance(stated, (tuple, list)):
        first = int(start[5:7]) - 1
        year = tuple(float(one) for one in stated)
        factors = year[first:] + year[:first]
        return {"seasonal": max(factors) >= BUSY, "season": factors}
    return {"seasonal": stated in ("moderate", "strong")}


def _about(one: Caution, model: str) -> bool:
    """A warning follows the team it is about, or the company whatever its team."""
    theirs = {"as_is": "as_is", "intended": "intended"}.get(model, "recommended")
    return one.about in (theirs, "company")


def _facts(decision: Answered) -> dict[str, Any]:
    """Known facts, else the middle of what was drawn."""
    company, facts = decision.company, decision.world.facts
    return {
        "steering_level": float(decision.world.middle_pilot[2]),
        "business": company.get("company.business") or "both",
        "stage": company.get("company.stage") or _likeliest(decision, "company.stage"),
        "headcount": max(1, round(float(np.median(facts["company.headcount"])))),
        "transfer_hours": float(company.middle("needs.transfer_hours") or 0.0),
    }


def _likeliest(decision: Answered, key: str) -> str:
    drawn = np.asarray(decision.world.facts[key], dtype=np.int64)
    return FACTS[key].choices[int(np.bincount(drawn).argmax())]


def needs_of(document: Document) -> dict[str, Need]:
    """Each activity with its hours in the middle of the futures.

    The middle of a sum is more than the sum of the middles: what happens in fewer than half of the
    futures is nothing in the middle one, and the hours of a function hold some of it all the same.
    What recurs has these hours too, in proportion, as far as its own high case; a piece of work
    with an end keeps its own, unless they are less than half of the smallest such piece: then it is
    no sure work.
    """
    activities, found = load().activities, {}
    for function in FUNCTIONS:
        mine = [one for one in document.needs if one.function == function]
        ends = sum(one.hours_per_month.p50 for one in mine if one.nature == ENDS)
        recurs = sum(one.hours_per_month.p50 for one in mine if one.nature != ENDS)
        whole = document.needs_by_function[function].p50
        scale = max(1.0, (whole - ends) / recurs) if recurs else 1.0
        for one in mine:
            low, middle, high = one.hours_per_month
            part = middle if one.nature == ENDS else min(high, scale * middle)
            if one.nature == ENDS and _crumb(activities[one.activity], middle):
                part = middle = 0.0
            found[one.activity] = Need(Triple(low, max(middle, part), high), function, one.nature)
    return found


def _crumb(project: Activity, a_month: float) -> bool:
    """Whether hours are no piece of work that anybody would order."""
    once = 12.0 * a_month / max(1.0, project.projects_per_year)
    return once < project.project_hours.low / 2.0


def _money(decision: Answered, document: Document, model: str) -> Money:
    company = decision.company
    cost = document.teams[model].cost
    growth = np.median(decision.world.prices.growth, axis=1)
    budget, media = (_stated(company, f"marketing.{name}") for name in ("budget", "media_budget"))
    return Money(
        tuple(Triple(*month) for month in cost.monthly),
        {n: Triple(*cost.over(n)) for n in PERIODS},
        tuple(float(one) for one in growth),
        Triple(*cost.initial),
        Triple(*cost.exit),
        budget,
        media,
    )


def _stated(company: Company, key: str) -> float | None:
    """An amount that the company gave, as it gave it."""
    found = company.get(key) if key in FACTS else None
    return float(found) if isinstance(found, int | float) else None


def _path(document: Document, model: str) -> tuple[PathStage, ...]:
    """The staged path of the decision, when the plan follows its first step."""
    stages, recruiting = document.path, document.recruiting
    if not stages or stages[0].model != model:
        return ()
    met = {one.code: one.status == "met" for one in recruiting.conditions} if recruiting else {}
    month = recruiting.month if recruiting else None
    expected = None if month is None else month - 1
    return tuple(
        PathStage(
            max(0, stage.from_month - 1),
            stage.model,
            tuple(Trigger(one.code, met.get(one.code), expected) for one in stage.triggers),
        )
        for stage in stages
    )
