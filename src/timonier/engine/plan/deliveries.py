"""One-off work: each piece has a size, somebody who answers for it, and a day of delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, log

from timonier.engine.catalogue import Activity, Knowledge
from timonier.engine.plan.framing import Framing
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Assignment, Delivery
from timonier.engine.plan.schedule import Schedule
from timonier.engine.plan_catalogue import PlanKnowledge
from timonier.engine.rules import rules_of

A_YEAR = 12
CLEAR = ("targets", "channels", "objectives")  # of the vision, in the order that needs the other
DAYS = 365.25 / A_YEAR  # of a month


def deliveries(
    given: PlanInput,
    timed: Schedule,
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Delivery, ...]:
    """The one-off pieces of the first year, each delivered once the last of its authors is done.

    A person works on one piece after the other, with a share of their hours until all are done:
    what makes the vision clear comes first (positioning, then the plan), then what measures, then
    the strategic before the rest, the small before the large. What is needed several times a year
    is the first of them. A piece larger than what such work usually takes is delivered in parts.
    An action that delivers some of it is the first of these parts, by its owner, on its day.
    """
    whole = _hours_of_pieces(given, assigned, knowledge)
    framing = Framing(timed, whole, knowledge)
    shared: dict[str, list[tuple[float, str, float, float]]] = {}
    for member in given.members:
        work = assigned[member.key].work
        for activity, hours, first, last in _pieces(member, work, framing, plan):
            shared.setdefault(activity, []).append((hours, member.key, first, last))
    found: list[Delivery] = []
    for activity in whole:
        begun = framing.first_of(activity)
        later = list(_later(activity, shared.get(activity, []), given, knowledge))
        count = len(begun) + len(later)
        found += [
            replace(one, part=i, parts=count) for i, one in enumerate([*begun, *later], start=1)
        ]
    return tuple(sorted(found, key=lambda one: (one.last, one.member, one.activity)))


def _hours_of_pieces(
    given: PlanInput, assigned: Mapping[str, Assignment], knowledge: Knowledge
) -> dict[str, float]:
    """The hours of one piece of each one-off activity, by all of its authors."""
    found: dict[str, float] = {}
    for one in assigned.values():
        for activity, hours in one.work.items():
            need = given.needs.get(activity)
            if need is not None and need.nature == "project" and hours > 0:
                a_piece = hours * A_YEAR / _often(knowledge.activities[activity])
                found[activity] = found.get(activity, 0.0) + a_piece
    return found


def _often(activity: Activity) -> float:
    return max(1.0, activity.projects_per_year)


def _later(
    activity: str,
    shares: list[tuple[float, str, float, float]],
    given: PlanInput,
    knowledge: Knowledge,
) -> Iterator[Delivery]:
    """What the authors deliver, in parts; ``shares``: (hours, author, first day, last day)."""
    if not shares:
        return
    known = knowledge.activities[activity]
    _, author, _, _ = max(shares)
    first_day = given.diary.open_from(int(min(one[2] for one in shares)))
    last_day = given.diary.open_from(max(first_day, int(max(one[3] for one in shares))))
    hours = sum(one[0] for one in shares)
    parts = ceil(hours / at_once(known, given, knowledge))
    yield from _parts(
        Delivery(activity, author, hours, first_day, last_day, _often(known), parts=parts), given
    )


def at_once(activity: Activity, given: PlanInput, knowledge: Knowledge) -> float:
    """The hours that one delivery of a project holds at most: half way from its usual hours to its
    high case, in a company of this size."""
    rules = rules_of(knowledge.method)
    sizes = dict(zip(rules.sizes, rules.project_sizes, strict=True))
    nearest = min(sizes, key=lambda people: abs(log(given.headcount / people)))
    usual, high = activity.project_hours.median, activity.project_hours.high
    return max(1.0, (usual + high) / 2.0 * sizes[nearest])


def _parts(whole: Delivery, given: PlanInput) -> Iterator[Delivery]:
    """The parts of a delivery, at even intervals, the last of them on its own day."""
    days = (whole.last - whole.first) / whole.parts
    begins = whole.first
    for part in range(1, whole.parts + 1):
        ends = given.diary.open_from(int(whole.first + days * part))
        ends = whole.last if part == whole.parts else min(ends, whole.last)
        yield replace(whole, hours=whole.hours / whole.parts, first=begins, last=ends, part=part)
        begins = ends


def _pieces(
    member: PlanMember, work: Mapping[str, float], framing: Framing, plan: PlanKnowledge
) -> list[tuple[str, float, float, float]]:
    """One person's part of each piece: (activity, hours, first day, last day). A piece that has to
    wait lets the next one go first."""
    known, timed = framing.knowledge.activities, framing.timed
    mine = {a: h for a, h in work.items() if a in framing.whole and h > 0}
    name = "one_off_share_pilot" if member.outside_pilot else "one_off_share"
    pace = max(sum(mine.values()), plan.settings[name] * member.hours)
    day, found = float(max(timed.ledger.presence[member.key].first, timed.diary.first)), []
    waiting = sorted(mine, key=lambda a: (*_rank(known[a]), mine[a], a))
    while waiting:
        activity = min(waiting, key=lambda a: max(day, framing.from_day(a)))
        waiting.remove(activity)
        hours = mine[activity] * A_YEAR / _often(known[activity]) * framing.left(activity)
        if hours <= 0.0:
            continue
        begins = max(day, framing.from_day(activity))
        day = begins + DAYS * hours / pace
        found.append((activity, hours, begins, day))
    return found


def _rank(activity: Activity) -> tuple[int, bool, float]:
    clear = CLEAR.index(activity.clarifies) if activity.clarifies in CLEAR else len(CLEAR)
    return clear, activity.function != "measurement", -activity.strategic_content
