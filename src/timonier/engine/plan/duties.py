"""The RACI of a company's activities, for real people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from timonier.engine.catalogue import Knowledge
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import POSTS, Assignment, DutyLine
from timonier.engine.plan.seats import holds
from timonier.engine.plan.sharing import believable, productive
from timonier.engine.plan_catalogue import Duty, PlanKnowledge

PREFERENCE = ("ceo", "pilot", "contact", "executor", "provider")  # who answers when two could
CROWD = 2  # holders of one seat from which only those who work are named
WORTH = {"I": 0, "C": 1, "R": 2, "A": 3, "AR": 4}


def assignments(
    given: PlanInput, plan: PlanKnowledge, knowledge: Knowledge
) -> dict[str, Assignment]:
    """What each member does in a month; work above the contract is cut back to it in proportion."""
    shared, likely = believable(
        {activity: gathered(hours, plan) for activity, hours in given.work.items()},
        given,
        plan,
        knowledge,
    )
    return {
        member.key: _assigned(
            member,
            productive(member, knowledge.roles[member.role]),
            _of(member.key, shared),
            _of(member.key, likely),
            given,
        )
        for member in given.members
    }


def _of(key: str, shared: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {activity: hours[key] for activity, hours in shared.items() if key in hours}


def _assigned(
    member: PlanMember,
    able: float,
    work: Mapping[str, float],
    likely: Mapping[str, float],
    given: PlanInput,
) -> Assignment:
    """The month of one member, of whose hours so many are ``able`` to produce."""
    steering = given.steering.get(member.key, 0.0)
    coordination = given.coordination.get(member.key, 0.0)
    asked = sum(work.values()) + steering + coordination
    keep = min(1.0, able / asked) if asked > 0 else 1.0
    return Assignment(
        member.key,
        {activity: hours * keep for activity, hours in work.items()},
        steering * keep,
        coordination * keep,
        max(0.0, able - asked - sum(likely.values())),
        running=member.hours - able,
        likely=likely,
    )


def with_meetings(
    assigned: Mapping[str, Assignment], hours: Mapping[str, float]
) -> dict[str, Assignment]:
    """Count everybody's meetings: they are part of running the job, then fill what is free, then
    are part of coordinating and steering; what is left of them is taken from the likely work, then
    from the sure."""
    return {key: _meeting(one, hours.get(key, 0.0)) for key, one in assigned.items()}


def _meeting(one: Assignment, hours: float) -> Assignment:
    left, kept = hours, {}
    for name in ("running", "reserve", "coordination", "steering"):
        taken = min(left, getattr(one, name))
        kept[name] = getattr(one, name) - taken
        left -= taken
    likely, left = _less(one.likely, left)
    work, left = _less(one.work, left)
    return Assignment(one.member, work, meetings=hours - left, likely=likely, **kept)


def _less(work: Mapping[str, float], hours: float) -> tuple[dict[str, float], float]:
    """Work with so many hours less of it, in proportion; and the hours that it did not hold."""
    whole = sum(work.values())
    keep = max(0.0, 1.0 - hours / whole) if whole else 1.0
    return {a: spent * keep for a, spent in work.items() if keep > 0.0}, max(0.0, hours - whole)


def gathered(hours: Mapping[str, float], plan: PlanKnowledge) -> dict[str, float]:
    """Give the crumbs of an activity to those who have the most of it; its total is kept.

    A simulation lets everybody help a little; a plan names those who do the work.
    """
    total = sum(hours.values())
    least = max(plan.settings["crumb_hours"], plan.settings["crumb_share"] * total)
    kept = {key: spent for key, spent in hours.items() if spent >= least}
    if not kept:
        best = max(hours, key=lambda key: hours[key], default=None)
        return {best: total} if best is not None and total > 0 else {}
    share = total / sum(kept.values())
    return {key: spent * share for key, spent in kept.items()}


def duty_lines(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    plan: PlanKnowledge,
    assigned: Mapping[str, Assignment],
) -> tuple[DutyLine, ...]:
    """One line for each duty that this company has; every planned hour is in exactly one line."""
    rows = [duty for duty in plan.duties if _concerns(duty, given, seats, assigned)]
    homes = _steering_homes(rows)
    return tuple(_line(duty, given, seats, assigned, homes) for duty in rows)


def _concerns(
    duty: Duty,
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
) -> bool:
    worked = any(a in one.work for one in assigned.values() for a in duty.activities)
    needed = any(given.needs[a].hours.median > 0 for a in duty.activities if a in given.needs)
    standing = not duty.activities or bool(duty.needs)
    return worked or needed or (standing and holds(duty.needs, given, seats)) or duty.key == "brand"


def _steering_homes(rows: list[Duty]) -> dict[str, str]:
    """The lines where steering and coordination hours are counted."""
    keys = [duty.key for duty in rows]
    steering = next(k for k in ("team_management", "provider_steering", "brand") if k in keys)
    coordination = next(k for k in ("provider_steering", "team_management", "brand") if k in keys)
    return {"steering": steering, "coordination": coordination}


def _line(
    duty: Duty,
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    assigned: Mapping[str, Assignment],
    homes: Mapping[str, str],
) -> DutyLine:
    hours = {
        key: sum(one.work.get(activity, 0.0) for activity in duty.activities)
        + (one.steering if homes["steering"] == duty.key else 0.0)
        + (one.coordination if homes["coordination"] == duty.key else 0.0)
        for key, one in assigned.items()
    }
    hours = {key: spent for key, spent in hours.items() if spent > 0}
    done = {a: sum(one.work.get(a, 0.0) for one in assigned.values()) for a in duty.activities}
    needed = {a: given.needs[a].hours.median for a in duty.activities if a in given.needs}
    listed = [a for a in duty.activities if needed.get(a, 0.0) > 0 or done[a] > 0]
    lacking = {a: asked - done[a] for a, asked in needed.items() if asked > done[a]}
    letters = _letters(duty.letters[given.shape], seats, hours)
    line = DutyLine(duty.key, tuple(listed), letters, hours, sum(needed.values()), lacking)
    return line if hours or not line.falls_short else replace(line, letters=_unworked(letters))


def _unworked(letters: Mapping[str, str]) -> dict[str, str]:
    """The letters of work that nobody has hours for: no member of the team is said to do it."""
    return {
        holder: said if holder in POSTS else said.replace("R", "") or "C"
        for holder, said in letters.items()
    }


def _letters(
    template: Mapping[str, str], seats: Mapping[str, tuple[str, ...]], hours: Mapping[str, float]
) -> dict[str, str]:
    """Give the letters of the seats to their holders: who works does, exactly one answers.

    Where many share a seat, those without hours are left out: a RACI in which everybody is
    consulted says nothing.
    """
    said: dict[str, str] = {}
    for seat, letters in template.items():
        crowd = len(seats.get(seat, ())) > CROWD
        for holder in seats.get(seat, ()):
            mine = letters if _does(holder, letters, seat, hours) else letters.replace("R", "")
            if crowd and "A" not in mine:
                continue
            mine = mine or "C"
            if holder not in said or WORTH[mine] > WORTH[said[holder]]:
                said[holder] = mine
    for holder in hours:
        said[holder] = "AR" if "A" in said.get(holder, "") else "R"
    return _one_answers(said, template, seats)


def _does(holder: str, letters: str, seat: str, hours: Mapping[str, float]) -> bool:
    """A place with hours of its own does the work only if the plan gives it some."""
    return "R" in letters and (holder in hours or seat in ("ceo", "sales", "product", "finance"))


def _one_answers(
    said: dict[str, str], template: Mapping[str, str], seats: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Keep the A of the best placed holder, and see that somebody does the work."""
    order = [
        holder
        for seat in PREFERENCE
        if "A" in template.get(seat, "")
        for holder in seats.get(seat, ())
    ]
    answers = order[0] if order else seats["ceo"][0]
    kept = {
        holder: (letters.replace("A", "") or ("R" if "R" in letters else "C"))
        if holder != answers
        else letters
        for holder, letters in said.items()
    }
    mine = kept.get(answers, "A")
    kept[answers] = mine if "A" in mine else "A" + mine.replace("C", "").replace("I", "")
    if not any("R" in letters for letters in kept.values()):
        kept[answers] = "AR"
    return kept
