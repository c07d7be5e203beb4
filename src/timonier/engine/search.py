"""Search the best team of each model on common random numbers.

Small teams are enumerated from the roles that the needs call for, their contracts sized on the
planned work; the best of each model are then improved by local moves, on the same draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, combinations_with_replacement
from math import ceil, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS, Role
from timonier.engine.company import PEOPLE_MAX, Company
from timonier.engine.criteria import Measures, measure, planned
from timonier.engine.feasibility import (
    allowed,
    models,
    overrun,
    people_in,
    planned_use,
    structural,
)
from timonier.engine.simulation import Outcomes, World, simulate_teams
from timonier.engine.team import Member, Team, employees, is_employee, is_pilot, pilots

ALL_MODELS = (*MODELS, "mixed")


@dataclass(frozen=True)
class Judged:
    """Teams with what the simulation says of them; ``utility`` (team,) is expected utility."""

    teams: tuple[Team, ...]
    model: tuple[str, ...]
    outcomes: Outcomes
    measures: Measures
    allowed: NDArray[np.bool_]
    overrun: NDArray[np.float64]  # chance of passing the margin of the budget
    limit: float  # chance of overrun that is admitted
    utility: NDArray[np.float64]

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """(team,): affordable, and not forbidden by a hard rule in every draw."""
        return (self.overrun < self.limit) & self.allowed.any(axis=1)


@dataclass(frozen=True)
class Found:
    """The best teams of each model, best first, and how many were simulated.

    ``spread``: (max - min) / median of the initial cost over a model's feasible teams. ``closed``:
    for a model without a feasible team, those that would be best if no rule closed them.
    ``reserve``: of each model, the best team of each way of being steered, open or not, for what
    an answer or a what-if could bring.
    """

    best: dict[str, tuple[Team, ...]]
    screened: int
    spread: dict[str, float]
    closed: dict[str, tuple[Team, ...]]
    reserve: dict[str, tuple[Team, ...]]


def judge(
    world: World,
    teams: Sequence[Team],
    weights: NDArray[Any],
    *,
    threads: int = 1,
    detail: bool = False,
    strict: bool = False,
) -> Judged:
    """Simulate teams and value them with the mean ``weights`` (criterion,).

    ``strict`` asks for a margin of steering and of budget: what the search keeps must still hold on
    other draws.
    """
    rules = world.rules
    outcomes = simulate_teams(world, teams, threads=threads, detail=detail)
    measures = measure(world, outcomes)
    model = tuple(models(world, teams))
    margin = rules["search.steering_margin"] if strict else 0.0
    chance = rules["search.overrun_probability" if strict else "feasible.overrun_probability"]
    may = allowed(world, teams, measures, model, margin)
    worth = np.einsum("c,tcs->ts", weights.astype(np.float32), measures.values)
    utility = np.where(may, worth, 0.0).mean(axis=1, dtype=np.float64)
    over = overrun(world, measures)
    return Judged(tuple(teams), model, outcomes, measures, may, over, chance, utility)


def present(company: Company) -> tuple[Member, ...]:
    """People and providers in place, as members of a team."""
    return tuple(_member(p, True) for p in company.team)


def intended(company: Company) -> tuple[Member, ...]:
    """The additions that management has in mind."""
    return tuple(_member(p, False) for p in company.intended)


def _member(position: Any, existing: bool) -> Member:
    return Member(
        role=position.role,
        quantity=position.quantity,
        existing=existing,
        since_months=(position.since_months or 12.0) if existing else 0.0,
        yearly_cost=position.cost,
        name=position.name,
    )


def sized(world: World, teams: Sequence[Team]) -> list[Team]:
    """Give each provider without hours those of the work that it fits best, within its bounds."""
    used = planned_use(world, teams, unlimited=True)
    return [_sized(world, team, hours)[0] for team, hours in zip(teams, used, strict=True)]


def useful(world: World, teams: Sequence[Team]) -> list[Team]:
    """The same without the teams in which somebody new would have hardly any work."""
    used = planned_use(world, teams, unlimited=True)
    found = (_sized(world, team, hours) for team, hours in zip(teams, used, strict=True))
    return [team for team, least in found if least >= IDLE]


IDLE = 0.15  # least share of one's hours that the plan must fill; less is hardly ever worth a try


def _sized(world: World, team: Team, used: NDArray[Any]) -> tuple[Team, float]:
    """The team with its hours, and the least share of them that somebody new has work for."""
    members, slot, least = [], 1, 1.0
    for m in team.members:
        spans = max(1, int(np.ceil(m.quantity - 1e-9)))
        work = float(used[slot : slot + spans].sum())
        slot += spans
        role = world.knowledge.roles[m.role]
        hours = world.kernel_rules.worked * m.quantity
        if not is_employee(role):
            hours = m.hours * m.quantity
            if m.hours <= 0:
                hours = min(max(work / role.max_productive_share, role.min_hours), role.max_hours)
                m = replace(m, hours=round(hours, 1))
        if not m.existing and role.steering_level < 3:  # leaders are there to steer
            least = min(least, work / max(hours * role.max_productive_share, 1e-9))
        members.append(m)
    return replace(team, members=tuple(sorted(members))), least


def search(world: World, weights: NDArray[Any], *, threads: int = 1, rounds: int = 12) -> Found:
    """The best feasible teams of each model by expected utility on this world's draws."""
    candidates = enumerate_teams(world)
    pool = judge(world, candidates, weights, threads=threads, strict=True)
    seen = {t: i for i, t in enumerate(pool.teams)}
    ranked = {m: _best(world, pool, m) for m in ALL_MODELS}
    screened = len(pool.teams)
    spread = {m: _spread(pool, m) for m in ALL_MODELS}
    for _ in range(rounds):
        moves = [
            t
            for m in ALL_MODELS
            for _, _, team in _varied(ranked[m], 1)[:WIDTH]
            for t in neighbours(world, team)
            if t not in seen
        ]
        fresh = [t for t in dict.fromkeys(moves) if structural(world, t)]
        if not fresh:
            break
        seen.update((t, 1) for t in fresh)
        more = judge(world, fresh, weights, threads=threads, strict=True)
        screened += len(fresh)
        before = {m: ranked[m][0][:2] if ranked[m] else (False, -2.0) for m in ALL_MODELS}
        for m in ALL_MODELS:
            ranked[m] = _shortlist(world, [*ranked[m], *_best(world, more, m)])
        if all(r[0][:2] <= (before[m][0], before[m][1] + 1e-4) for m, r in ranked.items() if r):
            break
    best = {m: tuple(t for may, _, t in ranked[m] if may) for m in ALL_MODELS}
    merits = _merits(world, pool, weights)
    built = {m: [i for i in merits if _built_like(world, pool, i, m)] for m in MODELS}
    closed = {m: tuple(pool.teams[i] for i in built[m][:CLOSED]) for m in MODELS if not best[m]}
    reserve = {m: _reserve(world, [pool.teams[i] for i in built[m]]) for m in MODELS}
    return Found(best, screened, spread, closed, reserve)


