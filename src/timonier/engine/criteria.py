"""From what happened to the criteria: measures that are shown, values that are ranked.

Measures have the units of the page; values are 0-1 between fixed anchors, so that a criterion is
worth what this company has at stake in it (method, section 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import CRITERIA, FUNCTIONS, Role
from timonier.engine.prices import figure, market_figure
from timonier.engine.quantiles import median
from timonier.engine.simulation import Outcomes, World
from timonier.engine.simulation.world import WEEKS_PER_MONTH, Needed
from timonier.engine.team import Member, Team, is_employee, is_pilot

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """What ranks teams: (team, scenario) arrays. Shares are 0-1; costs in months of budget or
    ratio to budget."""

    alignment: Array
    initial_cost: Array  # months of budget
    initial_money: Array
    speed: Array  # share of the first year's execution lost by waiting
    cycle: Array  # working days
    expertise: Array
    coverage: Array
    total_cost: Array  # ratio to budget
    paid: Array
    steering_ratio: Array
    values: NDArray[np.float32]  # (team, criterion, scenario) 0-1


@dataclass(frozen=True)
class Measures(Scores):
    """All that is shown of teams, in the same arrays."""

    alignment_early: Array
    flexibility: Array
    weeks_25: Array
    weeks_80: Array
    functions: Array  # (function, team, scenario)
    coordination_ratio: Array
    exit_cost: Array
    overload: Array
    dilution: Array
    brand_outside: Array


def score(world: World, outcomes: Outcomes) -> Scores:
    """What the ranking reads of every team in every scenario; of a brief simulation too."""
    needed, rules = world.needed, world.rules
    counted = sum(outcomes[f"counted_{f}"] for f in FUNCTIONS)
    wanted = needed.total + outcomes["needed_coordination"]
    release = _release(world, outcomes.teams)
    paid, initial = outcomes["paid"] + release, outcomes["initial"] + release
    undone = rules["undone.price"] * outcomes["undone"]
    months = max(1, world.months - world.kernel_rules.steady)
    found = Scores(
        alignment=outcomes["alignment"] / _safe(needed.alignment),
        initial_cost=initial / (world.budget / 12.0),
        initial_money=initial,
        speed=_waited(needed, outcomes),
        cycle=outcomes["cycle"] / months,
        expertise=_expertise(world, outcomes),
        coverage=counted / _safe(wanted),
        total_cost=(paid + undone) / (world.budget * world.months / 12.0),
        paid=paid,
        steering_ratio=outcomes["steering_supplied"] / _safe(outcomes["steering_required"]),
        values=np.empty((len(outcomes.teams), len(CRITERIA), world.size), dtype=np.float32),
    )
    _value(world, found, _flexibility(world, outcomes.teams))
    return found


def measure(world: World, outcomes: Outcomes) -> Measures:
    """Every measure of every team in every scenario, and the values that the ranking reads."""
    needed, rules = world.needed, world.rules
    shown = _flexibility(world, outcomes.teams).shown(rules["flexibility.stop_weight"])
    served = outcomes["hours_inside"] + outcomes["hours_outside"]
    demand = sum(needed.steady.values())
    brand = _safe(_brand_needed(world))
    return Measures(
        **vars(score(world, outcomes)),
        alignment_early=outcomes["alignment_early"] / _safe(needed.alignment_early),
        flexibility=np.repeat(shown[:, None], world.size, axis=1),
        weeks_25=_weeks(outcomes["weeks_25"], world.months),
        weeks_80=_weeks(outcomes["weeks_80"], world.months),
        functions=np.stack([_function(world, outcomes, i) for i in range(4)]),
        coordination_ratio=outcomes["coordination_supplied"]
        / _safe(outcomes["coordination_needed"]),
        exit_cost=_exit(world, outcomes.teams),
        overload=demand / _safe(served),
        dilution=outcomes["brand_diluted"] / brand,
        brand_outside=outcomes["brand_outside"] / brand,
    )


def _waited(needed: Needed, outcomes: Outcomes) -> Array:
    """Share of the execution of the first months lost by waiting, against the steady state."""
    first = outcomes["execution_first"] / _safe(needed.execution_first)
    steady = outcomes["counted_execution"] / _safe(needed.execution_steady)
    return np.clip(1.0 - first / _safe(steady), 0.0, 1.0)


def _safe(values: Array) -> Array:
    """A denominator that is never nil."""
    return np.maximum(values, 1e-6)


def _function(world: World, outcomes: Outcomes, index: int) -> Array:
    name = FUNCTIONS[index]
    wanted = world.needed.steady[name]
    if name == "coordination":
        wanted = wanted + outcomes["needed_coordination"]
    counted = outcomes[f"counted_{name}"]
    done = np.where(wanted > 1e-6, counted / np.maximum(wanted, 1e-6), 1.0)
    return np.clip(done, 0.0, 1.0)


def _weeks(weeks: Array, months: int) -> Array:
    """A level that is never reached counts as the whole horizon."""
    return np.where(weeks < 0, months * WEEKS_PER_MONTH, weeks)


def _expertise(world: World, outcomes: Outcomes) -> Array:
    wanted = world.needed.specialised
    return np.where(wanted > 1e-6, outcomes["expertise"] / np.maximum(wanted, 1e-6), 1.0)


def _brand_needed(world: World) -> Array:
    steady = world.kernel_rules.steady
    brand = np.array([a.brand_sensitivity for a in world.needs.activities], dtype=np.float32)
    late = world.needs.hours[:, steady:].sum(axis=1, dtype=np.float64)
    return np.asarray(brand @ late)


@dataclass(frozen=True)
class Flexibility:
    """(team,) shares: of three months' spend avoided by stopping today, and of swings absorbed."""

    avoided: Array
    up: Array
    down: Array

    def shown(self, stop_weight: float) -> Array:
        """The criterion as the table shows it, 0-1."""
        return stop_weight * self.avoided + (1.0 - stop_weight) * 0.5 * (self.up + self.down)


