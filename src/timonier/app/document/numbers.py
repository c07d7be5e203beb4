"""How numbers enter the document: rounded sensibly, never NaN, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from numpy.typing import NDArray

from timonier.app.document.parts import Range, Whole
from timonier.app.measures import COUNTED
from timonier.app.wording import SHARE
from timonier.engine.catalogue import Measure
from timonier.engine.quantiles import quantiles

HOURS = 1
TIME = 1  # of weeks and days


def rounded(value: float, decimals: int = SHARE) -> float:
    """A plain number; ValueError when it is not finite."""
    return round(_finite(value), decimals) + 0.0


def whole(value: float) -> int:
    """A whole number, as money is written; ValueError when it is not finite."""
    return round(_finite(value))


def _finite(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} has no place in a document")
    return number


def triple(values: Iterable[float], decimals: int = SHARE) -> Range:
    """A range from three numbers."""
    return Range(*(rounded(v, decimals) for v in values))


def wholes(values: Iterable[float]) -> Whole:
    """A range in whole numbers from three numbers."""
    return Whole(*map(whole, values))


def spread(draws: NDArray[Any], decimals: int = SHARE) -> Range:
    """A range from the draws."""
    return triple(quantiles(draws), decimals)


def money(draws: NDArray[Any]) -> Whole:
    """A range in whole numbers from the draws."""
    return wholes(quantiles(draws))


def measured(measure: Measure, draws: NDArray[Any]) -> Range:
    """A range from the draws of a measure, rounded as the way in which it is written asks."""
    if measure.written == "money":
        return money(draws)
    return spread(draws, TIME if measure.written in COUNTED else SHARE)
