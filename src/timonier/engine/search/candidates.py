"""Teams worth trying: those to begin with, and those one move away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, combinations_with_replacement
from math import inf
from typing import Any

from timonier.engine.catalogue import Role
from timonier.engine.criteria import planned
from timonier.engine.feasibility import planned_use, structural
from timonier.engine.search.judging import present
from timonier.engine.simulation import World
from timonier.engine.team import (
    SEATS,
    Member,
    Team,
    is_employee,
    is_pilot,
    spans,
    steering_weight,
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
    return any(m.hours <= 0 and not is_employee(roles[m.role]) for m in team.members)


def useful(world: World, teams: Sequence[Team]) -> list[Team]:
    """The same without the teams in which somebody new would have hardly any work."""
    used = planned_use(world, teams, unlimited=True)
    found = (_sized(world, t, hours) for t, hours in zip(teams, used.tolist(), strict=True))
    return [team for team, least in found if least >= IDLE]


SPLIT = 0.3  # share of a contract's hours that another provider is tried with
IDLE = 0.15  # least share of one's hours that the plan must fill; less is hardly ever worth a try


def _sized(world: World, team: Team, used: Sequence[float]) -> tuple[Team, float]:
    """The team with its hours, and the least share of them that somebody new has work for."""
    members, least, roles = [], 1.0, world.knowledge.roles
    open_ended = any(m.hours <= 0 and is_pilot(roles[m.role]) for m in team.members)
    required = steering_hours(world, team, used) if open_ended else 0.0
    for m, first, last in spans(team):
        work = sum(used[first:last])
        role = roles[m.role]
        hours = world.kernel_rules.worked * m.quantity
        if not is_employee(role):
            hours = m.hours * m.quantity
            if m.hours <= 0:
                wanted = work / role.max_productive_share
                if m.existing and is_pilot(role):  # there to steer, in busy months too
                    enough = _enough(world, role, required)
                    wanted = max(wanted, enough)
                hours = min(max(wanted, role.min_hours), _most(world, role, required))
                m = m._replace(hours=round(hours, 1))
        if not m.existing and role.steering_level < 3:  # leaders are there to steer
            least = min(least, work / max(hours * role.max_productive_share, 1e-9))
        members.append(m)
    return team._replace(members=tuple(sorted(members))), least


def steering_hours(world: World, team: Team, used: Sequence[float]) -> float:
    """Hours a month of an outside pilot of full weight that the planned work of a team requires,
    besides the person inside who steers."""
    roles, (inside, weight, _, _) = world.knowledge.roles, world.middle_pilot
    required = sum(
        roles[m.role].steering_need * sum(used[first:last])
        for m, first, last in spans(team)
        if not is_pilot(roles[m.role])
    )
    return max(0.0, required - inside * weight) / world.rules["steering.pilot_share_max"]


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
    fitted = (_fitted(world, t) for t in _led(world, useful(world, drafts)))
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
        for days in (1.15, 2, 4, 8):
            if role.min_hours <= days * day <= _most(world, role, 0.0):
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
        m._replace(hours=round(max(m.hours * share, roles[m.role].min_hours), 1)) if may else m
        for m, may in zip(team.members, can, strict=True)
    ]
    smaller = team._replace(members=tuple(sorted(members)))
    cost = sum(planned(world, m)[0] for m in smaller.members)
    return smaller if cost <= 1.1 * limit else None


def leaner_team(world: World, team: Team) -> Team:
    """The same team with a sixth less of what is bought from those who produce."""
    roles = world.knowledge.roles
    members = [
        m._replace(hours=round(max(m.hours * 5.0 / 6.0, roles[m.role].min_hours), 1))
        if _scalable(roles[m.role], m)
        else m
        for m in team.members
    ]
    return team._replace(members=tuple(sorted(members)))


def _scalable(role: Any, m: Member) -> bool:
    return role.category in ("agency", "freelancer") and not m.existing


def neighbours(world: World, team: Team) -> list[Team]:
    """Teams one move away: hours, quantity, start, one more, one less, one exchanged."""
    return [*resized(world, team), *_joined(world, team)]


def resized(world: World, team: Team) -> list[Team]:
    """Those one move away to which nobody new comes: hours, quantity, start, one less."""
    roles = world.knowledge.roles
    required = steering_hours(world, team, planned_use(world, [team])[0].tolist())
    out: list[Team] = []
    for i, m in enumerate(team.members):
        role = roles[m.role]
        if not is_employee(role):
            for wanted in (0.6 * m.hours, 0.8 * m.hours, 1.25 * m.hours, 1.6 * m.hours, inf):
                hours = min(max(wanted, role.min_hours), _most(world, role, required))
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
            out.append(team.without(i)._replace(released=tuple(sorted((*team.released, m)))))
    for m in team.released:
        left = tuple(x for x in team.released if x != m)
        out.append(team.with_member(m)._replace(released=left))
    return [t for t in out if t.members]


def _most(world: World, role: Role, required: float) -> float:
    """Hours a month that can be bought from a provider; an outside pilot's are few by nature, more
    only where the team requires more steering (``required``, see ``steering_hours``)."""
    if not is_pilot(role):
        return role.max_hours
    usual = world.rules["search.pilot_days_max"] * world.market.hours_per_day
    return min(role.max_hours, max(usual, _enough(world, role, required)))


def _enough(world: World, role: Role, required: float) -> float:
    """Hours a month with which an outside pilot steers what is required, in busy months too."""
    return world.rules["search.pilot_spare"] * required / steering_weight(role.steering_level)


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
        elif role.category == "agency":
            new.append(Member(key))
        elif role.category == "freelancer":
            new += [Member(key), Member(key, hours=_most(world, role, 0.0))]
    grown = [team.with_member(m) for m in new]
    swapped = [
        team.without(i).with_member(n)
        for i, m in enumerate(team.members)
        if not m.existing
        for n in new
        if is_employee(roles[n.role]) == is_employee(roles[m.role])
        and is_pilot(roles[n.role]) == is_pilot(roles[m.role])
    ]
    held = [t for t in (*grown, *swapped, *_split(world, team, new)) if len(t.members) <= SEATS]
    fitted = (_fitted(world, t) for t in _led(world, sized(world, held)))
    return [t for t in fitted if t is not None]


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


def _led(world: World, teams: Sequence[Team]) -> list[Team]:
    """The teams, a new outside pilot's hours raised beyond the usual where the work that they plan
    requires it: whom nobody could steer would never be tried."""
    led = list(teams)
    at_most = [(k, i) for k, t in enumerate(teams) if (i := _at_most(world, t)) is not None]
    used = planned_use(world, [teams[k] for k, _ in at_most])
    for (k, i), hours in zip(at_most, used.tolist(), strict=True):
        team = teams[k]
        role = world.knowledge.roles[team.members[i].role]
        most = _most(world, role, steering_hours(world, team, hours))
        if most > team.members[i].hours:
            led[k] = team.with_change(i, hours=round(most, 1))
    return led


def _at_most(world: World, team: Team) -> int | None:
    """Which member is a new outside pilot who has as many hours as are usual, the first of them."""
    roles = world.knowledge.roles
    for i, m in enumerate(team.members):
        if not m.existing and is_pilot(roles[m.role]):
            return i if m.hours >= _most(world, roles[m.role], 0.0) else None
    return None
