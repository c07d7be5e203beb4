"""Run the kernel over many teams, on one thread or two, with the same bytes either way."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from timonier.engine.compiling import aligned
from timonier.engine.simulation import kernel
from timonier.engine.simulation.kernel.choices import CHOICES
from timonier.engine.simulation.kernel.layout import (
    BRIEF,
    CHOICE,
    MAX_SLOTS,
    SLOT_METRICS,
    Cast,
    Depth,
    Filled,
    Records,
    Scratch,
    blocks,
    records,
)
from timonier.engine.simulation.world import Met, World
from timonier.engine.team import Team

Array = NDArray[np.float32]
ABREAST = 32  # teams that meet a block of scenarios one after the other


@dataclass(frozen=True)
class Detail:
    """More about a few teams: ``month[team, 9, month, scenario]`` is the cumulated cost, then the
    counted and needed hours of the four functions; ``assigned[team, activity, slot]`` mean hours a
    month from the steady month on."""

    month: Array
    assigned: NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """What happened. ``slots[team, slot, slot metric]``: sums over the steady months, averaged over
    scenarios; slot 0 is the internal pilot. A brief simulation knows neither cost nor counted
    hours."""

    teams: tuple[Team, ...]
    records: NDArray[np.void]  # (team, block) of every metric
    slots: NDArray[np.float64]
    brief: bool = False
    detail: Detail | None = None

    def __getitem__(self, metric: str) -> NDArray[np.float64]:
        """(team, scenario) of one metric; KeyError for what a brief simulation leaves out."""
        if self.brief and metric not in BRIEF:
            raise KeyError(f"{metric}: not measured in a brief simulation")
        rows = self.records[metric]
        teams, many, lanes = rows.shape
        return rows.reshape(teams, many * lanes).astype(np.float64)

    def slot(self, metric: str) -> NDArray[np.float64]:
        """(team, slot) of one slot metric; ValueError when there is none of that name."""
        return self.slots[:, :, SLOT_METRICS.index(metric)]


def simulate_teams(
    world: World,
    teams: Sequence[Team],
    *,
    threads: int = 1,
    brief: bool = False,
    detail: bool = False,
    met: Met | None = None,
) -> Outcomes:
    """Simulate each team in each scenario of the world; ``brief``: only what ranks it.

    Work is cut over fixed blocks, so that the number of threads never changes a byte. A thread
    beside others is given what the world ``met`` of the teams: it may not ask.
    """
    packed, history = met or world.meet(teams)
    n, (many, _), kept = len(teams), blocks(world.size), records(world.size)
    out = aligned((n, many), kept.out)
    sums = np.zeros((n, many, MAX_SLOTS, len(SLOT_METRICS)), dtype=np.float32)
    shown = (n, many) if detail else (1, 1)
    month = np.zeros((*shown, world.months), dtype=kept.month)
    assigned = np.zeros((*shown, len(world.needs.activities), MAX_SLOTS), dtype=np.float32)

    cast, depth = Cast(*packed, history), Depth(whole=not brief, detail=detail)
    filled = Filled(out, sums, month, assigned)

    def work(span: tuple[int, int, int, int]) -> None:
        scratch = _scratch(kept, world.parts.size, max(1, min(n, ABREAST)))
        kernel.simulate(span, cast, world.ground, world.lanes, scratch, filled, depth)

    spans = _spans(n, many, threads)
    if len(spans) == 1:
        work(spans[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, spans))
    slots = sums.mean(axis=1, dtype=np.float64)
    seen = _detail(world, month, assigned) if detail else None
    return Outcomes(tuple(teams), out, slots, brief, seen)


def _scratch(kept: Records, parts: int, abreast: int) -> Scratch:
    return Scratch(
        aligned((MAX_SLOTS,), kept.slot),
        aligned((1,), kept.team_month),
        aligned((parts,), kept.row),
        np.zeros((abreast, parts, CHOICES), dtype=CHOICE),
        np.zeros(CHOICES, dtype=np.float32),
        np.zeros(2 * MAX_SLOTS, dtype=np.int32),
        np.zeros(abreast, dtype=np.float32),
    )


def _detail(world: World, month: NDArray[np.void], assigned: Array) -> Detail:
    n, many, months = month.shape
    rows = month.view(np.float32).reshape(n, many, months, -1, world.size // many)
    by_month = np.ascontiguousarray(rows.transpose(0, 3, 2, 1, 4)).reshape(
        n, -1, months, world.size
    )
    by_month[:, 5:] += world.needs.by_function
    steady = world.steady_months
    return Detail(by_month, assigned.sum(axis=1, dtype=np.float64) / (world.size * steady))


def _spans(n: int, blocks: int, threads: int) -> list[tuple[int, int, int, int]]:
    """(first team, last team, first block, last block) of each piece of work."""
    if threads <= 1 or n * blocks < 2 * threads:
        return [(0, n, 0, blocks)]
    if blocks >= 4 * threads:
        cuts = np.linspace(0, blocks, 4 * threads + 1).astype(int)
        return [(0, n, int(a), int(b)) for a, b in pairwise(cuts)]
    cuts = np.linspace(0, n, min(n, 8 * threads) + 1).astype(int)
    return [(int(a), int(b), 0, blocks) for a, b in pairwise(cuts)]
