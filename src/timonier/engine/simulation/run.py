"""Run the kernel over many teams, on one thread or two, with the same bytes either way."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.simulation import kernel
from timonier.engine.simulation.tables import LANES, MAX_SLOTS, blocked, pack, rows_needed
from timonier.engine.simulation.world import World, tenure
from timonier.engine.team import Team

Array = NDArray[np.float32]


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
        return self.values[:, kernel.M[metric]].astype(np.float64)


def simulate_teams(
    world: World, teams: Sequence[Team], *, threads: int = 1, detail: bool = False
) -> Outcomes:
    """Simulate each team in each scenario of the world.

    Work is cut over fixed blocks, so that the number of threads never changes a byte.
    """
    rows = rows_needed(teams)
    lanes = world.lanes._replace(
        tenure=blocked(tenure(world, rows)) if rows else world.lanes.tenure
    )
    packed = pack(teams, world.role_keys, rows, world.knowledge.roles, world.months)
    n, blocks = len(teams), world.size // LANES
    out = np.empty((n, len(kernel.METRICS), world.size), dtype=np.float32)
    slot_out = np.zeros((n, blocks, MAX_SLOTS, len(kernel.SLOT_METRICS)), dtype=np.float32)
    acts = len(world.needs.activities)
    month_out, assign_out = _detail_arrays(n, world.months, world.size, blocks, acts, detail)

    def work(span: tuple[int, int, int, int]) -> None:
        kernel.simulate(
            *span, packed, world.roles, world.parts, lanes, world.kernel_rules,
            kernel.make_work(world.parts.activity.size), out, slot_out, month_out, assign_out, detail,
        )  # fmt: skip

    spans = _spans(n, blocks, threads)
    if len(spans) == 1:
        work(spans[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, spans))
    slots = slot_out.mean(axis=1, dtype=np.float64)
    if not detail:
        return Outcomes(tuple(teams), out, slots)
    steady = max(1, world.months - world.kernel_rules.steady)
    assigned = assign_out.mean(axis=(1, 4), dtype=np.float64) / steady
    return Outcomes(tuple(teams), out, slots, Detail(month_out, assigned))


def _detail_arrays(
    n: int, months: int, size: int, blocks: int, acts: int, detail: bool
) -> tuple[Any, Any]:
    if not detail:
        return np.empty((1, 1, 1, 1), np.float32), np.empty((1, 1, 1, 1, 1), np.float32)
    month = np.zeros((n, 9, months, size), np.float32)
    return month, np.zeros((n, blocks, acts, MAX_SLOTS, LANES), np.float32)


def _spans(n: int, blocks: int, threads: int) -> list[tuple[int, int, int, int]]:
    """(first team, last team, first block, last block) of each piece of work."""
    if threads <= 1 or n * blocks < 2 * threads:
        return [(0, n, 0, blocks)]
    if blocks >= 4 * threads:
        cuts = np.linspace(0, blocks, 4 * threads + 1).astype(int)
        return [(0, n, int(a), int(b)) for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
    cuts = np.linspace(0, n, min(n, 8 * threads) + 1).astype(int)
    return [(int(a), int(b), 0, blocks) for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
