"""One-off work: each piece has a size, somebody who answers for it, and a day of delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, log

from timonier.engine.catalogue import Activity, Knowledge
from timonier.engine.plan.diary import Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Assignment, Delivery
from timonier.engine.plan_catalogue import PlanKnowledge

A_YEAR = 12
SIZES = {"small": 8, "medium": 30, "large": 100}  # people, at which a project's hours are known
CLEAR = ("targets", "channels", "objectives")  # of the vision, in the order that needs the other
DAYS = 365.25 / A_YEAR  # of a month


def deliveries(
    given: PlanInput,
    presence: Mapping[str, Presence],
    assigned: Mapping[str, Assignment],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> tuple[Delivery, ...]:
    """The one-off pieces of the first year, each delivered once the last of its authors is done.

    A person works on one piece after the other, with a share of their hours until all are done:
    what makes the vision clear comes first (positioning, then the plan), then what measures, then
    the strategic before the rest, the small before the large. What is needed several times a year
    is the first of them. A piece larger than what such work usually takes is delivered in parts.
    """
    parts: dict[str, list[tuple[float, str, float, float]]] = {}
    for member in given.members:
        work = assigned[member.key].work
        for activity, hours, first, last in _pieces(member, presence, work, given, plan, knowledge):
            parts.setdefault(activity, []).append((hours, member.key, first, last))
    found: list[Delivery] = []
    for activity, shares in parts.items():
        _, author, _, _ = max(shares)
        first_day = given.diary.open_from(int(min(one[2] for one in shares)))
        last_day = given.diary.open_from(max(first_day, int(max(one[3] for one in shares))))
        often = max(1.0, knowledge.activities[activity].projects_per_year)
        whole = sum(one[0] for one in shares)
        parts_of = ceil(whole / at_once(knowledge.activities[activity], given, knowledge))
        found += _parts(
            Delivery(activity, author, whole, first_day, last_day, often, parts=parts_of), given
        )
    return tuple(sorted(found, key=lambda one: (one.last, one.member, one.activity)))


def at_once(activity: Activity, given: PlanInput, knowledge: Knowledge) -> float:
    """The hours that one delivery of a project holds at most: half way from its usual hours to its
    high case, in a company of this size."""
    nearest = min(SIZES, key=lambda size: abs(log(given.headcount / SIZES[size])))
    usual, high = activity.project_hours.median, activity.project_hours.high
    return max(1.0, (usual + high) / 2.0 * knowledge.method[f"project_size.{nearest}"].value.median)


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
    member: PlanMember,
    presence: Mapping[str, Presence],
    work: Mapping[str, float],
    given: PlanInput,
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> list[tuple[str, float, float, float]]:
    """One person's part of each piece: (activity, hours, first day, last day)."""
    ends = {a for a, need in given.needs.items() if need.nature == "project"}
    mine = {a: h for a, h in work.items() if a in ends and h > 0}
    name = "one_off_share_pilot" if member.outside_pilot else "one_off_share"
    pace = max(sum(mine.values()), plan.settings[name] * member.hours)
    day, found = float(max(presence[member.key].first, given.diary.first)), []
    for activity in sorted(mine, key=lambda a: (*_rank(knowledge.activities[a]), mine[a], a)):
        often = max(1.0, knowledge.activities[activity].projects_per_year)
        hours = mine[activity] * A_YEAR / often
        done = day + DAYS * hours / pace
        found.append((activity, hours, day, done))
        day = done
    return found


def _rank(activity: Activity) -> tuple[int, bool, float]:
    clear = CLEAR.index(activity.clarifies) if activity.clarifies in CLEAR else len(CLEAR)
    return clear, activity.function != "measurement", -activity.strategic_content
