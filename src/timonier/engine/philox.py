"""Counter-based random draws that vectorise: Philox4x32-10 bits, float32 normals.

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
_24 = np.uint32(0x00FFFFFF)
_TO_ONE = np.float32(2.0**-24)
_HALF = np.float32(0.5)
_THREE_HALVES = np.float32(1.5)
_ROOT_START = np.int32(0x5F375A86)  # Lomont (2003), Fast inverse square root
_QUARTER = np.float32(np.pi / 2.0)
_LOG2_E = np.float32(1.4426950408889634)
_LN2_HIGH = np.float32(0.693359375)
_LN2_LOW = np.float32(-2.12194440e-4)
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
def natural_power(x: np.float32) -> np.float32:
    """e to the power of ``x`` between -80 and 80: the polynomial of Cephes, relative error 1e-7."""
    whole = np.floor(x * _LOG2_E + _HALF)
    rest = x - whole * _LN2_HIGH - whole * _LN2_LOW
    p = np.float32(1.9875691500e-4)
    p = p * rest + np.float32(1.3981999507e-3)
    p = p * rest + np.float32(8.3334519073e-3)
    p = p * rest + np.float32(4.1665795894e-2)
    p = p * rest + np.float32(1.6666665459e-1)
    p = p * rest + np.float32(5.0000001201e-1)
    power = np.int32((np.int32(whole) + np.int32(127)) << np.int32(23)).view(np.float32)
    return np.float32((p * rest * rest + rest + np.float32(1.0)) * power)


@compiled(fastmath={"contract"})
def root(x: np.float32) -> np.float32:
    """Square root of a number that is not negative, by Newton's method on its inverse: a kernel may
    call no library."""
    half, bits = _HALF * x, np.float32(x).view(np.int32)
    y = np.int32(_ROOT_START - (bits >> np.int32(1))).view(np.float32)
    for _ in range(3):
        y *= _THREE_HALVES - half * y * y
    return x * y


@compiled(fastmath={"contract"})
def turned(word: Word) -> tuple[np.float32, np.float32]:
    """The cosine and the sine of an angle between 0 and 2 pi made of 32 random bits: the first two
    choose a quarter, the others lie in it."""
    part = np.float32(np.int32((word >> np.uint32(6)) & _24)) * _TO_ONE - _HALF
    angle = part * _QUARTER
    z = angle * angle
    s = np.float32(-1.9515295891e-4) * z + np.float32(8.3321608736e-3)
    s = (s * z + np.float32(-1.6666654611e-1)) * z * angle + angle
    c = np.float32(2.443315711809948e-5) * z + np.float32(-1.388731625493765e-3)
    c = (c * z + np.float32(4.166664568298827e-2)) * z * z - _HALF * z + np.float32(1.0)
    odd = (word >> np.uint32(30)) & np.uint32(1)
    across, along = (s, c) if odd == np.uint32(1) else (c, s)
    across = -across if ((word >> np.uint32(30)) + np.uint32(1)) & np.uint32(2) else across
    along = -along if word >> np.uint32(31) else along
    return across, along


@compiled(fastmath=False)
def fill(first: int, group: int, stream: int, key: np.uint64, words: NDArray[Word]) -> None:
    """Fill ``words`` (4, L): lane k holds the bits of the counter (``first + k``, ``group``,
    ``stream``)."""
    c1, c2 = np.uint32(group), np.uint32(stream)
    zero = np.uint32(0)
    k0 = np.uint32(key)
    k1 = np.uint32(key >> _32)
    for k in range(
        words.shape[1]
    ):  # apart from what is made of them: together they do not vectorise
        w0, w1, w2, w3 = philox(np.uint32(first + k), c1, c2, zero, k0, k1)
        words[0, k] = w0
        words[1, k] = w1
        words[2, k] = w2
        words[3, k] = w3


@compiled(fastmath={"contract"})
def normals(
    first: int, group: int, stream: int, key: np.uint64, words: NDArray[Word],
    out: NDArray[np.float32],
) -> None:  # fmt: skip
    """Fill ``out`` (4, L) with standard normals, by the method of Box and Muller (1958)."""
    fill(first, group, stream, key, words)
    for w in range(0, 4, 2):
        for k in range(out.shape[1]):
            far = root(np.float32(2.0) * exponential(words[w, k]))
            across, along = turned(words[w + 1, k])
            out[w, k] = far * across
            out[w + 1, k] = far * along
