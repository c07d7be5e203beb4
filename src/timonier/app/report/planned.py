"""The plan's input read from a decision: its team, hours, dates, costs and facts.

Money comes from the decision document, so that every file shows the very numbers that it publishes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from timonier.app.document import Answered, Document
from timonier.app.document.parts import Caution
from timonier.app.document.parts import Member as Row
from timonier.app.report.closed import closed
from timonier.app.wording import month_of
from timonier.engine.catalogue import Market, Triple
from timonier.engine.company import FACTS, Company, Position
from timonier.engine.criteria import months_to_stop, planned
from timonier.engine.plan import (
    Diary,
    Money,
    Need,
    PathStage,
    PlanInput,
    PlanMember,
    Trigger,
)
from timonier.engine.plan.budget import scaled
from timonier.engine.plan.inputs import BUSY
from timonier.engine.prices import figure
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.team import INTERNAL_PILOT, Member, heads, is_employee, is_pilot, spans

PERIODS = (12, 24, 36)
VISION = ("targets", "channels", "objectives")
LEAST = 0.05  # hours a month below which an activity is nobody's work
PRESENCE = SLOT_METRICS.index("presence")
INSIDE = "internal_existing"
CHANGED = 0.5  # hours a month from which a contract in place is said to change
CROWD = 4  # people of one role from which they are planned together


class NoSuchTeam(LookupError):
    """The decision has no team of the model asked for; ``models`` are those that have one."""

    def __init__(self, model: str, models: tuple[str, ...]) -> None:
        super().__init__(model)
        self.model, self.models = model, models


def advised(document: Document) -> str | None:
    """The advised model; the leading one when the verdict is undecided."""
    return document.verdict.model or document.verdict.leading


def chosen(decision: Answered, document: Document, asked: str | None) -> str:
    """The model to plan: the one asked for, else the company's choice, else the advised one.

    Raises NoSuchTeam when the decision found no team for it.
    """
    model = asked or decision.company.chosen or advised(document)
    if model is None or model not in decision.row:
        raise NoSuchTeam(model or "", tuple(decision.row))
    return model


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
    start = first_month(company.get("company.start"), today)
    whole = _members(decision, document, model)
    members, hours = apart(whole, _hours(decision, model, whole))
    return PlanInput(
        model=model,
        advised=advised(document),
        members=tuple(members),
        needs=_needs(document),
        work=hours.work,
        money=_money(decision, document, model),
        diary=diary(start, decision.world.months, today, decision.world.market),
        leaving=tuple(_leaving(decision, model)),
        steering=hours.steering,
        coordination=hours.coordination,
        warnings=tuple(dict.fromkeys(one.code for one in warnings if _about(one, model))),
        path=_path(document, model),
        vision={part: company.get(f"vision.{part}") for part in VISION},
        contact=company.get("steering.contact"),
        market=company.market,
        start=start,
        **_season(company.get("marketing.seasonality"), start),
        decided=bool(document.verdict.model or company.chosen or asked),
        organisation=decision.judged.model[decision.row[model]],
        **_facts(decision),
    )


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
    made = Diary(firsts, begins, market.working_days, frozenset(shut))
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


def _members(decision: Answered, document: Document, model: str) -> list[PlanMember]:
    """The internal pilot when there is one, then the team in the decision's order."""
    found = []
    inside = float(decision.world.middle_pilot[0])
    if inside > 0:
        found.append(
            PlanMember(f"{INTERNAL_PILOT}.1", INTERNAL_PILOT, INSIDE, inside, existing=True)
        )
    seen: dict[str, int] = {}
    said = document.teams[model].team
    for member, row in zip(decision.team(model).members, said, strict=True):
        seen[member.role] = seen.get(member.role, 0) + 1
        found.append(_member(decision, f"{member.role}.{seen[member.role]}", member, row))
    return found


def _member(decision: Answered, key: str, member: Member, row: Row) -> PlanMember:
    world = decision.world
    role = decision.knowledge.roles[member.role]
    index = world.role_keys.index(member.role)
    entry = world.prices.entry[index] * member.quantity if is_employee(role) else np.zeros(1)
    low, middle, high = (float(one) for one in np.quantile(entry, (0.1, 0.5, 0.9)))
    return PlanMember(
        key,
        member.role,
        role.category,
        planned(world, member)[1],
        name=member.name,
        quantity=member.quantity,
        search=row.search_month - 1,
        arrival=row.start_month - 1,
        end_month=member.end_month,
        existing=member.existing,
        monthly_cost=Triple(*row.monthly_cost),
        notice_months=figure(world.company, world.market, role, "notice_months").median,
        lead_weeks=figure(world.company, world.market, role, "lead_time_weeks").median,
        since_months=member.since_months,
        entry=Triple(low, middle, high),
        leads=role.steering_level >= 3,
        executive=role.status == "executive",
        **_in_place(world.company, member, planned(world, member)[1]),
    )


def _in_place(company: Company, member: Member, hours: float) -> dict[str, Any]:
    """What the company said of a contract in place: when it ends, and the hours that it has now."""
    found = _position(company, member) if member.existing else None
    if found is None:
        return {}
    changed = found.hours is not None and abs(found.hours * found.quantity - hours) > CHANGED
    return {
        "until": _last_of(found.until),
        "hours_before": found.hours * found.quantity if changed and found.hours else None,
        "decision": "reshape" if changed else "",
    }


def _position(company: Company, member: Member) -> Position | None:
    """The line of the company file that a member in place comes from."""
    alike = [one for one in company.team if one.role == member.role]
    named = [one for one in alike if one.name == member.name]
    return next(iter(named or alike), None)


