"""What Python may give a compiled kernel, and what it is told when it gives something else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
import pytest
from numba import float32

from timonier.engine.compiling import Kernel, compiled, fast
from timonier.engine.machine_code import dispatcher

POINT = np.dtype([("x", np.int32), ("y", np.float32)])


class Pair(NamedTuple):
    first: Any
    second: Any


def double(values: Any, out: Any) -> None:
    for i in range(values.size):
        out[i] = 2 * values[i]


def fill(pair: Any, points: Any, key: Any, up: bool, out: Any) -> None:
    """One of each kind of argument."""
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = pair.first[i, j] + points[j].x * points[j].y
    out[pair.second, 0] = np.float64(key >> np.uint64(60)) if up else -1.0


def shift(values: Any, by: Any) -> None:
    for i in range(values.size):
        values[i] += by


def copy(one: Any, rows: Any, out: Any) -> None:
    out[0] = one[()]
    out[1] = rows[1, 2, 3]
    out[2] = rows.size


def draw(out: Any) -> None:
    out[0] = np.random.random()


FILL = Kernel(fast(fill))


def test_no_loop_compares_the_bounds_of_what_it_touches() -> None:
    """The compiler is told that arguments lie apart; without, a loop runs in two versions."""

    def code_of(**how: bool) -> str:
        function = FunctionType(double.__code__, double.__globals__, "double")
        compiled(**how)(function)
        made = dispatcher(function)
        made.compile((float32[::1], float32[::1]))
        return str(next(iter(made.inspect_llvm().values())))

    one_by_one = "= load float"  # the loop for arrays that would overlap, besides its end
    assert code_of().count(one_by_one) < code_of(noalias=False).count(one_by_one)


@pytest.mark.parametrize("up", [True, False])
def test_a_kernel_takes_arrays_records_tuples_integers_and_truths(up: bool) -> None:
    points = np.array([(2, 0.5), (3, 0.5), (4, 0.5)], POINT)
    table, out = np.arange(6.0).reshape(2, 3), np.zeros((2, 3))
    FILL(Pair(table, 1), points, np.uint64(2**63 + 1), up, out)
    expected = table + points["x"] * points["y"]
    expected[1, 0] = 8.0 if up else -1.0
    np.testing.assert_array_equal(out, expected)


def test_an_array_has_any_number_of_axes() -> None:
    out, rows = np.zeros(3), np.arange(60.0).reshape(3, 4, 5)
    Kernel(fast(copy))(np.array(7.0), rows, out)
    assert out.tolist() == [7.0, rows[1, 2, 3], 60.0]


def test_a_kernel_is_compiled_for_each_type_of_array() -> None:
    doubled = Kernel(fast(double))
    for dtype in (np.float64, np.int32, np.float64):
        out = np.zeros(3, dtype)
        doubled(np.arange(3, dtype=dtype), out)
        assert out.tolist() == [0, 2, 4]


def test_an_array_that_is_not_laid_out_as_compiled_is_refused() -> None:
    out, locked = np.zeros((2, 3)), np.zeros((2, 3))
    locked.flags.writeable = False
    points = np.zeros(3, POINT)
    for wrong in (np.zeros((3, 2)).T, np.zeros((2, 6))[:, ::2], locked):
        with pytest.raises(TypeError, match="expected writable, contiguous rows"):
            FILL(Pair(wrong, 1), points, np.uint64(1), True, out)


def test_what_has_no_place_among_the_arguments_is_refused() -> None:
    with pytest.raises(TypeError, match="takes no float64"):
        Kernel(fast(shift))(np.zeros(3), 1.5)


def test_a_kernel_that_needs_the_compiler_while_it_runs_is_refused() -> None:
    with pytest.raises(TypeError, match="the kernel draw needs numba_"):
        Kernel(fast(draw))(np.zeros(3))


def test_threads_that_come_first_together_get_the_same_code() -> None:
    doubled, together = Kernel(fast(double)), Barrier(4)

    def work(place: int) -> list[int]:
        out = np.zeros(3, np.int16)
        together.wait()
        doubled(np.full(3, place, np.int16), out)
        return [int(n) for n in out]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [[2 * n] * 3 for n in range(4)]