KEEP = 8
VARIANTS = 2  # of the same people, kept of a model
CLOSED = 2
WIDTH = 2  # teams of each model whose neighbours are tried in a round


Scored = tuple[bool, float, Team]  # whether it is open, its merit, the team


def _order(scored: Scored) -> tuple[bool, float, str]:
    return not scored[0], -scored[1], repr(scored[2])


def _best(world: World, pool: Judged, model: str) -> list[Scored]:
    rows = [i for i, m in enumerate(pool.model) if m == model and pool.allowed[i].any()]
    return _shortlist(world, [(bool(pool.open[i]), _merit(pool, i), pool.teams[i]) for i in rows])


def _shortlist(world: World, scored: Sequence[Scored]) -> list[Scored]:
    """The best team, the best of each other way of being steered, then the next ones.

    A search that keeps to one way stays there: the few hours that a rule misses on other draws
    would then close the model.
    """
    ordered = _varied(sorted(scored, key=_order), VARIANTS)
    first: dict[tuple[bool, int], Scored] = {}
    for one in ordered:
        if one[0] or not ordered[0][0]:
            first.setdefault(_steered_by(world, one[2]), one)
    ahead = list(first.values())
    return [*ahead, *(one for one in ordered if one not in ahead)][:KEEP]


def _varied(ordered: Sequence[Scored], of_each: int) -> list[Scored]:
    """Few of each staff: the variants of one team would crowd out every other."""
    held: Counter[tuple[str, ...]] = Counter()
    out = []
    for one in ordered:
        staff = tuple(m.role for m in one[2].members for _ in range(ceil(m.quantity)))
        held[staff] += 1
        if held[staff] <= of_each:
            out.append(one)
    return out


def _merit(pool: Judged, i: int) -> float:
    """Expected utility; of a team that costs too much, how near it comes to the budget."""
    return float(pool.utility[i]) if pool.open[i] else -float(pool.overrun[i])


def _merits(world: World, pool: Judged, weights: NDArray[Any]) -> list[int]:
    """Rows of the pool, best first, whatever rule closes them; those that cost too much last."""
    worth = np.einsum("c,tcs->t", weights.astype(np.float32), pool.measures.values) / world.size
    dear = pool.overrun >= pool.limit
    rows = range(len(pool.teams))
    return sorted(rows, key=lambda i: (bool(dear[i]), -float(worth[i]), repr(pool.teams[i])))


