"""Run the kernel over many teams, on one thread or two, with the same bytes either way."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.simulation import kernel
from timonier.engine.simulation.kernel.choices import CHOICES
from timonier.engine.simulation.kernel.layout import (
    CHOICE,
    LANES,
    MAX_SLOTS,
    METRICS,
    MONTH,
    OUT,
    ROW,
    SLOT,
    SLOT_METRICS,
    TEAM_MONTH,
    M,
)
from timonier.engine.simulation.world import World
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
    """What happened: ``values[team, metric, scenario]``, ``slots[team, slot, slot metric]`` (sums
    over the steady months, averaged over scenarios; slot 0 is the internal pilot)."""

    teams: tuple[Team, ...]
    values: Array
    slots: NDArray[np.float64]
    detail: Detail | None = None

    def __getitem__(self, metric: str) -> NDArray[np.float64]:
        """(team, scenario) of one metric."""
        return self.values[:, M[metric]].astype(np.float64)


def simulate_teams(
    world: World, teams: Sequence[Team], *, threads: int = 1, detail: bool = False
) -> Outcomes:
    """Simulate each team in each scenario of the world.

    Work is cut over fixed blocks, so that the number of threads never changes a byte.
    """
    packed = world.pack(teams)
    history = world.histories(packed)
    n, blocks = len(teams), world.size // LANES
    out = np.zeros((n, blocks), dtype=OUT)
    sums = np.zeros((n, blocks, MAX_SLOTS, len(SLOT_METRICS)), dtype=np.float32)
    shown = (n, blocks) if detail else (1, 1)
    month = np.zeros((*shown, world.months), dtype=MONTH)
    assigned = np.zeros((*shown, len(world.needs.activities), MAX_SLOTS), dtype=ROW)

    def work(span: tuple[int, int, int, int]) -> None:
        slots, w, cleared, orders = _scratch(world.parts.size, max(1, min(n, ABREAST)))
        kernel.simulate(
            span, packed.teams, packed.seats, world.parts, world.fits, world.qualities, history,
            world.lanes, world.kernel_rules.record, slots, w, cleared, orders, out, sums, month,
            assigned, detail,
        )  # fmt: skip

    spans = _spans(n, blocks, threads)
    if len(spans) == 1:
        work(spans[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, spans))
    values = _by_scenario(out, (n, blocks, len(METRICS)))
    slots = sums.mean(axis=1, dtype=np.float64)
    seen = _detail(world, month, assigned) if detail else None
    return Outcomes(tuple(teams), values, slots, seen)


def _scratch(parts: int, abreast: int) -> tuple[Any, ...]:
    return (
        np.zeros(MAX_SLOTS, dtype=SLOT),
        np.zeros(1, dtype=TEAM_MONTH),
        np.zeros(parts, dtype=ROW),
        np.zeros((abreast, parts, CHOICES), dtype=CHOICE),
    )


def _by_scenario(records: NDArray[np.void], shape: tuple[int, ...]) -> Array:
    """(team, block) records of rows as (team, row, scenario)."""
    n, blocks, rows = shape
    cut = records.view(np.float32).reshape(n, blocks, rows, LANES)
    return np.ascontiguousarray(np.moveaxis(cut, 1, 2)).reshape(n, rows, blocks * LANES)


def _detail(world: World, month: NDArray[np.void], assigned: NDArray[np.void]) -> Detail:
    n, blocks, months = month.shape
    rows = month.view(np.float32).reshape(n, blocks, months, -1, LANES)
    by_month = np.ascontiguousarray(rows.transpose(0, 3, 2, 1, 4)).reshape(
        n, -1, months, world.size
    )
    for i, function in enumerate(FUNCTIONS):
        acts = [j for j, a in enumerate(world.needs.activities) if a.function == function]
        by_month[:, 5 + i] += world.needs.hours[acts].sum(axis=0)
    steady = max(1, world.months - world.kernel_rules.steady)
    return Detail(by_month, assigned["v"].mean(axis=(1, 4), dtype=np.float64) / steady)


def _spans(n: int, blocks: int, threads: int) -> list[tuple[int, int, int, int]]:
    """(first team, last team, first block, last block) of each piece of work."""
    if threads <= 1 or n * blocks < 2 * threads:
        return [(0, n, 0, blocks)]
    if blocks >= 4 * threads:
        cuts = np.linspace(0, blocks, 4 * threads + 1).astype(int)
        return [(0, n, int(a), int(b)) for a, b in pairwise(cuts)]
    cuts = np.linspace(0, n, min(n, 8 * threads) + 1).astype(int)
    return [(int(a), int(b), 0, blocks) for a, b in pairwise(cuts)]
