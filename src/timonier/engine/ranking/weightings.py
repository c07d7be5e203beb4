"""The compiled loop over weightings: draw, value, rank and add up, a block at a time.

Every array is laid out with the weightings of a block last, so that each loop below runs over
neighbours in memory and vectorises; loops take three or four rows at once to spare the loads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.compiling import Kernel, aligned, compiled
from timonier.engine.philox import exponentials

LANES = 256  # weightings worked on together: they stay in the nearest caches
_FAST = {"contract", "reassoc", "nsz"}  # lets sums run in several lanes; NaN still means NaN

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Places = NDArray[np.int32]
Counts = NDArray[np.int64]


class Scratch(NamedTuple):
    """What the loop works on, for A alternatives and C criteria."""

    scores: Singles  # (A, C padded to a multiple of 4)
    sizes: Places  # (A + 1,)
    words: NDArray[np.uint32]  # (4, L)
    drawn: Singles  # (C padded, L)
    worth: Singles  # (A + 1, L), the last never ahead
    place: Places  # (A, L)
    best: Singles  # (L,)
    weights: Doubles  # (A, C padded), over the draws each wins
    ranks: Counts  # (A, as many as there are alternatives, padded to a multiple of 4)
    moments: Doubles  # (4, A) of utility, its square, regret, its square


def scratch(scores: Singles, sizes: Places) -> Scratch:
    """Lay out ``scores`` (A, C) and ``sizes`` (A,), how many alternatives each row stands for."""
    n_alternatives, n_criteria = scores.shape
    padded, n_ranks = _padded(n_criteria), _padded(int(sizes.sum()))
    made = Scratch(
        scores=aligned((n_alternatives, padded), np.float32),
        sizes=np.append(sizes, np.int32(0)),
        words=aligned((4, LANES), np.uint32),
        drawn=aligned((padded, LANES), np.float32),
        worth=aligned((n_alternatives + 1, LANES), np.float32),
        place=aligned((n_alternatives, LANES), np.int32),
        best=aligned((LANES,), np.float32),
        weights=aligned((n_alternatives, padded), np.float64),
        ranks=aligned((n_alternatives, n_ranks), np.int64),
        moments=np.zeros((4, n_alternatives)),
    )
    made.scores[:, :n_criteria] = scores
    made.worth[n_alternatives] = -np.inf
    return made


def _padded(n: int) -> int:
    return (n + 3) // 4 * 4


@Kernel
@compiled(fastmath=False)
def sum_weightings(
    n_criteria: int, key: np.uint64, span: tuple[int, int], s: Scratch, kept: Singles
) -> None:
    """Add the weightings ``span[0] … span[1] - 1`` to the sums, and their regrets to ``kept``.

    Sums: ``s.ranks``, ``s.weights``, ``s.moments``. ``kept`` (A, M) takes the draws numbered below
    M.
    """
    n_alternatives = s.place.shape[0]
    for block in range(span[0], span[1], LANES):
        for c in range(0, n_criteria, 4):
            exponentials(block, c, key, s.words, s.drawn[c : c + 4])
        normalise(s.drawn[:n_criteria], s.best)
        value(s.scores, s.drawn, s.worth, s.best)
        compare(s.worth, s.sizes, s.place)
        n = min(LANES, span[1] - block)
        s.place[:, n:] = -1
        s.worth[:n_alternatives, n:] = 0.0
        s.best[n:] = 0.0
        add_ranks(s.place, s.ranks)
        add_weights(s.place, s.drawn, s.weights)
        add_moments(s.worth, s.best, s.moments)
        for i in range(n_alternatives):
            for k in range(block, min(block + n, kept.shape[1])):
                kept[i, k] = s.best[k - block] - s.worth[i, k - block]


@compiled(fastmath=_FAST)
def normalise(drawn: Singles, total: Singles) -> None:
    """Divide each lane of ``drawn`` (C, L) by its sum; ``total`` (L,) is scratch."""
    lanes = drawn.shape[1]
    for k in range(lanes):
        total[k] = drawn[0, k]
    for c in range(1, drawn.shape[0]):
        for k in range(lanes):
            total[k] += drawn[c, k]
    for k in range(lanes):
        total[k] = np.float32(1.0) / total[k]
    for c in range(drawn.shape[0]):
        for k in range(lanes):
            drawn[c, k] *= total[k]


@compiled(fastmath=_FAST)
def value(scores: Singles, drawn: Singles, worth: Singles, best: Singles) -> None:
    """Set ``worth`` (A + 1, L) to the utilities, its last row apart, ``best`` to the highest."""
    lanes = drawn.shape[1]
    for i in range(scores.shape[0]):
        for c in range(0, scores.shape[1], 4):
            s0, s1, s2, s3 = scores[i, c], scores[i, c + 1], scores[i, c + 2], scores[i, c + 3]
            d0, d1, d2, d3 = drawn[c], drawn[c + 1], drawn[c + 2], drawn[c + 3]
            if c == 0:
                for k in range(lanes):
                    worth[i, k] = s0 * d0[k] + s1 * d1[k] + s2 * d2[k] + s3 * d3[k]
            else:
                for k in range(lanes):
                    worth[i, k] += s0 * d0[k] + s1 * d1[k] + s2 * d2[k] + s3 * d3[k]
        for k in range(lanes):
            best[k] = worth[i, k] if i == 0 or worth[i, k] > best[k] else best[k]


@compiled(fastmath=_FAST)
def compare(worth: Singles, sizes: Places, place: Places) -> None:
    """Set ``place`` (A, L) to how many alternatives are ahead; of equals, the first listed is."""
    lanes = worth.shape[1]
    last = place.shape[0]
    none = np.int32(0)
    for i in range(last):
        for k in range(lanes):
            place[i, k] = none
        for j in range(0, i, 3):
            j1 = j + 1 if j + 1 < i else last
            j2 = j + 2 if j + 2 < i else last
            n0, n1, n2 = sizes[j], sizes[j1], sizes[j2]
            for k in range(lanes):
                x = worth[i, k]
                place[i, k] += (
                    (n0 if worth[j, k] >= x else none)
                    + (n1 if worth[j1, k] >= x else none)
                    + (n2 if worth[j2, k] >= x else none)
                )
        for j in range(i + 1, last, 3):
            j1, j2 = min(j + 1, last), min(j + 2, last)
            n0, n1, n2 = sizes[j], sizes[j1], sizes[j2]
            for k in range(lanes):
                x = worth[i, k]
                place[i, k] += (
                    (n0 if worth[j, k] > x else none)
                    + (n1 if worth[j1, k] > x else none)
                    + (n2 if worth[j2, k] > x else none)
                )


@compiled(fastmath=_FAST)
def add_ranks(place: Places, ranks: Counts) -> None:
    """Count the lanes of ``place`` (A, L) at each rank into ``ranks`` (A, a multiple of 4)."""
    lanes = place.shape[1]
    none, one = np.int32(0), np.int32(1)
    for i in range(ranks.shape[0]):
        p = place[i]
        for r in range(0, ranks.shape[1], 4):
            r0, r1, r2, r3 = np.int32(r), np.int32(r + 1), np.int32(r + 2), np.int32(r + 3)
            n0, n1, n2, n3 = none, none, none, none
            for k in range(lanes):
                n0 = np.int32(n0 + (one if p[k] == r0 else none))
                n1 = np.int32(n1 + (one if p[k] == r1 else none))
                n2 = np.int32(n2 + (one if p[k] == r2 else none))
                n3 = np.int32(n3 + (one if p[k] == r3 else none))
            ranks[i, r] += n0
            ranks[i, r + 1] += n1
            ranks[i, r + 2] += n2
            ranks[i, r + 3] += n3


@compiled(fastmath=_FAST)
def add_weights(place: Places, drawn: Singles, weights: Doubles) -> None:
    """Add ``drawn`` (a multiple of 4, L) to the row of ``weights`` of each lane's winner."""
    lanes = place.shape[1]
    none = np.float32(0.0)
    for i in range(weights.shape[0]):
        p = place[i]
        for c in range(0, drawn.shape[0], 4):
            d0, d1, d2, d3 = drawn[c], drawn[c + 1], drawn[c + 2], drawn[c + 3]
            t0, t1, t2, t3 = none, none, none, none
            for k in range(lanes):
                first = p[k] == np.int32(0)
                t0 += d0[k] if first else none
                t1 += d1[k] if first else none
                t2 += d2[k] if first else none
                t3 += d3[k] if first else none
            weights[i, c] += t0
            weights[i, c + 1] += t1
            weights[i, c + 2] += t2
            weights[i, c + 3] += t3


@compiled(fastmath=_FAST)
def add_moments(worth: Singles, best: Singles, moments: Doubles) -> None:
    """Add utilities, regrets and their squares over the lanes to ``moments`` (4, A)."""
    lanes = worth.shape[1]
    for i in range(moments.shape[1]):
        u, uu = np.float32(0.0), np.float32(0.0)
        g, gg = np.float32(0.0), np.float32(0.0)
        for k in range(lanes):
            x = worth[i, k]
            y = best[k] - x
            u += x
            uu += x * x
            g += y
            gg += y * y
        moments[0, i] += u
        moments[1, i] += uu
        moments[2, i] += g
        moments[3, i] += gg
