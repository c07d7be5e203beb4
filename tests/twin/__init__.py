"""The simulation once more, in plain NumPy: what the compiled kernel must agree with to rounding.

Written from the method, month by month, for reading: every array has one value per scenario, and
months, people and parts of work are Python loops. It takes the same world and teams as the kernel
and gives the same metrics; it shares with it the draws, and nothing of its code. ``run`` is the
whole of a month on one screen; each of its steps has a file. ``needs`` reads as plainly how the
hours of the world that both take are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.twin.run import Run
from tests.twin_parts import Singles, hardest_first
from timonier.engine.simulation import METRICS, World
from timonier.engine.team import Team

__all__ = ["Result", "Run", "simulate"]


@dataclass(frozen=True)
class Result:
    """``values[team, metric, scenario]``, ``seats[team][seat, seat metric]``, and what a closer
    look shows: ``month[team, 9, month, scenario]``, ``assigned[team][activity, seat]``."""

    values: Singles
    seats: list[NDArray[np.float64]]
    month: Singles
    assigned: list[NDArray[np.float64]]

    def __getitem__(self, metric: str) -> Singles:
        return self.values[:, METRICS.index(metric)]


def simulate(world: World, teams: Sequence[Team]) -> Result:
    """Simulate each team in each scenario of the world."""
    parts = hardest_first(world)
    runs = [Run(world, parts, team).run() for team in teams]
    values = np.stack([np.stack([run.metric[m] for m in METRICS]) for run in runs])
    late = max(1, world.months - (world.rules.coverage_from_month - 1))
    seats = [run.seat.mean(axis=2, dtype=np.float64) for run in runs]
    assigned = [run.assigned.mean(axis=2, dtype=np.float64) / late for run in runs]
    return Result(values, seats, np.stack([run.month for run in runs]), assigned)
