"""Teams worth trying: those to begin with, and those one move away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, combinations_with_replacement
from math import inf
from typing import Any

from timonier.engine.catalogue import Role
from timonier.engine.criteria import planned
from timonier.engine.feasibility import (
    first_hire_month,
    is_bridge,
    planned_use,
    structural,
)
from timonier.engine.own import in_place, offered, without
from timonier.engine.persons import APART
from timonier.engine.simulation import World
from timonier.engine.team import (
    SEATS,
    Member,
    Team,
    is_employee,
    is_inside,
    is_pilot,
    ordered,
    spans,
)


def sized(world: World, teams: Sequence[Team]) -> list[Team]:
    """Give each provider without hours those of the work that it fits best, within its bounds."""
    sized, open_ended = list(teams), [k for k, t in enumerate(teams) if _open_ended(world, t)]
    used = planned_use(world, [teams[k] for k in open_ended], unlimited=True)
    for k, hours in zip(open_ended, used.tolist(), strict=True):
        sized[k] = _sized(world, teams[k], hours)[0]
    return sized


def _open_ended(world: World, team: Team) -> bool:
    """Whether hours remain to be given to a provider of the team."""
    roles = world.knowledge.roles
    return any(m.hours <= 0 and not is_inside(roles[m.role]) for m in team.members)


def useful(world: World, teams: Sequence[Team]) -> list[Team]:
    """The same without the teams in which somebody new would have hardly any work."""
    used = planned_use(world, teams, unlimited=True)
    found = (_sized(world, t, hours) for t, hours in zip(teams, used.tolist(), strict=True))
    return [team for team, least in found if least >= world.rules["use.least"]]


SPLIT = 0.3  # share of a contract's hours that another provider is tried with


def _sized(world: World, team: Team, used: Sequence[float]) -> tuple[Team, float]:
    """The team with its hours, and the least share of them that somebody new has work for."""
    members, least, roles = [], 1.0, world.knowledge.roles
    for m, first, last in spans(team):
        work = sum(used[first:last])
        role = roles[m.role]
        hours = world.kernel_rules.worked * m.quantity
        if not is_inside(role):
            hours = m.hours * m.quantity
            if m.hours <= 0:
                hours = min(max(work / role.max_productive_share, role.min_hours), role.max_hours)
                m = m._replace(hours=round(hours, 1))
        if not m.existing and not leads(role) and not is_bridge(world, m):
            least = min(least, work / max(hours * role.max_productive_share, 1e-9))
        members.append(m)
    return team._replace(members=ordered(members)), least


def leads(role: Role) -> bool:
    """Leaders are there to steer, whatever they produce."""
    return role.steering_level >= 3


def enumerate_teams(world: World) -> list[Team]:
    """Small teams of every model around the people in place, contracts sized, budget respected.

    Who must stay is in all of them; the providers who may go are kept or let go together. The team
    in place with one thing added is always among them.
    """
    here = in_place(world)
    specialists, pilot_keys = _providers(world)
    led = [(), *((p,) for p in _pilots(world, pilot_keys))]
    drafts: list[Team] = []
    for kept, gone in dict.fromkeys([(here.may_go, ()), ((), here.may_go)]):
        parts = [without(here, m) for m in gone]
        stay = (*here.stay, *kept, *(m for rest, _ in parts for m in rest))
        ended = ordered((*here.go, *(m for _, let_go in parts for m in let_go)))
        bought = [(*stay, *g, *pilot) for g in _groups(specialists[:7], 3) for pilot in led[:5]]
        bought += [(*stay, offer, *pilot) for offer in offered(world) for pilot in led[:3]]
        hired = _with_hires(world, stay, specialists, led)
        drafts.extend(Team(ordered(m), ended) for m in (*bought, *hired))
    drafts = [t for t in dict.fromkeys(drafts) if t.members and structural(world, t)]
    cut = (fitted(world, t) for t in useful(world, drafts))
    return list(dict.fromkeys(t for t in cut if t is not None))


def _groups(keys: Sequence[str], most: int) -> list[tuple[Member, ...]]:
    return [tuple(map(Member, c)) for n in range(most + 1) for c in combinations(keys, n)]


def _with_hires(
    world: World,
    kept: tuple[Member, ...],
    specialists: Sequence[str],
    led: Sequence[tuple[Member, ...]],
) -> list[tuple[Member, ...]]:
    """One or two new employees, with or without a pilot, who stays or leaves once they have
    settled in, and a few specialists."""
    keys, start = _hireable(world), first_hire_month(world)
    out = []
    for n, groups in (
        (1, _groups(specialists[:6], 2)),
        (2, _groups(specialists[:2], 1)),
    ):
        for combo in combinations_with_replacement(keys, n):
            hires = tuple(
                Member(k, quantity=float(combo.count(k)), start_month=start)
                for k in dict.fromkeys(combo)
            )
            ways = [*(led if n < 2 else led[:3]), *_bridges(world, hires, led[1:3])]
            out += [(*kept, *hires, *g, *p) for g in groups for p in ways]
    return out


def _hireable(world: World) -> list[str]:
    """Roles of employees that this market pays; none where nobody can be recruited."""
    if world.company.get("hiring.can_recruit") is False:
        return []
    roles, market = world.knowledge.roles, world.market.roles
    paid = [k for k, r in roles.items() if is_employee(r) and "salary" in market.get(k, {})]
    return [k for k in paid if APART not in k]


def _bridges(
    world: World, hires: Sequence[Member], led: Sequence[tuple[Member, ...]]
) -> list[tuple[Member, ...]]:
    """Outside pilots who help to choose the hires, and leave once they have settled in."""
    end = max(h.start_month + world.settling[h.role] for h in hires)
    if end > world.kernel_rules.steady:
        return []
    return [tuple(p._replace(end_month=end) for p in pilot) for pilot in led]


def _providers(world: World) -> tuple[list[str], list[str]]:
    """(specialists that the planned work calls for, most useful first; pilots)."""
    roles = world.knowledge.roles
    market = world.market.roles
    kinds = ("agency", "freelancer")
    sold = {k: r for k, r in roles.items() if market.get(k) and APART not in k}
    names = [k for k, r in sold.items() if r.category in kinds]
    alone = [Team((Member(k, hours=roles[k].max_hours),)) for k in names]
    work = planned_use(world, alone)[:, 1]
    order = sorted(range(len(names)), key=lambda i: -float(work[i]))
    useful = [names[i] for i in order if work[i] > 0.5]
    return useful, [k for k, r in sold.items() if is_pilot(r)]


def _pilots(world: World, keys: Sequence[str]) -> list[Member]:
    """Outside pilots at a few days a month: fewer are not sold, more are an employee's place."""
    day, rules = world.market.hours_per_day, world.rules
    out = []
    for key in keys:
        role = world.knowledge.roles[key]
        for days in (rules["search.pilot_days_min"], 3, 4, 6, rules["search.pilot_days_max"]):
            if role.min_hours <= days * day <= _most(world, role):
                out.append(Member(key, hours=days * day))
    return out


