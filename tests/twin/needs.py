"""The hours of each month in plain NumPy: the compiled reading is held to it, and timed beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from timonier.engine.catalogue import FUNCTIONS, Activity
from timonier.engine.needs.kernel import Motion
from timonier.engine.rules import Rules

Singles = np.float32


def hours_by_month(
    base: Any, arriving: Sequence[Any], activities: Sequence[Activity], there: Sequence[int],
    season: tuple[Any, Any], motion: Motion, rules: Rules,
) -> tuple[Any, Any]:  # fmt: skip
    """As ``timonier.engine.needs.months.hours_by_month``, with walks of NumPy's own normals."""
    coming, rng = iter(arriving), np.random.default_rng(int(motion.key))
    out = np.empty((len(there), *motion.trend.shape), dtype=Singles)
    for row, i in enumerate(there):
        out[row] = _falling(activities[i], base[i].astype(Singles), coming, season, rules)
    out *= motion.trend
    _mix(out, activities, there, motion)
    for row, i in enumerate(there):
        if activities[i].nature != "project":
            out[row] *= _walk(motion, rng)
    mean = out.mean(axis=1)
    gap = np.abs(out - mean[:, None]).sum(axis=(0, 1), dtype=np.float64)
    return out, gap / np.maximum(2.0 * out.shape[1] * mean.sum(axis=0), 1e-9)


def _falling(
    a: Activity, base: Any, coming: Iterator[Any], season: tuple[Any, Any],
    rules: Rules,
) -> Any:  # fmt: skip
    peak, strength = season[0], season[1].astype(Singles)
    if a.nature == "project":
        return next(coming) * base
    if a.nature == "seasonal":
        away = np.abs((np.arange(len(strength))[:, None] - peak + 6) % 12 - 6)
        active = away <= (a.active_months - 1) / 2 + 0.5 * ((a.active_months + 1) % 2)
        share = a.active_months / np.maximum(12.0 * active.mean(axis=0), 1e-9)
        return base * strength * active * share.astype(Singles)
    part = Singles(rules.seasonality_execution_share if a.function == "execution" else 0.0)
    return base * (1 - part + part * strength)


def _mix(out: Any, activities: Sequence[Activity], there: Sequence[int], motion: Motion) -> None:
    """Move a share of each function's lasting hours to a new mix of the same activities."""
    for function in FUNCTIONS:
        mixed = [a.function == function and a.nature != "project" for a in activities]
        rows = [row for row, i in enumerate(there) if mixed[i]]
        if sum(mixed) < 2 or not rows:
            continue
        weight = motion.factor[[there[row] for row in rows]]
        year = np.array([out[row].mean(axis=0) for row in rows])
        norm = year.sum(axis=0) / np.maximum((year * weight).sum(axis=0), 1e-9)
        for row, each in zip(rows, weight, strict=True):
            out[row] *= 1 + motion.drift * (each * norm - 1)


def _walk(motion: Motion, rng: np.random.Generator) -> Any:
    """(month, scenario) factors of mean 1 that follow a stationary AR(1)."""
    kept, new = motion.memory
    state = rng.standard_normal(motion.trend.shape, dtype=Singles)
    state[1:] *= new
    for month in range(1, len(state)):
        state[month] += kept * state[month - 1]
    state *= motion.unrest
    state -= Singles(0.5) * motion.unrest * motion.unrest
    return np.exp(state, out=state)
