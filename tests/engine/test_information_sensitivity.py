"""Sensitivity indices on the two functions of the literature whose indices are known."""

import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami

from timonier.engine.information.sensitivity import (
    first_order,
    jansen_total,
)

G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def ishigami(u):
    x = (2 * u - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_exact():
    a, b = 7, 0.1
    v1 = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    v2, v13 = a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    first = np.array([v1, v2, 0]) / total
    return first, first + np.array([v13, 0, v13]) / total


def sobol_g(u):
    return np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=1)


def sobol_g_exact():
    alone = 1 / 3 / (1 + G) ** 2
    whole = np.prod(1 + alone) - 1
    return alone / whole, alone * np.prod(1 + alone) / (1 + alone) / whole


def totals(model, inputs, seed, size=40_000):
    """The total index of each input of a model of inputs uniform on 0-1."""
    base, other = np.random.default_rng(seed).random((2, size, inputs))
    found = []
    for column in range(inputs):
        mixed = base.copy()
        mixed[:, column] = other[:, column]
        found.append(jansen_total(model(base), model(mixed)))
    return found


CASES = [(ishigami, ishigami_exact(), 3), (sobol_g, sobol_g_exact(), 5)]


@pytest.mark.parametrize(("model", "exact", "inputs"), CASES, ids=["ishigami", "sobol_g"])
def test_total_indices_match_the_analytic_values(model, exact, inputs):
    for found, expected in zip(totals(model, inputs, seed=1), exact[1], strict=True):
        assert found.value == pytest.approx(expected, abs=4 * found.error + 1e-3)
        assert found.error < 0.03


@pytest.mark.parametrize(("model", "exact", "inputs"), CASES, ids=["ishigami", "sobol_g"])
def test_first_order_from_the_draws_alone_matches_the_analytic_values(model, exact, inputs):
    u = np.random.default_rng(2).random((20_000, inputs))
    outcome = model(u)
    for column, expected in enumerate(exact[0]):
        found = first_order(outcome, u[:, column])
        assert found.value == pytest.approx(expected, abs=4 * found.error + 5e-3)


def test_total_indices_agree_with_salib_on_ishigami():
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    sample = sobol_sample.sample(problem, 4096, calc_second_order=False, seed=3)
    theirs = sobol.analyze(problem, Ishigami.evaluate(sample), calc_second_order=False, seed=3)
    for ours, other in zip(totals(ishigami, 3, seed=4), theirs["ST"], strict=True):
        assert ours.value == pytest.approx(other, abs=4 * ours.error + 0.01)


def test_an_input_that_does_nothing_has_no_index_and_an_outcome_that_is_constant_none_either():
    rng = np.random.default_rng(5)
    outcome, idle = rng.random(5_000), rng.random(5_000)
    assert first_order(outcome, idle).value < 0.01
    assert jansen_total(outcome, outcome).value == 0.0
    assert first_order(np.ones(50), idle[:50]).value == 0.0


def test_an_answer_with_few_values_explains_what_it_decides():
    level = np.random.default_rng(6).integers(0, 4, 5_000)
    assert first_order(level * 2.0, level).value == pytest.approx(1.0)
    with pytest.raises(ValueError, match="an outcome"):
        first_order(np.zeros(3), np.zeros(4))
