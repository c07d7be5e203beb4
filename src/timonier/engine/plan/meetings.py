"""The rituals of one team: who comes, who owns them, how long they take, from which month."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import POSTS, Assignment, Meeting
from timonier.engine.plan.seats import holds
from timonier.engine.plan_catalogue import PlanKnowledge, Ritual

A_MONTH = {
    "weekly": 52 / 12,
    "biweekly": 26 / 12,
    "monthly": 1.0,
    "quarterly": 1 / 3,
    "half_yearly": 1 / 6,
    "yearly": 1 / 12,
}
SLOWER = {"weekly": "biweekly", "biweekly": "monthly"}


def meetings(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
) -> tuple[Meeting, ...]:
    """Keep the rituals that this team needs and has the hours for, the most useful first.

    A ritual that does not fit is shortened, then held half as often; the last resort is to leave
    it out, but the first two (the weekly sync and the monthly review) always stay.
    """
    room = {
        key: max(one.steering + one.coordination + one.reserve, share)
        for key, one in assigned.items()
        if (share := plan.settings["meeting_share"] * _contract(one)) >= 0
    }
    kept: list[Meeting] = []
    for ritual in plan.rituals:
        if not holds(ritual.needs, given, seats):
            continue
        meeting = _held(ritual, given, seats, room, essential=ritual.order <= 2)
        if meeting is None:
            continue
        kept.append(meeting)
        for key in meeting.participants:
            if key in room:
                room[key] -= meeting.hours_each
    return tuple(kept)


def _contract(one: Assignment) -> float:
    return one.planned + one.reserve


def _held(
    ritual: Ritual,
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    room: Mapping[str, float],
    *,
    essential: bool,
) -> Meeting | None:
    people = participants(ritual, given, seats)
    alone = len(people) < 2 and ritual.key not in ("weekly_signal",)
    if not people or (alone and not essential):
        return None
    full = ritual.minutes[given.shape]
    tries = [
        (full, ritual.cadence),
        (ritual.minimum_minutes, ritual.cadence),
        (ritual.minimum_minutes, SLOWER.get(ritual.cadence, ritual.cadence)),
    ]
    start = 0 if any(_there(key, given) for key in people) else _first_month(people, given)
    for minutes, cadence in tries:
        meeting = Meeting(ritual.key, people[0], people, cadence, minutes, A_MONTH[cadence], start)
        if all(room[key] >= meeting.hours_each for key in people if key in room):
            return meeting
    return meeting if essential else None


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
    if not led and "ceo" not in wanted and {"pilot", "contact"} & set(ritual.seats[model]):
        wanted.insert(0, "ceo")
    if wanted and all(not _inside(key, given) for key in wanted) and ritual.key != "weekly_signal":
        wanted.insert(0, seats["contact"][0] if seats.get("contact") else "ceo")
    return tuple(wanted)


def _inside(key: str, given: PlanInput) -> bool:
    return key in POSTS or any(m.inside for m in given.members if m.key == key)


def _there(key: str, given: PlanInput) -> bool:
    """Whether somebody other than the posts is there from the first month."""
    return any(m.arrival == 0 for m in given.members if m.key == key)


def _first_month(people: tuple[str, ...], given: PlanInput) -> int:
    arrivals = [m.arrival for m in given.members if m.key in people]
    return min(arrivals, default=0)
