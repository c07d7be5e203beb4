"""What a team may not be: the hard rules, the budget, and the model that its plan makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import FACTS
from timonier.engine.criteria import Scores
from timonier.engine.persons import role_key
from timonier.engine.quantiles import quantiles
from timonier.engine.simulation import SLOT_METRICS, Outcomes, World, kernel
from timonier.engine.simulation.kernel.choices import CHOICES
from timonier.engine.simulation.kernel.layout import (
    CHOICE,
    EMPLOYEE,
    INSIDE,
    MAX_SLOTS,
    PILOT,
    Planning,
)
from timonier.engine.simulation.tables import Packed
from timonier.engine.simulation.world.lanes import internal_pilot
from timonier.engine.team import (
    INTERNAL_PILOT,
    SEATS,
    Load,
    Member,
    Team,
    accompanied,
    employees,
    heads,
    is_employee,
    is_junior,
    is_pilot,
    model_of,
    pilots,
)

Bools = NDArray[np.bool_]
VISION = ("vision.targets", "vision.channels", "vision.objectives")
LEADS = 3  # level from which somebody leads
LEADING = 0.1  # of their hours, from which a new employee is there to lead others
PLANNED = 0.8  # of the steering that a rule asks: a plan that gives less never gives enough


def planned_use(world: World, teams: Sequence[Team], *, unlimited: bool = False) -> NDArray[Any]:
    """(team, slot) hours a month that each person is planned to produce; slot 0 is the pilot."""
    return _planned(world, world.pack(teams), unlimited)


def _planned(world: World, packed: Packed, unlimited: bool) -> NDArray[Any]:
    hours, _, level, other = world.middle_pilot
    monthly = world.needs.monthly.astype(np.float32)
    inside = np.array([hours * 0.5, level, other], dtype=np.float32)
    planning = Planning(
        order=np.empty((world.parts.size, CHOICES), dtype=CHOICE),
        score=np.empty(CHOICES, np.float32),
        spare=np.empty(MAX_SLOTS, np.float32),
    )
    used = np.zeros((packed.teams.size, MAX_SLOTS), dtype=np.float32)
    settled = Packed(packed.teams, _settled(world, packed))
    kernel.plan_hours(settled, world.ground, monthly, inside, unlimited, planning, used)
    return used


def _settled(world: World, packed: Packed) -> Any:
    """The seats with those idle whose contract ends before the steady state."""
    gone = bridges(world, packed)
    if not gone.any():
        return packed.seats
    seats = packed.seats.copy()
    seats["idle"][gone] = 1
    return seats


def bridges(world: World, packed: Packed) -> NDArray[np.bool_]:
    """(team, slot): whose contract ends before the steady state; slot 0 never."""
    end = packed.seats["end"]
    return np.asarray((end > 0) & (end <= world.steady))


def loads(world: World, packed: Packed) -> list[Load]:
    """Planned loads, from which the model of each team is read."""
    used, seats = _planned(world, packed, False), packed.seats
    hours, weight, _, _ = world.middle_pilot
    kind = seats["kind"]
    leads = np.where(bridges(world, packed), 0.0, seats["lead"] * seats["weight"])
    employed, pilot = kind == EMPLOYEE, kind == PILOT
    hired = employed & (seats["existing"] == 0)
    inside = employed | (kind == INSIDE)
    billed = seats["least"] * seats["own"] / np.maximum(seats["hours"], 1e-9)  # used or not
    billed = np.where(bridges(world, packed), 0.0, billed)
    columns = (
        np.where(inside, used, 0.0),
        np.where(inside, 0.0, np.maximum(used, billed)),
        used * np.where(kind == INSIDE, 0.0, seats["need"]),
        np.where(hired, leads, 0.0),
        np.where(pilot, leads, 0.0),
    )
    within, outside, required, given, bought = (c.sum(axis=1, dtype=np.float64) for c in columns)
    given += hours * weight
    rows: list[list[float]] = np.stack([within, outside, required, given, bought], axis=1).tolist()
    engages = (pilot & (seats["existing"] == 0) & (seats["end"] > 0)).any(axis=1).tolist()
    there = hours * weight
    return [
        Load(a, b, c, d, e, there, new) for (a, b, c, d, e), new in zip(rows, engages, strict=True)
    ]


def least_used(world: World, packed: Packed, outcomes: Outcomes) -> NDArray[np.float64]:
    """(team,): the least of what is used of anybody: see ``used``."""
    return np.asarray(used(world, packed, outcomes).min(axis=1), dtype=np.float64)


def used(world: World, packed: Packed, outcomes: Outcomes) -> NDArray[np.float32]:
    """(team, slot): the share of their productive hours that is used, from the steady month on, of
    anybody new who lasts and is not there to lead; 1 for all others."""
    seats = packed.seats
    kind, new = seats["kind"], (seats["existing"] == 0) & (seats["end"] > 0)
    leads = (kind == PILOT) | (seats["lead"] > LEADING * seats["hours"])
    counted = new & ~leads & ~bridges(world, packed) & (kind != INSIDE)
    names = SLOT_METRICS.index
    work = outcomes.slots[..., [names(n) for n in ("produced", "steering", "coordination")]]
    there = outcomes.slots[..., names("presence")] * seats["own"]
    share = work.sum(axis=2) / np.maximum(there, 1e-9)
    return np.asarray(np.where(counted & (there > 0), share, 1.0), dtype=np.float32)


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
    least = PLANNED * world.rules.growth_steering_ratio
    lacking = required - given >= worth_a_pilot(world)
    return np.asarray((given < least * required) & lacking)


def models(world: World, teams: Sequence[Team], packed: Packed | None = None) -> list[str]:
    """The model of each team, from its planned hours; ``packed`` where it is known already."""
    return named(world, teams, loads(world, packed or world.pack(teams)))


def named(world: World, teams: Sequence[Team], planned: Sequence[Load]) -> list[str]:
    """The model of each team of a ``planned`` load."""
    roles, rules = world.knowledge.roles, world.rules
    return [model_of(t, load, roles, rules) for t, load in zip(teams, planned, strict=True)]


def between(world: World, planned: Sequence[Load], margin: float) -> Bools:
    """(team,): whether the share that is bought is nearer than the ``margin`` to the one that parts
    in-house from hybrid, so that other draws would name the team otherwise."""
    edge = world.rules.in_house_bought_share_max
    return np.array(
        [load.steering_outside <= 0 and abs(load.bought_share - edge) < margin for load in planned],
        dtype=bool,
    )


def has_pilot_inside(world: World) -> Bools:
    """Question 2, per scenario: someone inside has the level and the hours to supervise."""
    level, hours = question_two(world)
    return level & hours


def question_two(world: World) -> tuple[Bools, Bools]:
    """(level is enough, hours are enough) per scenario, as the company says them: a judgement is
    drawn around its error in the simulation, never in the reading of the four questions."""
    rules = world.rules
    given, _, level, _ = internal_pilot(world, world.facts)
    need = float(world.needs.monthly.sum())
    asked = min(rules.framework_pilot_hours_cap, rules.framework_pilot_hours_share * need)
    return level >= rules.framework_pilot_level, (given >= asked) & (level > 0)


def no_pilot_inside(world: World) -> Bools:
    """Question 2 answered no: neither the level nor the hours."""
    level, hours = question_two(world)
    return ~level & ~hours


def vision_count(world: World) -> NDArray[np.int64]:
    return np.asarray(np.sum([np.asarray(world.facts[k], dtype=np.int64) for k in VISION], axis=0))


def structural(world: World, team: Team) -> bool:
    """Whether a team makes sense at all: one leader at a time, nobody hired where none can be, no
    hire before the vision is clear, no contract ended to sign another of its kind."""
    if len(team.members) > SEATS:
        return False
    hires = hires_of(world, team)
    if hires and not _may_come(world, hires):
        return False
    return _one_leader(world, team) and not _replaced(world, team) and able(world, team)


def _replaced(world: World, team: Team) -> bool:
    """Whether a contract that may go on is ended, and another provider of its kind engaged: whoever
    knows the company takes on other hours instead. An offer in hand is another matter."""
    if not team.released:
        return False
    free = world.in_place.may_go
    gone = {role_key(m.role) for m in team.released if m in free}
    return any(m.role in gone and not m.existing and m.yearly_cost is None for m in team.members)


def _may_come(world: World, hires: Sequence[Member]) -> bool:
    """Whether the company may employ so many, from so early on."""
    bounds = world.hiring
    if not bounds.can or min([m.start_month for m in hires]) < bounds.first_month:
        return False
    return bounds.most is None or sum([heads(m.quantity) for m in hires]) <= bounds.most


def hires_of(world: World, team: Team) -> list[Member]:
    """Those of a team who would be newly employed."""
    roles = world.knowledge.roles
    return [m for m in team.members if is_employee(roles[m.role]) and not m.existing]


def _one_leader(world: World, team: Team) -> bool:
    """Nobody new leads beside somebody who already does: a bridge goes once the hire has settled
    in, and who leads is either hired or bought. A pilot in place needs none beside them."""
    roles = world.knowledge.roles
    led = [m for m in team.members if roles[m.role].steering_level >= LEADS]
    if not led:
        return True
    stays = [m for m in led if not is_bridge(world, m)]
    hired = [m for m in stays if is_employee(roles[m.role]) and not m.existing]
    if any(m.quantity > 1 for m in stays if not m.existing) or len(hired) > 1:
        return False
    bought = [m for m in led if is_pilot(roles[m.role])]
    ending = world.in_place.expiring.values()
    if any(m.existing and m not in ending for m in bought) and not all(m.existing for m in bought):
        return False
    if hired:
        return len(stays) == 1
    return sum(not is_bridge(world, m) for m in bought) <= 1


def is_bridge(world: World, member: Member) -> bool:
    """Whether a contract ends before the steady state."""
    return member.end_month is not None and member.end_month <= world.steady


def able(world: World, team: Team) -> bool:
    """Whether somebody in the team can take each part of the activities that the company names.

    Models are compared on the same needs: a team that cannot even begin a named activity is no
    answer, however cheap.
    """
    named = world.named_parts
    if not named:
        return True
    taken = world.takes[INTERNAL_PILOT]
    for m in team.members:
        if not m.contact_only and not is_bridge(world, m):
            taken |= world.takes[m.role]
    return taken.bit_count() == len(named)


def allowed(
    world: World,
    teams: Sequence[Team],
    scores: Scores,
    model: Sequence[str],
    planned: Sequence[Load],
) -> Bools:
    """(team, scenario): where the team is safe: only what is unsafe is closed."""
    return unforbidden(world, shapes(world, teams, planned), model, unsteered(world, scores))


@dataclass(frozen=True)
class Shapes:
    """(team,) what hard rules look at in the members of teams, the same in every scenario."""

    juniors: Bools  # see ``junior_alone``
    unpiloted: Bools  # without an outside pilot
    hires: Bools  # somebody new is employed
    spare: NDArray[np.float64]  # see ``Load.spare``


def shapes(world: World, teams: Sequence[Team], planned: Sequence[Load]) -> Shapes:
    enough = world.rules.pilot_enough_inside
    return Shapes(
        juniors=np.array([junior_alone(world, t) for t in teams], dtype=bool),
        unpiloted=np.array([not lasting_pilots(world, t) for t in teams], dtype=bool),
        hires=np.array([bool(hires_of(world, t)) for t in teams], dtype=bool),
        spare=np.array([load.spare(enough) for load in planned], dtype=np.float64),
    )


def lasting_pilots(world: World, team: Team) -> tuple[Member, ...]:
    """Outside pilots who are there in steady state."""
    return tuple([m for m in pilots(team, world.knowledge.roles) if not is_bridge(world, m)])


def unsteered(world: World, scores: Scores) -> Bools:
    """(team, scenario): hardly anybody steers, and a pilot who did would have enough to do."""
    ratio, missing = scores.steering_ratio, scores.steering_missing
    little = ratio < world.rules.growth_steering_ratio
    return np.asarray(little & (missing >= worth_a_pilot(world)))


def worth_a_pilot(world: World) -> float:
    """Weighted hours of steering a month that fill the smallest contract of an outside pilot as
    much as anybody new must be: less is a lack that nobody sells the remedy of, measured and
    warned of."""
    rules = world.rules
    return rules.use_least * rules.search_pilot_days_min * world.market.hours_per_day


def unforbidden(world: World, shape: Shapes, model: Sequence[str], adrift: Bools) -> Bools:
    """``allowed`` for teams of this shape that are ``unsteered`` in some scenarios."""
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    hours, weight, level, _ = world.pilot_lanes
    contact = (hours > 0) | np.asarray(world.facts["steering.contact"], dtype=bool)
    senior_inside = (level >= world.rules.junior_steering_level) & (hours > 0)
    out: Bools = ~adrift | (np.asarray(world.facts["marketing.role"]) != growth)
    out[shape.juniors] &= senior_inside
    out[(np.array(model) == "outsourced") & shape.unpiloted] &= contact
    out[shape.hires] &= np.asarray(world.facts["hiring.can_recruit"], dtype=bool)
    out &= hours * weight < shape.spare[:, None]  # else an outside pilot would be a waste
    return out


def junior_alone(world: World, team: Team) -> bool:
    """All employees are juniors and nobody in the team can steer them (R034)."""
    roles, rules = world.knowledge.roles, world.rules
    staff = employees(team, roles)
    if not staff:
        return False
    if any(not is_junior(roles[m.role], rules.junior_steering_need) for m in staff):
        return False
    leads = lasting_pilots(world, team)
    return not any(roles[m.role].steering_level >= rules.junior_steering_level for m in leads)


def hires_unsteered(world: World, team: Team) -> bool:
    """A new hire that no outside pilot precedes and accompanies (R084)."""
    roles, hires = world.knowledge.roles, hires_of(world, team)
    led = pilots(team, roles)
    return any(not accompanied(m, led, world.settling) for m in hires)


def passing(world: World, scores: Scores) -> NDArray[np.float64]:
    """(team,): the chance that the dearest of the first years passes the budget of a year, over all
    scenarios, as the cost is told."""
    worst: NDArray[np.float64] = (scores.by_year > world.limit).mean(axis=2).max(axis=1)
    return worst


def varies(world: World) -> bool:
    """Whether the budget is drawn: it is a range, or is not known."""
    return bool(world.budget.min() != world.budget.max())
