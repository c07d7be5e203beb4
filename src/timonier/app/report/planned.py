"""The plan's input read from a decision: its team, hours, dates, costs and facts.

Money comes from the decision document, so that every file shows the very numbers that it publishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from timonier.app.document import Answered, Document
from timonier.app.document.parts import Caution
from timonier.app.document.parts import Member as Row
from timonier.engine.catalogue import Triple
from timonier.engine.company import FACTS
from timonier.engine.criteria import planned
from timonier.engine.plan import Money, Need, PathStage, PlanInput, PlanMember, Trigger
from timonier.engine.prices import figure
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.team import INTERNAL_PILOT, Member, is_pilot, spans

PERIODS = (12, 24, 36)
VISION = ("targets", "channels", "objectives")
LEAST = 0.05  # hours a month below which an activity is nobody's work
PRESENCE = SLOT_METRICS.index("presence")
INSIDE = "internal_existing"


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
) -> PlanInput:
    """Gather what the plan of one team needs; ``warnings`` as the document words them."""
    company = decision.company
    members = _members(decision, document, model)
    hours = _hours(decision, model, members)
    return PlanInput(
        model=model,
        advised=advised(document),
        members=tuple(members),
        needs=_needs(document),
        work=hours.work,
        money=_money(document, model, members),
        steering=hours.steering,
        coordination=hours.coordination,
        warnings=tuple(dict.fromkeys(one.code for one in warnings if _about(one, model))),
        path=_path(document, model),
        vision={part: company.get(f"vision.{part}") for part in VISION},
        contact=company.get("steering.contact"),
        seasonal=company.get("marketing.seasonality") in ("moderate", "strong"),
        market=company.market,
        start=str(company.get("company.start") or ""),
        organisation=decision.judged.model[decision.row[model]],
        **_facts(decision),
    )


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


def _money(document: Document, model: str, members: list[PlanMember]) -> Money:
    cost = document.teams[model].cost
    monthly = tuple(Triple(*month) for month in cost.monthly)
    return Money(
        monthly,
        {m.key: tuple(_paid(m, i) for i in range(len(monthly))) for m in members},
        {n: Triple(*cost.over(n)) for n in PERIODS},
        Triple(*cost.initial),
        Triple(*cost.exit),
    )


def _paid(member: PlanMember, month: int) -> float:
    there = member.arrival <= month and (member.end_month is None or month < member.end_month)
    return member.monthly_cost.median if there else 0.0


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
