"""What the members of a team cost, free and leave behind, before anything is simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import WEEKS_PER_MONTH, Role
from timonier.engine.prices import figure, market_figure
from timonier.engine.quantiles import median
from timonier.engine.team import Member, Team, is_employee, is_inside, is_pilot

if TYPE_CHECKING:
    from timonier.engine.simulation import Outcomes, World

Array = NDArray[np.float64]


def planned(world: World, m: Member) -> tuple[float, float]:
    """Planned monthly cost (middle of the draws) and worked or bought hours of a member."""
    cache = world.planned
    if m not in cache:
        cache[m] = _planned(world, m)
    return cache[m]


def _planned(world: World, m: Member) -> tuple[float, float]:
    row = world.role_keys.index(m.role)
    pay, floor = float(world.middle_pay[row]), float(world.middle_floor[row])
    if is_inside(world.knowledge.roles[m.role]):
        usual, hours = pay * m.quantity, world.worked * m.quantity
    else:
        usual, hours = max(floor, pay * m.hours) * m.quantity, m.hours * m.quantity
    return usual if m.yearly_cost is None else m.yearly_cost / 12.0, hours


def months_to_stop(world: World, role: Role, since_months: float) -> float:
    """Months of cost that go on after a decision to stop: notice, procedure, severance."""
    notice = figure(world.company, world.market, role, "notice_months").median
    if not is_employee(role):
        return notice + world.rules.flexibility_provider_minimum_term
    procedure = market_figure(world.company, world.market, "dismissal_procedure_months").median
    return notice + procedure + _severance(world, since_months)


def _severance(world: World, since_months: float) -> float:
    years = since_months / 12.0
    per_year = world.middle_severance
    return per_year * years if since_months >= 8 else 0.0


def release(world: World, teams: tuple[Team, ...]) -> Array:
    """(team, 1) cost of letting people and providers in place go (notice, procedure, severance),
    and what offers in hand ask once."""
    out = np.zeros(len(teams))
    for i, team in enumerate(teams):
        for m in team.released:
            role = world.knowledge.roles[m.role]
            cost, _ = planned(world, m)
            out[i] += cost * months_to_stop(world, role, m.since_months)
        out[i] += sum(m.once for m in team.members)
    return out[:, None]


def exit_cost(world: World, teams: tuple[Team, ...]) -> Array:
    """(team,) what ending the whole team after a year would cost."""
    cache = world.ends
    for m in {m for team in teams for m in team.members} - cache.keys():
        role = world.knowledge.roles[m.role]
        since = 12.0 + (m.since_months if m.existing else 0.0)
        cache[m] = planned(world, m)[0] * months_to_stop(world, role, since)
    return np.array([sum(cache[m] for m in team.members) for team in teams])


@dataclass(frozen=True)
class InsideLoad:
    """Hours a month that a team takes from the company: people matters, steering and briefs."""

    people_hours: float  # recruiting spread over the horizon, follow-up, reviews
    steering_hours: float  # still needed inside, to steer and to coordinate


def inside_load(world: World, outcomes: Outcomes, row: int) -> InsideLoad:
    """What a team costs the company in its own time; outsourcing is never no work (A24, A26)."""
    rules, roles = world.rules, world.knowledge.roles
    staff = [m for m in outcomes.teams[row].members if is_employee(roles[m.role])]
    hires = sum(m.quantity for m in staff if not m.existing)
    managed = sum(m.quantity for m in staff)
    recruiting = rules.people_recruit_hours * hires / world.months
    months = world.steady_months
    steering = median(outcomes["inside_hours"][row]) / months
    return InsideLoad(recruiting + rules.people_manage_hours * managed, steering)


@dataclass(frozen=True)
class Flexibility:
    """(team,) shares: of three months' spend avoided by stopping today, and of swings absorbed."""

    avoided: Array
    up: Array
    down: Array

    def shown(self, stop_weight: float) -> Array:
        """The criterion as the table shows it, 0-1."""
        return stop_weight * self.avoided + (1.0 - stop_weight) * 0.5 * (self.up + self.down)


def flexibility_of(world: World, teams: tuple[Team, ...]) -> Flexibility:
    """What a team can shed or add, weighed by what each member costs and works.

    A swing is of the work of the team, and whoever can move absorbs it: the hours that a contract
    may add take the peak of an employee too, as they do month by month.
    """
    swing, known = world.rules.flexibility_swing, world.prices.supple
    members = [m for team in teams for m in team.members]
    for m in set(members) - known.keys():
        known[m] = _suppleness_of(world, m)
    rows = np.array([known[m] for m in members]).reshape(-1, 5)
    rows[:, 2] *= rows[:, 0]
    of_team = np.repeat(np.arange(len(teams)), [len(team.members) for team in teams])
    sums = np.zeros((len(teams), 5))
    np.add.at(sums, of_team, rows)
    spend, hours, avoided, up, down = sums.T
    spend, hours = np.where(spend > 0, spend, 1.0), np.where(hours > 0, hours, 1.0)
    return Flexibility(
        avoided=avoided / spend,
        up=np.minimum(1.0, up / (swing * hours)),
        down=np.minimum(1.0, down / (swing * spend)),
    )


def _suppleness_of(world: World, m: Member) -> tuple[float, float, float, float, float]:
    """(monthly cost, monthly hours, share avoided by stopping, hours that it can add within a
    month, cost that it can shed within one)."""
    role, rules = world.knowledge.roles[m.role], world.rules
    horizon, swing = rules.flexibility_stop_months, rules.flexibility_swing
    cost, hours = planned(world, m)
    ends = months_to_stop(world, role, m.since_months if m.existing else 12.0)
    avoided = max(0.0, horizon - ends) / horizon
    lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
    again = swing * hours if lead <= 1.0 else 0.0  # as many more can be found
    if is_employee(role):
        return cost, hours, avoided, again, swing * cost if ends <= 1.0 else 0.0
    times = {"freelancer": rules.stretch_freelancer, "agency": rules.stretch_agency}
    most = min(role.max_hours * m.quantity, times.get(role.category, 1.0) * hours)
    if is_pilot(role):  # steers the others: sheds its own share only
        shed = swing * cost if ends <= 1.0 else 0.0
    else:
        shed = cost if ends <= 1.0 else max(0.0, cost - _least_bill(world, role, m))
    return cost, hours, avoided, max(again, most - hours), shed


def _least_bill(world: World, role: Role, m: Member) -> float:
    """What a provider bills in a month without work."""
    if role.category != "agency":
        return world.rules.contract_commit_freelancer * planned(world, m)[0]
    retainer = figure(world.company, world.market, role, "retainer").low * m.quantity
    return max(retainer, world.rules.contract_commit_agency * planned(world, m)[0])
