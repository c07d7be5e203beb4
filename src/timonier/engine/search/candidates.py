"""Teams worth trying: those to begin with, and those one move away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, combinations_with_replacement, zip_longest
from typing import Any

from numpy.typing import NDArray

from timonier.engine.catalogue import Role
from timonier.engine.criteria import planned
from timonier.engine.feasibility import (
    is_bridge,
    planned_use,
    structural,
)
from timonier.engine.own import offered, without
from timonier.engine.persons import APART
from timonier.engine.simulation import World
from timonier.engine.team import (
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
    return [team for team, least in found if least >= world.rules.use_least]


def _sized(world: World, team: Team, used: Sequence[float]) -> tuple[Team, float]:
    """The team with its hours, and the least share of them that somebody new has work for."""
    members, least, roles, changed = [], 1.0, world.knowledge.roles, False
    for m, first, last in spans(team):
        work = sum(used[first:last])
        role = roles[m.role]
        hours = m.hours * m.quantity
        if is_inside(role):
            hours = world.worked * m.quantity
        elif m.hours <= 0:
            hours = min(max(work / role.max_productive_share, role.min_hours), role.max_hours)
            m, changed = m._replace(hours=round(hours, 1)), True
        if not m.existing and not leads(role) and not is_bridge(world, m):
            least = min(least, work / max(hours * role.max_productive_share, 1e-9))
        members.append(m)
    return (team._replace(members=ordered(members)) if changed else team), least


def leads(role: Role) -> bool:
    """Leaders are there to steer, whatever they produce."""
    return role.steering_level >= 3


def enumerate_teams(world: World) -> list[Team]:
    """Small teams of every model around the people in place, contracts sized, budget respected.

    Who must stay is in all of them; the providers who may go are kept or let go together. The team
    in place with one thing added is always among them.
    """
    here = world.in_place
    specialists, pilot_keys = _providers(world)
    led = [(), *((p,) for p in pilots_of(world, pilot_keys))]
    drafts: list[Team] = []
    for kept, gone in dict.fromkeys([(here.may_go, ()), ((), here.may_go)]):
        parts = [without(here, m) for m in gone]
        stay = (*here.stay, *kept, *(m for rest, _ in parts for m in rest))
        ended = ordered((*here.go, *(m for _, let_go in parts for m in let_go)))
        bought = [(*stay, *g, *pilot) for g in _groups(specialists[:7], 3) for pilot in led[:5]]
        bought += [(*stay, offer, *pilot) for offer in offered(world) for pilot in led[:3]]
        hired = _with_hires(world, stay, kept, specialists, led)
        drafts.extend(Team(ordered(m), ended) for m in (*bought, *hired))
    drafts = [t for t in dict.fromkeys(drafts) if t.members and structural(world, t)]
    cut = (fitted(world, t) for t in useful(world, drafts))
    return list(dict.fromkeys(t for t in cut if t is not None))


def _groups(keys: Sequence[str], most: int) -> list[tuple[Member, ...]]:
    return [tuple(map(Member, c)) for n in range(most + 1) for c in combinations(keys, n)]


def _with_hires(
    world: World,
    stay: tuple[Member, ...],
    free: tuple[Member, ...],
    specialists: Sequence[str],
    led: Sequence[tuple[Member, ...]],
) -> list[tuple[Member, ...]]:
    """One or two new employees, with or without a pilot, who stays or leaves once they have
    settled in, and a few specialists. Providers in place who are ``free`` to go may leave then too:
    the pilot alone, or all of them."""
    keys, start, roles = hireable(world), world.hiring.first_month, world.knowledge.roles
    bought = tuple(m for m in free if hands_over(world, m))
    alone = tuple(m for m in bought if is_pilot(roles[m.role]))
    leaving = [group for group in dict.fromkeys((alone, bought)) if group]
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
            ways = [*(led if n < 2 else led[:3]), *bridges_of(world, hires, led[1:3])]
            out += [(*stay, *hires, *g, *p) for g in groups for p in ways]
            for group in leaving:
                others = tuple(m for m in stay if m not in group)
                ended = bridges_of(world, hires, [group])
                out += [(*others, *hires, *g, *p) for g in groups for p in ended]
    return out


def hands_over(world: World, m: Member) -> bool:
    """Whether a member in place is a provider who could stay until those who come have settled in:
    free to go, under no contract that has an end."""
    here = world.in_place
    inside = is_inside(world.knowledge.roles[m.role])
    return m in here.may_go and m not in here.expiring and not inside


def hireable(world: World) -> list[str]:
    """Roles of employees that this market pays; none where nobody can be recruited."""
    if not world.hiring.can:
        return []
    roles, market = world.knowledge.roles, world.market.roles
    paid = [k for k, r in roles.items() if is_employee(r) and "salary" in market.get(k, {})]
    return [k for k in paid if APART not in k]


def bridges_of(
    world: World, hires: Sequence[Member], led: Sequence[tuple[Member, ...]]
) -> list[tuple[Member, ...]]:
    """Outside pilots who help to choose the hires, and leave once they have settled in."""
    end = max(h.start_month + world.settling[h.role] for h in hires)
    if end > world.steady:
        return []
    return [tuple(p._replace(end_month=end) for p in pilot) for pilot in led]


def _providers(world: World) -> tuple[list[str], list[str]]:
    """(specialists that the planned work calls for, most useful first, an agency and a freelancer
    by turns; pilots).

    Whoever takes every craft is the most useful alone: without turns no team would begin with
    specialists who are so together.
    """
    roles = world.knowledge.roles
    market = world.market.roles
    kinds = ("agency", "freelancer")
    sold = {k: r for k, r in roles.items() if market.get(k) and APART not in k}
    names = [k for k, r in sold.items() if r.category in kinds]
    alone = [Team((Member(k, hours=roles[k].max_hours),)) for k in names]
    work = planned_use(world, alone)[:, 1]
    order = sorted(range(len(names)), key=lambda i: -float(work[i]))
    useful = [names[i] for i in order if work[i] > 0.5]
    apart = [[k for k in useful if roles[k].category == kind] for kind in kinds]
    turns = [k for pair in zip_longest(*apart) for k in pair if k is not None]
    return turns, [k for k, r in sold.items() if is_pilot(r)]


def pilots_of(world: World, keys: Sequence[str]) -> list[Member]:
    """Outside pilots at a few days a month: fewer are not sold, more are an employee's place."""
    day, rules = world.market.hours_per_day, world.rules
    out = []
    for key in keys:
        role = world.knowledge.roles[key]
        for days in (rules.search_pilot_days_min, 3, 4, 6, rules.search_pilot_days_max):
            if role.min_hours <= days * day <= most_hours(world, role):
                out.append(Member(key, hours=days * day))
    return out


