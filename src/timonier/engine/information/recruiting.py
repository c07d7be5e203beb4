"""The three frequent questions, answered with the company's numbers and in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Role
from timonier.engine.criteria import planned
from timonier.engine.feasibility import loads, planned_use, vision_count
from timonier.engine.framework import Reading
from timonier.engine.information.paths import Path
from timonier.engine.simulation import World
from timonier.engine.team import (
    Member,
    Team,
    is_employee,
    is_pilot,
    pilots,
    spans,
    steering_weight,
)

BASIC = 2.0  # a level that everybody in the trade has: it makes no two roles alike


@dataclass(frozen=True)
class Outlook:
    """The path over time and the answers to the three frequent questions."""

    path: Path
    recruiting: Recruiting
    steering: Steering
    one_profile: OneProfile


@dataclass(frozen=True)
class Condition:
    """One of the three conditions for recruiting: vision, recurrent or supervision.

    ``chance`` that it is met; ``now`` and ``needed`` in the condition's own unit: parts of the
    vision, share of the hours, steering hours a month (then ``level`` and its least count too).
    """

    key: str
    chance: float
    now: float
    needed: float
    level: float | None = None
    level_needed: float | None = None

    @property
    def status(self) -> str:
        """met, missing, or unknown while the facts leave it open."""
        return "met" if self.chance == 1.0 else "missing" if self.chance == 0.0 else "unknown"


@dataclass(frozen=True)
class BreakEven:
    """Hours a month from which an employee costs less than a freelancer for the same work."""

    employee: str
    freelancer: str
    hours: float
    now: float  # hours a month of that work, expected


@dataclass(frozen=True)
class Recruiting:
    """When to recruit: ``month`` 0 is now, None not foreseeable."""

    conditions: tuple[Condition, ...]
    able: float  # chance that the company can recruit at all
    month: int | None
    break_even: BreakEven | None


@dataclass(frozen=True)
class Steering:
    """Consultant or fractional director: weighted hours a month of the first model's team."""

    required: float
    inside: float
    hours: float  # of a fractional director that would fill the gap
    monthly_cost: float
    minimum: float  # hours of the smallest mandate
    least: float  # weighted hours that it steers
    mandated: bool  # the team has an outside pilot

    @property
    def gap(self) -> float:
        """What is missing inside."""
        return max(0.0, self.required - self.inside)


@dataclass(frozen=True)
class OneProfile:
    """The employee who alone would master the largest share of the hours, and what escapes."""

    role: str
    share: float
    missing: tuple[str, ...]  # skills, those with most hours first
    enough: bool
    work: float  # hours a month to do
    room: float  # hours a month that one person can give


def outlook(world: World, framework: Reading, path: Path, team: Team) -> Outlook:
    """Everything about what comes later, for the first model's team."""
    return Outlook(
        path, recruiting(world, framework, path, team), steering(world, team), one_profile(world)
    )


def recruiting(world: World, framework: Reading, path: Path, team: Team) -> Recruiting:
    """The three conditions of A63, their status, and the month when all should be met."""
    able = float(np.mean(world.facts["hiring.can_recruit"]))
    found = conditions(world, framework)
    return Recruiting(found, able, _month(world, found, path, able), break_even(world, team))


def conditions(world: World, framework: Reading) -> tuple[Condition, ...]:
    """Vision clear, needs recurrent, supervision inside."""
    rules, chance = world.rules, framework.conditions
    hours, _, level, _ = world.middle_pilot
    needed = min(
        rules.framework_pilot_hours_cap,
        rules.framework_pilot_hours_share * float(world.needs.monthly.sum()),
    )
    recurrent = next(a.facts["recurrent"] for a in framework.answers if a.question == "needs")
    vision = float(np.mean(vision_count(world)))
    return (
        Condition("vision", chance["vision"], vision, 3.0),
        Condition("recurrent", chance["recurrent"], recurrent, rules.framework_recurrent),
        Condition(
            "supervision",
            chance["supervision"],
            hours,
            needed,
            level,
            rules.framework_pilot_level,
        ),
    )


def _month(world: World, found: tuple[Condition, ...], path: Path, able: float) -> int | None:
    """Now when all is met; a missing vision takes the time to write it; else the path's hire."""
    if able == 0.0:
        return None
    lacking = {c.key for c in found if c.chance < 0.5}
    if not lacking:
        return 0
    if lacking == {"vision"}:
        return world.rules.path_vision_months
    hires = [stage.month for stage in path.stages[1:] if stage.model != "outsourced"]
    return min(hires, default=None)


