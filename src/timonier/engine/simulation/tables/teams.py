"""Teams as the kernel reads them: a row for each person or contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from timonier.engine.catalogue import Role
from timonier.engine.simulation.kernel.layout import (
    AGENCY,
    EMPLOYEE,
    FREELANCER,
    INSIDE,
    MAX_SLOTS,
    PILOT,
    SEAT,
    TEAM,
)
from timonier.engine.simulation.tables.roles import Roles
from timonier.engine.simulation.tables.rows import Table
from timonier.engine.team import (
    INTERNAL_PILOT,
    Member,
    Team,
    accompanied,
    advised,
    heads,
    is_employee,
    pilots,
    seats,
)

if TYPE_CHECKING:
    from timonier.engine.simulation.world import World


class History(NamedTuple):
    """Whose comings and goings: which of a role, in place or not, months of tenure, and whether
    somebody able helps to choose and to settle the one who is hired first, and the successors."""

    role: str
    which: int
    existing: bool
    since: float
    helped: bool
    advised: bool


class Packed(NamedTuple):
    """Teams as the kernel reads them: (team,) and (team, slot); slot 0 is the internal pilot."""

    teams: Table
    seats: Table


class Raw(NamedTuple):
    """One person or contract, before anything is computed from it."""

    role: int
    history: int
    start: int
    end: int
    existing: bool
    idle: bool
    lends: bool
    share: float
    hours: float
    since: float
    cost: float


# A member, the shares of full time in its seats, how many of the role come before, whether they
# lend the internal pilot's hours, whether somebody helps to choose them, and their successors.
Placed = tuple[Member, tuple[float, ...], int, bool, bool, bool]


@dataclass
class Known:
    """What a world has met: histories of presence, people and teams, numbered as they come.

    ``seats`` (person,) is what the kernel reads of each; ``members`` holds the people of a member
    as it is placed; ``teams`` those of a team in the order of its slots, and whether the pilot
    stays.
    """

    histories: dict[History, int] = field(default_factory=dict)
    people: dict[Raw, int] = field(default_factory=dict)
    seats: Table = field(default_factory=lambda: np.zeros(0, dtype=SEAT))
    members: dict[Placed, list[int]] = field(default_factory=dict)
    teams: dict[Team, tuple[list[int], bool]] = field(default_factory=dict)


def pack(world: World, teams: Sequence[Team], known: Known) -> Packed:
    """Pack teams for the kernel; ValueError for a team of more than MAX_SLOTS - 1 members.

    ``known`` grows with the people and teams that are new.
    """
    index = {key: i for i, key in enumerate(world.role_keys)}
    found = []
    for team in teams:  # looked up once: a team is as long to hash as to look at
        met = known.teams.get(team)
        if met is None:
            met = known.teams[team] = (
                _people(world, team, index, known),
                _stays(team, world.knowledge.roles),
            )
        found.append(met)
    _seat_newcomers(world, known)
    made = np.zeros(len(teams), dtype=TEAM)
    made["count"] = [1 + len(people) for people, _ in found]
    made["inside"] = [stays for _, stays in found]
    seats = np.zeros((len(teams), MAX_SLOTS), dtype=SEAT)
    seats[:, 0] = _pilot_seat(world.roles, index[INTERNAL_PILOT])
    counts = made["count"] - 1
    of = np.repeat(np.arange(len(teams)), counts)
    slot = 1 + np.arange(of.size) - np.repeat(np.cumsum(counts) - counts, counts)
    who = np.fromiter(chain.from_iterable(people for people, _ in found), np.intp, of.size)
    whole = f"V{SEAT.itemsize}"  # or NumPy would copy field by field
    seats.view(whole)[of, slot] = known.seats.view(whole)[who]
    working = (seats["kind"] == EMPLOYEE) & (seats["idle"] == 0)
    made["briefs"] = working.any(axis=1)
    return Packed(made, seats)


def _people(world: World, team: Team, index: Mapping[str, int], known: Known) -> list[int]:
    """The people and contracts of a team, by their numbers."""
    roles = world.knowledge.roles
    seen: dict[str, int] = {}
    numbers: list[int] = []
    lent, led = False, pilots(team, roles)
    for m, shares in seats(team):
        lends = m.existing and not lent and _leads(m, roles)
        lent = lent or lends
        before = seen.get(m.role, 0)
        seen[m.role] = before + len(shares)
        employed = is_employee(roles[m.role])
        helped = employed and accompanied(m, led, world.settling)
        key = (m, shares, before, lends, helped, employed and advised(m, team, led, roles))
        held = known.members.get(key)
        if held is None:
            raws = _raw(key, index[m.role], known.histories, world.months)
            held = known.members[key] = [
                known.people.setdefault(r, len(known.people)) for r in raws
            ]
        numbers += held
    return numbers


def _raw(key: Placed, role: int, histories: dict[History, int], months: int) -> list[Raw]:
    """The seats of a member, ``before`` others of the same role."""
    m, shares, before, lends, helped, later = key
    since = m.since_months if m.existing else 0.0
    found = []
    for which, share in enumerate(shares, before):
        one = History(m.role, which, m.existing, since, helped, later)
        history = histories.setdefault(one, len(histories))
        cost = -1.0 if m.yearly_cost is None else m.yearly_cost * share / m.quantity / 12.0
        first = lends and which == before
        found.append(Raw(
            role, history, m.start_month, m.end_month or months, m.existing, m.contact_only,
            first, share, m.hours * share, since, cost,
        ))  # fmt: skip
    return found


def _seat_newcomers(world: World, known: Known) -> None:
    """Work out what the kernel needs of the people that have no seat yet."""
    newcomers = list(known.people)[known.seats.size :]
    if newcomers:
        raw: Any = Raw(*np.array(newcomers, dtype=np.float64).T)
        known.seats = np.concatenate([known.seats, _seats(raw, world)])


def _leads(member: Member, roles: Mapping[str, Role]) -> bool:
    role = roles[member.role]
    return bool(member.existing and is_employee(role) and role.steering_level >= 3)


def _stays(team: Team, roles: Mapping[str, Role]) -> bool:
    """The person of [steering] goes when the last leader in place is let go."""
    if not any(roles[m.role].steering_level >= 3 for m in team.released):
        return True
    return any(_leads(m, roles) for m in team.members)


def _pilot_seat(table: Roles, row: int) -> Any:
    """Slot 0: always there, knows the company; hours and level are the scenario's."""
    seat = np.zeros((), dtype=SEAT)
    seat["role"], seat["kind"] = row, INSIDE
    for name in ("need", "fragile", "orchestration", "focus"):
        seat[name] = getattr(table, name)[row]
    seat["cost"] = -1.0
    return seat


