"""Rank alternatives with certain scores over a great many weightings, in little memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from timonier.engine.ranking.acceptability import Ranking, p95
from timonier.engine.ranking.weightings import scratch, sum_weightings

CHUNK = 1 << 16  # weight vectors summed in one piece: the same pieces whatever the threads
KEPT = 1 << 14  # draws whose regret is kept, for its quantile only

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Sums:
    """What weightings add up to, for A distinct alternatives."""

    ranks: NDArray[np.int64]  # (A, alternatives)
    weights: Floats  # (A, C), over the draws each wins
    moments: Floats  # (4, A): utility, its square, regret, its square


def smaa(scores: NDArray[np.floating], n_weights: int, seed: int, threads: int = 1) -> Ranking:
    """Rank over ``n_weights`` weightings uniform on the simplex; ``scores`` is ``(A, C)``.

    The same seed gives the same bytes whatever ``threads``. Identical alternatives share their
    ranks. The P95 regret is that of the first 16,384 draws. Raises ``ValueError`` for scores that
    are not a finite table or a number of weightings outside 1 … 2**32 - 256.
    Source: Lahdelma and Salminen (2001), SMAA-2.

    >>> ranking = smaa(np.array([[0.9, 0.8], [0.5, 0.4]]), 1000, seed=1)
    >>> ranking.chance_of_best.tolist()
    [1.0, 0.0]
    """
    table = np.asarray(scores, np.float32)
    if table.ndim != 2 or 0 in table.shape or not np.isfinite(table).all():
        raise ValueError(f"scores {table.shape}: expected finite (alternatives, criteria)")
    if not 1 <= n_weights <= 2**32 - 256:
        raise ValueError(f"n_weights = {n_weights}: expected 1 to 2**32 - 256")
    distinct, group, sizes = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    key = np.random.SeedSequence(seed).generate_state(1, np.uint64)[0]
    regrets = np.empty((len(distinct), min(KEPT, n_weights)), np.float32)

    def piece(start: int) -> _Sums:
        span = (start, min(start + CHUNK, n_weights))
        return _piece(distinct, sizes.astype(np.int32), key, span, regrets)

    starts = range(0, n_weights, CHUNK)
    if threads == 1:
        total = reduce(_plus, map(piece, starts))
    else:
        with ThreadPoolExecutor(threads) as pool:
            total = reduce(_plus, pool.map(piece, starts))
    return _ranking(distinct, sizes, total, p95(regrets), n_weights, group.ravel())


def _plus(a: _Sums, b: _Sums) -> _Sums:
    return _Sums(a.ranks + b.ranks, a.weights + b.weights, a.moments + b.moments)


def _piece(
    scores: NDArray[np.float32],
    sizes: NDArray[np.int32],
    key: np.uint64,
    span: tuple[int, int],
    regrets: NDArray[np.float32],
) -> _Sums:
    """Add up the weightings numbered from span[0] to before span[1], and keep the first regrets.

    Several pieces may run at once: each writes its own columns of ``regrets``.
    """
    work = scratch(scores, sizes)
    sum_weightings(scores.shape[1], key, span, work, regrets)
    return _Sums(work.ranks[:, : sizes.sum()], work.weights[:, : scores.shape[1]], work.moments)


def _ranking(
    distinct: NDArray[np.float32],
    sizes: NDArray[np.int64],
    sums: _Sums,
    tail: Floats,
    n: int,
    group: NDArray[np.int64],
) -> Ranking:
    """Turn the sums over distinct alternatives into the evidence on each one asked about."""
    shares = np.array(
        [_shared(held / n, int(size)) for held, size in zip(sums.ranks, sizes, strict=True)]
    )
    wins = sums.ranks[:, 0]
    won = wins / n
    central = np.full(sums.weights.shape, np.nan)
    np.divide(sums.weights, wins[:, None], out=central, where=wins[:, None] > 0)
    worth = np.nan_to_num(central) @ distinct.astype(np.float64).T
    best = (worth.diagonal() >= worth.max(axis=1)) & (wins > 0)
    return Ranking(
        chance_of_best=(won / sizes)[group],
        chance_error=(np.sqrt(won * (1 - won) / max(n - 1, 1)) / sizes)[group],
        rank_acceptability=shares[group],
        central_weights=central[group],
        confidence=(best / sizes)[group],
        expected_utility=(sums.moments[0] / n)[group],
        utility_error=_error(sums.moments[:2], n)[group],
        regret_mean=(sums.moments[2] / n)[group],
        regret_error=_error(sums.moments[2:], n)[group],
        regret_p95=tail[group],
        allowed_share=np.ones(len(group)),
        draws=n,
    )


def _shared(held: Floats, size: int) -> Floats:
    """Spread the shares of a first rank held evenly over the ``size`` ranks that twins take."""
    return np.asarray(np.convolve(held, np.full(size, 1.0 / size))[: len(held)])


def _error(moments: Floats, n: int) -> Floats:
    mean = moments[0] / n
    variance = np.maximum(moments[1] / n - mean**2, 0.0)
    return np.asarray(np.sqrt(variance / max(n - 1, 1)))