def _built_like(world: World, pool: Judged, i: int, model: str) -> bool:
    """Whether a team is built like a model: a hybrid whose pilot duplicates is still built so."""
    if model != "hybrid":
        return pool.model[i] == model
    roles, team = world.knowledge.roles, pool.teams[i]
    return bool(employees(team, roles) and pilots(team, roles))


def _reserve(world: World, teams: Sequence[Team]) -> tuple[Team, ...]:
    """The first team of each way of being steered: by an employee, by few or many bought hours."""
    best: dict[tuple[bool, int], Team] = {}
    for team in teams:
        best.setdefault(_steered_by(world, team), team)
    return tuple(best.values())


def _steered_by(world: World, team: Team) -> tuple[bool, int]:
    roles, rules = world.knowledge.roles, world.rules
    led = any(
        roles[m.role].steering_level >= rules["framework.pilot_level"]
        for m in employees(team, roles)
    )
    bought = sum(m.hours * m.quantity for m in pilots(team, roles))
    few = rules["search.pilot_days_max"] * world.market.hours_per_day / 2.0
    return led, 0 if bought == 0 else 1 if bought <= few else 2


def _spread(pool: Judged, model: str) -> float:
    rows = [i for i, m in enumerate(pool.model) if m == model and pool.open[i]]
    if len(rows) < 2:
        return 0.0
    cost = np.median(pool.measures.initial_money[rows], axis=1)
    middle = float(np.median(cost))
    return float((cost.max() - cost.min()) / middle) if middle > 0 else 0.0


def enumerate_teams(world: World) -> list[Team]:
    """Small teams of every model around the people in place, contracts sized, budget respected."""
    company, roles = world.company, world.knowledge.roles
    here = present(company)
    staff = tuple(m for m in here if is_employee(roles[m.role]))
    others = tuple(m for m in here if not is_employee(roles[m.role]))
    specialists, pilot_keys = _providers(world)
    led = [(), *((p,) for p in _pilots(world, pilot_keys))]
    drafts: list[Team] = []
    keepings = dict.fromkeys([((*staff, *others), ()), (others, staff), ((), (*staff, *others))])
    for kept, gone in keepings:
        bought = [
            (*kept, *group, *pilot) for group in _groups(specialists[:7], 3) for pilot in led[:4]
        ]
        hired = [] if gone and staff else _with_hires(world, kept, specialists, led)
        drafts.extend(Team(tuple(sorted(m)), gone) for m in (*bought, *hired))
    drafts = [t for t in dict.fromkeys(drafts) if t.members and structural(world, t)]
    fitted = (_fitted(world, t) for t in useful(world, drafts))
    return list(dict.fromkeys(t for t in fitted if t is not None))


def _groups(keys: Sequence[str], most: int) -> list[tuple[Member, ...]]:
    return [tuple(map(Member, c)) for n in range(most + 1) for c in combinations(keys, n)]


def _with_hires(
    world: World,
    kept: tuple[Member, ...],
    specialists: Sequence[str],
    led: Sequence[tuple[Member, ...]],
) -> list[tuple[Member, ...]]:
    """One or two new employees, with or without a pilot and a few specialists."""
    roles = world.knowledge.roles
    if world.company.get("hiring.can_recruit") is False:
        return [(*kept, *g, *p) for g in _groups(specialists[:7], 2) for p in led[1:]]
    keys = [k for k, r in roles.items() if is_employee(r)]
    out = []
    for n, groups in (
        (0, _groups(specialists[:6], 2)),
        (1, _groups(specialists[:6], 1)),
        (2, _groups(specialists[:2], 1)),
    ):
        for combo in combinations_with_replacement(keys, n):
            hires = tuple(Member(k, quantity=float(combo.count(k))) for k in dict.fromkeys(combo))
            out += [(*kept, *hires, *g, *p) for g in groups for p in (led if n < 2 else led[:3])]
    return out


def _providers(world: World) -> tuple[list[str], list[str]]:
    """(specialists that the planned work calls for, most useful first; pilots)."""
    roles = world.knowledge.roles
    market = world.market.roles
    kinds = ("agency", "freelancer")
    names = [k for k, r in roles.items() if r.category in kinds and market.get(k)]
    alone = [Team((Member(k, hours=roles[k].max_hours),)) for k in names]
    work = planned_use(world, alone)[:, 1]
    order = sorted(range(len(names)), key=lambda i: -float(work[i]))
    useful = [names[i] for i in order if work[i] > 0.5]
    return useful, [k for k, r in roles.items() if is_pilot(r) and market.get(k)]


