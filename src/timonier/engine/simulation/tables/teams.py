"""Teams as the kernel reads them: a row for each person or contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

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
from timonier.engine.simulation.tables.rules import Rules
from timonier.engine.team import INTERNAL_PILOT, Member, Team, heads, is_employee, seats

History = tuple[str, int, bool, float]  # role, which of them, in place, months of tenure


class Known(NamedTuple):
    """What a world has met: histories of presence, numbered, and the people of teams."""

    histories: dict[History, int]
    people: dict[Team, list[tuple[Any, ...]]]


class Packed(NamedTuple):
    """Teams as the kernel reads them: (team,) and (team, slot); slot 0 is the internal pilot."""

    teams: Table
    seats: Table


class Raw(NamedTuple):
    """One person or contract, before anything is computed from it."""

    slot: int
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


def pack(
    teams: Sequence[Team],
    keys: Sequence[str],
    known: Known,
    roles: Mapping[str, Role],
    table: Roles,
    rules: Rules,
    months: int,
) -> Packed:
    """Pack teams for the kernel; ValueError for a team of more than MAX_SLOTS - 1 members.

    ``known`` numbers the histories of presence and keeps the people of teams met before; it grows
    with those that are new.
    """
    index = {key: i for i, key in enumerate(keys)}
    for team in teams:
        if team not in known.people:
            known.people[team] = _people(team, index, known.histories, roles, months)
    found = [known.people[team] for team in teams]
    made = np.zeros(len(teams), dtype=TEAM)
    made["count"] = [1 + len(people) for people in found]
    made["inside"] = [_pilot_stays(team, roles) for team in teams]
    seats = np.zeros((len(teams), MAX_SLOTS), dtype=SEAT)
    seats[:, 0] = _pilot_seat(table, index[INTERNAL_PILOT])
    rows = [person for people in found for person in people]
    if rows:
        raw: Any = Raw(*np.array(rows, dtype=np.float64).T)
        of = np.repeat(np.arange(len(teams)), made["count"] - 1)
        seats[of, raw.slot.astype(np.intp)] = _seats(raw, table, rules)
    working = (seats["kind"] == EMPLOYEE) & (seats["idle"] == 0)
    made["briefs"] = working.any(axis=1)
    return Packed(made, seats)


def _people(
    team: Team,
    index: Mapping[str, int],
    histories: dict[History, int],
    roles: Mapping[str, Role],
    months: int,
) -> list[tuple[Any, ...]]:
    """The people and contracts of a team, with the fields of ``Raw``."""
    seen: dict[str, int] = {}
    rows: list[tuple[Any, ...]] = []
    slot, lent = 0, False
    for m, shares in seats(team):
        lends = not lent and _leads(m, roles)
        since = m.since_months if m.existing else 0.0
        for share in shares:
            slot += 1
            number = seen.get(m.role, 0)
            seen[m.role] = number + 1
            key = (m.role, number, m.existing, since)
            history = histories.setdefault(key, len(histories))
            cost = -1.0 if m.yearly_cost is None else m.yearly_cost * share / m.quantity / 12.0
            rows.append((
                slot, index[m.role], history, m.start_month, m.end_month or months, m.existing,
                m.contact_only, lends, share, m.hours * share, since, cost,
            ))  # fmt: skip
            lent = lent or lends
            lends = False
    return rows


def _leads(member: Member, roles: Mapping[str, Role]) -> bool:
    role = roles[member.role]
    return bool(member.existing and is_employee(role) and role.steering_level >= 3)


def _pilot_stays(team: Team, roles: Mapping[str, Role]) -> bool:
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


def _seats(raw: Any, table: Roles, rules: Rules) -> Table:
    """All that the kernel needs of each person or contract."""
    role = raw.role.astype(np.intp)
    employed = table.kind[role] == EMPLOYEE
    hours = np.where(employed, rules.worked * raw.share, raw.hours)
    out = np.zeros(len(role), dtype=SEAT)
    columns = (
        _contract(raw, role),
        _looked_up(table, role),
        _given(raw, table, rules, role, hours, employed),
        _learnt(raw, table, rules, role, hours),
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


def _given(
    raw: Any, table: Roles, rules: Rules, role: Any, hours: Any, employed: Any
) -> dict[str, Any]:
    """Hours of each: to produce, beyond the contract, to lead, to coordinate; the least billed."""
    kind, share = table.kind[role], table.share[role]
    works = np.where(raw.idle > 0, 0.0, 1.0)
    agency, bought = kind == AGENCY, np.isin(kind, (AGENCY, FREELANCER))
    times = np.where(agency, rules.stretch_agency, rules.stretch_freelancer)
    most = table.max_hours[role] * raw.share
    room = np.where(bought, np.maximum(np.minimum(most, times * hours) - hours, 0.0), 0.0)
    new_leader = np.where(employed & (raw.existing == 0), table.steering[role] * raw.share, 0.0)
    return {
        "outside": ~employed,
        "hours": hours,
        "own": hours * share * works,
        "stretch": room * share * works,
        "lead": np.where(kind == PILOT, rules.steer_max * hours, new_leader),
        "able": rules.employee_coordination * hours * table.coordinates[role] * works,
        "asks": np.where(employed, 0.0, hours * table.overhead[role]),
        "least": np.where(agency, rules.commit_agency, rules.commit_freelancer) * hours,
        "most": most * share,
    }


def _learnt(raw: Any, table: Roles, rules: Rules, role: Any, hours: Any) -> dict[str, Any]:
    """How each comes up to strength, and gets to know the company."""
    ramp = table.ramp[role]
    first = np.where(ramp > 0, rules.ramp_first, 1.0)
    newcomer = np.where(ramp > 0, table.most[role] - table.start[role], 0.0)
    rate = -np.minimum(1.0, hours / rules.worked) / np.maximum(table.tau[role], 1e-9)
    return {
        "ramp_first": first,
        "ramp_month": (1.0 - first) / np.maximum(ramp, 1e-6),
        "unknown": 1.0 - table.most[role],
        "newcomer": newcomer,
        "first_gap": newcomer * np.exp(rate * raw.since),
        "gap_kept": np.exp(rate),
    }
