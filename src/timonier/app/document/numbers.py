"""How numbers enter the document: rounded sensibly, never NaN, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from numpy.typing import NDArray

from timonier.engine.quantiles import quantiles

KEYS = ("p10", "p50", "p90")
SHARE = 4  # decimals of shares, values and ratios
MONEY = 0
HOURS = 1


def rounded(value: float, decimals: int = SHARE) -> float | int:
    """A plain number, an integer when no decimals are asked for; ValueError when not finite."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} has no place in a document")
    if decimals == 0:
        return round(number)
    return round(number, decimals) + 0.0


def triple(values: Iterable[float], decimals: int = SHARE) -> dict[str, float | int]:
    """A {p10, p50, p90} from three numbers."""
    return {k: rounded(v, decimals) for k, v in zip(KEYS, values, strict=True)}


def spread(draws: NDArray[Any], decimals: int = SHARE) -> dict[str, float | int]:
    """A {p10, p50, p90} from the draws."""
    return triple(quantiles(draws), decimals)
