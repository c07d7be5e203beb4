"""Search the best team of each model on common random numbers.

Small teams are enumerated from the roles that the needs call for, their contracts sized on the
planned work; the best of each model are then improved by local moves, on the same draws. A model
that a round brings nothing rests until another's moves better it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.feasibility import loads, structural, unled
from timonier.engine.quantiles import median, medians
from timonier.engine.search.candidates import enumerate_teams
from timonier.engine.search.judging import Screened, screen
from timonier.engine.search.mending import WORTH_IT, Nearly
from timonier.engine.search.nearby import neighbours, resized
from timonier.engine.simulation import World
from timonier.engine.team import Team, employees, model_of, pilots

Move = Callable[[World, Team], Sequence[Team]]


@dataclass(frozen=True)
class Found:
    """The best teams of each model, best first, and how many were simulated.

    ``spread``: (max - min) / median of the initial cost over a model's feasible teams. ``closed``:
    for a model without a feasible team, those that would be best if no rule closed them.
    ``worth``: expected utility of the best teams on the draws of the second look;
    ``finalists``: those of each model that meet all the scenarios.
    ``reserve``: of each model, the best team of each way of being steered, open or not, for what
    an answer or a what-if could bring. ``edge``: the teams of each model that would be clearly
    better than its best, and that so few draws may have closed by luck.
    """

    best: dict[str, tuple[Team, ...]]
    screened: int
    spread: dict[str, float]
    closed: dict[str, tuple[Team, ...]]
    reserve: dict[str, tuple[Team, ...]]
    worth: Mapping[Team, float] = field(default_factory=dict)
    finalists: Mapping[str, tuple[Team, ...]] = field(default_factory=dict)
    edge: Mapping[str, tuple[Team, ...]] = field(default_factory=dict)
    pool: tuple[Screened, ...] = ()  # all that were simulated
    looked: int = 0  # scenarios of the second look


def search(world: World, weights: NDArray[Any], *, threads: int = 1, rounds: int = 12) -> Found:
    """The best feasible teams of each model by expected utility on this world's draws."""
    pool = screen(world, promising(world, enumerate_teams(world)), weights, threads=threads)
    ranked = {m: best_of(world, pool, m) for m in MODELS}
    seen, left, awake = set(pool.teams), set[Team](), set(MODELS)
    nearly = Nearly(weights)
    nearly.note(pool)
    parts = [pool]
    for turn in range(rounds):
        before = {m: _first(ranked[m]) for m in MODELS}
        firsts = {m: _firsts(world, ranked[m]) for m in MODELS}
        width = WIDTH if turn < LATE else LATE_WIDTH
        starts = [t for t in starts_of(world, ranked, awake, width) if t not in left]
        left.update(starts)
        closed = nearly.worth_mending(
            {m: w if may else -1.0 for m, (may, w) in before.items()}, awake
        )
        cut = nearly.trimmed(world, {m: w if may else -1.0 for m, (may, w) in before.items()})
        near = chain(
            moves(world, starts, seen, neighbours), moves(world, closed, seen, resized),
            moves(world, cut, seen, itself),
        )  # fmt: skip
        one = next(near, None)
        if one is None:
            break
        more = screen(world, chain([one], near), weights, threads=threads)
        nearly.note(more)
        parts.append(more)
        for m in MODELS:
            ranked[m] = shortlist(world, [*ranked[m], *best_of(world, more, m)])
        awake = {m for m in MODELS if _gained(firsts[m], _firsts(world, ranked[m]))}
        if not awake:
            break
    return _found(world, parts, ranked, weights, len(seen))


def _found(
    world: World,
    parts: Sequence[Screened],
    ranked: Mapping[str, Sequence[Scored]],
    weights: NDArray[Any],
    screened: int,
) -> Found:
    """What a search gives: its best teams, and of its first teams what else may be asked."""
    first = parts[0]
    best = {m: tuple(t for may, _, t in ranked[m] if may) for m in MODELS}
    merits = _merits(world, first, weights)
    built = {m: [i for i in merits if first.model[i] == m] for m in MODELS}
    return Found(
        best=best,
        screened=screened,
        spread={m: _spread(first, m) for m in MODELS},
        closed={m: tuple(first.teams[i] for i in built[m][:CLOSED]) for m in MODELS if not best[m]},
        reserve={m: _reserve(world, [first.teams[i] for i in built[m]]) for m in MODELS},
        pool=tuple(parts),
    )


