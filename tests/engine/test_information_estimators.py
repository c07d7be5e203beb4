"""The value of information against closed forms of the literature, and its invariants."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from timonier.engine.information.estimators import (
    NIL,
    evpi,
    evpi_of,
    evppi,
    evppi_of,
    evppi_regression,
    evppi_regression_of,
    gains_over_best,
    monotone,
)

SIZE = 10_000


def unit_normal_loss(z):
    return norm.pdf(z) - z * norm.sf(z)


def linear_normal(mean, slopes, noise, seed=0, size=SIZE):
    """Doing nothing against mean + sum of slopes x standard normals + noise."""
    rng = np.random.default_rng(seed)
    facts = rng.standard_normal((len(slopes), size))
    risky = mean + np.asarray(slopes) @ facts + noise * rng.standard_normal(size)
    return np.stack([np.zeros(size), risky]), facts


def brennan_2007(size=SIZE, seed=0):
    """The two-treatment model of Brennan, Kharroubi, O'Hagan and Chilcott (2007), 19 independent
    normals, 10,000 pounds a QALY; mean net benefits 4,967 and 5,405 pounds."""
    means = "1000 .1 5.2 400 .7 .3 3 .25 -.1 .5 1500 .08 6.1 .8 .3 3 .2 -.1 .5"
    spreads = "1 .02 1 200 .1 .1 .5 .1 .02 .2 1 .02 1 .1 .05 1 .05 .02 .2"
    rng = np.random.default_rng(seed)
    t = np.array([float(m) for m in means.split()])[:, None]
    t = t + np.array([float(s) for s in spreads.split()])[:, None] * rng.standard_normal((19, size))
    old = 1e4 * (t[4] * t[5] * t[6] + t[7] * t[8] * t[9]) - (t[0] + t[1] * t[2] * t[3])
    new = 1e4 * (t[13] * t[14] * t[15] + t[16] * t[17] * t[18]) - (t[10] + t[11] * t[12] * t[3])
    return np.stack([old, new]), t


@pytest.mark.parametrize("mean", [-0.05, -0.02, 0.0, 0.03])
def test_evpi_is_the_unit_normal_loss_of_raiffa_and_schlaifer_1961(mean):
    utilities, _ = linear_normal(mean, [0.1], 0.0)
    worth = evpi(utilities)
    assert worth.value == pytest.approx(
        0.1 * unit_normal_loss(abs(mean) / 0.1), abs=4 * worth.error
    )


@pytest.mark.parametrize("estimate", [evppi, lambda u, f: evppi_regression(u, [f])])
@pytest.mark.parametrize("mean", [-0.05, -0.02, 0.0, 0.03])
def test_evppi_is_the_unit_normal_loss_of_raiffa_and_schlaifer_1961(estimate, mean):
    utilities, facts = linear_normal(mean, [0.05, 0.02], 0.15)
    worth = estimate(utilities, facts[0])
    expected = 0.05 * unit_normal_loss(abs(mean) / 0.05)
    assert worth.value == pytest.approx(expected, abs=4 * worth.error + 2e-4)


@pytest.mark.parametrize("estimate", [evppi, lambda u, f: evppi_regression(u, [f])])
def test_evppi_of_a_product_takes_the_mean_of_the_other_factor_as_in_ades_2004(estimate):
    # net benefit = q p - c with q lognormal and p beta, independent: given q, p counts as its mean
    rng = np.random.default_rng(3)
    q, p, cost = rng.lognormal(0, 0.3, SIZE), rng.beta(2, 2, SIZE), 0.5
    worth = estimate(np.stack([np.zeros(SIZE), q * p - cost]), q)
    forward = 0.5 * np.exp(0.3**2 / 2)  # mean of q E[p]
    d1 = (np.log(forward / cost) + 0.3**2 / 2) / 0.3
    call = forward * norm.cdf(d1) - cost * norm.cdf(d1 - 0.3)
    assert worth.value == pytest.approx(call - max(forward - cost, 0), abs=4 * worth.error)


@pytest.mark.parametrize(
    ("pair", "spread"),
    [((4, 13), np.hypot(9000 * 0.1, 9000 * 0.1)), ((6, 15), np.hypot(2100 * 0.5, 2400))],
)
def test_regression_prices_the_pairs_of_brennan_2007_as_strong_oakley_brennan_2014(pair, spread):
    utilities, facts = brennan_2007()
    worth = evppi_regression(utilities, [facts[i] for i in pair])
    ahead = (1e4 * (0.72 - 0.01) - 1695.2) - (1e4 * (0.63 - 0.0125) - 1208)
    assert worth.value == pytest.approx(
        spread * unit_normal_loss(ahead / spread), abs=4 * worth.error
    )


def test_a_group_beyond_pairs_agrees_with_nested_monte_carlo_on_brennan_2007():
    group = [4, 5, 13, 14]
    utilities, facts = brennan_2007()
    fast = evppi_regression(utilities, [facts[i] for i in group])
    rng = np.random.default_rng(9)

    def exact(t4, t5, t13, t14):  # both net benefits are linear in the rest, so means suffice
        old = 1e4 * (t4 * t5 * 3 - 0.0125) - 1208
        return np.stack([old, 1e4 * (t13 * t14 * 3 - 0.01) - 1695.2])

    draws = [
        rng.normal(m, s, 200_000) for m, s in ((0.7, 0.1), (0.3, 0.1), (0.8, 0.1), (0.3, 0.05))
    ]
    reference = evpi(exact(*draws))
    assert fast.value == pytest.approx(reference.value, abs=4 * (fast.error + reference.error))


def test_both_estimators_agree_on_a_fact_with_a_step():
    rng = np.random.default_rng(6)
    level = rng.integers(0, 6, SIZE)
    utilities = np.stack([np.full(SIZE, 0.5), np.where(level >= 4, 0.6, 0.45)])
    utilities = utilities + 0.1 * rng.standard_normal(utilities.shape)
    expected = (level >= 4).mean() * 0.1
    for worth in (evppi(utilities, level), evppi_regression(utilities, [level])):
        assert worth.value == pytest.approx(expected, abs=4 * worth.error)


def test_a_fact_that_moves_every_option_alike_is_worth_nothing_whatever_variance_it_explains():
    rng = np.random.default_rng(7)
    common = rng.standard_normal(SIZE)
    utilities = (
        0.5 + 0.3 * common + np.array([[0.0], [0.02]]) + 0.01 * rng.standard_normal((2, SIZE))
    )
    assert evppi(utilities, common) == NIL
    assert evppi_regression(utilities, [common]) == NIL


def test_a_dominated_option_leaves_nothing_to_know():
    rng = np.random.default_rng(8)
    good = rng.random(SIZE)
    assert evpi(np.stack([good, good - 0.01])).value == 0.0
    assert evppi(np.stack([good, good - 0.01]), good) == NIL


def test_noise_seldom_passes_for_value():
    rng = np.random.default_rng(10)
    found = [
        evppi(rng.normal([[0.5], [0.499], [0.498]], 0.15, (3, 2_000)), rng.random(2_000))
        for _ in range(100)
    ]
    assert sum(not worth.is_nil for worth in found) <= 8


arrays = st.integers(0, 2**31).map(np.random.default_rng)


@settings(max_examples=40, deadline=None)
@given(rng=arrays, options=st.integers(1, 5), size=st.integers(1, 300), pull=st.floats(0, 1))
def test_partial_information_is_worth_between_nothing_and_everything(rng, options, size, pull):
    fact, other = rng.standard_normal(size), rng.integers(0, 3, size)
    utilities = rng.random((options, size)) + pull * rng.random((options, 1)) * fact
    everything = evpi(utilities).value
    for worth in (evppi(utilities, fact), evppi_regression(utilities, [fact, other])):
        assert 0.0 <= worth.value <= everything + 1e-12


@settings(max_examples=30, deadline=None)
@given(rng=arrays)
def test_more_facts_are_never_worth_less(rng):
    facts = {name: rng.standard_normal(400) for name in "abc"}
    mix = rng.normal(size=(3, 3))
    utilities = mix @ np.stack(list(facts.values())) + rng.standard_normal((3, 400))
    gains = gains_over_best(utilities)
    groups = [frozenset("ab"), frozenset("bc"), frozenset("abc")]
    worths = {frozenset(key): evppi_of(gains, fact) for key, fact in facts.items()}
    for group in groups:
        worths[group] = evppi_regression_of(gains, [facts[key] for key in sorted(group)])
    worths = monotone(worths)
    for small in worths:
        for large in worths:
            assert not small <= large or worths[small].value <= worths[large].value
    assert max(w.value for w in worths.values()) <= evpi_of(gains).value + 1e-12


@settings(max_examples=30, deadline=None)
@given(rng=arrays, shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_worth_follows_the_unit_of_utility_and_not_its_origin(rng, shift, scale):
    fact = rng.standard_normal(300)
    utilities = np.stack([np.zeros(300), fact + rng.standard_normal(300)])
    plain, moved = evppi(utilities, fact), evppi(shift + scale * utilities, fact)
    assert moved.value == pytest.approx(scale * plain.value, rel=1e-6, abs=1e-9)


def test_the_name_given_to_an_answer_does_not_matter():
    rng = np.random.default_rng(11)
    level = rng.integers(0, 4, SIZE)
    utilities = np.stack([np.full(SIZE, 0.1), np.array([0.0, 0.3, 0.0, 0.1])[level]])
    utilities = utilities + 0.05 * rng.standard_normal(utilities.shape)
    renamed = np.array([7, 2, 5, 0])[level]
    assert evppi(utilities, renamed).value == pytest.approx(evppi(utilities, level).value, rel=0.05)


def test_arrays_that_disagree_are_refused():
    with pytest.raises(ValueError, match="3 draws"):
        evppi_of(gains_over_best(np.zeros((2, 3))), np.zeros(4))
    with pytest.raises(ValueError, match="finite"):
        evpi(np.array([[0.0, -np.inf]]))
    with pytest.raises(ValueError, match="options, draws"):
        evpi(np.zeros(3))