def _pilots(world: World, keys: Sequence[str]) -> list[Member]:
    """Outside pilots at a few days a month."""
    out = []
    for key in keys:
        role = world.knowledge.roles[key]
        day = world.market.hours_per_day
        for days in (1.15, 2, 4, 7):
            if role.min_hours <= days * day <= _most(world, role):
                out.append(Member(key, hours=days * day))
    return out


def _fitted(world: World, team: Team) -> Team | None:
    """Shrink contracts until the planned cost fits the budget's margin; None where it cannot."""
    roles = world.knowledge.roles
    limit = world.rules["feasible.budget_margin"] * world.middle_budget / 12.0
    costs = [planned(world, m)[0] for m in team.members]
    total = sum(costs)
    if total <= limit:
        return team
    can = [_scalable(roles[m.role], m) for m in team.members]
    scaled = sum(cost for cost, may in zip(costs, can, strict=True) if may)
    share = (limit - total + scaled) / scaled if scaled > 0 else 0.0
    if share <= 0.1:
        return None
    members = [
        replace(m, hours=round(max(m.hours * share, roles[m.role].min_hours), 1)) if may else m
        for m, may in zip(team.members, can, strict=True)
    ]
    smaller = replace(team, members=tuple(sorted(members)))
    cost = sum(planned(world, m)[0] for m in smaller.members)
    return smaller if cost <= 1.1 * limit else None


def leaner_team(world: World, team: Team) -> Team:
    """The same team with a sixth less of what is bought from those who produce."""
    roles = world.knowledge.roles
    members = [
        replace(m, hours=round(max(m.hours * 5.0 / 6.0, roles[m.role].min_hours), 1))
        if _scalable(roles[m.role], m)
        else m
        for m in team.members
    ]
    return replace(team, members=tuple(sorted(members)))


def _scalable(role: Any, m: Member) -> bool:
    return role.category in ("agency", "freelancer") and not m.existing


def neighbours(world: World, team: Team) -> list[Team]:
    """Teams one move away: hours, quantity, start, one more, one less, one exchanged."""
    roles = world.knowledge.roles
    out: list[Team] = []
    for i, m in enumerate(team.members):
        role = roles[m.role]
        if not is_employee(role):
            for wanted in (0.6 * m.hours, 0.8 * m.hours, 1.25 * m.hours, 1.6 * m.hours, inf):
                hours = min(max(wanted, role.min_hours), _most(world, role))
                if abs(hours - m.hours) > 0.5:
                    out.append(team.with_change(i, hours=round(hours, 1)))
        if not m.existing:
            for shift in (-3, 3):
                if 0 <= m.start_month + shift <= 9:
                    out.append(team.with_change(i, start_month=m.start_month + shift))
            out.append(team.without(i))
            if is_employee(role) and m.quantity >= 1:
                out.append(team.with_change(i, quantity=m.quantity + 1.0))
        else:
            out.append(replace(team.without(i), released=tuple(sorted((*team.released, m)))))
    for m in team.released:
        left = tuple(x for x in team.released if x != m)
        out.append(replace(team.with_member(m), released=left))
    out.extend(_joined(world, team))
    return [t for t in out if t.members]


def _most(world: World, role: Role) -> float:
    """Hours a month that can be bought from a provider; an outside pilot's are few by nature."""
    if not is_pilot(role):
        return role.max_hours
    return min(role.max_hours, world.rules["search.pilot_days_max"] * world.market.hours_per_day)


def _joined(world: World, team: Team) -> list[Team]:
    roles, market = world.knowledge.roles, world.market.roles
    have = {m.role for m in (*team.members, *team.released)}
    cannot = world.company.get("hiring.can_recruit") is False
    new: list[Member] = []
    for key, role in roles.items():
        if key in have or not market.get(key):
            continue
        if is_employee(role):
            new += [] if cannot else [Member(key)]
        elif is_pilot(role):
            new += _pilots(world, [key])[:2]
        elif role.category in ("agency", "freelancer"):
            new += [Member(key), Member(key, hours=_most(world, role))]
    grown = [team.with_member(m) for m in new]
    swapped = [
        team.without(i).with_member(n)
        for i, m in enumerate(team.members)
        if not m.existing
        for n in new
        if is_employee(roles[n.role]) == is_employee(roles[m.role])
        and is_pilot(roles[n.role]) == is_pilot(roles[m.role])
    ]
    held = [t for t in (*grown, *swapped) if people_in(t) <= PEOPLE_MAX]
    fitted = (_fitted(world, t) for t in sized(world, held))
    return [t for t in fitted if t is not None]
