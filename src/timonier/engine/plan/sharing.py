"""The work of a plan shared out: the sure work to those who master it, then to the hours that are
paid for in any case, and what is likely beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from timonier.engine.catalogue import Knowledge, Role
from timonier.engine.plan.crafts import (
    ALONE,
    Crafts,
    Shared,
    crafts_asked,
    crafts_of,
    skill_in,
)
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan_catalogue import PlanKnowledge

LEFT = 1e-9  # hours that are none
Room = dict[str, float]  # member -> productive hours left


def believable(
    shared: Mapping[str, Mapping[str, float]],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Shared, Shared]:
    """The sure work of each person, then the likely work that has no date.

    The decision averages many futures; a plan holds the work of the middle one, and no more of an
    activity than that one needs. It goes first to those who master it. What falls outside the
    crafts of one person goes to a colleague who holds them and has hours, else it is left undone;
    hours set free go to work of the person's own crafts that nobody has yet. Hours that are paid
    for whatever happens are filled before those bought as needed. What the decision does beyond
    the sure work, a launch or a new website in some futures, is the likely work of those whose
    hours are paid for and are left.
    """
    sure = {a: _at_most(a, hours, given) for a, hours in shared.items()}
    roles = {m.key: knowledge.roles[m.role] for m in given.members}
    room = room_left(given, sure, roles)
    for activity, hours in sure.items():
        _to_masters(hours, given.work.get(activity, {}), activity, given, roles, room, knowledge)
    crafts = crafts_of(given, sure, plan, knowledge)
    made: Shared = {
        a: {k: h for k, h in hours.items() if crafts.holds(k, a)} for a, hours in sure.items()
    }
    _within_contracts(given, made, roles)
    room = room_left(given, made, roles)
    for activity, hours in sure.items():
        lost = sum(hours.values()) - sum(made[activity].values())
        if lost > LEFT:
            _hand_over(activity, lost, made, room, crafts.able(activity))
    _fill(crafts, made, room)
    _least_of_contracts(crafts, made, room)
    for _ in range(2):  # what is filled the first time may be bought: the staff has it the second
        _staff_first(crafts, made, room)
        _fill(crafts, made, room)
    _learn(crafts, made, room)
    _share_alike(crafts, made)
    likely = _likely(crafts, shared, made, room_left(given, made, roles))
    return _cleaned(made), _cleaned(likely)


def productive(member: PlanMember, role: Role) -> float:
    """Hours a month of a contract that produce, steer and coordinate; the others run the job
    itself. Those that the company's own people were said to give are all given."""
    if member.category == "internal_existing":
        return member.hours
    return role.max_productive_share * member.hours


def room_left(given: PlanInput, made: Shared, roles: Mapping[str, Role]) -> Room:
    """Productive hours that each person has left once what they do is counted."""
    used = {m.key: given.steering.get(m.key, 0.0) + given.coordination.get(m.key, 0.0)
            for m in given.members}  # fmt: skip
    for hours in made.values():
        for key, spent in hours.items():
            used[key] += spent
    return {m.key: max(0.0, productive(m, roles[m.key]) - used[m.key]) for m in given.members}


def _within_contracts(given: PlanInput, made: Shared, roles: Mapping[str, Role]) -> None:
    """Work above the hours of somebody is cut in proportion, so that others may have it."""
    for m in given.members:
        led = given.steering.get(m.key, 0.0) + given.coordination.get(m.key, 0.0)
        asked = sum(by.get(m.key, 0.0) for by in made.values())
        able = max(0.0, productive(m, roles[m.key]) - led)
        if asked > able:
            for by in made.values():
                if m.key in by:
                    by[m.key] *= able / asked


def _cleaned(made: Shared) -> Shared:
    done = {a: {k: h for k, h in hours.items() if h > LEFT} for a, hours in made.items()}
    return {activity: hours for activity, hours in done.items() if hours}


def _at_most(activity: str, hours: Mapping[str, float], given: PlanInput) -> dict[str, float]:
    """Hours cut in proportion to what the activity needs in the middle of the futures."""
    total, need = sum(hours.values()), given.needs.get(activity)
    if need is None or total <= need.hours.median:
        return dict(hours)
    return {key: spent * need.hours.median / total for key, spent in hours.items()}


def _move(hours: dict[str, float], giver: str, taker: str, most: float, room: Room) -> None:
    taken = min(hours[giver], room[taker], most)
    if taken > LEFT:
        hours[taker] = hours.get(taker, 0.0) + taken
        hours[giver] -= taken
        room[taker] -= taken
        room[giver] += taken


