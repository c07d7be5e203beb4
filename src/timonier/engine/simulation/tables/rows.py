"""Rows of lanes, and what a scenario draws, as the kernel reads it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.compiling import aligned
from timonier.engine.simulation.kernel.layout import blocks, records

F64 = NDArray[np.float64]
Table = NDArray[np.void]  # of records


class Lanes(NamedTuple):
    """Scenario values in rows of lanes."""

    demand: Table  # (block, month, activity); a project's is cumulative
    asked: NDArray[np.float32]  # (block, month, activity) demand over the lanes
    total: Table  # (block, month) hours that arrive
    surge: Table  # (block, month) by how much they pass the usual, as a share of it
    execution: Table  # (block, month) hours of execution that arrive
    pay: Table  # (block, role): employees per FTE-month, providers per hour
    floor: Table  # (block, role) least monthly bill of an agency
    entry: Table  # (block, role) one-off cost of an arrival
    growth: Table  # (block, month) price index
    pilot: Table  # (block, 4): hours, weight, level, level of other skills
    lax: Table  # (block,) 1 - governance


def in_rows(values: NDArray[Any]) -> Table:
    """Move scenarios (last axis, those of whole blocks) to blocks of rows: (block, ...).

    >>> in_rows(np.zeros((3, 256))).shape
    (2, 3)
    """
    *lead, size = values.shape
    count, lanes = blocks(size)
    if count * lanes != size:
        raise ValueError(f"{size} scenarios: expected {lanes} in each block")
    cut = np.moveaxis(values.reshape(*lead, count, lanes), -2, 0)
    rows = aligned(cut.shape[:-1], records(size).row)
    rows["v"] = cut
    return rows
