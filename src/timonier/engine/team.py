"""Teams: who works on the marketing, from when, and which of the models that makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count, pairwise
from math import ceil, inf
from typing import Any, NamedTuple

from timonier.engine.catalogue import Role
from timonier.engine.company import OWNER
from timonier.engine.rules import Rules

INTERNAL_PILOT = "internal_pilot"
SEATS = 13  # people and providers that the simulation follows one by one


class Member(NamedTuple):
    """One person or provider of a team.

    ``quantity`` is FTE for an employee, contracts for a provider; ``hours`` are those bought a
    month from a provider (0 for an employee, whose hours follow from the market's working time).
    ``start_month`` 0 is today: the search for the person begins then. ``end_month`` is exclusive.
    """

    role: str
    quantity: float = 1.0
    hours: float = 0.0
    start_month: int = 0
    end_month: int | None = None
    existing: bool = False
    since_months: float = 0.0
    yearly_cost: float | None = None
    name: str = ""
    contact_only: bool = False  # stays as the providers' contact and produces nothing
    once: float = 0.0  # paid once at the start: the setting up of an offer in hand


def ordered(members: Iterable[Member]) -> tuple[Member, ...]:
    """The members as a team holds them: the same people, whoever came first, are one team."""
    held = tuple(members)
    for one, other in pairwise(held):
        if one[:2] >= other[:2]:
            return tuple(sorted(held, key=_place))
    return held  # in their order already, by role and quantity


def _place(m: Member) -> tuple[Any, ...]:
    end, cost = m.end_month, m.yearly_cost
    return (*m[:4], -1 if end is None else end, *m[5:7], -1.0 if cost is None else cost, *m[8:])


class Team(NamedTuple):
    """Members, and the people or providers in place that this team lets go.

    A tuple, like Member: a search makes, sorts and looks up tens of thousands of them.
    """

    members: tuple[Member, ...]
    released: tuple[Member, ...] = ()

    def with_member(self, member: Member) -> Team:
        return self._replace(members=ordered((*self.members, member)))

    def without(self, index: int) -> Team:
        members = self.members
        return self._replace(members=members[:index] + members[index + 1 :])

    def with_change(self, index: int, **changes: Any) -> Team:
        member = self.members[index]._replace(**changes)
        rest = self.members[:index] + self.members[index + 1 :]
        return self._replace(members=ordered((*rest, member)))


def seats(team: Team) -> list[tuple[Member, tuple[float, ...]]]:
    """Each member with the shares of full time in its seats: 2.5 makes 1, 1 and a half.

    In a crowd a seat holds several people of one role, who come and go together: as few of them as
    let everybody sit. Raises ValueError where even the members are more than the seats.

    >>> few, crowd = Team((Member("emp_content", 2.5),)), Team((Member("emp_content", 50.0),))
    >>> seats(few)[0][1], len(seats(crowd)[0][1])
    ((1.0, 1.0, 0.5), 13)
    """
    if len(team.members) > SEATS:
        raise ValueError(f"a team of {len(team.members)} members: at most {SEATS} can be simulated")
    shares = _seated(tuple([m.quantity for m in team.members]))
    return list(zip(team.members, shares, strict=True))


@lru_cache(4096)  # most teams of a search have one person a role
def _seated(quantities: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """The shares of full time in the seats of each quantity."""
    for size in count(1):  # people of a role who share a seat
        shares = tuple(_shares(quantity, size) for quantity in quantities)
        if sum(map(len, shares)) <= SEATS:
            break
    return shares


@lru_cache(4096)
def _shares(quantity: float, size: int) -> tuple[float, ...]:
    if size > 1:
        taken = heads(quantity / size)
        return (quantity / taken,) * taken
    whole = int(quantity + 1e-9)
    rest = quantity - whole
    return (1.0,) * whole + ((rest,) if rest > 1e-9 else ())


def heads(quantity: float) -> int:
    """How many people or contracts a quantity stands for; a part of one counts as one."""
    return max(1, ceil(quantity - 1e-9))


def people_in(team: Team) -> int:
    """How many people and providers a team has."""
    return sum(heads(m.quantity) for m in team.members)


def spans(team: Team) -> list[tuple[Member, int, int]]:
    """The slots of the simulation that each member takes: (member, first, last excluded)."""
    shares = _seated(tuple([m.quantity for m in team.members]))
    ends = list(accumulate(map(len, shares), initial=1))
    return list(zip(team.members, ends, ends[1:], strict=False))


def is_employee(role: Role) -> bool:
    return role.category == "employee"


def hires(team: Team, roles: Mapping[str, Role]) -> bool:
    """Whether somebody is to be employed who is not there yet."""
    return any(not m.existing and is_employee(roles[m.role]) for m in team.members)


def is_owner(role: Role) -> bool:
    """The owner, a relative, an assistant: does the marketing beside another job, without pay."""
    return role.key.partition("~")[0] == OWNER


def is_inside(role: Role) -> bool:
    """Whether somebody of this role works inside the company and produces marketing."""
    return is_employee(role) or is_owner(role)


def is_pilot(role: Role) -> bool:
    """An outside pilot steers month after month; a consultant has no continuing hours (R120)."""
    return role.category == "strategic_external" and role.steering_capacity > 0


def provider_kind(role: Role) -> str:
    """What kind of provider a role is: agency, pilot (any strategic one) or freelancer."""
    return {"agency": "agency", "strategic_external": "pilot"}.get(role.category, "freelancer")


def is_junior(role: Role, threshold: float) -> bool:
    """Whether the role cannot work alone: it needs ``threshold`` hours of a senior per hour."""
    return is_employee(role) and role.steering_need >= threshold


def employees(team: Team, roles: Mapping[str, Role]) -> tuple[Member, ...]:
    """The people inside who produce marketing: employees, and the owner who does it."""
    return tuple([m for m in team.members if is_inside(roles[m.role]) and not m.contact_only])


def pilots(team: Team, roles: Mapping[str, Role]) -> tuple[Member, ...]:
    return tuple([m for m in team.members if is_pilot(roles[m.role])])


def accompanied(hire: Member, led: Iterable[Member], settling: Mapping[str, int]) -> bool:
    """Whether one of the outside pilots ``led`` is there when a hire is chosen, and stays while
    they settle in: ``settling`` months of each role from the beginning of the search on."""
    until = hire.start_month + settling[hire.role]
    return any(
        p.start_month <= hire.start_month and (p.end_month is None or p.end_month >= until)
        for p in led
    )


def advised(hire: Member, team: Team, led: Iterable[Member], roles: Mapping[str, Role]) -> bool:
    """Whether somebody who lasts can judge the successors of an employee: one of the team's outside
    pilots ``led``, or a leader other than that employee."""
    if any(p.end_month is None for p in led):
        return True
    level = roles[hire.role].steering_level
    return any(
        m is not hire
        and is_employee(roles[m.role])
        and roles[m.role].steering_level >= max(3, level)
        for m in team.members
    )


def steering_weight(level: float) -> float:
    """How much an hour of steering by a person of this level is worth: w(L) = (L - 1) / 3."""
    return min(max((level - 1.0) / 3.0, 0.0), 1.0)


@dataclass(frozen=True)
class Load:
    """What a team is planned to do in steady state, hours a month: its model is read from it.

    A bridge, whose contract ends before the steady state, has no part in it.
    """

    delivered_inside: float
    delivered_outside: float
    steering_required: float
    steering_inside: float  # of the people in place and of new employees, in weighted hours
    steering_outside: float
    steering_there: float  # of the people in place alone
    engages: bool  # a new outside pilot, who stays or only bridges

    @property
    def bought_share(self) -> float:
        total = self.delivered_inside + self.delivered_outside
        return self.delivered_outside / total if total > 0 else 0.0

    def spare(self, enough: float) -> float:
        """Weighted hours of the person inside who steers from which a new outside pilot is a
        waste: with them the steering inside gives ``enough`` of what is required. A bridge is
        compared with who is there when it begins. Infinite where no outside pilot is engaged."""
        if not self.engages:
            return inf
        hired = self.steering_inside - self.steering_there if self.steering_outside > 0 else 0.0
        return enough * self.steering_required - hired


def model_of(team: Team, load: Load, roles: Mapping[str, Role], rules: Rules) -> str:
    """Name the model of a team from its planned hours in steady state; each has exactly one.

    Outsourced: nobody inside produces marketing. In-house: people inside produce at least their
    share of the hours and nobody outside steers. Hybrid: the rest (see ``led_by``).
    """
    if not employees(team, roles):
        return "outsourced"
    if load.steering_outside <= 0 and load.bought_share <= rules.in_house_bought_share_max:
        return "in_house"
    return "hybrid"


def led_by(model: str, load: Load) -> str:
    """Who steers in steady state: "outside" where an outside pilot does, else "inside"."""
    return "outside" if load.steering_outside > 0 and model != "in_house" else "inside"