def promising(world: World, teams: Sequence[Team]) -> list[Team]:
    """Without most of those that their own plan leaves unsteered, where a hard rule closes them.

    Of each model and way of being steered, those that plan the most work are kept: an answer or a
    what-if may open them.
    """
    planned = loads(world, world.pack(teams))
    lost = unled(world, planned).tolist()
    work = [load.delivered_inside + load.delivered_outside for load in planned]
    held: Counter[tuple[Any, ...]] = Counter()
    kept = []
    for i in sorted(range(len(teams)), key=lambda i: -work[i]):
        model = model_of(teams[i], planned[i], world.knowledge.roles, world.rules)
        way: tuple[Any, ...] = (model, *_steered_by(world, teams[i])) if lost[i] else (model,)
        held[way] += 1
        if not lost[i] or held[way] <= UNLED:
            kept.append(i)
    return [teams[i] for i in sorted(kept)]


def _first(scored: Sequence[Scored]) -> tuple[bool, float]:
    return scored[0][:2] if scored else (False, -2.0)


def _firsts(world: World, scored: Sequence[Scored]) -> dict[Way, tuple[bool, float]]:
    """The first team of each way of working."""
    out: dict[Way, tuple[bool, float]] = {}
    for one in scored:
        out.setdefault(_way(world, one[2]), one[:2])
    return out


def _gained(
    before: Mapping[Way, tuple[bool, float]], now: Mapping[Way, tuple[bool, float]]
) -> bool:
    """Whether the first team of some way of working is new, became open, or is better by more than
    rounding."""
    for way, (may, merit) in now.items():
        was = before.get(way, (False, -2.0))
        if (may, merit) > (was[0], was[1] + 1e-4):
            return True
    return False


def starts_of(
    world: World,
    ranked: Mapping[str, Sequence[Scored]],
    awake: Container[str],
    width: Mapping[str, int],
) -> list[Team]:
    """The best teams of each model that is ``awake``, of different people."""
    named = [m for m in MODELS if m in awake]
    return [t for m in named for _, _, t in _varied(world, ranked[m], 1)[: width[m]]]


def moves(world: World, starts: Sequence[Team], seen: set[Team], near: Move) -> Iterator[Team]:
    """Teams one move away from others, as they are met; ``seen`` grows with them."""
    for start in starts:
        for team in near(world, start):
            if team not in seen and structural(world, team):
                seen.add(team)
                yield team


def itself(_world: World, team: Team) -> Sequence[Team]:
    """The team as it is."""
    return (team,)


KEEP = 8
UNLED = 8  # teams tried of each model and way of being steered that a rule closes anyway
VARIANTS = 2  # of the same people, kept of a model
AT_EDGE = 2  # teams of each model that luck may have closed, tried on more draws
CLOSED = 1  # nearest teams of a model that has none that is open
# Teams of each model whose neighbours are tried in a round: more where more kinds of people join,
# so that all end as near to their best. What a late round still brings comes of the first two.
WIDTH = {"in_house": 3, "outsourced": 3, "hybrid": 4}
LATE, LATE_WIDTH = 5, {"in_house": 2, "outsourced": 2, "hybrid": 2}
Way = tuple[bool, int, bool]  # led by an employee, how much a pilot is bought, by an agency
Scored = tuple[bool, float, Team]  # whether it is open, its merit, the team


def _order(scored: Scored) -> tuple[bool, float]:
    return not scored[0], -scored[1]


def at_edge(
    world: World,
    parts: Sequence[Screened],
    ranked: Mapping[str, Sequence[Scored]],
    weights: NDArray[Any],
) -> dict[str, tuple[Team, ...]]:
    """The teams of each model that these draws close narrowly (``Screened.edge``), worth clearly
    more than the best that they leave open: those first that have the most more, the nearer to
    the rule the surer. A whole post costs what it costs: none smaller stands within the margin
    that a search keeps from the budget."""
    found: dict[str, list[Scored]] = {m: [] for m in MODELS}
    firsts = {m: _first(ranked[m]) for m in MODELS}
    least = {m: worth + WORTH_IT if may else 0.0 for m, (may, worth) in firsts.items()}
    for part in parts:
        rows = np.flatnonzero(part.edge)
        far = (part.passing[rows] - part.limit) / (part.edge_limit - part.limit)
        near = (1.0 - far.clip(0.0, 1.0)).tolist()
        for i, worth, sure in zip(rows.tolist(), part.merit(weights, rows), near, strict=True):
            more = float(worth) - least.get(part.model[i], np.inf)
            if more > 0:
                found[part.model[i]].append((False, more * sure, part.teams[i]))
    best = {m: _varied(world, sorted(found[m], key=_order), 1)[:AT_EDGE] for m in MODELS}
    return {m: tuple(t for _, _, t in best[m]) for m in MODELS}


