"""Time several ways of doing one job fairly: in turns, on one machine, in one run."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

import numba

REPEATS = 7  # medians of at least five
SHORT = 0.2  # seconds


@dataclass(frozen=True)
class Way:
    """One way of doing the job; ``run`` does a ``share`` of it when the whole takes too long."""

    name: str
    run: Callable[[], object]
    share: float = 1.0


@dataclass(frozen=True)
class Measured:
    name: str
    seconds: float  # median, for the whole job
    best: float


def in_turns(ways: Sequence[Way], repeats: int = REPEATS) -> dict[str, Measured]:
    """Time all ways in turns, after one warm-up each; seconds for the whole job.

    Taking turns gives each way its share of whatever else the machine was doing. A short way also
    runs once untimed before each lap: the caches are then as it leaves them, not as another did.
    """
    laps: dict[str, list[float]] = {way.name: [] for way in ways}
    for way in ways:
        way.run()  # compiles, imports, fills caches
    short = {way.name for way in ways if _lap(way) < SHORT}
    for _ in range(repeats):
        for way in ways:
            if way.name in short:
                way.run()
            laps[way.name].append(_lap(way) / way.share)
    return {name: Measured(name, median(lap), min(lap)) for name, lap in laps.items()}


def _lap(way: Way) -> float:
    start = time.perf_counter()
    way.run()
    return time.perf_counter() - start


def duration(seconds: float) -> str:
    """Write a time with three significant digits in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}" if seconds < 1000 * size else f"{seconds:,.0f} s"
    return f"{seconds / 1e-6:.3g} µs"


def times(ratio: float) -> str:
    """Write how many times longer something takes, with two significant digits."""
    digits = max(0, 1 - int(f"{ratio:e}".split("e")[1]))
    return f"{round(ratio, digits) if digits else float(f'{ratio:.2g}'):,.{digits}f} ×"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; every column but the first is aligned right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine(packages: Sequence[str] = ()) -> str:
    """Say in one line what ran the measurements."""
    names = ["numpy", "numba", *packages]
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    cpu = f"{os.cpu_count()} × {numba.config.CPU_NAME or _cpu_name()}"
    return f"{cpu}, Python {platform.python_version()}, {versions}"


def _cpu_name() -> str:
    import llvmlite.binding as llvm

    return str(llvm.get_host_cpu_name())