def _flexibility(world: World, teams: tuple[Team, ...]) -> Flexibility:
    """What a team can shed or add, weighed by what each member costs and works.

    A swing is of the work of the team, and whoever can move absorbs it: the hours that a contract
    may add take the peak of an employee too, as they do month by month.
    """
    swing, known = world.rules["flexibility.swing"], world.prices.supple
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
    horizon, swing = rules["flexibility.stop_months"], rules["flexibility.swing"]
    cost, hours = planned(world, m)
    ends = months_to_stop(world, role, m.since_months if m.existing else 12.0)
    avoided = max(0.0, horizon - ends) / horizon
    lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
    again = swing * hours if lead <= 1.0 else 0.0  # as many more can be found
    if is_employee(role):
        return cost, hours, avoided, again, swing * cost if ends <= 1.0 else 0.0
    times = {"freelancer": rules["stretch.freelancer"], "agency": rules["stretch.agency"]}
    most = min(role.max_hours * m.quantity, times.get(role.category, 1.0) * hours)
    if is_pilot(role):  # steers the others: sheds its own share only
        shed = swing * cost if ends <= 1.0 else 0.0
    else:
        shed = cost if ends <= 1.0 else max(0.0, cost - _least_bill(world, role, m))
    return cost, hours, avoided, max(again, most - hours), shed


def _least_bill(world: World, role: Role, m: Member) -> float:
    """What a provider bills in a month without work."""
    if role.category != "agency":
        return world.rules["contract.commit_freelancer"] * planned(world, m)[0]
    retainer = figure(world.company, world.market, role, "retainer").low * m.quantity
    return max(retainer, world.rules["contract.commit_agency"] * planned(world, m)[0])


def planned(world: World, m: Member) -> tuple[float, float]:
    """Planned monthly cost (middle of the draws) and worked or bought hours of a member."""
    cache: dict[Member, tuple[float, float]] = world.__dict__.setdefault("_planned", {})
    if m not in cache:
        cache[m] = _planned(world, m)
    return cache[m]


def _planned(world: World, m: Member) -> tuple[float, float]:
    row = world.role_keys.index(m.role)
    pay = float(world.middle_pay[row])
    if is_employee(world.knowledge.roles[m.role]):
        known = m.yearly_cost / 12.0 if m.yearly_cost is not None else pay * m.quantity
        return known, world.kernel_rules.worked * m.quantity
    floor = float(world.middle_floor[row])
    return max(floor * m.quantity, pay * m.hours * m.quantity), m.hours * m.quantity


def months_to_stop(world: World, role: Role, since_months: float) -> float:
    """Months of cost that go on after a decision to stop: notice, procedure, severance."""
    notice = figure(world.company, world.market, role, "notice_months").median
    if not is_employee(role):
        return notice + world.rules["flexibility.provider_minimum_term"]
    procedure = market_figure(world.company, world.market, "dismissal_procedure_months").median
    return notice + procedure + _severance(world, since_months)


def _severance(world: World, since_months: float) -> float:
    years = since_months / 12.0
    per_year = world.middle_severance
    return per_year * years if since_months >= 8 else 0.0


def _release(world: World, teams: tuple[Team, ...]) -> Array:
    """Cost of letting people and providers in place go: notice, procedure, severance."""
    out = np.zeros(len(teams))
    for i, team in enumerate(teams):
        for m in team.released:
            role = world.knowledge.roles[m.role]
            cost, _ = planned(world, m)
            out[i] += cost * months_to_stop(world, role, m.since_months)
    return out[:, None]


