"""Draws made of counters: the bits of the generator, and the laws that are made of them."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
from scipy import stats

from timonier.engine import philox
from timonier.engine.machine_code import dispatcher, njit

SIZE = 20_000


def from_python(function: Any) -> Any:
    """A compiled function that only compiled ones call, made callable from here."""
    inner = dispatcher(function)
    return njit(lambda *given: inner(*given))


def test_the_generator_gives_the_words_published_by_its_authors() -> None:
    ones = 0xFFFFFFFF
    pi = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)
    published = {
        ((0, 0, 0, 0), (0, 0)): (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
        ((ones,) * 4, (ones,) * 2): (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        pi: (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    }
    inner = dispatcher(philox.philox)
    words_of = njit(lambda a, b, c, d, e, f: inner(a, b, c, d, e, f))
    for (counter, key), words in published.items():
        assert words_of(*map(np.uint32, counter), *map(np.uint32, key)) == words


def test_an_exponential_is_the_logarithm_to_single_precision() -> None:
    top = np.concatenate([np.arange(100), 2 ** np.arange(24) - 1, np.arange(2**24 - 100, 2**24)])
    exponential = from_python(philox.exponential)
    drawn = [exponential(np.uint32(word)) for word in top << 8]
    np.testing.assert_allclose(drawn, -np.log((top + 1) / 2**24), rtol=1e-6, atol=1e-12)


def test_compiled_draws_are_normal_and_unrelated_from_one_to_the_next() -> None:
    words, out = np.empty((4, SIZE), np.uint32), np.empty((4, SIZE), np.float32)
    normals = from_python(philox.normals)
    normals(0, 0, 0, np.uint64(42), words, out)
    for row in out.astype(float):
        assert stats.kstest(row, "norm").pvalue > 1e-3
        assert abs(np.corrcoef(row[1:], row[:-1])[0, 1]) < 4 / np.sqrt(SIZE)
    others = [np.empty_like(out) for _ in range(2)]
    normals(0, 1, 0, np.uint64(42), words, others[0])
    normals(0, 0, 1, np.uint64(42), words, others[1])
    between = np.corrcoef(np.concatenate([out, *others]).astype(float)) - np.eye(12)
    assert np.abs(between).max() < 4.5 / np.sqrt(SIZE)


def test_a_draw_is_the_same_wherever_it_is_made() -> None:
    words, out = np.empty((4, 64), np.uint32), np.empty((4, 64), np.float32)
    ahead = np.empty((4, 64), np.float32)
    normals = from_python(philox.normals)
    normals(0, 3, 5, np.uint64(9), words, out)
    normals(32, 3, 5, np.uint64(9), words, ahead)
    np.testing.assert_array_equal(out[:, 32:], ahead[:, :32])


def test_the_tails_of_a_normal_are_as_heavy_as_they_should_be() -> None:
    size = 1 << 20
    words, out = np.empty((4, size), np.uint32), np.empty((4, size), np.float32)
    from_python(philox.normals)(0, 0, 0, np.uint64(7), words, out)
    for place in (-4.0, -3.0, -2.0, 2.0, 3.0, 4.0):
        expected = NormalDist().cdf(-abs(place)) * out.size
        found = float(((out * np.sign(place)) > abs(place)).sum())
        assert abs(found - expected) < 4 * np.sqrt(expected)


def test_functions_of_single_precision_are_right_to_single_precision() -> None:
    power, root = from_python(philox.natural_power), from_python(philox.root)
    for x in np.linspace(-20, 20, 2_001, dtype=np.float32):
        np.testing.assert_allclose(power(x), np.exp(float(x)), rtol=3e-7)
    for x in (0.0, *np.logspace(-8, 3, 300)):
        np.testing.assert_allclose(root(np.float32(x)), np.sqrt(np.float32(x)), rtol=5e-7)


def test_a_turn_is_a_point_of_the_circle() -> None:
    turned = from_python(philox.turned)
    for word in np.random.default_rng(1).integers(2**32, size=1_000, dtype=np.uint32):
        part = (int(word) >> 6) % 2**24 / 2**24 - 0.5
        angle = (int(word) >> 30) * np.pi / 2 + part * np.pi / 2
        np.testing.assert_allclose(turned(word), [np.cos(angle), np.sin(angle)], atol=2e-7)
