"""Staged teams: begin with one organisation and pass to another, searched over the horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Knowledge, Role
from timonier.engine.company import Company
from timonier.engine.criteria import score
from timonier.engine.feasibility import allowed, loads, passing
from timonier.engine.prices import figure
from timonier.engine.rules import rules_of
from timonier.engine.search import Judged, judge
from timonier.engine.simulation import World, make_world, simulate_teams
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import (
    SEATS,
    Member,
    Team,
    employees,
    is_employee,
    is_pilot,
    ordered,
)

Floats = NDArray[np.float64]
SEED = 30
PASSAGES = (("outsourced", "hybrid"), ("outsourced", "in_house"), ("hybrid", "in_house"))


@dataclass(frozen=True)
class Stage:
    """From this month on (0 is the first), this model with this row of the finalists."""

    month: int
    model: str
    row: int


@dataclass(frozen=True)
class Path:
    """Stages in order, and what they add to the best fixed team: utility 0-1 and its error.

    One stage: nothing beats staying with the same team by more than the error.
    """

    stages: tuple[Stage, ...]
    gain: float
    error: float


def best_path(
    company: Company, knowledge: Knowledge, months: int, teams: Mapping[str, Team], first: str,
    weights: Floats,
) -> Path:  # fmt: skip
    """The best staged team when it beats the first model's by more than the error, else that one.

    ``teams`` of the models that are open, ``weights`` (criterion,) the mean weights. Nobody
    employed is let go on the way; stages change every ``path.step_months``. Simulated on its own
    draws, the same for every path.
    """
    size = rules_of(knowledge.method).sampling_path_scenarios
    names = tuple(teams)
    row = {model: i for i, model in enumerate(names)}
    fixed = Path((Stage(0, first, row[first]),), 0.0, 0.0)
    world = make_world(company, knowledge, np.random.default_rng(SEED), size, months)
    judged = judge(world, [teams[m] for m in names], weights)
    chains = _chains(row, _months(world))
    chains = [c for c in chains if _keeps_staff(judged, c, knowledge.roles)]
    ways = [(c, staged(world, judged, c)) for c in chains]
    ways = [(c, team) for c, team in ways if _fits(team)]
    if not ways:
        return fixed
    chains = [c for c, _ in ways]
    worth = _worth(world, judged, chains, [team for _, team in ways], weights)
    stay = np.where(judged.allowed[row[first]], _values(judged, row[first], weights), 0.0)
    ahead = worth - stay
    best = int(ahead.mean(axis=1).argmax())
    gain = float(ahead[best].mean())
    error = float(ahead[best].std() / np.sqrt(world.size))
    if gain <= world.rules.information_significance * error:
        return fixed
    return Path(tuple(chains[best]), gain, error)


def _months(world: World) -> list[int]:
    step = world.rules.path_step_months
    return list(range(step, world.months - step + 1, step))


def _chains(row: Mapping[str, int], months: Sequence[int]) -> list[list[Stage]]:
    """Every passage between two open models, and through the hybrid where all three are open."""
    out = []
    for before, after in PASSAGES:
        if before in row and after in row:
            start = Stage(0, before, row[before])
            out += [[start, Stage(month, after, row[after])] for month in months]
    if all(model in row for model in ("outsourced", "hybrid", "in_house")):
        start = Stage(0, "outsourced", row["outsourced"])
        out += [
            [start, Stage(one, "hybrid", row["hybrid"]), Stage(two, "in_house", row["in_house"])]
            for one in months
            for two in months
            if one < two
        ]
    return out


def _keeps_staff(judged: Judged, chain: Sequence[Stage], roles: Mapping[str, Role]) -> bool:
    for one, other in pairwise(chain):
        before, after = (judged.teams[s.row] for s in (one, other))
        stays = {m.role: m.quantity for m in after.members}
        if any(stays.get(m.role, 0.0) < m.quantity for m in employees(before, roles)):
            return False
    return True


def staged(world: World, judged: Judged, chain: Sequence[Stage]) -> Team:
    """One team whose members come and go with the stages; searches start early enough."""
    members: dict[tuple[str, float, float], Member] = {}
    for i, stage in enumerate(chain):
        end = chain[i + 1].month if i + 1 < len(chain) else None
        for member in judged.teams[stage.row].members:
            key = (member.role, member.quantity, member.hours)
            if key in members:
                members[key] = members[key]._replace(end_month=end)
            else:
                members[key] = _entering(world, member, stage.month, end)
    released = judged.teams[chain[0].row].released
    return Team(ordered(_handed_over(world, list(members.values()))), released)


def _fits(team: Team) -> bool:
    """Whether the simulation has room for everybody who is there at one stage or another."""
    return len(team.members) <= SEATS


def _entering(world: World, member: Member, month: int, end: int | None) -> Member:
    role = world.knowledge.roles[member.role]
    lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
    start = max(0, month - round(lead)) if month else member.start_month
    return member._replace(start_month=start, end_month=end)


def _handed_over(world: World, members: list[Member]) -> list[Member]:
    """Outside pilots stay until those hired after them have settled in (R084)."""
    roles = world.knowledge.roles
    stay = world.rules.pilot_months_after_hire
    hires = [m.start_month for m in members if is_employee(roles[m.role]) and not m.existing]
    out = []
    for member in members:
        if is_pilot(roles[member.role]) and member.end_month is not None and hires:
            member = member._replace(end_month=max(member.end_month, max(hires) + stay))
        out.append(member)
    return out


def _worth(
    world: World,
    judged: Judged,
    chains: Sequence[Sequence[Stage]],
    teams: Sequence[Team],
    weights: Floats,
) -> Floats:
    """(chain, draw) utility; nil where a stage is forbidden or the whole costs too much."""
    scores = score(world, simulate_teams(world, teams, brief=True))
    for i, chain in enumerate(chains):
        scores.value("flexibility")[i] = _over_time(world, judged, chain)
    worth = np.einsum("c,tcs->ts", weights, scores.values)
    last = [chain[-1].model for chain in chains]
    may = allowed(world, teams, scores, last, loads(world, world.pack(teams)))
    for i, chain in enumerate(chains):
        for stage in chain:
            may[i] &= judged.allowed[stage.row]
    dear = passing(world, scores) > world.rules.feasible_overrun_probability
    return np.where(may & ~dear[:, None], worth, 0.0)


def _over_time(world: World, judged: Judged, chain: Sequence[Stage]) -> Floats:
    """Flexibility value of a path: that of each stage for as long as it lasts."""
    ends = [*(stage.month for stage in chain[1:]), world.months]
    out = np.zeros(world.size)
    for stage, end in zip(chain, ends, strict=True):
        share = (end - stage.month) / world.months
        out += share * judged.measures.value("flexibility")[stage.row]
    return out


def _values(judged: Judged, row: int, weights: Floats) -> Floats:
    found: Floats = np.einsum("c,cs->s", weights, judged.measures.values[row])
    return found