def best_of(world: World, pool: Screened, model: str) -> list[Scored]:
    rows = [i for i, m in enumerate(pool.model) if m == model and pool.allowed[i].any()]
    return shortlist(world, [(bool(pool.open[i]), _merit(pool, i), pool.teams[i]) for i in rows])


def shortlist(world: World, scored: Sequence[Scored]) -> list[Scored]:
    """The best team, the best of each other way of working, then the next ones.

    A search that keeps to one way stays there: the few hours that a rule misses on other draws
    would then close the model.
    """
    ordered = _varied(world, sorted(scored, key=_order), VARIANTS)
    first: dict[Way, Scored] = {}
    for one in ordered:
        if one[0] or not ordered[0][0]:
            first.setdefault(_way(world, one[2]), one)
    ahead = list(first.values())
    return [*ahead, *(one for one in ordered if one not in ahead)][:KEEP]


def _varied(world: World, ordered: Sequence[Scored], of_each: int) -> list[Scored]:
    """Few of each staff: the variants of one team would crowd out every other."""
    held: Counter[tuple[str, ...]] = Counter()
    out = []
    for one in ordered:
        _, staff = _kind(world, one[2])
        held[staff] += 1
        if held[staff] <= of_each:
            out.append(one)
    return out


def _merit(pool: Screened, i: int) -> float:
    """Expected utility; of a team that costs too much, how near it comes to the budget."""
    return float(pool.utility[i]) if pool.open[i] else -float(pool.overrun[i])


def _merits(world: World, pool: Screened, weights: NDArray[Any]) -> list[int]:
    """Rows of the pool, best first, whatever rule closes them; those that cost too much last."""
    worth = pool.merit(weights)
    dear = pool.overrun >= pool.limit
    rows = range(len(pool.teams))
    return sorted(rows, key=lambda i: (bool(dear[i]), -float(worth[i])))


def _reserve(world: World, teams: Sequence[Team]) -> tuple[Team, ...]:
    """The first team of each way of being steered: by an employee, by few or many bought hours."""
    best: dict[tuple[bool, int], Team] = {}
    for team in teams:
        best.setdefault(_steered_by(world, team), team)
    return tuple(best.values())


def _steered_by(world: World, team: Team) -> tuple[bool, int]:
    roles, rules = world.knowledge.roles, world.rules
    led = any(
        roles[m.role].steering_level >= rules.framework_pilot_level for m in employees(team, roles)
    )
    bought = sum(m.hours * m.quantity for m in pilots(team, roles))
    few = rules.search_pilot_days_max * world.market.hours_per_day / 2.0
    return led, 0 if bought == 0 else 1 if bought <= few else 2


def _way(world: World, team: Team) -> Way:
    """How a team works: how it is steered, and whether a new agency works for it. One agency takes
    the place of several people, so that no single move goes from one way to the other."""
    return _kind(world, team)[0]


def _kind(world: World, team: Team) -> tuple[Way, tuple[str, ...]]:
    """The way in which a team works and its staff, role by role: looked up at every budget."""
    held = world.kinds.get(team)
    if held is None:
        roles, members = world.knowledge.roles, team.members
        agency = any(roles[m.role].category == "agency" and not m.existing for m in members)
        staff = tuple(m.role for m in members for _ in range(ceil(m.quantity)))
        held = world.kinds[team] = ((*_steered_by(world, team), agency), staff)
    return held


def _spread(pool: Screened, model: str) -> float:
    rows = [i for i, m in enumerate(pool.model) if m == model and pool.open[i]]
    if len(rows) < 2:
        return 0.0
    cost = medians(pool.scores.initial_money[rows])
    middle = median(cost)
    return float((cost.max() - cost.min()) / middle) if middle > 0 else 0.0