def _to_masters(
    hours: dict[str, float],
    helping: Mapping[str, float],
    activity: str,
    given: PlanInput,
    roles: Mapping[str, Role],
    room: Room,
    knowledge: Knowledge,
) -> None:
    """Move the hours of those who need help to those who master a craft and have some left."""
    crafts = crafts_asked(knowledge.activities[activity])
    skill = {k: skill_in(roles[k], crafts) for k in {*hours, *helping} if k in roles}
    masters = [k for k in helping if k in room and skill[k] >= ALONE]
    masters.sort(key=lambda key: (-skill[key], key))
    for key in [k for k in hours if skill[k] < ALONE]:
        for master in masters:
            _move(hours, key, master, hours[key], room)
        if hours[key] <= LEFT:
            del hours[key]


def _hand_over(activity: str, hours: float, made: Shared, room: Room, able: list[str]) -> None:
    for key in able:
        taken = min(hours, room[key])
        if taken > LEFT:
            made[activity][key] = made[activity].get(key, 0.0) + taken
            room[key] -= taken
            hours -= taken


def _lacking(crafts: Crafts, made: Shared) -> Iterator[tuple[str, float]]:
    """What the decision does, of which the middle future needs more hours: (activity, hours)."""
    for activity, need in crafts.given.needs.items():
        lacking = need.hours.median - sum(made.get(activity, {}).values())
        if activity in made and lacking > LEFT:
            yield activity, lacking


def _fill(crafts: Crafts, made: Shared, room: Room) -> None:
    """Give the work that nobody has yet to those of its craft who have hours left: to those who
    master it first, and among them to those whose hours are paid for in any case."""
    bought = {m.key for m in crafts.given.members if m.on_order}
    for activity, lacking in list(_lacking(crafts, made)):
        doing = sorted(made[activity], key=lambda key: -made[activity][key])
        others = [key for key in crafts.able(activity) if key not in doing]
        helped = {key for key in others if crafts.level(key, activity) < ALONE}
        able = sorted([*doing, *others], key=lambda key: (key in helped, key in bought))
        _hand_over(activity, lacking, made, room, able)


def _least(member: PlanMember, role: Role) -> float:
    """Productive hours of somebody that are paid for whatever happens: all of them, or of a
    provider to be signed those of the smallest contract that the market sells."""
    if not member.on_order:
        return productive(member, role)
    return min(member.least_hours, member.hours) * role.max_productive_share


def _idle(member: PlanMember, crafts: Crafts, made: Shared, room: Room) -> float:
    """Productive hours that are paid for and that nothing fills."""
    if not member.on_order:
        return room[member.key]
    given = crafts.given
    done = sum(by.get(member.key, 0.0) for by in made.values())
    done += given.steering.get(member.key, 0.0) + given.coordination.get(member.key, 0.0)
    return max(0.0, _least(member, crafts.roles[member.key]) - done)


def _beyond(member: PlanMember, crafts: Crafts, made: Shared) -> float:
    """Hours of work of a provider to be signed beyond the smallest contract."""
    done = sum(by.get(member.key, 0.0) for by in made.values())
    return max(0.0, done - _least(member, crafts.roles[member.key]))


def _least_of_contracts(crafts: Crafts, made: Shared, room: Room) -> None:
    """Hours that a provider is paid for whatever happens are put to use before those of employees,
    who can then do the rest, and before those that another would be paid more for."""
    staff = {m.key for m in crafts.given.members if m.inside}
    others = {m.key: m for m in crafts.given.members if m.on_order and not m.outside_pilot}
    for member in crafts.given.members:
        if member.inside or member.outside_pilot:
            continue
        for activity, hours in made.items():
            mine = crafts.level(member.key, activity)
            if not crafts.takes(member, activity):
                continue
            for key in [k for k in hours if crafts.level(k, activity) <= mine and k != member.key]:
                idle = _idle(member, crafts, made, room)
                if key in staff:
                    _move(hours, key, member.key, idle, room)
                elif key in others:
                    beyond = _beyond(others[key], crafts, made)
                    _move(hours, key, member.key, min(idle, beyond), room)


