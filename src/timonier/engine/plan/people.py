"""Hires and briefs: what to ask of each person to recruit and of each provider to choose."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.catalogue import FUNCTIONS, Figure, Knowledge, Triple
from timonier.engine.plan.budget import scaled
from timonier.engine.plan.inputs import NOTHING, PlanInput, PlanMember
from timonier.engine.plan.law import buys_space, cautions_of
from timonier.engine.plan.model import Assignment, Brief, Hire, Meeting, SkillNeed
from timonier.engine.plan.seats import first
from timonier.engine.plan_catalogue import PlanKnowledge

CLAUSES_OF = {"consultant": "freelancer"}  # a consultant signs what a freelancer signs
STEERERS = {
    "ceo": ("ceo",),
    "pilot": ("pilot", "contact"),
    "contact": ("pilot", "contact"),
}


def hires(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Hire, ...]:
    """One sheet for each employee to recruit."""
    return tuple(
        _hire(member, seats, assigned[member.key], plan, knowledge, given)
        for member in given.members
        if member.category == "employee" and not member.existing
    )


def _hire(
    member: PlanMember,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Assignment,
    plan: PlanKnowledge,
    knowledge: Knowledge,
    given: PlanInput,
) -> Hire:
    sheet = plan.sheets[member.role]
    figures: Mapping[str, Figure] = knowledge.markets[given.market].roles.get(member.role, {})
    skills = skills_needed(assigned, member.role, knowledge)
    salary = figures["salary"].value if "salary" in figures else NOTHING
    cost = member.monthly_cost
    return Hire(
        member.key,
        member.role,
        scaled(salary, min(1.0, member.quantity)),
        Triple(12 * cost.low, 12 * cost.median, 12 * cost.high),
        skills[: int(plan.settings["interview_skills"])],
        tuple(need.skill for need in skills if need.required > need.role_level),
        sheet.indicators,
        steerer(member, sheet.steered_by, seats),
        cautions_of(member, assigned.work, given, plan, knowledge),
    )


def steerer(member: PlanMember, seat: str, seats: Mapping[str, tuple[str, ...]]) -> str:
    """Who steers a member: the pilot, else the contact, else the management; never themselves."""
    found = first(seats, STEERERS.get(seat, (seat,)))
    return seats["ceo"][0] if found == member.key else found


def skills_needed(assigned: Assignment, role: str, knowledge: Knowledge) -> tuple[SkillNeed, ...]:
    """The skills that the assigned work asks for, those with most hours first."""
    hours: dict[str, float] = {}
    levels: dict[str, int] = {}
    for activity, spent in assigned.work.items():
        for skill, level in knowledge.activities[activity].skills.items():
            hours[skill] = hours.get(skill, 0.0) + spent
            levels[skill] = max(levels.get(skill, 0), level)
    has = knowledge.roles[role].skills
    needs = [SkillNeed(skill, levels[skill], has.get(skill, 0), hours[skill]) for skill in hours]
    return tuple(sorted(needs, key=lambda need: (-need.hours, need.skill)))


def briefs(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
    meetings: tuple[Meeting, ...],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Brief, ...]:
    """One brief for each provider to be chosen; those in place have theirs."""
    return tuple(
        _brief(member, seats, assigned[member.key], meetings, given, plan, knowledge)
        for member in given.members
        if member.coming and not member.inside
    )


def _brief(
    member: PlanMember,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Assignment,
    meetings: tuple[Meeting, ...],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> Brief:
    sheet = plan.sheets[member.role]
    worked = {knowledge.activities[activity].function for activity in assigned.work}
    if assigned.steering + assigned.coordination > 0:
        worked.add("coordination")
    end = member.end_month
    return Brief(
        member.key,
        member.role,
        kind_of(member),
        member.hours,
        member.monthly_cost,
        tuple(function for function in FUNCTIONS if function in worked),
        sheet.indicators,
        steerer(member, sheet.steered_by, seats),
        tuple(one.ritual for one in meetings if member.key in one.participants),
        None if end is None else end - member.arrival,
        _clauses(kind_of(member), buys_space(assigned.work, knowledge), plan),
        cautions_of(member, assigned.work, given, plan, knowledge),
    )


def _clauses(kind: str, buys_media: bool, plan: PlanKnowledge) -> tuple[str, ...]:
    """The contract checklist of one provider: that of its kind, and what its work asks for."""
    signed = CLAUSES_OF.get(kind, kind)
    return tuple(
        clause.key
        for clause in plan.clauses
        if signed in clause.applies and (buys_media or not clause.media)
    )


def kind_of(member: PlanMember) -> str:
    """agency, freelancer, pilot or consultant: four ways of buying, four sets of questions."""
    if member.category == "strategic_external":
        return "consultant" if member.role == "consultant" else "pilot"
    return member.category
