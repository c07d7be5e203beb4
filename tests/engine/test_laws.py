"""The laws that unknown facts are drawn from, held to SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from timonier.engine.laws import beta_quantile, beta_share, normal_quantile, normal_share
from timonier.knowledge import load

U = np.concatenate([[1e-9, 1e-6], np.linspace(1e-4, 1.0 - 1e-4, 5000), [1.0 - 1e-6]])
BETAS = sorted({(p.values["a"], p.values["b"]) for p in load().priors if p.kind == "beta"})


def test_the_normal_law_is_scipys() -> None:
    assert normal_quantile(U) == pytest.approx(special.ndtri(U), abs=1e-12, rel=1e-12)
    z = np.linspace(-9.0, 9.0, 500).reshape(50, 10)
    assert normal_share(z) == pytest.approx(special.ndtr(z), abs=1e-15)


def test_a_probability_of_nil_or_one_is_far_away_and_finite() -> None:
    low, high = normal_quantile(np.array([0.0, 1.0]))
    assert -10.0 < low < -8.0
    assert 8.0 < high < 10.0


@pytest.mark.parametrize(("a", "b"), [*BETAS, (1.0, 1.0), (1.5, 1.0), (30.0, 2.5)])
def test_a_beta_law_is_scipys(a: float, b: float) -> None:
    assert beta_quantile(a, b, U) == pytest.approx(special.betaincinv(a, b, U), abs=2e-5)
    assert np.abs(beta_quantile(a, b, U) - special.betaincinv(a, b, U)).mean() < 1e-6
    x = np.linspace(0.0, 1.0, 1001)
    assert beta_share(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=2e-6)


def test_a_beta_law_that_goes_up_without_end_is_refused_by_its_parameters() -> None:
    with pytest.raises(ValueError, match=r"0\.5 and 2"):
        beta_quantile(0.5, 2.0, U)
