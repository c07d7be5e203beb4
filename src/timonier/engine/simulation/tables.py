"""The tables that the kernel reads: parts of work, roles, packed teams, blocks of scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity, Role
from timonier.engine.simulation.kernel.layout import (
    AGENCY,
    EMPLOYEE,
    FREELANCER,
    INSIDE,
    LANES,
    MAX_SLOTS,
    OTHER,
    PART,
    PILOT,
    ROW,
    RULES,
    SEAT,
    TEAM,
)
from timonier.engine.team import (
    INTERNAL_PILOT,
    Member,
    Team,
    is_employee,
    is_junior,
    is_pilot,
)

F64 = NDArray[np.float64]
Table = NDArray[np.void]  # of records

MASTERED = ("strategy", "planning", "coordination")  # what supervising people practise daily


class Roles(NamedTuple):
    """What the simulation knows of each role, one value per role in the catalogue's order."""

    kind: F64
    skills: F64  # (role, skill) level 0-5
    weight: F64  # of an hour of its steering
    steering: F64  # hours a month it can steer when employed (per FTE)
    need: F64  # hours of steering per productive hour
    share: F64  # productive share of hours
    fragile: F64  # loss of quality without steering
    ramp: F64  # months
    start: F64  # knowledge of the company on arrival, and at most
    most: F64
    tau: F64  # months in which the gap of knowledge falls to a third
    overhead: F64  # coordination hours asked per hour bought, self-orchestration deducted
    orchestration: F64
    focus: F64  # strategic sense that needs no steering
    coordinates: F64  # 1 when an employee can give hours to coordination
    max_hours: F64


class Lanes(NamedTuple):
    """Scenario values in rows of lanes."""

    demand: Table  # (block, month, activity); a project's is cumulative
    total: Table  # (block, month) hours that arrive
    surge: Table  # (block, month) by how much they pass the usual, as a share of it
    execution: Table  # (block, month) hours of execution that arrive
    pay: Table  # (block, role): employees per FTE-month, providers per hour
    floor: Table  # (block, role) least monthly bill of an agency
    entry: Table  # (block, role) one-off cost of an arrival
    growth: Table  # (block, month) price index
    pilot: Table  # (block, 4): hours, weight, level, level of other skills
    lax: Table  # (block,) 1 - governance


class Rules(NamedTuple):
    """Parameters of the method that the simulation needs; months count from 0."""

    worked: float  # hours a month of one FTE
    knowledge_loss: float
    ramp_first: float
    steer_max: float
    stretch_freelancer: float
    stretch_agency: float
    commit_agency: float
    commit_freelancer: float
    employee_coordination: float
    strategic_min: float
    insider_margin: float
    patience: int
    align_first: int
    align_last: int
    align_early: int
    steady: int
    deadline: int
    brand_months: int
    fit_min: float
    link_hours: float
    ritual_hours: float
    ritual_per_employee: float
    wait_days: float
    base_days: float
    handoffs_inside: float
    handoffs_outside: float
    first_share: float
    full_share: float
    weeks_per_month: float

    @property
    def record(self) -> Table:
        """Those that the compiled code reads, as a table of one record."""
        named = self._asdict()
        return np.array([tuple(named[str(n)] for n in RULES.names or ())], dtype=RULES)


def make_parts(
    activities: Sequence[Activity],
    skills: Sequence[str],
    price: Mapping[str, float],
    rules: Mapping[str, float],
    split: Sequence[float],
) -> Table:
    """Cut activities by skill and put the hardest parts first.

    ``split``: hours of coordination, per hour of all work, of one more party in each activity.
    """
    rows = sorted(
        (-level, -a.specialisation, -a.strategic_content, i, skill)
        for i, a in enumerate(activities)
        for skill, level in a.skills.items()
    )
    out = np.zeros(len(rows), dtype=PART)
    for p, (minus_level, _, _, i, skill) in enumerate(rows):
        a = activities[i]
        out[p] = (
            i,
            skills.index(skill),
            skill in MASTERED,
            a.specialisation >= rules["needs.specialised_threshold"],
            FUNCTIONS.index(a.function),
            a.nature == "project",
            -minus_level,
            1.0 / len(a.skills),
            rules["quality.knowledge_loss"] * a.company_knowledge,
            a.company_knowledge,
            a.strategic_content,
            a.brand_sensitivity,
            rules["alignment.weight_base"]
            + rules["alignment.weight_strategic"] * a.strategic_content,
            price[a.key],
            split[i],
        )
    return out


def make_roles(
    roles: Mapping[str, Role],
    skills: Sequence[str],
    rules: Mapping[str, float],
    ramps: Mapping[str, float],
) -> Roles:
    """The table of roles. ``ramps``: ramp-up months, assumptions applied."""
    table = list(roles.values())
    overhead = [r.coordination_overhead * (1.0 - r.self_orchestration) for r in table]
    focus = [(1.0 - r.channel_bias) * r.skills["strategy"] / 5.0 for r in table]
    zero, span = rules["steering.level_zero"], rules["steering.level_span"]
    columns: dict[str, Any] = dict(  # noqa: C408 (reads as a table)
        kind=[kind_of(r) for r in table],
        skills=[[r.skills[s] for s in skills] for r in table],
        weight=np.clip([(r.steering_level - zero) / span for r in table], 0.0, 1.0),
        steering=[r.steering_capacity for r in table],
        need=[r.steering_need for r in table],
        share=[r.max_productive_share for r in table],
        fragile=[_fragile(r, rules) for r in table],
        ramp=[ramps[r.key] for r in table],
        start=[r.knowledge_start for r in table],
        most=[r.knowledge_max for r in table],
        tau=[ramps[r.key] / rules["knowledge.ramp_divisor"] for r in table],
        overhead=overhead,
        orchestration=[r.self_orchestration for r in table],
        focus=focus,
        coordinates=[is_employee(r) and r.skills["coordination"] >= 2 for r in table],
        max_hours=[r.max_hours for r in table],
    )
    return Roles(**{name: np.array(values, dtype=np.float64) for name, values in columns.items()})


