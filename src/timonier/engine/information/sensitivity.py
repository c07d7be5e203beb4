"""Which unknowns make an outcome vary: first-order and total indices.

Not the value of information: a fact can explain most of a criterion and change no choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.information.basis import strata_of

Floats = NDArray[np.float64]
STRATA = 32
BLOCKS = 20  # of a jackknife


@dataclass(frozen=True)
class Index:
    """A share of the variance of an outcome, 0-1, with its standard error."""

    value: float
    error: float


def first_order(outcome: NDArray[Any], fact: NDArray[Any], strata: int = STRATA) -> Index:
    """Share of the variance of ``outcome`` (draws,) that knowing ``fact`` (draws,) removes.

    From the draws alone: variance between strata of the fact, less what chance alone would put
    there (the epsilon squared of Kelley 1935); jackknifed over blocks of draws for the error.
    """
    if outcome.shape != fact.shape:
        raise ValueError(f"{fact.shape} values of a fact for {outcome.shape} of an outcome")
    values = outcome.astype(np.float64) - outcome.mean()
    stratum, middles, _ = strata_of(fact, strata)
    cell = stratum * BLOCKS + np.arange(len(values)) % BLOCKS
    shape, cells = (len(middles), BLOCKS), len(middles) * BLOCKS
    counts = np.bincount(cell, minlength=cells).reshape(shape).astype(np.float64)
    sums = np.bincount(cell, values, minlength=cells).reshape(shape)
    squares = np.bincount(cell, values**2, minlength=cells).reshape(shape).sum(axis=0)
    kept = [counts.sum(axis=1, keepdims=True) - counts, sums.sum(axis=1, keepdims=True) - sums]
    left_out = _epsilon_squared(kept[0], kept[1], squares.sum() - squares)
    whole = _epsilon_squared(
        counts.sum(axis=1, keepdims=True),
        sums.sum(axis=1, keepdims=True),
        squares.sum(keepdims=True),
    )
    spread = left_out - left_out.mean()
    error = float(np.sqrt((spread**2).sum() * (BLOCKS - 1) / BLOCKS))
    return Index(float(whole[0].clip(0, 1)), error)


def _epsilon_squared(counts: Floats, sums: Floats, squares: Floats) -> Floats:
    """Columns of (strata, samples) counts and sums, and sums of squares (samples,) to shares."""
    size = counts.sum(axis=0)
    total = squares - sums.sum(axis=0) ** 2 / size
    present = np.maximum(counts, 1)
    between = (sums**2 / present).sum(axis=0) - sums.sum(axis=0) ** 2 / size
    groups = (counts > 0).sum(axis=0)
    within = (total - between) / np.maximum(size - groups, 1)
    share: Floats = (between - (groups - 1) * within) / np.where(total > 0, total, 1)
    return share


def jansen_total(base: Floats, swapped: Floats) -> Index:
    """Share of variance that stays when all but one input are known (Jansen 1999).

    ``base`` (draws,) outcomes, ``swapped`` the same draws with that input alone drawn anew.
    """
    halves = (base - swapped) ** 2 / 2
    return _ratio(halves, base)


def _ratio(parts: Floats, outcomes: Floats) -> Index:
    variance = float(outcomes.var())
    if variance == 0:
        return Index(0.0, 0.0)
    return Index(
        float(parts.mean() / variance), float(parts.std(ddof=1) / np.sqrt(parts.size) / variance)
    )
