"""What the NumPy twin of the simulation is made of: seats, parts of work, a month's state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Activity, Role
from timonier.engine.simulation import World
from timonier.engine.simulation.kernel.layout import blocks
from timonier.engine.simulation.tables.teams import History
from timonier.engine.simulation.world import SPELLS, stays
from timonier.engine.team import Team, accompanied, advised, is_employee, is_inside, pilots

Singles = NDArray[Any]  # float32, one value per scenario on the last axis


@dataclass(frozen=True)
class Seat:
    """One person or one contract; seat 0 is the internal pilot, or the contact."""

    role: Role
    quantity: float = 1.0
    hours: float = 0.0  # a month: worked by an employee, bought from a provider
    start: int = 0
    end: int = 60
    existing: bool = False
    idle: bool = False  # stays as a contact and produces nothing
    lends: bool = False  # the hours of [steering] are taken from this person's
    cost: float | None = None  # a month, when known
    tenure: Singles | None = None  # (month, scenario) since arrival, -1 when absent
    learnt: Singles | None = None  # (month, scenario) months of presence learnt from

    def counts(self, month: int) -> bool:
        return self.start <= month < self.end

    @property
    def employed(self) -> bool:
        return is_inside(self.role)

    @property
    def outside(self) -> bool:
        return not self.employed and self.role.category != "internal_existing"


@dataclass(frozen=True)
class Part:
    """The hours of an activity that ask for one of its skills."""

    row: int  # of the activity
    activity: Activity
    skill: str
    level: int

    @property
    def project(self) -> bool:
        return self.activity.nature == "project"


@dataclass
class State:
    """What one team carries from month to month, and what the current month knows of it."""

    metric: dict[str, Singles]
    seat: NDArray[Any]  # (seat, seat metric, scenario), sums over the steady months
    month: Singles
    assigned: Singles
    done: dict[int, Singles]  # part -> project hours served or given up so far
    arrived: Singles  # (seat, scenario) 0 before the first arrival, 1 during that stay, 2 after
    before: Singles  # last month's execution ratio
    now: dict[str, Any] = field(default_factory=dict)


def hardest_first(world: World) -> list[Part]:
    """Every skill of every activity, by level, then specialisation, then strategic content."""
    parts = [
        Part(row, activity, skill, level)
        for row, activity in enumerate(world.needs.activities)
        for skill, level in activity.skills.items()
    ]
    return sorted(
        parts,
        key=lambda p: (
            -p.level,
            -p.activity.specialisation,
            -p.activity.strategic_content,
            p.row,
            p.skill,
        ),
    )


def tenure(world: World, one: History) -> Singles:
    """(month, scenario) since the arrival of one person or successor, -1 when nobody is there; of
    who proves wrong for the work, never more than the first weeks."""
    drawn, since, existing = stays(world, one), one.since, one.existing
    start, more = drawn.begin.copy(), np.full(world.size, since if existing else 0.0, np.float32)
    end, spell = start + drawn.last[0], np.zeros(world.size, dtype=np.intp)
    out = np.empty((world.months, world.size), dtype=np.float32)
    for month in range(world.months):
        left = np.flatnonzero(end <= month)
        spell[left] = (spell[left] + 1) % SPELLS
        start[left] = end[left] + drawn.wait[spell[left], left]
        end[left] = start[left] + drawn.last[spell[left], left]
        more[left] = 0.0
        most = drawn.most[spell, np.arange(world.size)]
        out[month] = np.where(start <= month, np.minimum(month - start + more, most), -1.0)
    if world.knowledge.roles[one.role].category == "freelancer":
        out[elsewhere(world, one, out.shape) & (out > 0)] = -1.0
    return out


def elsewhere(world: World, one: History, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """(month, scenario) where a freelancer is not free, drawn block by block like the product."""
    place = world.role_keys.index(one.role)
    rng = np.random.default_rng([world.seeds, place, one.which, int(one.existing), 1])
    count, lanes = blocks(world.size)
    drawn = rng.random((count, shape[0], lanes), dtype=np.float32)
    share = world.rules.provider_freelancer_unavailable_share
    return np.asarray(np.moveaxis(drawn, 0, 1).reshape(shape) < share)


def learnt(months: Singles, since: float) -> Singles:
    """(month, scenario) months of presence that each one has learnt from in the current stay."""
    out, held = np.empty_like(months), np.full(months.shape[1], max(since - 1.0, 0.0), np.float32)
    for t, now in enumerate(months):
        held = np.where(now == 0, 0.0, held + (now > 0.5)).astype(np.float32)
        out[t] = held
    return out


def seats_of(world: World, team: Team) -> list[Seat]:
    """The internal pilot, then one seat per person or contract, the last one perhaps part-time."""
    roles = world.knowledge.roles
    out = [Seat(roles["internal_pilot"])]
    worked = world.market.worked_hours_per_year.value.median / 12.0
    taken: dict[str, int] = {}
    led = pilots(team, roles)
    for m in team.members:
        role = roles[m.role]
        lends = m.existing and is_employee(role) and role.steering_level >= 3
        lends = lends and not any(seat.lends for seat in out)
        left = m.quantity
        while left > 1e-9:
            share = min(1.0, left)
            left -= share
            number = taken.setdefault(m.role, 0)
            taken[m.role] += 1
            since = m.since_months if m.existing else 0.0
            employed = is_employee(role)
            helped = employed and accompanied(m, led, world.settling)
            lasts = employed and advised(m, team, led, roles)
            one = History(m.role, number, m.existing, since, helped, lasts)
            history = tenure(world, one)
            out.append(
                Seat(
                    role,
                    share,
                    worked * share if is_inside(role) else m.hours * share,
                    m.start_month,
                    m.end_month or world.months,
                    m.existing,
                    m.contact_only,
                    lends,
                    None if m.yearly_cost is None else m.yearly_cost * share / m.quantity / 12.0,
                    history,
                    learnt(history, since),
                )
            )
            lends = False
    return out
