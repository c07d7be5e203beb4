"""Teams one move away: hours, quantity, start, one more, one less, one exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from timonier.engine.criteria import planned
from timonier.engine.feasibility import hires_of
from timonier.engine.own import offered, without
from timonier.engine.persons import APART
from timonier.engine.search.candidates import (
    bridges_of,
    fitted,
    hands_over,
    hireable,
    leads,
    least_hours,
    most_hours,
    pilots_of,
    scalable,
    sized,
)
from timonier.engine.simulation import World
from timonier.engine.team import (
    SEATS,
    Member,
    Team,
    is_employee,
    is_inside,
    is_pilot,
    ordered,
)

SHIFTS = (0.3, 0.6)  # share of a contract's hours that another is tried with instead
SPLIT = 0.3  # share of a contract's hours that another provider is tried with


def neighbours(world: World, team: Team) -> list[Team]:
    """Teams one move away: hours, quantity, start, one more, one less, one exchanged."""
    return [*resized(world, team), *_shifted(world, team), *_joined(world, team)]


def resized(world: World, team: Team) -> list[Team]:
    """Those one move away to which nobody new comes: hours, quantity, start, end, one less."""
    roles, here = world.knowledge.roles, world.in_place
    out: list[Team] = []
    for i, m in enumerate(team.members):
        role = roles[m.role]
        if not is_inside(role) and m.yearly_cost is None:
            for wanted in (0.6 * m.hours, 0.8 * m.hours, 1.25 * m.hours, 1.6 * m.hours, inf):
                hours = min(max(wanted, least_hours(world, role)), most_hours(world, role))
                if abs(hours - m.hours) > 0.5:
                    out.append(team.with_change(i, hours=round(hours, 1)))
        if not m.existing:
            out += _moved(world, team, i)
            out.append(team.without(i))
            if is_employee(role) and m.quantity >= 1:
                out.append(team.with_change(i, quantity=m.quantity + 1.0))
        elif m in here.may_go:
            if hands_over(world, m):
                out += _handed_over(world, team, i)
            rest, let_go = without(here, m)
            members = ordered((*team.without(i).members, *rest))
            out.append(Team(members, ordered((*team.released, *let_go))))
    for m in here.may_go:
        rest, let_go = without(here, m)
        if m in team.released or any(x in team.members for x in rest):
            members = ordered((*(x for x in team.members if x not in rest), m))
            out.append(Team(members, tuple(x for x in team.released if x not in let_go)))
    return [t for t in out if t.members]


def _handed_over(world: World, team: Team, i: int) -> list[Team]:
    """The team with one provider who leaves once those who come have settled in."""
    hires = hires_of(world, team)
    if not hires:
        return []
    bridged = bridges_of(world, hires, [(team.members[i],)])
    return [team.with_change(i, end_month=p.end_month) for ((p),) in bridged]


def _shifted(world: World, team: Team) -> list[Team]:
    """Hours of one provider given up for as much money of another's: at the edge of the budget
    neither more of one nor less of the other is better alone."""
    roles = world.knowledge.roles
    can = [
        (i, m)
        for i, m in enumerate(team.members)
        if not is_inside(roles[m.role]) and m.yearly_cost is None and m.hours > 0
    ]
    rates = {i: planned(world, m)[0] / m.hours for i, m in can}
    out = []
    for i, m in can:
        for j, other in can:
            for share in SHIFTS if i != j and rates[j] > 0 else ():
                hours = max((1.0 - share) * m.hours, least_hours(world, roles[m.role]))
                more = other.hours + (m.hours - hours) * rates[i] / rates[j]
                more = min(more, most_hours(world, roles[other.role]))
                if m.hours - hours > 0.5 and more - other.hours > 0.5:
                    moved = team.with_change(i, hours=round(hours, 1))
                    at = moved.members.index(other)
                    out.append(moved.with_change(at, hours=round(more, 1)))
    return out


def _moved(world: World, team: Team, i: int) -> list[Team]:
    """The team with a hire who comes earlier or later; a pilot who stays or only bridges.

    Nobody waits for a provider: a contract put off spares the money of a first year, and leaves its
    work to nobody.
    """
    m, out = team.members[i], []
    role = world.knowledge.roles[m.role]
    for shift in (-3, 3) if is_employee(role) else ():
        if 0 <= m.start_month + shift <= 9 and m.end_month is None:
            out.append(team.with_change(i, start_month=m.start_month + shift))
    if is_pilot(role):
        if m.end_month is not None:
            out.append(team.with_change(i, end_month=None))
        else:
            out += _handed_over(world, team, i)
    return out


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
    swapped += _led_otherwise(world, team)
    swapped += _split(world, team, new)
    swapped += _paid_by_pilot(world, team, new)
    held = [t for t in (*grown, *swapped) if len(t.members) <= SEATS]
    cut = (fitted(world, t) for t in sized(world, held))
    return [t for t in cut if t is not None]


def _led_otherwise(world: World, team: Team) -> list[Team]:
    """A pilot who prepares the place of those who come, and leaves; or the place of a new head, who
    then leads instead of the pilot: two changes that are worth nothing one without the other."""
    roles, market = world.knowledge.roles, world.market.roles
    hires = hires_of(world, team)
    own = [m for m in team.members if is_pilot(roles[m.role]) and not m.existing]
    start, out = world.hiring.first_month, []
    if hires and not own:
        sold = [k for k, r in roles.items() if is_pilot(r) and market.get(k) and APART not in k]
        led = [(p,) for k in sold for p in pilots_of(world, [k])[:2]]
        out += [team.with_member(p) for ((p),) in bridges_of(world, hires, led)]
    if len(own) == 1 and own[0].end_month is None:
        alone = team.without(team.members.index(own[0]))
        for key in hireable(world):
            if leads(roles[key]) and all(m.role != key for m in team.members):
                head = Member(key, start_month=start)
                out.append(alone.with_member(head))
                bridged = bridges_of(world, [*hires, head], [(own[0],)])
                out += [alone.with_member(head).with_member(p) for ((p),) in bridged]
    return out


def _merged(world: World, team: Team) -> list[Team]:
    """One contract's hours given to another: fewer parties, less of the company's own time."""
    roles = world.knowledge.roles
    can = [m for m in team.members if scalable(roles[m.role], m)]
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
    contracts = [m for m in team.members if scalable(roles[m.role], m)]
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
    can, start = hireable(world), world.hiring.first_month
    new: list[Member] = [m for m in offered(world) if m not in team.members]
    for key, role in roles.items():
        if key in have or not market.get(key) or APART in key:
            continue
        if is_employee(role):
            new += [Member(key, start_month=start)] if key in can else []
        elif is_pilot(role):
            new += pilots_of(world, [key])[:2]
        elif role.category == "agency":
            new.append(Member(key))
        elif role.category == "freelancer":
            new += [Member(key), Member(key, hours=most_hours(world, role))]
    return new


def _split(world: World, team: Team, new: Sequence[Member]) -> list[Team]:
    """The team of an employer with part of a contract given to a new provider.

    In-house may buy so much and no more: a second contract comes out of the first.
    """
    roles, kept = world.knowledge.roles, 1.0 - SPLIT
    kinds = {roles[m.role].category for m in team.members}
    if "employee" not in kinds or any(is_pilot(roles[m.role]) for m in team.members):
        return []
    others = [n for n in new if n.hours <= 0 and scalable(roles[n.role], n)]
    return [
        team.with_change(i, hours=round(kept * m.hours, 1)).with_member(
            n._replace(hours=round(SPLIT * m.hours, 1))
        )
        for i, m in enumerate(team.members)
        if scalable(roles[m.role], m) and kept * m.hours >= roles[m.role].min_hours
        for n in others
        if SPLIT * m.hours >= roles[n.role].min_hours
    ]


def _paid_by_pilot(world: World, team: Team, new: Sequence[Member]) -> list[Team]:
    """The team with a new provider paid by part of its outside pilot's hours.

    A contract that joins at the edge of the budget cuts into the others, and a pilot's is not cut:
    fewer days alone, or one more provider alone, is worse where both together are better.
    """
    roles, kept = world.knowledge.roles, 1.0 - SPLIT
    others = [n for n in new if n.hours <= 0 and scalable(roles[n.role], n)]
    rates = {n: planned(world, n._replace(hours=1.0))[0] for n in others}
    out = []
    for i, m in enumerate(team.members):
        if not is_pilot(roles[m.role]) or m.yearly_cost is not None or m.end_month is not None:
            continue
        hours = round(max(kept * m.hours, least_hours(world, roles[m.role])), 1)
        freed = planned(world, m)[0] - planned(world, m._replace(hours=hours))[0]
        led = team.with_change(i, hours=hours)
        for n in others:
            bought = min(freed / max(rates[n], 1e-9), roles[n.role].max_hours)
            if bought >= roles[n.role].min_hours:
                out.append(led.with_member(n._replace(hours=round(bought, 1))))
    return out
