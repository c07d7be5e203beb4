"""The arrays that the kernel reads: parts of work, roles, packed teams, blocks of scenarios.

A scenario is a lane; ``LANES`` of them make a block, so that every inner loop of the kernel runs
over contiguous float32 and vectorises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity, Role
from timonier.engine.simulation.kernel import (
    AGENCY,
    EMPLOYEE,
    FREELANCER,
    INSIDE,
    LANES,
    MAX_SLOTS,
    OTHER,
    PILOT,
)
from timonier.engine.team import INTERNAL_PILOT, Team, is_employee, is_junior, is_pilot

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]

MASTERED = ("strategy", "planning", "coordination")  # what supervising people practise daily


class Parts(NamedTuple):
    """Work cut by skill, hardest first; ``activity`` indexes the demand."""

    activity: I32
    skill: I32
    mastered: I32  # the internal pilot masters it at full level
    level: F32
    share: F32
    knowledge: F32
    brand: F32
    strategic: F32
    specialised: I32
    function: I32
    project: I32
    price: F32  # of an hour bought on the market
    split: F32  # coordination hours per hour of work for one more party in the activity


class Roles(NamedTuple):
    """What the kernel knows of each role, in the order of ``keys`` (not part of the table)."""

    skill: F32  # (role, skill) level 0-5
    kind: I32
    weight: F32  # of an hour of its steering
    steering: F32  # hours a month it can steer when employed (per FTE)
    need: F32  # hours of steering per productive hour
    share: F32  # productive share of hours
    fragile: F32  # loss of quality without steering: junior, provider, other
    ramp: F32  # months
    k_start: F32
    k_max: F32
    log_decay: F32  # of the knowledge gap, per month at one full-time equivalent
    overhead: F32  # coordination hours needed per external hour, self-orchestration deducted
    orchestration: F32  # self-orchestration
    channel: F32
    coordinator: I32  # can give hours to coordination
    max_hours: F32
    strategy: F32  # strategy skill / 5


class Teams(NamedTuple):
    """Packed teams, (team, slot); slot 0 is always the internal pilot or contact."""

    count: I32
    role: I32
    row: I32  # of the tenure pool
    start: I32
    end: I32
    quantity: F32
    hours: F32  # bought a month by contract
    existing: I32
    idle: I32  # stays as a contact, produces nothing
    is_pilot_person: I32  # the hours of [steering] are taken from this person's
    cost: F32  # known monthly cost of a person in place, -1 otherwise
    inside: F32  # 1 when the internal pilot stays, 0 when the team lets that person go


class Lanes(NamedTuple):
    """Scenario values, blocked: last axis LANES, first axis block."""

    demand: F32  # (block, activity, month, lane); a project's is cumulative
    total: F32  # (block, month, lane) hours that arrive
    execution: F32  # (block, month, lane) hours of execution that arrive
    tenure: F32  # (block, row, month, lane) months since arrival, -1 when absent
    pay: F32  # (block, role, lane): employees per FTE-month, providers per hour
    floor: F32  # (block, role, lane) least monthly bill of an agency
    entry: F32  # (block, role, lane) one-off cost of an arrival
    growth: F32  # (block, month, lane) price index
    pilot: F32  # (block, 4, lane): hours, weight, level, level of other skills
    governance: F32  # (block, lane)


class Rules(NamedTuple):
    """Parameters of the method that the kernel needs, as float32 scalars."""

    worked: float  # hours a month of one FTE
    knowledge_loss: float
    ramp_from: float
    steer_max: float
    stretch_freelancer: float
    stretch_agency: float
    planned_total: (
        float  # hours a month expected in all: contracts stretch when a month brings more
    )
    commit_agency: float
    commit_freelancer: float
    employee_coordination: float
    link_hours: float
    ritual_hours: float
    ritual_per_employee: float
    wait_months: int
    wait_days: float
    base_days: float
    strategic_min: float
    fit_min: float
    insider_margin: float
    align_first: int
    align_last: int
    align_early: int
    steady: int
    deadline: int


def make_parts(
    activities: Sequence[Activity],
    skills: Sequence[str],
    price: Mapping[str, float],
    specialised: float,
    split: Sequence[float],
) -> Parts:
    """Cut activities by skill and put the hardest parts first."""
    rows = []
    for i, a in enumerate(activities):
        for skill, level in a.skills.items():
            rows.append((-level, -a.specialisation, -a.strategic_content, i, skill))
    rows.sort()
    out: dict[str, list[float]] = {name: [] for name in Parts._fields}
    for minus_level, _, _, i, skill in rows:
        a = activities[i]
        values = (
            i,
            skills.index(skill),
            skill in MASTERED,
            -minus_level,
            1.0 / len(a.skills),
            a.company_knowledge,
            a.brand_sensitivity,
            a.strategic_content,
            a.specialisation >= specialised,
            FUNCTIONS.index(a.function),
            a.nature == "project",
            price[a.key],
            split[i],
        )
        for name, value in zip(Parts._fields, values, strict=True):
            out[name].append(float(value))
    whole = ("activity", "skill", "mastered", "specialised", "function", "project")
    kinds = {name: np.int32 if name in whole else np.float32 for name in Parts._fields}
    return Parts(**{name: np.array(out[name], dtype=kinds[name]) for name in Parts._fields})


def make_roles(
    roles: Mapping[str, Role],
    skills: Sequence[str],
    rules: Mapping[str, float],
    ramps: Mapping[str, float],
) -> tuple[tuple[str, ...], Roles]:
    """Tables of the roles, and their keys in order. ``ramps``: ramp-up months, assumptions applied."""
    keys = tuple(roles)
    table = [roles[k] for k in keys]

    def column(values: Sequence[float], kind: Any = np.float32) -> Any:
        return np.array(list(values), dtype=kind)

    tau = [ramps[k] / rules["knowledge.ramp_divisor"] for k in keys]
    made = Roles(
        skill=np.array([[r.skills[s] for s in skills] for r in table], dtype=np.float32),
        kind=column([kind_of(r) for r in table], np.int32),
        weight=column([min(max((r.steering_level - 1.0) / 3.0, 0.0), 1.0) for r in table]),
        steering=column([r.steering_capacity for r in table]),
        need=column([r.steering_need for r in table]),
        share=column([r.max_productive_share for r in table]),
        fragile=column([_fragile(r, rules) for r in table]),
        ramp=column([ramps[k] for k in keys]),
        k_start=column([r.knowledge_start for r in table]),
        k_max=column([r.knowledge_max for r in table]),
        log_decay=column([-1.0 / t if t > 0 else -1e9 for t in tau]),
        overhead=column([r.coordination_overhead * (1.0 - r.self_orchestration) for r in table]),
        orchestration=column([r.self_orchestration for r in table]),
        channel=column([r.channel_bias for r in table]),
        coordinator=column(
            [is_employee(r) and r.skills["coordination"] >= 2 for r in table], np.int32
        ),
        max_hours=column([r.max_hours for r in table]),
        strategy=column([r.skills["strategy"] / 5.0 for r in table]),
    )
    return keys, made


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


def rows_needed(teams: Sequence[Team]) -> tuple[tuple[str, int, bool, float], ...]:
    """Tenure histories that these teams use: (role, instance, existing, months of tenure)."""
    rows: dict[tuple[str, int, bool, float], None] = {}
    for team in teams:
        for key in _slots(team):
            rows.setdefault(key[0], None)
    return tuple(rows)


def _slots(team: Team) -> list[tuple[tuple[str, int, bool, float], Any, float]]:
    """One slot per person: a quantity of 2.5 makes three, the last at half time."""
    seen: dict[str, int] = {}
    out = []
    for m in team.members:
        left = m.quantity
        while left > 1e-9:
            part = min(left, 1.0)
            index = seen.get(m.role, 0)
            seen[m.role] = index + 1
            out.append(
                ((m.role, index, m.existing, m.since_months if m.existing else 0.0), m, part)
            )
            left -= part
    return out


def pack(
    teams: Sequence[Team],
    keys: Sequence[str],
    rows: Sequence[tuple[str, int, bool, float]],
    roles: Mapping[str, Role],
    months: int,
) -> Teams:
    """Pack teams for the kernel; a team of more than MAX_SLOTS - 1 people is refused."""
    n = len(teams)
    index = {k: i for i, k in enumerate(keys)}
    row_index = {r: i for i, r in enumerate(rows)}
    ints = {f: np.zeros((n, MAX_SLOTS), np.int32) for f in _INT_SLOTS}
    floats = {f: np.zeros((n, MAX_SLOTS), np.float32) for f in ("quantity", "hours", "cost")}
    count = np.ones(n, np.int32)
    inside = np.ones(n, np.float32)
    ints["role"][:, 0] = index[INTERNAL_PILOT]
    ints["end"][:, 0] = months
    floats["cost"][:] = -1.0
    for k, team in enumerate(teams):
        slots = _slots(team)
        if len(slots) >= MAX_SLOTS:
            raise ValueError(
                f"a team of {len(slots)} people: at most {MAX_SLOTS - 1} can be simulated"
            )
        count[k] = len(slots) + 1
        leaders = [roles[m.role].steering_level >= 3 for m in team.released]
        stays = any(_leads(m, roles) for m in team.members)
        inside[k] = 0.0 if any(leaders) and not stays else 1.0
        pilot_taken = False
        for r, (row, m, part) in enumerate(slots, start=1):
            leads = _leads(m, roles) and not pilot_taken
            pilot_taken = pilot_taken or leads
            values = (index[m.role], row_index[row], m.start_month, m.end_month or months)
            flags = (m.existing, m.contact_only, leads)
            for name, value in zip(_INT_SLOTS, (*values, *flags), strict=True):
                ints[name][k, r] = int(value)
            floats["quantity"][k, r] = part
            floats["hours"][k, r] = m.hours * part
            if m.yearly_cost is not None:
                floats["cost"][k, r] = m.yearly_cost * part / m.quantity / 12.0
    return Teams(count=count, inside=inside, **ints, **floats)


_INT_SLOTS = ("role", "row", "start", "end", "existing", "idle", "is_pilot_person")


def _leads(member: Any, roles: Mapping[str, Role]) -> bool:
    role = roles[member.role]
    return bool(member.existing and is_employee(role) and role.steering_level >= 3)


def blocked(values: NDArray[Any]) -> F32:
    """Move scenarios (last axis, a multiple of LANES) to blocks: (block, ..., lane).

    >>> blocked(np.zeros((3, 128))).shape
    (2, 3, 64)
    """
    *lead, size = values.shape
    if size % LANES:
        raise ValueError(f"{size} scenarios: expected a multiple of {LANES}")
    cut = values.reshape(*lead, size // LANES, LANES)
    return np.ascontiguousarray(np.moveaxis(cut, -2, 0), dtype=np.float32)
