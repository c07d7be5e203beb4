"""What one person can believably be asked for: a few crafts each, and hours put to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Activity, Knowledge, Role
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan_catalogue import PlanKnowledge

ALONE = 3  # level from which somebody does a craft without help
HELPED = 2  # and with help: below it, nobody is asked to
Shared = dict[str, dict[str, float]]  # activity -> member -> hours a month


def believable(
    shared: Mapping[str, Mapping[str, float]],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Shared, dict[str, float]]:
    """Keep each person to the work that is sure and to the crafts that they master; with the hours
    that each keeps for work that may come.

    The decision averages many futures; a plan holds the work of the middle one, and no more of an
    activity than that one needs. It goes first to those who master it. What falls outside the
    crafts of one person goes to a colleague who holds them and has hours, else it is left undone;
    hours set free go to work of the person's own crafts that nobody has yet.
    """
    crafts = {a: craft_of(knowledge.activities[a]) for a in shared}
    sure = {a: _at_most(a, hours, given) for a, hours in shared.items()}
    room = _room(given, sure)
    roles = {m.key: knowledge.roles[m.role] for m in given.members}
    for activity, hours in sure.items():
        _to_masters(hours, given.work.get(activity, {}), crafts[activity], roles, room)
    kept = {m.key: _crafts(m, sure, crafts, plan, knowledge) for m in given.members}
    made: Shared = {
        a: {k: h for k, h in hours.items() if crafts[a] in kept[k]} for a, hours in sure.items()
    }
    room = _room(given, made)
    people = _People(given, crafts, kept, roles)
    for activity, hours in sure.items():
        lost = sum(hours.values()) - sum(made[activity].values())
        if lost > 1e-9:
            _hand_over(activity, lost, made, room, people.able(activity))
    _fill(people, made, room)
    _use_what_is_bought(people, made, room, plan)
    _fill(people, made, room)
    _take_up(people, room, plan)
    _fill(people, made, room)
    _share_alike(people, made)
    room = _room(given, made)
    pending = {key: min(room[key], _may_come(key, shared, sure, crafts, roles)) for key in room}
    done = {a: {k: h for k, h in hours.items() if h > 1e-9} for a, hours in made.items()}
    return {activity: hours for activity, hours in done.items() if hours}, pending


@dataclass(frozen=True)
class _People:
    """The members, the craft of each activity, the crafts that each member keeps."""

    given: PlanInput
    crafts: Mapping[str, str]
    kept: Mapping[str, set[str]]
    roles: Mapping[str, Role]

    def level(self, key: str, activity: str) -> int:
        return self.roles[key].skills.get(self.crafts[activity], 0)

    def takes(self, member: PlanMember, activity: str, plan: PlanKnowledge) -> bool:
        """Whether an activity is of somebody's crafts, or of one mastered that they have room for;
        it is then one of theirs."""
        mine, craft = self.kept[member.key], self.crafts[activity]
        masters = self.level(member.key, activity) >= ALONE
        if masters and len(mine) < most_crafts(member, self.roles[member.key], plan):
            mine.add(craft)
        return craft in mine

    def able(self, activity: str) -> list[str]:
        """Those whose crafts hold an activity, the ablest first; not pilots, who do not produce."""
        found = [
            m.key
            for m in self.given.members
            if self.crafts[activity] in self.kept[m.key] and not m.outside_pilot
        ]
        return sorted(found, key=lambda key: (-self.level(key, activity), key))


def _fill(people: _People, made: Shared, room: dict[str, float]) -> None:
    """Give the work that nobody has yet to those of its craft who have hours left."""
    for activity, need in people.given.needs.items():
        lacking = need.hours.median - sum(made.get(activity, {}).values())
        if activity in people.crafts and lacking > 1e-9:
            doing = sorted(made[activity], key=lambda key: -made[activity][key])
            others = [key for key in people.able(activity) if key not in doing]
            _hand_over(activity, lacking, made, room, [*doing, *others])


def _take_up(people: _People, room: Mapping[str, float], plan: PlanKnowledge) -> None:
    """A craft that nobody holds is learnt by the employee with most hours left who can with help,
    the craft that lacks most hours first."""
    lacking: dict[str, float] = {}
    for activity, need in people.given.needs.items():
        if activity in people.crafts and not people.able(activity):
            craft = people.crafts[activity]
            lacking[craft] = lacking.get(craft, 0.0) + need.hours.median
    staff = [m for m in people.given.members if m.category == "employee"]
    for craft in sorted(lacking, key=lambda one: (-lacking[one], one)):
        can = [
            m.key
            for m in staff
            if people.roles[m.key].skills.get(craft, 0) >= HELPED
            and room[m.key] > 1e-9
            and len(people.kept[m.key]) < most_crafts(m, people.roles[m.key], plan)
        ]
        if lacking[craft] > 1e-9 and can:
            people.kept[max(can, key=lambda key: (room[key], key))].add(craft)


def _use_what_is_bought(
    people: _People, made: Shared, room: dict[str, float], plan: PlanKnowledge
) -> None:
    """Hours bought outside are put to use before those of employees in place, who can then do the
    rest; before those of a new employee too where a provider would have no work at all."""
    staff = {m.key for m in people.given.members if m.inside}
    in_place = {m.key for m in people.given.members if m.inside and not m.coming}
    for member in people.given.members:
        if member.inside or member.outside_pilot:
            continue
        idle = not any(hours.get(member.key, 0.0) > 1e-9 for hours in made.values())
        inside = staff if idle else in_place
        for activity, hours in made.items():
            mine = people.level(member.key, activity)
            if not people.takes(member, activity, plan):
                continue
            for key in [k for k in hours if k in inside and people.level(k, activity) <= mine]:
                taken = min(hours[key], room[member.key])
                if taken > 1e-9:
                    hours[member.key] = hours.get(member.key, 0.0) + taken
                    hours[key] -= taken
                    room[member.key] -= taken
                    room[key] += taken


def _share_alike(people: _People, made: Shared) -> None:
    """Several people hired for one role, who have the same crafts, have the same work."""
    twins: dict[tuple[str, float, tuple[str, ...]], list[str]] = {}
    for m in people.given.members:
        if m.coming and m.inside:
            twins.setdefault((m.role, m.hours, tuple(sorted(people.kept[m.key]))), []).append(m.key)
    for keys in twins.values():
        for hours in made.values():
            whole = sum(hours.pop(key, 0.0) for key in keys)
            if whole > 1e-9:
                hours.update({key: whole / len(keys) for key in keys})


def _at_most(activity: str, hours: Mapping[str, float], given: PlanInput) -> dict[str, float]:
    """Hours cut in proportion to what the activity needs in the middle of the futures."""
    total, need = sum(hours.values()), given.needs.get(activity)
    if need is None or total <= need.hours.median:
        return dict(hours)
    return {key: spent * need.hours.median / total for key, spent in hours.items()}


def _to_masters(
    hours: dict[str, float],
    helping: Mapping[str, float],
    craft: str,
    roles: Mapping[str, Role],
    room: dict[str, float],
) -> None:
    """Move the hours of those who need help to those who master the craft and have some left."""
    masters = [k for k in helping if k in room and roles[k].skills.get(craft, 0) >= ALONE]
    masters.sort(key=lambda key: (-roles[key].skills[craft], key))
    for key in [k for k in hours if roles[k].skills.get(craft, 0) < ALONE]:
        for master in masters:
            taken = min(hours[key], room[master])
            if taken > 1e-9:
                hours[master] = hours.get(master, 0.0) + taken
                hours[key] -= taken
                room[master] -= taken
                room[key] += taken
        if hours[key] <= 1e-9:
            del hours[key]


def _may_come(
    key: str,
    shared: Mapping[str, Mapping[str, float]],
    sure: Mapping[str, Mapping[str, float]],
    crafts: Mapping[str, str],
    roles: Mapping[str, Role],
) -> float:
    """Hours that the decision gives somebody beyond the sure work, in crafts that they can do."""
    return sum(
        max(0.0, hours.get(key, 0.0) - sure[a].get(key, 0.0))
        for a, hours in shared.items()
        if roles[key].skills.get(crafts[a], 0) >= HELPED
    )


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
    if f"crafts.{member.category}" not in plan.settings:
        return set(hours)
    role: Role = knowledge.roles[member.role]
    able = [craft for craft in hours if role.skills.get(craft, 0) >= HELPED]
    order = sorted(able, key=lambda c: (role.skills[c] < ALONE, -hours[c], c))
    return set(order[: most_crafts(member, role, plan)])


def most_crafts(member: PlanMember, role: Role, plan: PlanKnowledge) -> int:
    """How many crafts one of a kind holds: those mastered, and a few more."""
    mastered = sum(level >= ALONE for level in role.skills.values())
    more = plan.settings[f"crafts.{member.category}"]
    return int(min(plan.settings["crafts_most"], mastered + more))


def _room(given: PlanInput, made: Shared) -> dict[str, float]:
    """Hours that each person has left once their work, steering and coordination are counted."""
    used = {m.key: given.steering.get(m.key, 0.0) + given.coordination.get(m.key, 0.0)
            for m in given.members}  # fmt: skip
    for hours in made.values():
        for key, spent in hours.items():
            used[key] += spent
    return {m.key: max(0.0, m.hours - used[m.key]) for m in given.members}


def _hand_over(
    activity: str, hours: float, made: Shared, room: dict[str, float], able: list[str]
) -> None:
    for key in able:
        taken = min(hours, room[key])
        if taken > 1e-9:
            made[activity][key] = made[activity].get(key, 0.0) + taken
            room[key] -= taken
            hours -= taken