def fitted(world: World, team: Team) -> Team | None:
    """Shrink contracts until the planned cost fits the budget; None where it cannot."""
    roles = world.knowledge.roles
    limit = world.middle_limit / 12.0
    costs = [_lasting_cost(world, m) for m in team.members]
    total = sum(costs)
    if total <= limit:
        return team
    can = [_scalable(roles[m.role], m) for m in team.members]
    scaled = sum(cost for cost, may in zip(costs, can, strict=True) if may)
    share = (limit - total + scaled) / scaled if scaled > 0 else 0.0
    if share <= 0.1:
        return None
    members = [
        m._replace(hours=round(max(m.hours * share, roles[m.role].min_hours), 1)) if may else m
        for m, may in zip(team.members, can, strict=True)
    ]
    smaller = team._replace(members=ordered(members))
    cost = sum(_lasting_cost(world, m) for m in smaller.members)
    return smaller if cost <= 1.1 * limit else None


def _lasting_cost(world: World, m: Member) -> float:
    """Planned monthly cost in steady state: a bridge is gone by then."""
    return 0.0 if is_bridge(world, m) else planned(world, m)[0]


def leaner_team(world: World, team: Team) -> Team:
    """The same team with a sixth less of what is bought from those who produce."""
    roles = world.knowledge.roles
    members = [
        m._replace(hours=round(max(m.hours * 5.0 / 6.0, roles[m.role].min_hours), 1))
        if _scalable(roles[m.role], m)
        else m
        for m in team.members
    ]
    return team._replace(members=ordered(members))


def _scalable(role: Any, m: Member) -> bool:
    return role.category in ("agency", "freelancer") and not m.existing


def neighbours(world: World, team: Team) -> list[Team]:
    """Teams one move away: hours, quantity, start, one more, one less, one exchanged."""
    return [*resized(world, team), *_joined(world, team)]


def resized(world: World, team: Team) -> list[Team]:
    """Those one move away to which nobody new comes: hours, quantity, start, end, one less."""
    roles, here = world.knowledge.roles, in_place(world)
    out: list[Team] = []
    for i, m in enumerate(team.members):
        role = roles[m.role]
        if not is_inside(role) and m.yearly_cost is None:
            for wanted in (0.6 * m.hours, 0.8 * m.hours, 1.25 * m.hours, 1.6 * m.hours, inf):
                hours = min(max(wanted, _least(world, role)), _most(world, role))
                if abs(hours - m.hours) > 0.5:
                    out.append(team.with_change(i, hours=round(hours, 1)))
        if not m.existing:
            out += _moved(world, team, i)
            out.append(team.without(i))
            if is_employee(role) and m.quantity >= 1:
                out.append(team.with_change(i, quantity=m.quantity + 1.0))
        elif m in here.may_go:
            rest, let_go = without(here, m)
            members = ordered((*team.without(i).members, *rest))
            out.append(Team(members, ordered((*team.released, *let_go))))
    for m in here.may_go:
        rest, let_go = without(here, m)
        if m in team.released or any(x in team.members for x in rest):
            members = ordered((*(x for x in team.members if x not in rest), m))
            out.append(Team(members, tuple(x for x in team.released if x not in let_go)))
    return [t for t in out if t.members]


