"""Columns that a regression can fit a smooth or stepped answer with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FINE = 48  # strata of a continuous fact; with fewer distinct values, one indicator each
PRODUCTS = 6  # up to this many facts, products of their trends


def spline_basis(x: Floats, knots: int) -> Floats:
    """Natural cubic spline columns (len(x), knots) on [0, 1], orthonormal over ``x``, with the
    constant (Hastie, Tibshirani and Friedman 2009, eq. 5.4-5.5).

    >>> spline_basis(np.linspace(0, 1, 9), 4).shape
    (9, 4)
    """
    at = np.linspace(0, 1, knots)
    cubes = np.maximum(x[:, None] - at, 0) ** 3
    ends = (cubes[:, :-1] - cubes[:, -1:]) / (at[-1] - at[:-1])
    columns = [np.ones_like(x), x, *(ends[:, k] - ends[:, -1] for k in range(knots - 2))]
    orthonormal: Floats = np.linalg.qr(np.stack(columns, axis=1))[0]
    return orthonormal


def strata_of(fact: NDArray[Any], strata: int) -> tuple[NDArray[np.intp], Floats, bool]:
    """Each draw's stratum, each stratum's middle rank in 0-1, and whether the strata are cuts of a
    continuous fact (else one for each of its few values)."""
    ordered = np.sort(fact)
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    smooth = len(changes) >= strata
    if smooth:
        cuts = np.linspace(0, len(fact), strata + 1)[1:-1]
        nearest = np.searchsorted(changes, cuts).clip(max=len(changes) - 1)
        changes = changes[sorted({*nearest.tolist()})]
    stratum = np.searchsorted(ordered[changes], fact, side="right")
    bounds = np.concatenate(([0], changes, [len(fact)]))
    return stratum, (bounds[1:] + bounds[:-1]) / (2 * len(fact)), smooth


def columns_of(fact: NDArray[Any], knots: int) -> Floats:
    """The columns of one fact, without the constant: indicators, or a spline of its ranks."""
    stratum, middles, smooth = strata_of(fact, FINE)
    if smooth:
        return spline_basis(middles, knots)[stratum, 1:]
    indicators: Floats = np.eye(len(middles))[:, 1:]
    return indicators[stratum]


def additive_basis(facts: Sequence[NDArray[Any]], knots: int) -> Floats:
    """Columns of every fact and, for few facts, of every pair (draws, columns), constant first."""
    parts = [columns_of(fact, knots) for fact in facts]
    size = len(facts[0])
    columns = [np.ones((size, 1)), *parts]
    if len(parts) <= PRODUCTS:
        for one, other in combinations(parts, 2):
            products = one[:, :2, None] * other[:, None, :2]
            columns.append(products.reshape(size, -1))
    return np.concatenate(columns, axis=1)
