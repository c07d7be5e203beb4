"""The company's own: who is in place, offers in hand, what management has in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import Position, Quote
from timonier.engine.criteria.members import planned
from timonier.engine.prices import usual_hours
from timonier.engine.team import Member, is_employee, is_inside, is_owner

if TYPE_CHECKING:
    from timonier.engine.simulation import World

LEAST = 0.25  # of the usual hours, that a contract in place is taken to have at least
ROOM = 0.85  # of what the budget leaves: busy months and dearer years are billed too


class InPlace(NamedTuple):
    """People and providers in place, as members: those who stay, those who may, those who go.

    ``expiring``: of those who may stay or go, what they are if their contract is left to end.
    """

    stay: tuple[Member, ...]
    may_go: tuple[Member, ...]
    go: tuple[Member, ...]
    expiring: Mapping[Member, Member]

    @property
    def everybody(self) -> tuple[Member, ...]:
        return (*self.stay, *self.may_go, *self.go)


def in_place(world: World) -> InPlace:
    """Who is there: an employee stays unless ``keep`` is false, a provider stays where it is true.

    Nobody's job is ended without the company saying so; a contract with an end runs to it, whoever
    holds it, and may be renewed.
    """
    stay: list[Member] = []
    may_go: list[Member] = []
    go: list[Member] = []
    expiring: dict[Member, Member] = {}
    members = _within_budget(world, [_there(world, p) for p in world.company.team])
    for position, member in zip(world.company.team, members, strict=True):
        last = _last_month(world, position)
        inside = is_inside(world.knowledge.roles[position.role])
        if position.keep or (position.keep is None and inside and last is None):
            stay.append(member)
        elif position.keep is None:
            may_go.append(member)
            if last is not None:
                expiring[member] = member._replace(end_month=last)
        elif last is not None:
            stay.append(member._replace(end_month=last))
        else:
            go.append(member)
    return InPlace(tuple(stay), tuple(may_go), tuple(go), expiring)


def without(here: InPlace, member: Member) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """(who remains, who is released) of somebody who may go: a contract with an end runs to it."""
    ending = here.expiring.get(member)
    return ((ending,), ()) if ending is not None else ((), (member,))


def _last_month(world: World, position: Position) -> int | None:
    """Months from the start until a contract ends; None without an end or a known start."""
    start = world.company.get("company.start")
    if position.until is None or start is None:
        return None
    (year, month), (year0, month0) = (map(int, x.split("-")) for x in (position.until, start))
    return max(1, 12 * (year - year0) + month - month0 + 1)


def present(world: World) -> tuple[Member, ...]:
    """People and providers in place, as members of a team."""
    return world.in_place.everybody


def intended(world: World) -> tuple[Member, ...]:
    """The additions that management has in mind."""
    return tuple(
        _there(world, p)._replace(existing=False, since_months=0.0) for p in world.company.intended
    )


def offered(world: World) -> tuple[Member, ...]:
    """The offers in hand, as they stand."""
    return tuple(_offer(world, q) for q in world.company.quotes)


def _offer(world: World, quote: Quote) -> Member:
    """A provider at the fee of its offer: a month's, or its days'."""
    role, market, company = world.knowledge.roles[quote.role], world.market, world.company
    fee = None if quote.monthly is None else 12.0 * quote.monthly
    position = Position(quote.role, hours=quote.hours, cost=fee if quote.day_rate is None else None)
    hours = usual_hours(company, market, role, position, world.rules)
    if fee is None and quote.day_rate is not None:
        fee = 12.0 * hours / market.hours_per_day * quote.day_rate
    return Member(
        quote.role, hours=round(hours, 1), yearly_cost=fee, name=quote.name, once=quote.setup or 0.0
    )


def _there(world: World, position: Position) -> Member:
    """A position as a member in place."""
    role, company = world.knowledge.roles[position.role], world.company
    hours, quantity, cost = 0.0, position.quantity, position.cost
    if is_owner(role):
        given = position.hours or world.rules.in_place_owner_hours
        quantity, cost = position.quantity * given / world.worked, 0.0
    elif not is_employee(role):
        hours = usual_hours(company, world.market, role, position, world.rules)
    return Member(
        role=position.role,
        quantity=quantity,
        hours=round(hours, 1),
        existing=True,
        since_months=position.since_months or 12.0,
        yearly_cost=cost,
        name=position.name,
    )


def _within_budget(world: World, members: list[Member]) -> list[Member]:
    """Where neither the hours nor the cost of a provider are said and the usual ones would pass the
    stated budget, they are what the budget leaves: the contract is there, so it is paid."""
    budget = world.company.get("marketing.budget")
    if not isinstance(budget, (int, float)) or budget <= 0:
        return members
    guessed = [
        i
        for i, (p, m) in enumerate(zip(world.company.team, members, strict=True))
        if m.hours > 0 and p.cost is None and p.hours is None
    ]
    costs = [planned(world, m)[0] for m in members]
    usual = sum(costs[i] for i in guessed)
    left = ROOM * budget / 12.0 - (sum(costs) - usual)
    share = min(1.0, max(LEAST, left / usual)) if usual > 0 else 1.0
    return [
        m._replace(hours=round(m.hours * share, 1)) if i in guessed else m
        for i, m in enumerate(members)
    ]


def yearly_cost(world: World, members: tuple[Member, ...]) -> NDArray[np.float64]:
    """(year, scenario) what members in place are paid in each of the first three years."""
    monthly = np.zeros(world.size)
    for m in members:
        row = world.role_keys.index(m.role)
        if m.yearly_cost is not None:
            monthly += m.yearly_cost / 12.0
        elif is_employee(world.knowledge.roles[m.role]):
            monthly += m.quantity * world.prices.pay[row]
        else:
            fee = np.maximum(m.hours * world.prices.pay[row], world.prices.floor[row])
            monthly += m.quantity * fee
    years = range(min(3, world.months // 12))
    return np.stack([12.0 * monthly * world.prices.growth[12 * y] for y in years])