def _staff_first(crafts: Crafts, made: Shared, room: Room) -> None:
    """Employees who have hours left do what would be bought as needed, where they master it about
    as well, or learn it; a provider keeps the smallest contract that the market sells."""
    staff = [m for m in crafts.given.members if m.category == "employee"]
    for member in crafts.given.members:
        if not member.on_order or member.outside_pilot:
            continue
        for activity, hours in made.items():
            level = crafts.level(member.key, activity)
            enough = max(min(ALONE, level), level - 1)
            able = [m for m in staff if crafts.level(m.key, activity) >= enough]
            able = [m for m in able if member.key in hours and crafts.takes(m, activity)]
            for one in [*able, *_helped(staff, activity, crafts, room)]:
                if member.key in hours and room[one.key] > LEFT:
                    _move(hours, member.key, one.key, _beyond(member, crafts, made), room)


def _helped(
    staff: list[PlanMember], activity: str, crafts: Crafts, room: Room
) -> Iterator[PlanMember]:
    """Those of the staff who have hours left and can do an activity with help, if they have room
    for its craft; a director learns no craft."""
    least = crafts.plan.settings["crumb_hours"]
    for one in staff:
        if one.executive or room[one.key] < least or not crafts.can(one.key, activity):
            continue
        if not crafts.holds(one.key, activity):
            if len(crafts.kept[one.key]) >= crafts.at_most(one.key):
                continue
            crafts.kept[one.key].add(crafts.best(one.key, activity))
        yield one


def _learn(crafts: Crafts, made: Shared, room: Room) -> None:
    """While work is left undone, whoever has most hours paid for and left, and can do it with help,
    takes up its craft, the craft that lacks most hours first."""
    for _ in range(len(crafts.given.members) * crafts.most):
        lacking = dict(_lacking(crafts, made))
        idle = {
            m.key: _idle(m, crafts, made, room)
            for m in crafts.given.members
            if m.category != "internal_existing" and not m.outside_pilot
        }
        found = next(_learners(crafts, lacking, idle), None)
        if found is None:
            return
        crafts.kept[found[0]].add(found[1])
        _fill(crafts, made, room)


def _learners(
    crafts: Crafts, lacking: Mapping[str, float], idle: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """Who would take up which craft, the best first."""
    least = crafts.plan.settings["crumb_hours"]
    of: dict[str, dict[str, float]] = {}
    for activity, hours in lacking.items():
        for craft in crafts.of[activity]:
            of.setdefault(craft, {})[activity] = hours
    for craft in sorted(of, key=lambda one: (-sum(of[one].values()), one)):
        can = []
        for key, hours in idle.items():
            theirs = sum(h for a, h in of[craft].items() if crafts.can(key, a))
            free = craft not in crafts.kept[key] and len(crafts.kept[key]) < crafts.at_most(key)
            if free and min(hours, theirs) >= least:
                can.append(key)
        if can:
            skill = {key: crafts.roles[key].skills.get(craft, 0) for key in can}
            yield max(can, key=lambda key: (idle[key], skill[key], key)), craft


def _share_alike(crafts: Crafts, made: Shared) -> None:
    """Several people hired for one role have the same crafts and the same work."""
    twins: dict[tuple[str, float], list[str]] = {}
    for m in crafts.given.members:
        if m.coming and m.inside:
            twins.setdefault((m.role, m.hours), []).append(m.key)
    for keys in twins.values():
        for hours in made.values():
            whole = sum(hours.pop(key, 0.0) for key in keys)
            if whole > LEFT:
                hours.update({key: whole / len(keys) for key in keys})


def _likely(
    crafts: Crafts, shared: Mapping[str, Mapping[str, float]], made: Shared, room: Room
) -> Shared:
    """The work that the decision does beyond the sure, given to hours that are paid for and left:
    to those to whom the decision gives it, then to the others who can do it with help."""
    least = crafts.plan.settings["crumb_hours"]
    idle = {
        m.key: _idle(m, crafts, made, room) for m in crafts.given.members if not m.outside_pilot
    }
    found: Shared = {}
    beyond = {a: sum(by.values()) - sum(made[a].values()) for a, by in shared.items()}
    for activity in sorted(beyond, key=lambda a: (-beyond[a], a)):
        theirs = shared[activity]
        for key in sorted(idle, key=lambda k: (-theirs.get(k, 0.0), k)):
            taken = min(beyond[activity], idle[key])
            if crafts.can(key, activity) and taken >= least:
                found.setdefault(activity, {})[key] = taken
                idle[key] -= taken
                beyond[activity] -= taken
    return found
