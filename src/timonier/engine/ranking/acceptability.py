"""How often each alternative comes first, and what it costs when it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ranking:
    """Evidence on every alternative, in the order given; A alternatives, C criteria, N draws."""

    chance_of_best: Floats  # (A,) share of draws in which nothing beats it; ties share
    chance_error: Floats  # (A,) standard error of the chance
    rank_acceptability: Floats  # (A, A) chance of each rank; a row sums to allowed_share
    central_weights: Floats  # (A, C) mean weights of the draws it wins; NaN when it wins none
    confidence: Floats  # (A,) chance of being best at its central weights; 0 when it wins none
    expected_utility: Floats  # (A,) 0-1; a draw that closes the alternative counts for 0
    regret_mean: Floats  # (A,) mean shortfall from the best open alternative, utility 0-1
    regret_p95: Floats  # (A,) shortfall not passed in 19 draws out of 20
    allowed_share: Floats  # (A,) share of draws in which the alternative is open
    draws: int

    @property
    def first(self) -> int:
        """The alternative most often best."""
        return int(self.chance_of_best.argmax())


def rank(
    values: NDArray[np.float32],
    weights: NDArray[np.float32],
    allowed: NDArray[np.bool_] | None = None,
) -> Ranking:
    """Compare alternatives over draws of (future, preference); utility is a weighted sum.

    ``values`` is ``(A, C, N)`` in 0-1, ``weights`` ``(N, C)``, ``allowed`` ``(A, N)``. A closed
    alternative is worth 0 in that draw, holds no rank and is never first; equal utilities share
    their ranks evenly. Raises ``ValueError`` when the shapes disagree.
    Source: Lahdelma and Salminen (2001), SMAA-2.

    >>> values = np.array([[[0.9, 0.9]], [[0.5, 0.5]]], np.float32)  # two teams, one criterion
    >>> rank(values, np.ones((2, 1), np.float32)).chance_of_best.tolist()
    [1.0, 0.0]
    """
    _check(values, weights, allowed)
    utility = utilities(values, weights)
    low, tied = _positions(utility, allowed)
    first = np.where(low == 0, 1.0 / np.maximum(tied, 1), 0.0) * (tied > 0)
    central = _central_weights(first, weights)
    worth = utility if allowed is None else np.where(allowed, utility, np.float32(0.0))
    regret = worth.max(axis=0) - worth
    n = values.shape[2]
    return Ranking(
        chance_of_best=first.mean(axis=1),
        chance_error=_error(first),
        rank_acceptability=_rank_shares(low, tied),
        central_weights=central,
        confidence=_confidence(values, central, allowed),
        expected_utility=worth.mean(axis=1, dtype=np.float64),
        regret_mean=regret.mean(axis=1, dtype=np.float64),
        regret_p95=_p95(regret),
        allowed_share=(tied > 0).mean(axis=1),
        draws=n,
    )


def utilities(values: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the utility ``(A, N)`` of each alternative in each draw.

    Criterion by criterion, so that rounding never reorders two alternatives of which one is at
    least as good everywhere, and no alternative's utility depends on another's presence.
    """
    total = values[:, 0, :] * weights[:, 0]
    for c in range(1, values.shape[1]):
        total += values[:, c, :] * weights[:, c]
    return total


def _check(
    values: NDArray[np.float32],
    weights: NDArray[np.float32],
    allowed: NDArray[np.bool_] | None,
) -> None:
    if values.ndim != 3 or weights.shape != (values.shape[2], values.shape[1]):
        raise ValueError(
            f"values {values.shape} and weights {weights.shape}: expected (alternatives, "
            "criteria, draws) and (draws, criteria)"
        )
    if 0 in values.shape:
        raise ValueError(f"values {values.shape}: nothing to rank")
    if allowed is not None and allowed.shape != (values.shape[0], values.shape[2]):
        raise ValueError(f"allowed {allowed.shape}: expected (alternatives, draws)")
    if not (np.isfinite(values).all() and np.isfinite(weights).all()):
        raise ValueError("values and weights must be finite")


def _positions(
    utility: NDArray[np.float32], allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each alternative's best rank (0 first) and how many share it; closed: 0 sharing."""
    open_ = utility if allowed is None else np.where(allowed, utility, -np.inf)
    order = np.argsort(-open_, axis=0, kind="stable")
    ranked = np.take_along_axis(open_, order, axis=0)
    places = np.arange(len(utility))[:, None]
    starts = np.ones(ranked.shape, bool)
    starts[1:] = ranked[1:] != ranked[:-1]
    ends = np.ones(ranked.shape, bool)
    ends[:-1] = starts[1:]
    low_ranked = np.maximum.accumulate(np.where(starts, places, 0), axis=0)
    backwards = np.where(ends, places, len(utility))[::-1]
    high_ranked = np.minimum.accumulate(backwards, axis=0)[::-1]
    low = np.empty(order.shape, np.int64)
    tied = np.empty(order.shape, np.int64)
    np.put_along_axis(low, order, low_ranked, axis=0)
    np.put_along_axis(tied, order, high_ranked - low_ranked + 1, axis=0)
    return low, tied if allowed is None else np.where(allowed, tied, 0)


def _rank_shares(low: NDArray[np.int64], tied: NDArray[np.int64]) -> Floats:
    """Return ``(A, A)``: tied alternatives get an equal share of each rank they span."""
    n_alternatives, n = low.shape
    width = n_alternatives + 1
    rows = np.arange(n_alternatives)[:, None] * width
    share = (tied > 0) / np.maximum(tied, 1)
    size = n_alternatives * width
    steps = np.bincount((rows + low).ravel(), share.ravel(), size)
    steps -= np.bincount((rows + low + tied).ravel(), share.ravel(), size)
    shares = np.cumsum(steps.reshape(n_alternatives, width)[:, :-1], axis=1) / n
    return np.asarray(np.clip(shares, 0.0, 1.0))  # cancelling thirds leave dust of either sign


def _central_weights(first: Floats, weights: NDArray[np.float32]) -> Floats:
    """Row by row: a product of matrices would add in an order that other alternatives change."""
    won = first.sum(axis=1)[:, None]
    each = weights.astype(np.float64)
    total = np.array([(row[:, None] * each).sum(axis=0) for row in first])
    return np.asarray(np.divide(total, won, out=np.full(total.shape, np.nan), where=won > 0))


def _confidence(
    values: NDArray[np.float32], central: Floats, allowed: NDArray[np.bool_] | None
) -> Floats:
    """Return the chance that each is best were its own central weights the right ones."""
    confidence = np.zeros(len(values))
    shape = (values.shape[2], values.shape[1])
    for i in np.flatnonzero(~np.isnan(central[:, 0])):
        at_centre = np.broadcast_to(central[i].astype(np.float32), shape)
        low, tied = _positions(utilities(values, at_centre), allowed)
        wins = (low[i] == 0) & (tied[i] > 0)
        confidence[i] = np.mean(wins / np.maximum(tied[i], 1))
    return confidence


def _error(samples: NDArray[np.floating]) -> Floats:
    n = samples.shape[1]
    spread = samples.std(axis=1, dtype=np.float64)
    return np.asarray(spread / np.sqrt(max(n - 1, 1)))


def _p95(regret: NDArray[np.float32]) -> Floats:
    """Return the smallest observed shortfall that 95 % of the draws do not pass."""
    place = -(-95 * regret.shape[1] // 100) - 1
    return np.partition(regret, place, axis=1)[:, place].astype(np.float64)