def break_even(world: World, team: Team) -> BreakEven | None:
    """For the team's first hire, else the employee whose work a freelancer of the team does."""
    roles = world.knowledge.roles
    hired = [m for m in team.members if is_employee(roles[m.role]) and not m.existing]
    bought = [m for m in team.members if roles[m.role].category == "freelancer"]
    if hired:
        employee = hired[0].role
        freelancer = _nearest(world, roles[employee], "freelancer")
        member = hired[0]
    elif bought:
        freelancer, member = bought[0].role, bought[0]
        employee = _nearest(world, roles[freelancer], "employee")
    else:
        return None
    row = world.role_keys.index(freelancer)
    hour = float(world.middle_pay[row]) / roles[freelancer].max_productive_share
    monthly = planned(world, Member(employee))[0]
    return BreakEven(employee, freelancer, monthly / max(hour, 1e-9), _work(world, team, member))


def _nearest(world: World, role: Role, category: str) -> str:
    """The role of that category whose skills are most like this one's."""
    market, keys = world.market.roles, tuple(world.knowledge.skills)

    def mastery(of: Role) -> NDArray[np.float64]:
        return np.maximum(np.array([of.skills[k] for k in keys], dtype=np.float64) - BASIC, 0.0)

    wanted = mastery(role)

    def likeness(other: Role) -> float:
        skills = mastery(other)
        length = float(np.linalg.norm(skills) * np.linalg.norm(wanted))
        return float(skills @ wanted) / max(length, 1e-9)

    same = [
        r for r in world.knowledge.roles.values() if r.category == category and market.get(r.key)
    ]
    return max(same, key=lambda r: (likeness(r), r.key)).key


def _work(world: World, team: Team, member: Member) -> float:
    """Hours a month planned for one member of the team."""
    used = planned_use(world, [team])[0]
    return float(next((used[a:b] for m, a, b in spans(team) if m == member), used[:0]).sum())


def steering(world: World, team: Team) -> Steering:
    """Steering that the team requires, what is inside, and what a fractional director costs."""
    roles = world.knowledge.roles
    load = loads(world, world.pack([team]))[0]
    director = _director(world, team)
    weight = steering_weight(director.steering_level) * world.rules.steering_pilot_share_max
    gap = max(0.0, load.steering_required - load.steering_inside)
    own = [m.hours * m.quantity for m in pilots(team, roles)]
    hours = sum(own) or max(director.min_hours, gap / max(weight, 1e-9))
    pay = float(world.middle_pay[world.role_keys.index(director.key)])
    return Steering(
        required=load.steering_required,
        inside=load.steering_inside,
        hours=hours,
        monthly_cost=hours * pay,
        minimum=director.min_hours,
        least=director.min_hours * weight,
        mandated=bool(own),
    )


def _director(world: World, team: Team) -> Role:
    """The team's outside pilot, else the market's smallest mandate able to supervise."""
    roles, least = world.knowledge.roles, world.rules.framework_pilot_level
    own = [roles[m.role] for m in pilots(team, roles)]
    every = [r for r in roles.values() if is_pilot(r) and world.market.roles.get(r.key)]
    return own[0] if own else min(every, key=lambda r: (r.steering_level < least, r.min_hours))


def one_profile(world: World) -> OneProfile:
    """The single employee who masters most of the hours, and the skills left out."""
    hours = _hours_by_part(world)
    total = max(sum(hours.values()), 1e-9)
    staff = [r for r in world.knowledge.roles.values() if is_employee(r)]

    def mastered(role: Role) -> float:
        return sum(h for (skill, level), h in hours.items() if role.skills[skill] >= level) / total

    best = max(staff, key=lambda r: (mastered(r), r.key))
    escapes: dict[str, float] = {}
    for (skill, level), h in hours.items():
        if best.skills[skill] < level:
            escapes[skill] = escapes.get(skill, 0.0) + h
    share = mastered(best)
    ranked = sorted(escapes, key=lambda k: -escapes[k])
    masters = share >= world.rules.faq_one_profile_share
    room = world.market.worked_hours_per_year.value.median / 12.0 * best.max_productive_share
    return OneProfile(best.key, share, tuple(ranked), masters and total <= room, total, room)


def _hours_by_part(world: World) -> Mapping[tuple[str, int], float]:
    """Expected hours a month of each skill at each required level."""
    out: dict[tuple[str, int], float] = {}
    for activity, hours in zip(world.needs.activities, world.needs.monthly, strict=True):
        for part in activity.skills.items():
            out[part] = out.get(part, 0.0) + float(hours) / len(activity.skills)
    return out
