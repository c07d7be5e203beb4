"""Middles and tails read in sorted rows are NumPy's own, to the last digit."""

import numpy as np
import pytest

from timonier.engine.quantiles import median, medians, quantiles

SHARES = (0.0, 0.1, 0.5, 0.77, 0.9, 1.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1, 2, 3, 10, 64, 255, 1001])
def test_rows_say_what_numpy_says(size: int, dtype: type[np.floating]) -> None:
    rng = np.random.default_rng(size)
    rows = np.round(rng.normal(100.0, 30.0, (4, size)), 1).astype(dtype)
    assert medians(rows).tolist() == np.median(rows, axis=1).tolist()
    assert median(rows[0]) == float(np.median(rows[0]))
    expected = np.quantile(rows.astype(np.float64), SHARES, axis=1)
    assert quantiles(rows, SHARES).tolist() == expected.tolist()


def test_what_was_drawn_stays_in_its_order() -> None:
    rows = np.array([[3.0, 1.0, 2.0]])
    medians(rows), quantiles(rows)
    assert rows.tolist() == [[3.0, 1.0, 2.0]]