def kind_of(role: Role) -> int:
    if role.category == "internal_existing":
        return INSIDE
    if is_employee(role):
        return EMPLOYEE
    if is_pilot(role):
        return PILOT
    return {"agency": AGENCY, "freelancer": FREELANCER}.get(role.category, OTHER)


def _fragile(role: Role, rules: Mapping[str, float]) -> float:
    if is_junior(role, rules["junior.steering_need"]):
        return rules["rework.junior"]
    if role.category in ("agency", "freelancer"):
        return rules["rework.provider"]
    return rules["rework.other"]


def qualities(roles: Roles, parts: Table) -> NDArray[np.float32]:
    """(role, part) min(1, level / required); the internal pilot's own level is not in it."""
    levels = roles.skills[:, parts["skill"]].astype(np.float32)
    return np.asarray(np.minimum(np.float32(1.0), levels / parts["level"]))


def fits(roles: Roles, parts: Table, quality: NDArray[np.float32], rules: Rules) -> Any:
    """(role, part) how well each role suits each part, negative where it may not take it.

    Pilots keep to strategic work and are served first there; insiders first at equal fit where
    knowledge of the company matters.
    """
    kind = roles.kind[:, None]
    leads = (kind == INSIDE) | (kind == PILOT)
    known = parts["knowledge"][None, :]
    loss = np.float32(rules.knowledge_loss) * known * (1.0 - roles.most[:, None])
    fit = quality * (1.0 - loss) + leads
    fit += np.where(kind == EMPLOYEE, np.float32(rules.insider_margin) * known, 0.0)
    weak = (kind != INSIDE) & (quality < np.float32(rules.fit_min))
    plain = leads & (parts["strategic"][None, :] < np.float32(rules.strategic_min))
    return np.where(weak | plain, -1.0, fit).astype(np.float32)


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
    """Pack teams for the kernel; a team of more than MAX_SLOTS - 1 people is refused.

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


def spans(member: Member) -> list[float]:
    """Shares of full time of the people behind a member: 2.5 makes 1, 1 and a half."""
    whole = int(member.quantity + 1e-9)
    rest = member.quantity - whole
    return [1.0] * whole + ([rest] if rest > 1e-9 else [])


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
    for m in team.members:
        lends = not lent and _leads(m, roles)
        since = m.since_months if m.existing else 0.0
        for share in spans(m):
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
    if slot >= MAX_SLOTS:
        raise ValueError(f"a team of {slot} people: at most {MAX_SLOTS - 1} can be simulated")
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
    kind, share, ramp = table.kind[role], table.share[role], table.ramp[role]
    employed, bought = kind == EMPLOYEE, np.isin(kind, (AGENCY, FREELANCER))
    hours = np.where(employed, rules.worked * raw.share, raw.hours)
    works = np.where(raw.idle > 0, 0.0, 1.0)
    times = np.where(kind == AGENCY, rules.stretch_agency, rules.stretch_freelancer)
    most = table.max_hours[role] * raw.share
    room = np.where(bought, np.maximum(np.minimum(most, times * hours) - hours, 0.0), 0.0)
    commit = np.where(kind == AGENCY, rules.commit_agency, rules.commit_freelancer)
    new_leader = np.where(employed & (raw.existing == 0), table.steering[role] * raw.share, 0.0)
    rate = -np.minimum(1.0, hours / rules.worked) / np.maximum(table.tau[role], 1e-9)
    newcomer = np.where(ramp > 0, table.most[role] - table.start[role], 0.0)
    first = np.where(ramp > 0, rules.ramp_first, 1.0)
    values: dict[str, Any] = dict(  # noqa: C408
        role=role,
        kind=kind,
        history=raw.history,
        start=raw.start,
        end=raw.end,
        existing=raw.existing,
        outside=~employed,
        idle=raw.idle,
        hours=hours,
        own=hours * share * works,
        stretch=room * share * works,
        lead=np.where(kind == PILOT, rules.steer_max * hours, new_leader),
        able=rules.employee_coordination * hours * table.coordinates[role] * works,
        asks=np.where(employed, 0.0, hours * table.overhead[role]),
        lends=raw.lends,
        weight=table.weight[role],
        need=table.need[role],
        fragile=table.fragile[role],
        paid_hours=1.0 / share,
        ramp_first=first,
        ramp_month=(1.0 - first) / np.maximum(ramp, 1e-6),
        unknown=1.0 - table.most[role],
        newcomer=newcomer,
        first_gap=newcomer * np.exp(rate * raw.since),
        gap_kept=np.exp(rate),
        quantity=raw.share,
        cost=raw.cost,
        least=commit * hours,
        most=most * share,
        orchestration=table.orchestration[role],
        focus=table.focus[role],
    )
    out = np.zeros(len(role), dtype=SEAT)
    for name in SEAT.names or ():
        out[name] = values[name]
    return out


def in_rows(values: NDArray[Any]) -> Table:
    """Move scenarios (last axis, a multiple of LANES) to blocks of rows: (block, ...).

    >>> in_rows(np.zeros((3, 256))).shape
    (2, 3)
    """
    *lead, size = values.shape
    if size % LANES:
        raise ValueError(f"{size} scenarios: expected a multiple of {LANES}")
    cut = values.reshape(*lead, size // LANES, LANES)
    rows = np.ascontiguousarray(np.moveaxis(cut, -2, 0), dtype=np.float32)
    return np.asarray(rows.view(ROW)[..., 0])
