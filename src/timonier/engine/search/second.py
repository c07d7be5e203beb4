"""A second look: the shortlists sorted again on more draws than the search's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.feasibility import structural
from timonier.engine.search.beam import KEEP, Found, at_edge, best_of, moves, shortlist
from timonier.engine.search.judging import Screened, screen
from timonier.engine.search.nearby import neighbours
from timonier.engine.simulation import World
from timonier.engine.team import Team

NOTICEABLE = 0.01  # of utility: by so much a team that fell was better than those that hold


# How much of the search's margins is kept on more draws, of which less is luck: by the teams met,
# and by those that a polish tries.
LOOKED, POLISHING = 0.4, 0.5
POLISHED = 4  # teams of each model that are improved on more draws
ROUNDS = 8  # at most: it ends where none is better


def polish(world: World, found: Found, weights: NDArray[Any], *, threads: int = 1) -> Found:
    """The best teams of each model improved move by move on the draws of this world.

    On few draws two teams that differ by one contract are worth the same: what they climbed to is
    a summit of those draws, and on more of them a neighbour is often better. What these draws close
    narrowly is left for more of them to judge.
    """
    starts = [t for m in MODELS for t in (*found.best[m][:POLISHED], *found.edge.get(m, ()))]
    if not starts:
        return found
    pool = screen(world, starts, weights, threads=threads, margins=0.0)
    ranked = {m: best_of(world, pool, m) for m in MODELS}
    seen, left, parts = set(starts), set[Team](), list[Screened]()
    for _ in range(ROUNDS):
        first = [t for m in MODELS for may, _, t in ranked[m][:1] if may and t not in left]
        left.update(first)
        near = list(moves(world, first, seen, neighbours))
        if not near:
            break
        parts.append(screen(world, near, weights, threads=threads, margins=POLISHING))
        for m in MODELS:
            ranked[m] = shortlist(world, [*ranked[m], *best_of(world, parts[-1], m)])
    better = {m: [t for may, _, t in ranked[m] if may] for m in MODELS}
    best = {m: tuple(dict.fromkeys([*better[m], *found.best[m]])) for m in MODELS}
    narrow = at_edge(world, parts, ranked, weights)
    edge = {m: tuple(dict.fromkeys([*found.edge.get(m, ()), *narrow[m]])) for m in MODELS}
    return replace(
        found, best=best, edge=edge, closed=_closed(found, best),
        screened=found.screened + len(seen) - len(starts),
    )  # fmt: skip


def look_again(world: World, found: Found, weights: NDArray[Any], *, threads: int = 1) -> Found:
    """The shortlist of each model in the order that this world's draws give it.

    The search goes to the edge of the budget on few draws: of teams that differ by a few hours, all
    may fall on the wrong side elsewhere. A model whose first team falls, with none near it
    that holds, gets those one move away. What those few draws closed narrowly is looked at too. The
    first of each is a finalist; where it does not keep the margins of the search, so is the best
    one that does.
    """
    known = {m: tuple(dict.fromkeys([*found.best[m], *found.edge.get(m, ())])) for m in MODELS}
    if not any(known.values()):
        return found
    seen = _seen(world, known, weights, threads)
    mended = {m: _mended(world, known[m], seen[m], m, weights) for m in MODELS if found.best[m]}
    again = {m: (*known[m], *near) for m, near in mended.items() if near}
    seen |= _seen(world, again, weights, threads)
    looked = [s for s in seen.values() if s is not None]
    worth = {t: float(u) for s in looked for t, u in zip(s.teams, s.utility, strict=True)}
    best, finalists = {}, {}
    for m in MODELS:
        best[m], last = _sorted(world, seen[m], m, only_open=not found.best[m])
        finalists[m] = best[m][:last]
    return replace(
        found, best=best, closed=_closed(found, best), worth=worth, finalists=finalists,
        looked=world.size,
    )  # fmt: skip


def _closed(found: Found, best: Mapping[str, tuple[Team, ...]]) -> dict[str, tuple[Team, ...]]:
    """Those of models that have no team, now that more draws have been looked at."""
    return {m: teams for m, teams in found.closed.items() if not best[m]}


def _seen(
    world: World, best: dict[str, tuple[Team, ...]], weights: NDArray[Any], threads: int
) -> dict[str, Screened | None]:
    """The teams of each model on these draws, the hard rules as they are; None where there is
    no team."""
    return {
        m: screen(world, teams, weights, threads=threads, margins=LOOKED) if teams else None
        for m, teams in best.items()
    }


def _mended(
    world: World,
    shortlist: Sequence[Team],
    seen: Screened | None,
    model: str,
    weights: NDArray[Any],
) -> list[Team]:
    """Teams one move away from the best of a model, where these draws close it and leave none
    that is worth about as much."""
    if seen is None or (seen.open[0] and seen.model[0] == model):
        return []
    worth = seen.merit(weights)
    holds = seen.open & np.array([name == model for name in seen.model])
    if holds.any() and worth[holds].max() > worth[0] - NOTICEABLE:
        return []
    moves = dict.fromkeys(t for one in shortlist[:2] for t in neighbours(world, one))
    return [t for t in moves if t not in shortlist and structural(world, t)]


def _sorted(
    world: World, seen: Screened | None, model: str, *, only_open: bool
) -> tuple[tuple[Team, ...], int]:
    """The shortlist of a model, and how many of its first teams are finalists."""
    if seen is None:
        return (), 0
    teams = seen.teams
    rules = world.rules
    busy = seen.used.min(axis=1) >= rules.use_least + rules.search_use_margin
    safe = busy & (seen.overrun <= rules.search_overrun_probability)
    holds = seen.open & np.array([name == model for name in seen.model])
    order = sorted(range(len(teams)), key=lambda i: (not holds[i], -seen.utility[i]))
    order = [i for i in order if holds[i] or not only_open]
    kept = next((k for k, i in enumerate(order) if holds[i] and safe[i]), 0)
    if kept:
        order.insert(1, order.pop(kept))
    return tuple(teams[i] for i in order[:KEEP]), 2 if kept else 1
