"""What a market's rules read and what they give back: terms in, lines out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rules = Mapping[str, float]


@dataclass(frozen=True)
class Terms:
    """Everything but pay that the rules of a market read; ``None`` leaves it to the rules."""

    headcount: int
    payroll: float  # a year, all staff, in the market's currency
    cadre: bool = False  # French executive status
    at_mp: float | None = None  # workplace accident rate: AT/MP in France, CNESST in Québec
    mutuelle: float | None = None  # employer's share of health cover, a year (France)
    mobility: float | None = None  # rate of the local transport levy (France)
    manufacturing: bool = False  # most of payroll in primary or manufacturing work (Québec)
    benefits: float | None = None  # group insurance and benefits, a year (Québec)
    apprentice: bool = False  # work-study contract in France, work placement in Québec


@dataclass(frozen=True)
class Line:
    """One contribution for every salary asked; amounts a year, negative when it is a relief."""

    key: str
    amount: Array
    rate: Array | float | None  # None when the amount is flat
    base: Array | None
    source_key: str  # the statutory figure that sets it


def levy(key: str, rate: float, base: Array, source_key: str | None = None) -> Line:
    """A rate times what it bears on; the figure that sets it is the key's unless told."""
    return Line(key, rate * base, rate, base, source_key or key)


def rounded(share: Array, decimals: float) -> Array:
    """Round half up to that many decimals, as the law does.

    >>> rounded(np.array([0.02415, 0.061549]), 4)
    array([0.0242, 0.0615])
    """
    scale = 10.0**decimals
    noise = 1e-9  # binary fractions fall just below the half that the decimal number is
    nearest: Array = np.floor(share * scale + 0.5 + noise) / scale
    return nearest
