"""What a team may not be: the hard rules, the budget, and the model that its plan makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import FACTS
from timonier.engine.criteria import Scores
from timonier.engine.quantiles import medians, quantiles
from timonier.engine.simulation import World, kernel
from timonier.engine.simulation.kernel.choices import CHOICES
from timonier.engine.simulation.kernel.layout import CHOICE, EMPLOYEE, INSIDE, MAX_SLOTS, PILOT
from timonier.engine.simulation.tables import Packed
from timonier.engine.team import (
    INTERNAL_PILOT,
    SEATS,
    Load,
    Team,
    employees,
    is_employee,
    is_junior,
    model_of,
    pilots,
)

Bools = NDArray[np.bool_]
PLANNED = 0.8  # of the steering that a rule asks: a plan that gives less never gives enough


def planned_use(world: World, teams: Sequence[Team], *, unlimited: bool = False) -> NDArray[Any]:
    """(team, slot) hours a month that each person is planned to produce; slot 0 is the pilot."""
    return _planned(world, world.pack(teams), unlimited)


def _planned(world: World, packed: Packed, unlimited: bool) -> NDArray[Any]:
    hours, _, level, other = world.middle_pilot
    monthly = world.needs.monthly.astype(np.float32)
    inside = np.array([hours * 0.5, level, other], dtype=np.float32)
    order = np.empty((world.parts.size, CHOICES), dtype=CHOICE)
    used = np.zeros((packed.teams.size, MAX_SLOTS), dtype=np.float32)
    kernel.plan_hours(
        packed.teams, packed.seats, world.parts, world.fits, world.qualities, order, monthly,
        inside, world.kernel_rules.record, unlimited, np.empty(CHOICES, np.float32),
        np.empty(MAX_SLOTS, np.float32), used,
    )  # fmt: skip
    return used


def loads(world: World, packed: Packed) -> list[Load]:
    """Planned loads, from which the model of each team is read."""
    used, seats = _planned(world, packed, False), packed.seats
    hours, weight, _, _ = world.middle_pilot
    kind, leads = seats["kind"], seats["lead"] * seats["weight"]
    employed, pilot = kind == EMPLOYEE, kind == PILOT
    hired = employed & (seats["existing"] == 0)
    inside = employed | (kind == INSIDE)
    billed = seats["least"] * seats["own"] / np.maximum(seats["hours"], 1e-9)  # used or not
    columns = (
        np.where(inside, used, 0.0),
        np.where(inside, 0.0, np.maximum(used, billed)),
        used * np.where(kind == INSIDE, 0.0, seats["need"]),
        np.where(hired, leads, 0.0),
        np.where(pilot, leads, 0.0),
    )
    within, outside, required, given, bought = (c.sum(axis=1, dtype=np.float64) for c in columns)
    given += hours * weight
    rows = np.stack([within, outside, required, given, bought], axis=1)
    return [Load(*row) for row in rows.tolist()]


def unled(world: World, planned: Sequence[Load]) -> Bools:
    """(team,): whether a hard rule will close it in every draw for want of steering.

    A plan knows neither absences nor coordination, and promises more steering than is given; but it
    is made for the mean of the draws, so a quiet one is asked: the work of the lower quartile.
    """
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    if not (np.asarray(world.facts["marketing.role"]) == growth).all():
        return np.zeros(len(planned), dtype=bool)
    work = world.needs.hours.sum(axis=(0, 1))
    quiet = float(quantiles(work, (0.25,))[0]) / max(float(work.mean()), 1e-9)
    required = quiet * np.array([load.steering_required for load in planned])
    given = np.array([load.steering_inside + load.steering_outside for load in planned])
    least = PLANNED * world.rules["growth.steering_ratio"]
    return np.asarray(given < least * required)


def models(world: World, teams: Sequence[Team], packed: Packed | None = None) -> list[str]:
    """The model of each team, from its planned hours; ``packed`` where it is known already."""
    roles, planned = world.knowledge.roles, loads(world, packed or world.pack(teams))
    return [model_of(t, load, roles, world.rules) for t, load in zip(teams, planned, strict=True)]


def has_pilot_inside(world: World) -> Bools:
    """Question 2, per scenario: someone inside has the level and the hours to supervise."""
    level, hours = question_two(world)
    return level & hours


def question_two(world: World) -> tuple[Bools, Bools]:
    """(level is enough, hours are enough) per scenario."""
    rules = world.rules
    given, _, level, _ = world.pilot_lanes
    need = float(world.needs.monthly.sum())
    asked = min(rules["framework.pilot_hours_cap"], rules["framework.pilot_hours_share"] * need)
    return level >= rules["framework.pilot_level"], (given >= asked) & (level > 0)


def no_pilot_inside(world: World) -> Bools:
    """Question 2 answered no: neither the level nor the hours."""
    level, hours = question_two(world)
    return ~level & ~hours


def vision_count(world: World) -> NDArray[np.int64]:
    keys = ("vision.targets", "vision.channels", "vision.objectives")
    return np.asarray(np.sum([np.asarray(world.facts[k], dtype=np.int64) for k in keys], axis=0))


def structural(world: World, team: Team) -> bool:
    """Whether a team makes sense at all: one leader per level, nobody hired where none can be."""
    if len(team.members) > SEATS:
        return False
    roles = world.knowledge.roles
    levels = [
        roles[m.role].steering_level for m in team.members if roles[m.role].steering_level >= 3
    ]
    if len(levels) != len(set(levels)):
        return False
    if any(m.quantity > 1 and roles[m.role].steering_level >= 3 for m in team.members):
        return False
    hires = any(is_employee(roles[m.role]) and not m.existing for m in team.members)
    if hires and world.company.get("hiring.can_recruit") is False:
        return False
    return able(world, team)


def able(world: World, team: Team) -> bool:
    """Whether somebody in the team can take each part of the activities that the company names.

    Models are compared on the same needs: a team that cannot even begin a named activity is no
    answer, however cheap.
    """
    taken = world.takes[INTERNAL_PILOT]
    for m in team.members:
        if not m.contact_only:
            taken |= world.takes[m.role]
    return taken.bit_count() == len(world.named_parts)


def allowed(
    world: World,
    teams: Sequence[Team],
    scores: Scores,
    model: Sequence[str],
    margin: float | NDArray[np.float64] = 0.0,
) -> Bools:
    """(team, scenario): where no hard rule forbids the team to come first (method, section 3)."""
    least = world.rules["growth.steering_ratio"] + margin
    return unforbidden(world, shapes(world, teams), model, medians(scores.steering_ratio) >= least)


@dataclass(frozen=True)
class Shapes:
    """(team,) what hard rules look at in the members of teams, the same in every scenario."""

    juniors: Bools  # see ``junior_alone``
    unpiloted: Bools  # without an outside pilot
    unsteered: Bools  # see ``hires_unsteered``


def shapes(world: World, teams: Sequence[Team]) -> Shapes:
    roles = world.knowledge.roles
    return Shapes(
        juniors=np.array([junior_alone(world, t) for t in teams], dtype=bool),
        unpiloted=np.array([not pilots(t, roles) for t in teams], dtype=bool),
        unsteered=np.array([hires_unsteered(world, t) for t in teams], dtype=bool),
    )


def unforbidden(world: World, shape: Shapes, model: Sequence[str], steered: Bools) -> Bools:
    """``allowed`` for teams of this shape, ``steered`` (team,) enough for growth in the middle."""
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    hours, _, level, _ = world.pilot_lanes
    contact = (hours > 0) | np.asarray(world.facts["steering.contact"], dtype=bool)
    senior_inside = (level >= world.rules["junior.steering_level"]) & (hours > 0)
    named = np.array(model)
    out: Bools = steered[:, None] | (np.asarray(world.facts["marketing.role"]) != growth)
    out[shape.juniors] &= senior_inside
    out[(named == "outsourced") & shape.unpiloted] &= contact
    out[named == "in_house"] &= vision_count(world) != 0
    out[shape.unsteered] &= ~no_pilot_inside(world)
    return out


def junior_alone(world: World, team: Team) -> bool:
    """All employees are juniors and nobody in the team can steer them (R034)."""
    roles, rules = world.knowledge.roles, world.rules
    staff = employees(team, roles)
    if not staff:
        return False
    if any(not is_junior(roles[m.role], rules["junior.steering_need"]) for m in staff):
        return False
    leads = pilots(team, roles)
    return not any(roles[m.role].steering_level >= rules["junior.steering_level"] for m in leads)


def hires_unsteered(world: World, team: Team) -> bool:
    """A new hire that no outside pilot precedes and accompanies (R084)."""
    roles = world.knowledge.roles
    hires = [m for m in team.members if is_employee(roles[m.role]) and not m.existing]
    if not hires:
        return False
    stay = world.rules["pilot.months_after_hire"]
    for pilot in pilots(team, roles):
        end = pilot.end_month if pilot.end_month is not None else world.months
        if all(pilot.start_month <= h.start_month and end >= h.start_month + stay for h in hires):
            return False
    return True


def overrun(world: World, scores: Scores) -> NDArray[np.float64]:
    """(team,): the chance that the yearly cost passes the budget by more than the margin."""
    yearly = scores.paid / (world.months / 12.0)
    over = yearly > world.rules["feasible.budget_margin"] * world.budget
    return np.asarray(over.mean(axis=1))


def affordable(world: World, scores: Scores, chance: float | NDArray[np.float64]) -> Bools:
    """(team,): whether the chance of passing the budget's margin is below ``chance``."""
    return np.asarray(overrun(world, scores) < chance)
