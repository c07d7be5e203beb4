"""Counter-based random draws that vectorise: Philox4x32-10 bits, float32 exponentials.

Draw number i depends on the seed and on i alone, so blocks may be computed anywhere, in any order.
Source of the generator: Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from timonier.engine.compiling import compiled

Word = np.uint32

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint32(0x9E3779B9)
_W1 = np.uint32(0xBB67AE85)
_32 = np.uint64(32)
_ROUNDS = 10
_LN2 = np.float32(0.6931471805599453)
_HALF_ROOT = np.int32(0x3F3504F3)  # the bits of sqrt(1/2)
_MANTISSA = np.int32(0x007FFFFF)


@compiled(inline="always", fastmath=False)
def philox(
    c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word
) -> tuple[Word, Word, Word, Word]:
    """Return the four Philox4x32-10 words of a four-word counter under a two-word key."""
    for _ in range(_ROUNDS):
        p0 = np.uint64(c0) * _M0
        p1 = np.uint64(c2) * _M1
        c0 = np.uint32(p1 >> _32) ^ c1 ^ k0
        c1 = np.uint32(p1)
        c2 = np.uint32(p0 >> _32) ^ c3 ^ k1
        c3 = np.uint32(p0)
        k0 = np.uint32(k0 + _W0)
        k1 = np.uint32(k1 + _W1)
    return c0, c1, c2, c3


@compiled(fastmath={"contract"})
def exponential(word: Word) -> np.float32:
    """Turn 32 random bits into a unit exponential: -log((n + 1) / 2**24), n the top 24 bits.

    The logarithm is the single-precision polynomial of Cephes (relative error below 1e-6).
    """
    whole = np.float32(np.int32(word >> np.uint32(8)) + np.int32(1))
    # subtracting sqrt(1/2) before cutting the exponent off leaves a mantissa in [0.71, 1.41)
    shifted = np.int32(whole.view(np.int32) - _HALF_ROOT)
    exponent = np.int32(shifted >> np.int32(23))
    mantissa = np.int32((shifted & _MANTISSA) + _HALF_ROOT).view(np.float32)
    x = mantissa - np.float32(1.0)
    z = x * x
    p = np.float32(7.0376836292e-2)
    p = p * x + np.float32(-1.1514610310e-1)
    p = p * x + np.float32(1.1676998740e-1)
    p = p * x + np.float32(-1.2420140846e-1)
    p = p * x + np.float32(1.4249322787e-1)
    p = p * x + np.float32(-1.6668057665e-1)
    p = p * x + np.float32(2.0000714765e-1)
    p = p * x + np.float32(-2.4999993993e-1)
    p = p * x + np.float32(3.3333331174e-1)
    log_mantissa = x + (p * x * z - np.float32(0.5) * z)
    return np.float32(np.int32(24) - exponent) * _LN2 - log_mantissa


@compiled(fastmath={"contract"})
def exponentials(
    first: int, stream: int, key: np.uint64, words: NDArray[Word], out: NDArray[np.float32]
) -> None:
    """Fill ``out`` (4, L) with unit exponentials: lane k holds draw ``first + k`` of ``stream``.

    ``first + L`` stays below 2**32; ``stream`` tells apart the draws that share a number;
    ``words`` (4, L) is scratch.
    """
    c2 = np.uint32(stream)
    zero = np.uint32(0)
    k0 = np.uint32(key)
    k1 = np.uint32(key >> _32)
    for k in range(out.shape[1]):  # apart from the logarithms: together they do not vectorise
        w0, w1, w2, w3 = philox(np.uint32(first + k), zero, c2, zero, k0, k1)
        words[0, k] = w0
        words[1, k] = w1
        words[2, k] = w2
        words[3, k] = w3
    for w in range(4):
        for k in range(out.shape[1]):
            out[w, k] = exponential(words[w, k])