def _last_of(month: str | None) -> int | None:
    """The last day of a month like 2027-03."""
    following = month_of(month, 1) if month else None
    return None if following is None else following.toordinal() - 1


def _leaving(decision: Answered, model: str) -> Iterator[PlanMember]:
    """The people and contracts in place that this team ends, each with what ending it costs."""
    world = decision.world
    seen: dict[str, int] = {}
    for member in decision.team(model).released:
        role = decision.knowledge.roles[member.role]
        seen[member.role] = seen.get(member.role, 0) + 1
        a_month, hours = planned(world, member)
        notice = figure(world.company, world.market, role, "notice_months").median
        stop = months_to_stop(world, role, member.since_months)
        found = _position(world.company, member)
        expires = _last_of(found.until) if found else None
        yield PlanMember(
            f"{member.role}.leaving{seen[member.role]}",
            member.role,
            role.category,
            hours,
            name=member.name,
            quantity=member.quantity,
            existing=True,
            monthly_cost=Triple(a_month, a_month, a_month),
            notice_months=notice,
            since_months=member.since_months,
            ending=0.0 if expires else a_month * max(0.0, stop - notice),
            decision="expire" if expires else "end",
            until=expires,
            executive=role.status == "executive",
        )


@dataclass(frozen=True)
class Hours:
    """Hours a month, once settled and while present: work by activity then member, and the rest."""

    work: dict[str, dict[str, float]]
    steering: dict[str, float]
    coordination: dict[str, float]


def _hours(decision: Answered, model: str, members: list[PlanMember]) -> Hours:
    found = Hours({}, {}, {})
    keys = [m.key for m in members if m.role != INTERNAL_PILOT]
    taken = [(key, a, b) for key, (_, a, b) in zip(keys, spans(decision.team(model)), strict=True)]
    if len(keys) < len(members):
        taken.insert(0, (members[0].key, 0, 1))
    by_key = {member.key: member for member in members}
    for key, first, last in taken:
        _add(decision, model, found, by_key[key], first, last)
    return found


def apart(members: list[PlanMember], hours: Hours) -> tuple[list[PlanMember], Hours]:
    """Several people of one role as so many members, found one after the other; a crowd stays one.

    Each has an equal part of the hours and of the cost.
    """
    made: list[PlanMember] = []
    shares: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for member in members:
        count = heads(member.quantity)
        count = 1 if member.category == INSIDE or count > CROWD else count
        for _ in range(count):
            seen[member.role] = seen.get(member.role, 0) + 1
            one = _part(member, f"{member.role}.{seen[member.role]}", count)
            made.append(one)
            shares.setdefault(member.key, []).append(one.key)
    work = {activity: _divided(by_member, shares) for activity, by_member in hours.work.items()}
    steering, coordination = (_divided(h, shares) for h in (hours.steering, hours.coordination))
    return made, Hours(work, steering, coordination)


def _part(member: PlanMember, key: str, count: int) -> PlanMember:
    return replace(
        member,
        key=key,
        quantity=member.quantity / count,
        hours=member.hours / count,
        monthly_cost=scaled(member.monthly_cost, 1.0 / count),
        entry=scaled(member.entry, 1.0 / count),
    )


def _divided(hours: Mapping[str, float], shares: Mapping[str, list[str]]) -> dict[str, float]:
    return {one: h / len(shares[key]) for key, h in hours.items() for one in shares[key]}


def _add(
    decision: Answered, model: str, found: Hours, member: PlanMember, first: int, last: int
) -> None:
    """Add one member's hours, per month of presence, from its slots of the simulation."""
    world = decision.world
    steady = max(1, world.months - world.kernel_rules.steady)
    slots = decision.judged.outcomes.slots[decision.row[model], first:last] / steady
    presence = float(slots[:, PRESENCE].mean())
    if presence < LEAST:
        _guess(decision, found, member)
        return
    by_activity = decision.months[model].assigned[:, first:last].sum(axis=1) / presence
    for activity, hours in zip(world.needs.activities, by_activity, strict=True):
        if hours >= LEAST:
            found.work.setdefault(activity.key, {})[member.key] = float(hours)
    for name, spent in (("steering", found.steering), ("coordination", found.coordination)):
        hours = float(slots[:, SLOT_METRICS.index(name)].sum()) / presence
        if hours >= LEAST:
            spent[member.key] = hours


def _guess(decision: Answered, found: Hours, member: PlanMember) -> None:
    """Hours of somebody gone before the settled months: their contract, over what they do best."""
    world = decision.world
    role = decision.knowledge.roles[member.role]
    leads = is_pilot(role)
    share = world.rules["steering.pilot_share_max"] if leads else 0.0
    fit = {
        activity.key: hours
        for activity, hours in zip(world.needs.activities, world.needs.monthly, strict=True)
        if all(role.skills[skill] >= level for skill, level in activity.skills.items())
        and (not leads or activity.strategic_content >= world.rules["fit.strategic_min"])
    }
    total = sum(fit.values())
    left = (1.0 - share) * role.max_productive_share * member.hours
    for activity, hours in fit.items():
        found.work.setdefault(activity, {})[member.key] = float(hours / total * left)
    if leads:
        found.steering[member.key] = share * member.hours


def _needs(document: Document) -> dict[str, Need]:
    return {
        one.activity: Need(Triple(*one.hours_per_month), one.function, one.nature)
        for one in document.needs
    }


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
