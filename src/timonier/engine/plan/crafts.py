"""What one person can believably be asked for: a few crafts each, and hours put to use."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.catalogue import Activity, Knowledge, Role
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan_catalogue import PlanKnowledge

ALONE = 3  # level from which somebody does a craft without help
Shared = dict[str, dict[str, float]]  # activity -> member -> hours a month


def believable(
    shared: Mapping[str, Mapping[str, float]],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> Shared:
    """Keep each person to the crafts that they master, as many as one of their kind holds.

    What falls outside goes to a colleague of that craft who has hours, else it is left undone;
    hours set free are given to work of the person's own crafts that nobody has yet.
    """
    crafts = {a: craft_of(knowledge.activities[a]) for a in shared}
    kept = {m.key: _crafts(m, shared, crafts, plan, knowledge) for m in given.members}
    made: Shared = {
        a: {k: h for k, h in hours.items() if crafts[a] in kept[k]} for a, hours in shared.items()
    }
    room = _room(given, made)
    for activity, hours in shared.items():
        lost = sum(hours.values()) - sum(made[activity].values())
        if lost > 1e-9:
            _hand_over(activity, lost, made, room, _able(activity, crafts, kept, given, knowledge))
    for activity, need in given.needs.items():
        lacking = need.hours.median - sum(made.get(activity, {}).values())
        known = activity in crafts
        if known and lacking > 1e-9:
            _hand_over(activity, lacking, made, room, list(made[activity]))
    return {activity: hours for activity, hours in made.items() if hours}


def craft_of(activity: Activity) -> str:
    """The skill that an activity asks most of."""
    return max(activity.skills, key=lambda skill: activity.skills[skill])


def _crafts(
    member: PlanMember,
    shared: Mapping[str, Mapping[str, float]],
    crafts: Mapping[str, str],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> set[str]:
    """The crafts that somebody keeps: those they master and have most hours of."""
    hours: dict[str, float] = {}
    for activity, by_member in shared.items():
        if by_member.get(member.key, 0.0) > 0:
            craft = crafts[activity]
            hours[craft] = hours.get(craft, 0.0) + by_member[member.key]
    more = plan.settings.get(f"crafts.{member.category}")
    if more is None:
        return set(hours)
    role: Role = knowledge.roles[member.role]
    mastered = sum(level >= ALONE for level in role.skills.values())
    order = sorted(hours, key=lambda c: (role.skills.get(c, 0) < ALONE, -hours[c], c))
    return set(order[: int(min(plan.settings["crafts_most"], mastered + more))])


def _room(given: PlanInput, made: Shared) -> dict[str, float]:
    """Hours that each person has left once their work, steering and coordination are counted."""
    used = {m.key: given.steering.get(m.key, 0.0) + given.coordination.get(m.key, 0.0)
            for m in given.members}  # fmt: skip
    for hours in made.values():
        for key, spent in hours.items():
            used[key] += spent
    return {m.key: max(0.0, m.hours - used[m.key]) for m in given.members}


def _able(
    activity: str,
    crafts: Mapping[str, str],
    kept: Mapping[str, set[str]],
    given: PlanInput,
    knowledge: Knowledge,
) -> list[str]:
    """Those whose crafts hold an activity, the ablest first."""
    craft = crafts[activity]
    found = [m for m in given.members if craft in kept[m.key]]
    return [
        m.key
        for m in sorted(found, key=lambda m: (-knowledge.roles[m.role].skills.get(craft, 0), m.key))
    ]


def _hand_over(
    activity: str, hours: float, made: Shared, room: dict[str, float], able: list[str]
) -> None:
    for key in able:
        taken = min(hours, room[key])
        if taken > 1e-9:
            made[activity][key] = made[activity].get(key, 0.0) + taken
            room[key] -= taken
            hours -= taken
