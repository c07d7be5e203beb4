"""The best teams at other budgets: what each level of money buys, on the same draws.

A search at one budget has simulated thousands of teams, whatever they cost: what each is worth at
another budget is worked out again without simulating, then the best are improved move by move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import log
from typing import Any

from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.feasibility import structural
from timonier.engine.search.beam import Found, Scored, at_edge, best_of, shortlist, starts_of
from timonier.engine.search.candidates import fitted
from timonier.engine.search.judging import Screened, at_budget, screen
from timonier.engine.search.nearby import neighbours
from timonier.engine.simulation import World
from timonier.engine.team import Team

WIDTH = {"in_house": 1, "outsourced": 1, "hybrid": 1}  # teams of each model improved in a round
HOME_WIDTH = {"in_house": 3, "outsourced": 3, "hybrid": 3}  # the same at the company's own budget
REFITTED = 8  # teams of each model whose contracts are cut to the budget, to begin with


@dataclass(frozen=True)
class Rung:
    """One budget, and the best teams of each model within it, best first; ``edge`` as ``Found``."""

    budget: float
    best: Mapping[str, tuple[Team, ...]]
    edge: Mapping[str, tuple[Team, ...]]


def climb(
    world: World,
    weights: NDArray[Any],
    found: Found,
    budgets: Sequence[float],
    *,
    threads: int = 1,
    rounds: int = 2,
    home_rounds: int = 5,
) -> tuple[Found, tuple[Rung, ...]]:
    """The best teams of each model at each of the ``budgets``, in their order, and at the world's
    own budget, better than ``found``.

    Budgets nearest to the world's own come first, so that each begins with what the last one found.
    Its own comes last: what is best with a little more or less money, a little smaller or larger,
    is often better than what the search climbed to.
    """
    start = world.middle_budget
    rungs: dict[float, Rung] = {}
    tried = list(found.pool)
    others = sorted((b for b in budgets if b != start), key=lambda b: abs(log(b / start)))
    for budget in others:
        rungs[budget] = _rung(world.at_budget(budget), weights, tried, WIDTH, rounds, threads)
    home = rungs[start] = _rung(world, weights, tried, HOME_WIDTH, home_rounds, threads)
    better = {m: home.best[m] or found.best[m] for m in MODELS}
    screened = sum(len(part.teams) for part in tried)
    closed = {m: () if better[m] else found.closed[m] for m in MODELS}
    grown = replace(
        found, best=better, closed=closed, screened=screened, pool=tuple(tried), edge=home.edge
    )
    return grown, tuple(rungs[b] for b in budgets)


def _rung(
    there: World,
    weights: NDArray[Any],
    tried: list[Screened],
    width: Mapping[str, int],
    rounds: int,
    threads: int,
) -> Rung:
    known = [at_budget(part, there, weights) for part in tried]
    seen = {t for part in known for t in part.teams}
    ranked: dict[str, list[Scored]] = {
        m: shortlist(there, [x for part in known for x in best_of(there, part, m)]) for m in MODELS
    }
    first = [t for t in _refitted(there, known, weights) if t not in seen]
    seen.update(first)
    new: list[Screened] = []

    def note(part: Screened) -> None:
        new.append(part)
        for m in MODELS:
            ranked[m] = shortlist(there, [*ranked[m], *best_of(there, part, m)])

    if first:
        note(screen(there, first, weights, threads=threads))
    left: set[Team] = set()
    for _ in range(rounds):
        starts = [t for t in starts_of(there, ranked, MODELS, width) if t not in left]
        left.update(starts)
        around = dict.fromkeys(chain.from_iterable(neighbours(there, s) for s in starts))
        near = [t for t in around if t not in seen and structural(there, t)]
        if not near:
            break
        seen.update(near)
        note(screen(there, near, weights, threads=threads))
    tried += new
    best = {m: tuple(t for may, _, t in ranked[m] if may) for m in MODELS}
    edge = at_edge(there, [*known, *new], ranked, weights)
    return Rung(there.middle_budget, best, edge)


def _refitted(there: World, known: Sequence[Screened], weights: NDArray[Any]) -> list[Team]:
    """The teams that would be best whatever they cost, their contracts cut to this budget."""
    best: dict[str, list[tuple[float, Team]]] = {m: [] for m in MODELS}
    for part in known:
        worth = part.merit(weights)
        for m in MODELS:
            rows = [i for i, model in enumerate(part.model) if model == m and not part.open[i]]
            rows = sorted(rows, key=lambda i: -worth[i])[:REFITTED]
            best[m] += [(float(worth[i]), part.teams[i]) for i in rows]
    kept = [t for m in MODELS for _, t in sorted(best[m], key=lambda x: -x[0])[:REFITTED]]
    made = (fitted(there, t) for t in dict.fromkeys(kept))
    return [t for t in dict.fromkeys(made) if t is not None and structural(there, t)]
