"""Triage: no search, the teams of similar companies made this company's own and judged at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS, Role
from timonier.engine.feasibility import structural, varies
from timonier.engine.finalists import Finals, own_teams, settled
from timonier.engine.frontier import Step, budgets_of, step_at
from timonier.engine.own import offered, without
from timonier.engine.precedents import Precedent, traits_of
from timonier.engine.sampling import Weights
from timonier.engine.search import Found, fitted, judge, sized
from timonier.engine.simulation import World
from timonier.engine.team import (
    INTERNAL_PILOT,
    SEATS,
    Member,
    Team,
    is_employee,
    is_inside,
    is_pilot,
    ordered,
)

OF_EACH = 10  # precedents of each model
OF_A_LEVEL = 4  # the same where the budget is drawn, at each of its levels
ALONE = 8  # additions of theirs that are tried one by one beside the present team
LEAST = 0.25  # of the hours that the work fills, of a provider


def triage(
    world: World, weights: Weights, threads: int = 1
) -> tuple[Found, tuple[Step, ...], Finals]:
    """The best teams among those of similar companies, judged on all the scenarios of ``world``.

    ValueError where the market has no library.
    """
    mean, drawn = weights.mean, weights.drawn[: world.size]
    teams = list(dict.fromkeys([*tried(world, mean), *own_teams(world)]))
    judged = judge(world, teams, mean, threads=threads)
    budgets = budgets_of(world) if varies(world) else (world.middle_budget,)
    steps = tuple(step_at(world, b, judged, drawn, mean) for b in budgets)
    best = {m: _best(judged, m) for m in MODELS}
    shut = {m: _shut(judged, m) for m in MODELS if not best[m]}
    found = Found(
        best=best,
        screened=len(judged.teams),
        spread=dict.fromkeys(MODELS, 0.0),
        closed=shut,
        reserve=dict.fromkeys(MODELS, ()),
        finalists=best,
    )
    return found, steps, settled(world, judged, found, steps)


def _best(judged: Any, model: str) -> tuple[Team, ...]:
    rows = [i for i, m in enumerate(judged.model) if m == model and judged.open[i]]
    return tuple(judged.teams[i] for i in sorted(rows, key=lambda i: -judged.utility[i]))


def _shut(judged: Any, model: str) -> tuple[Team, ...]:
    rows = [i for i, m in enumerate(judged.model) if m == model]
    return tuple(judged.teams[i] for i in sorted(rows, key=lambda i: judged.overrun[i])[:1])


def tried(world: World, mean: NDArray[Any]) -> list[Team]:
    """The teams worth judging: those of similar companies beside who is in place, and the present
    team with one thing added; contracts sized on the work and cut to the budget."""
    there = world.settled
    library = world.market.library
    if library is None:
        raise ValueError(f"triage: the market {world.market.key} has no library of teams")
    levels = _levels(world)
    drafts: dict[Team, Mapping[str, float]] = {}
    for level in levels:
        near = library.nearest(traits_of(level, mean), OF_A_LEVEL if varies(world) else OF_EACH)
        for people, ended in _ways(there):
            for added, shares in _additions(there, near):
                team = Team(ordered((*people, *added)), ended)
                if len(team.members) <= SEATS and team.members:
                    drafts.setdefault(_completed(there, team), shares)
    held = [t for t in drafts if structural(there, t)]
    whole = sized(there, held)
    stretched = [_stretched(there, t, drafts[d]) for t, d in zip(whole, held, strict=True)]
    made = [fitted(level, t) for level in levels for t in stretched]
    return list(dict.fromkeys(t for t in made if t is not None))


def _levels(world: World) -> list[World]:
    """The world at its budget; where that is drawn, at a low, a middle and a high one."""
    if not varies(world):
        return [world]
    low, middle, high = np.quantile(world.budget, (0.15, 0.5, 0.85))
    return [world.at_budget(float(b)) for b in dict.fromkeys((low, middle, high))]


def _ways(world: World) -> Iterator[tuple[tuple[Member, ...], tuple[Member, ...]]]:
    """(who stays, who is let go): those who may go are kept or let go together."""
    here = world.in_place
    for kept, gone in dict.fromkeys([(here.may_go, ()), ((), here.may_go)]):
        parts = [without(here, m) for m in gone]
        stay = (*here.stay, *kept, *(m for rest, _ in parts for m in rest))
        yield stay, ordered((*here.go, *(m for _, let_go in parts for m in let_go)))


def _additions(
    world: World, near: Sequence[Precedent]
) -> list[tuple[tuple[Member, ...], Mapping[str, float]]]:
    """(who comes, share of the hours that the work fills of each provider by role): those of each
    precedent, each of their commonest members alone, each offer in hand, nobody."""
    groups = dict.fromkeys(p.added for p in near)
    alone = dict.fromkeys(m for g in groups for m in g if m.end_month is None)
    sets: Iterable[tuple[Member, ...]] = [
        (),
        *groups,
        *((m,) for m in list(alone)[:ALONE]),
        *((m,) for m in offered(world)),
    ]
    out: list[tuple[tuple[Member, ...], Mapping[str, float]]] = []
    for members in sets:
        shares = {m.role: m.hours for m in members if m.yearly_cost is None}
        out.append((_here(world, members), shares))
    return out


def _here(world: World, members: Sequence[Member]) -> tuple[Member, ...]:
    """Members of a precedent as they would come to this company, their hours still to be sized."""
    roles, first = world.knowledge.roles, world.hiring.first_month
    hires = [m for m in members if is_employee(roles[m.role])]
    settle = max((first + m.start_month + world.settling[m.role] for m in hires), default=0)
    steady = world.steady
    out = []
    for m in members:
        if is_employee(roles[m.role]):
            out.append(m._replace(start_month=first + m.start_month))
        elif m.end_month is not None:
            out.append(m._replace(end_month=settle if 0 < settle <= steady else None))
        elif is_pilot(roles[m.role]) or m.yearly_cost is not None:
            out.append(m)
        else:
            out.append(m._replace(hours=0.0))
    return tuple(out)


def _completed(world: World, team: Team) -> Team:
    """The team with a provider for each part of the activities that the company names and that
    nobody in it could begin."""
    takes, missing = world.takes, (1 << len(world.named_parts)) - 1
    for m in team.members:
        missing &= ~takes[m.role]
    missing &= ~takes[INTERNAL_PILOT]
    while missing and len(team.members) < SEATS:
        key = max(_sellers(world), key=lambda k: (takes[k] & missing).bit_count())
        if not takes[key] & missing:
            break
        missing &= ~takes[key]
        team = team.with_member(Member(key))
    return team


def _sellers(world: World) -> list[str]:
    roles, market = world.knowledge.roles, world.market.roles
    return [k for k, r in roles.items() if r.category == "freelancer" and market.get(k)]


def _stretched(world: World, team: Team, shares: Mapping[str, float]) -> Team:
    """The hours of new providers as the precedent had them, beside those that the work fills."""
    roles = world.knowledge.roles
    members = [_stretch(m, roles[m.role], shares.get(m.role, 1.0)) for m in team.members]
    return team._replace(members=ordered(members))


def _stretch(m: Member, role: Role, share: float) -> Member:
    if m.existing or m.yearly_cost is not None or is_inside(role) or is_pilot(role):
        return m
    hours = min(max(m.hours * max(share, LEAST), role.min_hours), role.max_hours)
    return m._replace(hours=round(hours, 1))


def added_of(world: World, team: Team) -> tuple[Member, ...]:
    """Who comes in a team, as a precedent keeps them: the inverse of what a triage does.

    Offers in hand are this company's alone: a team that takes one gives nothing.
    """
    roles, first = world.knowledge.roles, world.hiring.first_month
    new = [m for m in team.members if not m.existing]
    if any(m.yearly_cost is not None for m in new):
        return ()
    open_ended = (m._replace(hours=0.0) if _sells(roles[m.role]) else m for m in team.members)
    filled = {m.role: m.hours for m in sized(world, [Team(ordered(open_ended))])[0].members}
    out = []
    for m in new:
        role = roles[m.role]
        if is_employee(role):
            m = m._replace(start_month=max(0, m.start_month - first))
        elif _sells(role):
            m = m._replace(hours=round(m.hours / max(filled[m.role], 1.0), 2), start_month=0)
        out.append(m._replace(end_month=1) if m.end_month is not None else m)
    return ordered(out)


def _sells(role: Role) -> bool:
    """Whether a provider sells hours that its work fills."""
    return not is_inside(role) and not is_pilot(role)
