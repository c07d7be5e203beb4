"""The rituals of one team: who comes, who owns them, how long they take."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import POSTS, Assignment, Meeting
from timonier.engine.plan.seats import holds, post_hours
from timonier.engine.plan_catalogue import PlanKnowledge, Ritual

A_MONTH = {
    "weekly": 52 / 12,
    "biweekly": 26 / 12,
    "monthly": 1.0,
    "quarterly": 1 / 3,
    "half_yearly": 1 / 6,
    "yearly": 1 / 12,
}
IN_A_MONTH = {"weekly": 5, "biweekly": 3}  # at most; the others fall once in their month
SLOWER = {"weekly": "biweekly", "biweekly": "monthly"}
ESSENTIAL = 2  # the weekly sync and the monthly review


def meetings(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
) -> tuple[Meeting, ...]:
    """Keep the rituals that this team needs and has the hours for, the most useful first.

    Providers come as long as a share of their contract allows it, and those with a small contract
    write instead of sitting every week. A ritual that does not fit its other participants is
    shortened, then held half as often, then left out, as is what would pass the whole team's share;
    the first two are at least held every month.
    """
    room = {key: _room(key, given, assigned, plan) for key in assigned}
    room |= {key: plan.settings["post_share"] * h for key, h in post_hours(plan).items()}
    whole = {m.key: m.hours for m in given.members} | post_hours(plan)
    left = plan.settings["ritual_share"] * sum(member.hours for member in given.members)
    kept: list[Meeting] = []
    for ritual in plan.rituals:
        if not holds(ritual.needs, given, seats):
            continue
        meeting = _held(ritual, given, seats, room, plan)
        if meeting is None or (ritual.order > ESSENTIAL and meeting.hours > left):
            continue
        fullest = meeting.minutes / 60.0 * IN_A_MONTH.get(meeting.cadence, 1)
        if any(whole[key] < fullest for key in meeting.participants):
            continue
        kept.append(meeting)
        left -= meeting.hours
        for key in meeting.participants:
            room[key] -= meeting.hours_each
            whole[key] -= fullest
    return tuple(kept)


def _room(
    key: str, given: PlanInput, assigned: Mapping[str, Assignment], plan: PlanKnowledge
) -> float:
    """Hours a month that a member can spend in rituals."""
    one = assigned[key]
    share = plan.settings["meeting_share"] * (one.planned + one.reserve)
    inside = next(member.inside for member in given.members if member.key == key)
    return max(one.steering + one.coordination + one.reserve, share) if inside else share


def _held(
    ritual: Ritual,
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    room: Mapping[str, float],
    plan: PlanKnowledge,
) -> Meeting | None:
    full = ritual.minutes[given.shape]
    tries = [
        (full, ritual.cadence),
        (ritual.minimum_minutes, ritual.cadence),
        (ritual.minimum_minutes, SLOWER.get(ritual.cadence, ritual.cadence)),
    ]
    for minutes, cadence in tries:
        people = _coming(ritual, minutes, cadence, given, seats, room, plan)
        if len(people) < 2 and ritual.key != "weekly_signal":
            continue
        meeting = _meeting(ritual, people, minutes, cadence)
        if people and all(room[key] >= meeting.hours_each for key in people):
            return meeting
    everybody = participants(ritual, given, seats)
    if ritual.order > ESSENTIAL or len(everybody) < 2:
        return None
    return _meeting(ritual, everybody, ritual.minimum_minutes, "monthly")


def _meeting(ritual: Ritual, people: tuple[str, ...], minutes: int, cadence: str) -> Meeting:
    owner = people[0] if people else ""
    return Meeting(ritual.key, owner, people, cadence, minutes, A_MONTH[cadence])


def _coming(
    ritual: Ritual,
    minutes: int,
    cadence: str,
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    room: Mapping[str, float],
    plan: PlanKnowledge,
) -> tuple[str, ...]:
    """Who takes part once providers without the hours for it are left to write."""
    wanted = participants(ritual, given, seats)
    hours = minutes / 60.0 * A_MONTH[cadence]
    outside = {member.key: member for member in given.members if not member.inside}
    often = cadence in SLOWER and ritual.key != "weekly_signal"
    least = plan.settings["weekly_from_hours"] if often else 0.0
    return tuple(
        key
        for i, key in enumerate(wanted)
        if i == 0 or key not in outside or (room[key] >= hours and outside[key].hours >= least)
    )


def participants(
    ritual: Ritual, given: PlanInput, seats: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The holders of the ritual's seats, the owner first; pilot and contact are one place."""
    model = given.shape
    wanted: list[str] = []
    led = False
    for seat in ritual.seats[model]:
        if seat in ("pilot", "contact"):
            if led and seat == "contact":
                continue
            led = led or bool(seats.get(seat))
        wanted.extend(key for key in seats.get(seat, ()) if key not in wanted)
    boss = seats["ceo"][0]
    if not led and boss not in wanted and {"pilot", "contact"} & set(ritual.seats[model]):
        wanted.insert(0, boss)
    if wanted and all(not _inside(key, given) for key in wanted) and ritual.key != "weekly_signal":
        wanted.insert(0, seats["contact"][0] if seats.get("contact") else boss)
    return tuple(wanted)


def _inside(key: str, given: PlanInput) -> bool:
    return key in POSTS or any(m.inside for m in given.members if m.key == key)
