"""The normal and beta laws: SciPy has them too, and takes a tenth of a second to import."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PLACES = 4097  # at which a beta law is worked out
_NORMAL = NormalDist()
_EDGE = 2.0**-60  # of probability; a draw may be nil, which no place has


def normal_quantile(u: NDArray[Any]) -> Floats:
    """Where a standard normal law reaches the probabilities ``u``, in their shape.

    >>> normal_quantile(np.array([0.5, 0.9])).round(4).tolist()
    [0.0, 1.2816]
    """
    return _each(_NORMAL.inv_cdf, np.clip(u, _EDGE, 1.0 - 2.0**-53))


def strata(rng: np.random.Generator, size: int) -> Floats:
    """(size,) uniform draws, one in each slice of 1/size, in random order."""
    return np.asarray((rng.permutation(size) + rng.random(size)) / size)


def normal_strata(rng: np.random.Generator, rows: int, size: int) -> Floats:
    """(rows, size) standard normal draws, each row one in each slice of 1/size, in random order.

    Latin hypercube sampling (McKay, Beckman and Conover 1979): what adds up over many such rows,
    as a bill does over prices, has the right middle even on few draws.
    """
    return rng.permuted(np.tile(_middles(size), (rows, 1)), axis=1)


@lru_cache(16)
def _middles(size: int) -> Floats:
    """The normal quantiles at the middle of each slice."""
    return normal_quantile((np.arange(size) + 0.5) / size)


def normal_share(z: NDArray[Any]) -> Floats:
    """The probability that a standard normal law gives to what lies below ``z``.

    >>> normal_share(np.array([-np.inf, 0.0, np.inf])).tolist()
    [0.0, 0.5, 1.0]
    """
    return _each(_NORMAL.cdf, z)


def beta_quantile(a: float, b: float, u: NDArray[Any]) -> Floats:
    """Where a beta law of parameters of at least 1 reaches the probabilities ``u``.

    >>> beta_quantile(1.0, 1.0, np.array([0.0, 0.25, 1.0])).round(6).tolist()
    [0.0, 0.25, 1.0]
    """
    places, reached = _beta(a, b)
    return np.asarray(np.interp(u, reached, places))


def beta_share(a: float, b: float, x: NDArray[Any]) -> Floats:
    """The probability that a beta law of parameters of at least 1 gives to what lies below ``x``.

    >>> beta_share(2.0, 1.0, np.array([0.5, 1.0])).round(6).tolist()
    [0.25, 1.0]
    """
    return np.asarray(np.interp(x, *_beta(a, b)))


@lru_cache
def _beta(a: float, b: float) -> tuple[Floats, Floats]:
    """Places, closer together near 0 and 1, and the probability of what lies below each.

    With x = sin² t the density is smooth at both ends, so the trapezes are exact to a millionth.
    """
    if min(a, b) < 1.0:
        raise ValueError(f"beta law of {a:g} and {b:g}: expected at least 1")
    angle = np.linspace(0.0, np.pi / 2.0, PLACES)
    density = np.sin(angle) ** (2.0 * a - 1.0) * np.cos(angle) ** (2.0 * b - 1.0)
    reached = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return np.sin(angle) ** 2, reached / reached[-1]


def _each(law: Callable[[float], float], values: NDArray[Any]) -> Floats:
    found = np.fromiter(map(law, values.ravel().tolist()), np.float64, values.size)
    return found.reshape(values.shape)