def fitted(world: World, team: Team) -> Team | None:
    """Shrink contracts until the planned cost fits the budget, a little under it: a plan that costs
    all of it is above it in half of the draws. As it is where nothing can be cut and it fits; None
    where it does not."""
    roles = world.knowledge.roles
    limit = world.middle_limit / 12.0
    aim = world.rules.search_fitted * limit
    costs = [_lasting_cost(world, m) for m in team.members]
    total = sum(costs)
    if total <= aim:
        return team
    can = [scalable(roles[m.role], m) for m in team.members]
    scaled = sum(cost for cost, may in zip(costs, can, strict=True) if may)
    share = (aim - total + scaled) / scaled if scaled > 0 else 0.0
    if share <= 0.1:
        return team if total <= limit else None
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
        if scalable(roles[m.role], m)
        else m
        for m in team.members
    ]
    return team._replace(members=ordered(members))


def trimmed(world: World, team: Team, used: NDArray[Any]) -> Team | None:
    """The team with each contract that has too little work cut to what it has, or left out; None
    where somebody employed has too little.

    ``used`` (slot,) is the share of their hours that each one uses: see ``feasibility.used``.
    """
    roles, rules = world.knowledge.roles, world.rules
    least = rules.use_least + rules.search_use_margin
    members = []
    for m, first, last in spans(team):
        share, role = float(used[first:last].min()), roles[m.role]
        if share >= least:
            members.append(m)
            continue
        if not scalable(role, m):
            return None
        hours = round(m.hours * share / (least + rules.search_use_margin), 1)
        if hours >= role.min_hours:
            members.append(m._replace(hours=hours))
    return team._replace(members=ordered(members)) if members else None


def scalable(role: Any, m: Member) -> bool:
    return role.category in ("agency", "freelancer") and not m.existing


def least_hours(world: World, role: Role) -> float:
    """Hours a month below which a provider is not engaged."""
    if not is_pilot(role):
        return role.min_hours
    return max(role.min_hours, world.rules.search_pilot_days_min * world.market.hours_per_day)


def most_hours(world: World, role: Role) -> float:
    """Hours a month that can be bought from a provider; an outside pilot's are few by nature."""
    if not is_pilot(role):
        return role.max_hours
    return min(role.max_hours, world.rules.search_pilot_days_max * world.market.hours_per_day)
