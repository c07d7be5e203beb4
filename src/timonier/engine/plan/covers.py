"""Who covers for whom, within the hours that they have; what then waits or is to be bought."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.catalogue import Knowledge, Role
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import LEAST_SAID, Assignment, Cover
from timonier.engine.plan_catalogue import PlanKnowledge

Hours = dict[str, float]  # activity -> hours a month


def covers(
    given: PlanInput, assigned: Mapping[str, Assignment], plan: PlanKnowledge, knowledge: Knowledge
) -> tuple[Cover, ...]:
    """One line for each member who works.

    A colleague takes what they can do and have hours for: those that nothing fills, then those of
    work without a date, which gives way. Of what is left, work with an end waits and what recurs
    is to be bought.
    """
    working = [m for m in given.members if sum(assigned[m.key].work.values()) > 0]
    return tuple(_cover(m, working, given, assigned, plan, knowledge) for m in working)


def room_of(one: Assignment) -> float:
    """Hours a month that somebody can give to a colleague's work."""
    return one.reserve + sum(one.likely.values())


def _cover(
    member: PlanMember,
    team: list[PlanMember],
    given: PlanInput,
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> Cover:
    work = assigned[member.key].work
    ends = {a for a in work if a in given.needs and given.needs[a].nature == "project"}
    can = [m for m in team if _may_stand_in(m, member, work, plan, knowledge)]
    backup, taken = _stand_in(can, work, ends, assigned, knowledge)
    left = {a: spent - taken.get(a, 0.0) for a, spent in work.items()}
    waits = {a: spent for a, spent in left.items() if a in ends and spent >= LEAST_SAID}
    bought = {a: spent for a, spent in left.items() if a not in waits}
    lacking = sum(bought.values()) >= LEAST_SAID
    hours, whole = sum(taken.values()), sum(work.values())
    standby = _standby(member, bought, knowledge).key if lacking else None
    to_buy = sum(bought.values()) if lacking else 0.0
    return Cover(member.key, backup, hours, hours / whole, standby, to_buy, waits)


def _may_stand_in(
    other: PlanMember,
    member: PlanMember,
    work: Mapping[str, float],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> bool:
    """Whether a colleague knows enough of somebody's work to take it over."""
    if other.key == member.key or (_only_leads(other) and not _only_leads(member)):
        return False
    return _fit(knowledge.roles[other.role], work, knowledge) >= plan.settings["cover_fit"]


def _stand_in(
    able: list[PlanMember],
    work: Mapping[str, float],
    ends: set[str],
    assigned: Mapping[str, Assignment],
    knowledge: Knowledge,
) -> tuple[str | None, Hours]:
    """Who of those able can take the most hours, and which; nobody where hardly any are left."""
    found = [
        (m.key, _taken(knowledge.roles[m.role], work, ends, room_of(assigned[m.key]), knowledge))
        for m in able
    ]
    key, taken = max(found, key=lambda one: (sum(one[1].values()), one[0]), default=("", {}))
    return (key, taken) if sum(taken.values()) >= LEAST_SAID else (None, {})


def _taken(
    role: Role, work: Mapping[str, float], ends: set[str], room: float, knowledge: Knowledge
) -> Hours:
    """What somebody takes of a colleague's work: what recurs first, then what they do best."""
    able = {a: _fit(role, {a: 1.0}, knowledge) for a in work}
    found: Hours = {}
    for activity in sorted(work, key=lambda a: (a in ends, -able[a], a)):
        found[activity] = min(room, work[activity] * able[activity])
        room -= found[activity]
    return found


def _standby(member: PlanMember, work: Mapping[str, float], knowledge: Knowledge) -> Role:
    """The kind of provider who can do most of some work."""
    kind = "strategic_external" if _only_leads(member) else "freelancer"
    free = [role for role in knowledge.roles.values() if role.category == kind]
    return max(free, key=lambda role: (_fit(role, work, knowledge), role.key))


def _only_leads(member: PlanMember) -> bool:
    """Pilots, inside or out, take over from each other; nobody asks them to produce."""
    return member.outside_pilot or member.category == "internal_existing"


def _fit(role: Role, work: Mapping[str, float], knowledge: Knowledge) -> float:
    """Share of these hours that the role can do at the required level."""
    total = sum(work.values())
    done = 0.0
    for activity, hours in work.items():
        skills = knowledge.activities[activity].skills
        able = [min(1.0, role.skills.get(skill, 0) / level) for skill, level in skills.items()]
        done += hours * sum(able) / len(able)
    return done / total if total else 0.0
