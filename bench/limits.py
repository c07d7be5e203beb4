"""What this machine can do at best: the rates that compiled code is held against."""

from __future__ import annotations

import numpy as np

from bench.timing import Measured, Way
from timonier.engine.machine_code import njit

VECTOR = 16  # float32 in the widest register here; the limit scales alike on a narrower machine
ROUNDS, RESIDENT, OPERATIONS = 200, 1024, 32
ARITHMETIC, MEMORY = "arithmetic", "memory"


@njit(nogil=True, fastmath={"contract", "nsz"})
def arithmetic(x, rounds):
    """Do 32 operations a number, half of them comparisons, on numbers that stay in the core."""
    a, b, low, high = np.float32(0.999), np.float32(0.001), np.float32(0.1), np.float32(0.5)
    for _ in range(rounds):
        for k in range(x.size):
            y = x[k]
            for _ in range(8):
                y = max(min((y * a + b) + b, high), low)
            x[k] = y


@njit(nogil=True, fastmath={"contract", "reassoc", "nsz"})
def read(x):
    """Read every number once."""
    total = np.float32(0.0)
    for k in range(x.size):
        total += x[k]
    return total


def probes(data: np.ndarray) -> list[Way]:
    """List what to time beside the code: arithmetic alone, and reading ``data`` (float32) alone."""
    resident = np.full(RESIDENT, 0.3, np.float32)
    flat = data.ravel()
    return [
        Way(ARITHMETIC, lambda: arithmetic(resident, ROUNDS)),
        Way(MEMORY, lambda: read(flat)),
    ]


def least_seconds(
    operations: float, moved: float, data: np.ndarray, measured: dict[str, Measured]
) -> tuple[float, float]:
    """Return the seconds that ``operations`` on single numbers and ``moved`` bytes take at least.

    A fused multiply-add is one operation. ``measured`` holds the probes on ``data``.
    """
    rate = ROUNDS * RESIDENT * OPERATIONS / measured[ARITHMETIC].seconds
    return operations / rate, moved * measured[MEMORY].seconds / data.nbytes