def _moved(world: World, team: Team, i: int) -> list[Team]:
    """The team with somebody new who comes earlier or later; a pilot who stays or only bridges."""
    m, out = team.members[i], []
    for shift in (-3, 3):
        if 0 <= m.start_month + shift <= 9 and m.end_month is None:
            out.append(team.with_change(i, start_month=m.start_month + shift))
    roles = world.knowledge.roles
    if is_pilot(roles[m.role]):
        hires = [h for h in team.members if is_employee(roles[h.role]) and not h.existing]
        if m.end_month is not None:
            out.append(team.with_change(i, end_month=None))
        elif hires:
            bridged = _bridges(world, hires, [(m,)])
            out += [team.with_change(i, end_month=p.end_month) for ((p),) in bridged]
    return out


def _least(world: World, role: Role) -> float:
    """Hours a month below which a provider is not engaged."""
    if not is_pilot(role):
        return role.min_hours
    return max(role.min_hours, world.rules["search.pilot_days_min"] * world.market.hours_per_day)


def _most(world: World, role: Role) -> float:
    """Hours a month that can be bought from a provider; an outside pilot's are few by nature."""
    if not is_pilot(role):
        return role.max_hours
    return min(role.max_hours, world.rules["search.pilot_days_max"] * world.market.hours_per_day)


def _joined(world: World, team: Team) -> list[Team]:
    roles = world.knowledge.roles
    new = _newcomers(world, team)
    grown = [team.with_member(m) for m in new]
    swapped = [
        team.without(i).with_member(n)
        for i, m in enumerate(team.members)
        if not m.existing
        for n in new
        if is_pilot(roles[n.role]) == is_pilot(roles[m.role])
        and (is_employee(roles[n.role]) == is_employee(roles[m.role]) or n.hours <= 0)
    ]
    swapped += _more_inside(world, team)
    swapped += _merged(world, team)
    held = [t for t in (*grown, *swapped, *_split(world, team, new)) if len(t.members) <= SEATS]
    cut = (fitted(world, t) for t in sized(world, held))
    return [t for t in cut if t is not None]


def _merged(world: World, team: Team) -> list[Team]:
    """One contract's hours given to another: fewer parties, less of the company's own time."""
    roles = world.knowledge.roles
    can = [m for m in team.members if _scalable(roles[m.role], m)]
    return [
        Team(
            ordered(
                (
                    *(m for m in team.members if m not in (one, other)),
                    one._replace(
                        hours=round(min(one.hours + other.hours, roles[one.role].max_hours), 1)
                    ),
                )
            ),
            team.released,
        )
        for one in can
        for other in can
        if one is not other
    ]


def _more_inside(world: World, team: Team) -> list[Team]:
    """One more employee of a role that is there, in place of a contract."""
    roles = world.knowledge.roles
    contracts = [m for m in team.members if _scalable(roles[m.role], m)]
    hired = [
        i
        for i, m in enumerate(team.members)
        if is_employee(roles[m.role]) and not m.existing and not leads(roles[m.role])
    ]
    out = []
    for i in hired:
        more = team.with_change(i, quantity=team.members[i].quantity + 1.0)
        for contract in contracts:
            out.append(more.without(more.members.index(contract)))
    return out


def _newcomers(world: World, team: Team) -> list[Member]:
    """Whom a team could take besides: each role that it does not have."""
    roles, market = world.knowledge.roles, world.market.roles
    have = {m.role for m in (*team.members, *team.released)}
    hireable, start = _hireable(world), first_hire_month(world)
    new: list[Member] = [m for m in offered(world) if m not in team.members]
    for key, role in roles.items():
        if key in have or not market.get(key) or APART in key:
            continue
        if is_employee(role):
            new += [Member(key, start_month=start)] if key in hireable else []
        elif is_pilot(role):
            new += _pilots(world, [key])[:2]
        elif role.category == "agency":
            new.append(Member(key))
        elif role.category == "freelancer":
            new += [Member(key), Member(key, hours=_most(world, role))]
    return new


def _split(world: World, team: Team, new: Sequence[Member]) -> list[Team]:
    """The team of an employer with part of a contract given to a new provider.

    In-house may buy so much and no more: a second contract comes out of the first.
    """
    roles, kept = world.knowledge.roles, 1.0 - SPLIT
    kinds = {roles[m.role].category for m in team.members}
    if "employee" not in kinds or any(is_pilot(roles[m.role]) for m in team.members):
        return []
    others = [n for n in new if n.hours <= 0 and _scalable(roles[n.role], n)]
    return [
        team.with_change(i, hours=round(kept * m.hours, 1)).with_member(
            n._replace(hours=round(SPLIT * m.hours, 1))
        )
        for i, m in enumerate(team.members)
        if _scalable(roles[m.role], m) and kept * m.hours >= roles[m.role].min_hours
        for n in others
        if SPLIT * m.hours >= roles[n.role].min_hours
    ]
