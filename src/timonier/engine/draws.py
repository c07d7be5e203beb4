"""Turn a low / likely / high figure and a standard normal draw into a value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Triple

Z90 = 1.2815515655446004  # standard normal quantile of 0.9: low and high are P10 and P90


def spread(low: Any, median: Any, high: Any, z: NDArray[Any]) -> NDArray[np.float64]:
    """Factor around the median of a two-piece lognormal whose P10 and P90 are low and high.

    >>> spread(5.0, 10.0, 40.0, np.array([-Z90, 0.0, Z90])).round(6).tolist()
    [0.5, 1.0, 4.0]
    """
    down: Any
    up: Any
    if np.ndim(median) == 0:
        safe: Any = median if median > 0 else 1.0
        down = math.log(safe / (low if low > 0 else safe)) / Z90
        up = math.log((high if high > 0 else safe) / safe) / Z90
    else:
        safe = np.where(median > 0, median, 1.0)
        down = np.log(safe / np.where(low > 0, low, safe)) / Z90
        up = np.log(np.where(high > 0, high, safe) / safe) / Z90
    return np.asarray(np.exp(z * np.where(z < 0, down, up)))


def two_piece(figure: Triple, z: NDArray[Any]) -> NDArray[np.float64]:
    """Draws of a figure; constant when it has no range. A zero bound is drawn linearly.

    >>> two_piece(Triple(2.0, 2.0, 2.0), np.array([-1.0, 3.0])).tolist()
    [2.0, 2.0]
    """
    if figure.low <= 0.0:
        side = np.where(z < 0, figure.median - figure.low, figure.high - figure.median)
        return np.maximum(figure.median + z / Z90 * side, min(figure.low, 0.0))
    return figure.median * spread(figure.low, figure.median, figure.high, z)