def _seats(raw: Any, world: World) -> Table:
    """All that the kernel needs of each person or contract."""
    role, table = raw.role.astype(np.intp), world.roles
    employed = table.kind[role] == EMPLOYEE
    hours = np.where(employed, world.worked * raw.share, raw.hours)
    out = np.zeros(len(role), dtype=SEAT)
    columns = (
        _contract(raw, role),
        _looked_up(table, role),
        _given(raw, world, role, hours, employed),
        _learnt(raw, world, role, hours),
    )
    for name, values in chain.from_iterable(c.items() for c in columns):
        out[name] = values
    return out


def _contract(raw: Any, role: Any) -> dict[str, Any]:
    """What the team says of each."""
    kept = ("history", "start", "end", "existing", "idle", "lends", "cost")
    held = {name: getattr(raw, name) for name in kept}
    return held | {"role": role, "quantity": raw.share, "heads": [heads(q) for q in raw.share]}


def _looked_up(table: Roles, role: Any) -> dict[str, Any]:
    """What the role alone says."""
    names = ("kind", "weight", "need", "fragile", "orchestration", "focus")
    return {name: getattr(table, name)[role] for name in names} | {
        "paid_hours": 1.0 / table.share[role]
    }


def _given(raw: Any, world: World, role: Any, hours: Any, employed: Any) -> dict[str, Any]:
    """Hours of each: to produce, beyond the contract, to lead, to coordinate; the least billed."""
    table, rules = world.roles, world.rules
    kind, share = table.kind[role], table.share[role]
    works = np.where(raw.idle > 0, 0.0, 1.0)
    agency, bought = kind == AGENCY, (kind == AGENCY) | (kind == FREELANCER)
    times = np.where(agency, rules.stretch_agency, rules.stretch_freelancer)
    committed = np.where(agency, rules.contract_commit_agency, rules.contract_commit_freelancer)
    most = table.max_hours[role] * raw.share
    room = np.where(bought, np.maximum(np.minimum(most, times * hours) - hours, 0.0), 0.0)
    new_leader = np.where(employed & (raw.existing == 0), table.steering[role] * raw.share, 0.0)
    return {
        "outside": ~employed,
        "hours": hours,
        "own": hours * share * works,
        "stretch": room * share * works,
        "lead": np.where(kind == PILOT, rules.steering_pilot_share_max * hours, new_leader),
        "able": rules.coordination_employee_share * hours * table.coordinates[role] * works,
        "asks": np.where(employed, 0.0, hours * table.overhead[role]),
        "least": committed * hours,
        "most": most * share,
    }


def _learnt(raw: Any, world: World, role: Any, hours: Any) -> dict[str, Any]:
    """How each comes up to strength, and gets to know the company."""
    table = world.roles
    ramp = table.ramp[role]
    first = np.where(ramp > 0, world.rules.ramp_start, 1.0)
    newcomer = np.where(ramp > 0, table.most[role] - table.start[role], 0.0)
    rate = -np.minimum(1.0, hours / world.worked) / np.maximum(table.tau[role], 1e-9)
    return {
        "ramp_first": first,
        "ramp_month": (1.0 - first) / np.maximum(ramp, 1e-6),
        "unknown": 1.0 - table.most[role],
        "newcomer": newcomer,
        "first_gap": newcomer * np.exp(rate * raw.since),
        "gap_kept": np.exp(rate),
    }