def _exit(world: World, teams: tuple[Team, ...]) -> Array:
    """What ending the whole team after a year would cost."""
    cache: dict[Member, float] = world.__dict__.setdefault("_ends", {})
    for m in {m for team in teams for m in team.members} - cache.keys():
        role = world.knowledge.roles[m.role]
        since = 12.0 + (m.since_months if m.existing else 0.0)
        cache[m] = planned(world, m)[0] * months_to_stop(world, role, since)
    out = np.array([sum(cache[m] for m in team.members) for team in teams])
    return np.repeat(out[:, None], world.size, axis=1)


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
    recruiting = rules["people.recruit_hours"] * hires / world.months
    months = max(1, world.months - world.kernel_rules.steady)
    steering = median(outcomes["inside_hours"][row]) / months
    return InsideLoad(recruiting + rules["people.manage_hours"] * managed, steering)


def _value(world: World, m: Scores, flexibility: Flexibility) -> None:
    rules, v = world.rules, m.values
    between = _between
    v[:, 0] = between(m.alignment, rules["value.alignment_zero"], rules["value.alignment_one"])
    swing = 0.5 * (2.0 - flexibility.up - flexibility.down)[:, None] * world.needs.moving[None, :]
    loss = swing + (1.0 - flexibility.avoided)[:, None] * world.needs.cut[None, :]
    v[:, 1] = np.clip(1.0 - loss / rules["value.flexibility_loss"], 0.0, 1.0)
    v[:, 2] = between(m.initial_cost, rules["value.initial_cost_zero"], 0.0)
    cycle = between(m.cycle, rules["value.cycle_worst"], rules["value.cycle_best"])
    v[:, 3] = np.minimum(np.clip(1.0 - m.speed / rules["value.speed_loss"], 0.0, 1.0), cycle)
    special = world.needed.specialised / np.maximum(world.needed.total, 1e-6)
    v[:, 4] = np.clip(1.0 - special * (1.0 - m.expertise) / rules["value.expertise_loss"], 0.0, 1.0)
    v[:, 5] = between(m.coverage, rules["value.coverage_zero"], rules["value.coverage_one"])
    v[:, 6] = between(m.total_cost, rules["value.total_cost_zero"], rules["value.total_cost_one"])


def _between(x: Array, zero: float, one: float) -> Array:
    """Linear value of x: 0 at ``zero``, 1 at ``one``, cut outside.

    >>> _between(np.array([0.0, 6.0, 24.0]), 12.0, 0.0).tolist()
    [1.0, 0.5, 0.0]
    """
    return np.clip((x - zero) / (one - zero), 0.0, 1.0)


def classes(measure_of: Mapping[str, float], rules: Mapping[str, float]) -> dict[str, str]:
    """The class of each criterion of the article's table, from the middle of its measures.

    ``measure_of`` has alignment, flexibility, expertise, weeks_25 and cycle; the class of the
    initial cost compares models and is set by ``cost_classes``.
    """
    a, f, e = (measure_of[k] for k in ("alignment", "flexibility", "expertise"))
    weeks, cycle = measure_of["weeks_25"], measure_of["cycle"]
    fast = weeks <= rules["class.speed_fast_weeks"] and cycle <= rules["class.speed_fast_cycle"]
    slow = weeks > rules["class.speed_slow_weeks"] or cycle > rules["class.speed_slow_cycle"]
    return {
        "alignment": _cut(
            a, "weak", "medium", "strong", rules, "alignment_weak", "alignment_strong"
        ),
        "flexibility": _cut(
            f, "low", "medium", "high", rules, "flexibility_low", "flexibility_high"
        ),
        "expertise": _cut(
            e, "limited", "medium", "strong", rules, "expertise_limited", "expertise_strong"
        ),
        "speed": "fast" if fast else ("slow" if slow else "medium"),
    }


def _cut(
    x: float, low: str, mid: str, high: str, rules: Mapping[str, float], weak: str, strong: str
) -> str:
    if x >= rules[f"class.{strong}"]:
        return high
    return low if x < rules[f"class.{weak}"] else mid


def cost_classes(
    initial: Mapping[str, float], spread: Mapping[str, float], rules: Mapping[str, float]
) -> dict[str, str]:
    """Class of the initial cost: high for the dearest model, adjustable where teams spread widely.

    ``initial``: middle initial cost of each model's team; ``spread``: (max - min) / median over the
    feasible teams of a model whose content can be scaled (the hybrid).
    """
    dearest = max(initial, key=lambda k: initial[k])
    out = {}
    for model in initial:
        wide = spread.get(model, 0.0) >= rules["class.cost_adjustable_spread"]
        out[model] = "adjustable" if wide else ("high" if model == dearest else "medium")
    return out
