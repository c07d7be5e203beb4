"""Which rules of law of the market a plan meets, so that each is said where it matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from timonier.engine.catalogue import Knowledge
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import LEAST_SAID, Assignment
from timonier.engine.plan_catalogue import PlanKnowledge, Rule

CONTACTS = ("crm", "automation")  # skills whose work handles people's data
SPACE = "paid"  # the skill of those who buy media space


def cautions(given: PlanInput, plan: PlanKnowledge, knowledge: Knowledge) -> tuple[str, ...]:
    """The keys of the rules that apply to this plan, in the order of the pack."""
    worked = [activity for activity, hours in given.work.items() if hours]
    return _met(given, (*given.members, *given.leaving), worked, plan, knowledge)


def cautions_of(
    member: PlanMember,
    worked: Iterable[str],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[str, ...]:
    """The keys of the rules that the contract of one person meets, by the work it is for."""
    return _met(given, (member,), worked, plan, knowledge)


def _met(
    given: PlanInput,
    people: tuple[PlanMember, ...],
    worked: Iterable[str],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[str, ...]:
    met = situations(people, [m for m in given.leaving if m in people], worked, knowledge)
    return tuple(rule.key for rule in plan.laws[given.market].rules if applies(rule, met, given))


def applies(rule: Rule, met: Mapping[str, bool], given: PlanInput) -> bool:
    """Whether a rule's situation is the plan's, and the company has the size it is made for."""
    least, most = rule.headcount
    return met[rule.when] and least <= given.headcount and (most is None or given.headcount <= most)


def situations(
    people: Iterable[PlanMember],
    leaving: Iterable[PlanMember],
    worked: Iterable[str],
    knowledge: Knowledge,
) -> dict[str, bool]:
    """What a rule may depend on, met or not."""
    hires = [m for m in people if m.coming and m.inside]
    bought = [m for m in people if not m.inside]
    skills = {skill for activity in worked for skill in knowledge.activities[activity].skills}
    return {
        "always": True,
        "hire": bool(hires),
        "part_time": any(m.quantity % 1 > 1e-9 for m in hires),
        "apprentice": any(m.role == "emp_apprentice" for m in hires),
        "end_post": any(m.inside for m in leaving),
        "provider": bool(bought),
        "freelancer": any(m.category in ("freelancer", "strategic_external") for m in bought),
        "contacts": bool(skills & set(CONTACTS)),
        "entrusted": bool(bought) and bool(skills & set(CONTACTS)),
        "media": bool(bought) and buys_space(worked, knowledge),
    }


def without_media(
    given: PlanInput, assigned: Mapping[str, Assignment], knowledge: Knowledge
) -> tuple[str, ...]:
    """Those to come who buy media space, where the company stated no budget for it."""
    if given.money.media is not None:
        return ()
    return tuple(
        m.key
        for m in given.members
        if m.coming and buys_space(_sizeable(assigned[m.key].work), knowledge)
    )


def _sizeable(work: Mapping[str, float]) -> list[str]:
    return [activity for activity, hours in work.items() if hours >= LEAST_SAID]


def buys_space(worked: Iterable[str], knowledge: Knowledge) -> bool:
    """Whether some of this work is to buy media space."""
    return any(SPACE in knowledge.activities[activity].skills for activity in worked)
