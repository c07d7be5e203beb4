"""Weights are spread evenly over what the preferences allow, and over nothing else."""

from __future__ import annotations

import json
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonier.engine.ranking import Preferences, rank, weight_draws
from timonier.knowledge import load

CRITERIA = tuple(load().criteria)
SIZE = 20_000
LETTERS = ("a", "b", "c", "d", "e")

WANTED = {
    "control": "alignment", "expertise": "expertise", "flexibility": "flexibility",
    "speed": "speed", "cost": "total_cost",
}  # fmt: skip
EXACT = json.loads(
    (Path(__file__).parent.parent / "data" / "smaa_exact.json").read_text(encoding="utf-8")
)["problems"]


def draw(preferences: Preferences, criteria: tuple[str, ...] = CRITERIA, size: int = SIZE) -> Any:
    return weight_draws(preferences, criteria, np.random.default_rng(3), size).astype(float)


def distance(samples: Any, distribution: Any) -> float:
    """Kolmogorov's distance in units of its 1-in-1,000 critical value: above 1 is a rejection."""
    ordered = distribution(np.sort(samples))
    n = len(ordered)
    steps = np.arange(n + 1) / n
    gap = max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1]))
    return float(gap * np.sqrt(n) / 1.95)


def marginal(n_criteria: int) -> Any:
    return lambda w: 1 - (1 - w) ** (n_criteria - 1)


# Without preferences


def test_a_weight_is_distributed_as_on_the_uniform_simplex() -> None:
    weights = draw(Preferences())
    np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-6)
    for column in weights.T:
        assert distance(column, marginal(7)) < 1


def test_weights_are_jointly_distributed_as_on_the_uniform_simplex() -> None:
    weights = draw(Preferences())
    n = weights.shape[1]
    covariance = np.where(np.eye(n), n - 1, -1) / (n**2 * (n + 1))
    np.testing.assert_allclose(np.cov(weights.T), covariance, atol=4e-4)
    for k in range(1, n):  # on the uniform simplex a partial share is a beta, whatever the rest
        share = weights[:, :k].sum(axis=1) / weights[:, : k + 1].sum(axis=1)
        assert distance(share, lambda x, k=k: x**k) < 1


def test_normalised_uniforms_would_be_noticed_as_promcda_draws_them() -> None:
    """ProMCDA divides uniforms by their sum, which crowds the middle of the simplex."""
    problem = EXACT[7]
    scores = np.array(problem["scores"], np.float32)
    crowded = np.random.default_rng(3).random((SIZE, scores.shape[1]))
    crowded = (crowded / crowded.sum(axis=1, keepdims=True)).astype(np.float32)
    even = draw(Preferences(), ("a", "b", "c", "d")).astype(np.float32)
    assert distance(even[:, 0], marginal(4)) < 1 < 5 < distance(crowded[:, 0], marginal(4))
    values = np.broadcast_to(scores[:, :, None], (*scores.shape, SIZE))
    exact = np.array(problem["rank_acceptability"])[:, 0]
    assert np.abs(rank(values, even).chance_of_best - exact).max() < 0.01
    assert np.abs(rank(values, crowded).chance_of_best - exact).max() > 0.05


# With preferences


def test_wished_criteria_weigh_at_least_the_others_and_are_exchangeable() -> None:
    weights = draw(Preferences(wants=("flexibility", "cost")))
    wanted = [CRITERIA.index("flexibility"), CRITERIA.index("total_cost")]
    others = [i for i in range(7) if i not in wanted]
    assert (weights[:, wanted].min(axis=1) >= weights[:, others].max(axis=1)).all()
    top_two = sum(sum(1 / k for k in range(j, 8)) for j in (1, 2)) / 7 / 2
    np.testing.assert_allclose(weights[:, wanted].mean(axis=0), top_two, atol=0.003)


def test_a_full_order_has_the_mean_weights_of_rank_order_centroids() -> None:
    weights = draw(Preferences(order=tuple(reversed(LETTERS))), LETTERS)
    assert (np.diff(weights, axis=1) >= 0).all()
    centroid = [sum(1 / k for k in range(j, 6)) / 5 for j in (5, 4, 3, 2, 1)]
    np.testing.assert_allclose(weights.mean(axis=0), centroid, atol=0.004)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(WANTED))), st.permutations(CRITERIA), st.integers(0, 7))
def test_an_order_settles_its_pairs_and_wishes_settle_what_it_leaves_open(
    wishes: set[str], shuffled: list[str], listed: int
) -> None:
    order = tuple(shuffled[:listed])
    weights = draw(Preferences(wants=tuple(sorted(wishes)), order=order), size=200)
    at = {name: weights[:, i] for i, name in enumerate(CRITERIA)}
    for heavier, lighter in pairwise(order):
        assert (at[heavier] >= at[lighter]).all()
    unlisted = [name for name in CRITERIA if name not in order]
    if order and unlisted:
        assert (at[order[-1]] >= np.max([at[name] for name in unlisted], axis=0)).all()
    wanted = {WANTED[wish] for wish in wishes}
    for name in set(unlisted) & wanted:
        for other in set(unlisted) - wanted:
            assert (at[name] >= at[other]).all()


def test_a_partial_order_keeps_every_ranking_it_allows_equally_likely() -> None:
    weights = draw(Preferences(order=("b",), wants=("speed",)), ("a", "b", "speed", "d"))
    seen = [tuple(row) for row in np.argsort(-weights, axis=1)]
    allowed = [p for p in permutations(range(4)) if p[0] == 1 and p[1] == 2]
    assert set(seen) == set(allowed)
    counts = np.array([seen.count(p) for p in allowed])
    np.testing.assert_allclose(counts / SIZE, 1 / len(allowed), atol=0.02)


def test_a_tradeoff_fixes_a_ratio_and_leaves_the_rest_even() -> None:
    weights = draw(Preferences(tradeoffs=(("a", "c", 2.0),)), LETTERS)
    np.testing.assert_allclose(weights[:, 0], 2 * weights[:, 2], rtol=1e-5)
    assert distance(weights[:, 1], marginal(4)) < 1
    assert distance(weights[:, 0] * 1.5, marginal(4)) < 1


def test_tradeoffs_chain() -> None:
    weights = draw(Preferences(tradeoffs=(("a", "b", 2.0), ("b", "c", 3.0))), ("a", "b", "c"))
    np.testing.assert_allclose(weights, np.broadcast_to([0.6, 0.3, 0.1], weights.shape), atol=1e-6)


@pytest.mark.parametrize(
    "preferences",
    [
        Preferences(order=("a", "b", "c"), tradeoffs=(("a", "c", 2.0),)),
        Preferences(order=("a",), tradeoffs=(("b", "c", 3.0), ("d", "e", 1.5))),
        Preferences(wants=("speed",), tradeoffs=(("speed", "a", 2.0), ("b", "c", 1.5))),
    ],
    ids=["order", "two ratios", "wish"],
)
def test_ratios_with_an_order_or_a_wish_are_drawn_as_by_rejection(
    preferences: Preferences,
) -> None:
    criteria = ("a", "b", "c", "d", "speed" if preferences.wants else "e")
    ratios = Preferences(tradeoffs=preferences.tradeoffs)
    free = draw(ratios, criteria, size=200_000)
    at = {name: free[:, i] for i, name in enumerate(criteria)}
    kept = np.ones(len(free), bool)
    ahead = [*preferences.order, *(["speed"] if preferences.wants else [])]
    for k, name in enumerate(ahead):
        for other in set(criteria) - set(ahead[: k + 1]):
            kept &= at[name] >= at[other]
    rejected = free[kept]
    direct = draw(preferences, criteria)
    tolerance = 4 * 0.3 / np.sqrt(min(len(rejected), SIZE))
    np.testing.assert_allclose(direct.mean(axis=0), rejected.mean(axis=0), atol=tolerance)
    np.testing.assert_allclose(np.cov(direct.T), np.cov(rejected.T), atol=tolerance / 4)
    for i in range(len(criteria)):
        cuts = np.quantile(rejected[:, i], [0.1, 0.5, 0.9])
        found = (direct[:, i, None] <= cuts).mean(axis=0)
        np.testing.assert_allclose(found, [0.1, 0.5, 0.9], atol=2 * tolerance)


def test_the_most_precise_statement_prevails() -> None:
    everything = Preferences(
        wants=("flexibility",),
        order=("alignment", "expertise", "speed", "flexibility", "initial_cost"),
        tradeoffs=(("alignment", "total_cost", 2.0),),
    )
    weights = draw(everything, size=500)
    at = {name: weights[:, i] for i, name in enumerate(CRITERIA)}
    for heavier, lighter in pairwise(everything.order):
        assert (at[heavier] >= at[lighter] - 1e-7).all()
    np.testing.assert_allclose(at["alignment"], 2 * at["total_cost"], rtol=1e-5)
    bent = draw(Preferences(("flexibility",), (), (("alignment", "flexibility", 2.0),)), size=500)
    flexibility = bent[:, CRITERIA.index("flexibility")]
    rest = [i for i, name in enumerate(CRITERIA) if name not in ("alignment", "flexibility")]
    assert (flexibility[:, None] >= bent[:, rest] - 1e-7).all()


@pytest.mark.parametrize(
    ("preferences", "named"),
    [
        (Preferences(order=("a", "b"), tradeoffs=(("b", "a", 2.0),)), ["order", "tradeoffs"]),
        (Preferences(tradeoffs=(("a", "b", 2.0), ("b", "a", 2.0))), ["tradeoffs"]),
        (Preferences(tradeoffs=(("a", "b", 2.0), ("b", "c", 2.0), ("a", "c", 2.0))), ["tradeoffs"]),
        (Preferences(order=("a", "b"), tradeoffs=(("a", "c", 1.0),)), ["order", "tradeoffs"]),
    ],
    ids=["against the order", "both ways", "round a ring", "only by a tie"],
)
def test_statements_that_contradict_each_other_are_named(
    preferences: Preferences, named: list[str]
) -> None:
    with pytest.raises(ValueError, match="contradict") as refused:
        draw(preferences, LETTERS, size=1)
    assert all(f"{name} = " in str(refused.value) for name in named)


@pytest.mark.parametrize(
    ("preferences", "named"),
    [
        (Preferences(wants=("fame",)), "preferences.wants: 'fame'"),
        (Preferences(wants=("cost",)), "preferences.wants: 'total_cost'"),
        (Preferences(order=("z",)), "preferences.order: 'z'"),
        (Preferences(order=("a", "a")), "comes twice"),
        (Preferences(tradeoffs=(("a", "z", 2.0),)), "preferences.tradeoffs: 'z'"),
        (Preferences(tradeoffs=(("a", "a", 2.0),)), "two different criteria"),
        (Preferences(tradeoffs=(("a", "b", 0.0),)), "a ratio above 0"),
    ],
)
def test_a_statement_that_means_nothing_is_named(preferences: Preferences, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        draw(preferences, LETTERS, size=1)


def test_trade_offs_that_chain_every_criterion_leave_one_weighting() -> None:
    chained = tuple((a, b, 1.5) for a, b in pairwise(CRITERIA))
    weights = draw(Preferences(order=CRITERIA[:2], tradeoffs=chained), size=50)
    expected = 1.5 ** -np.arange(len(CRITERIA))
    np.testing.assert_allclose(weights, np.tile(expected / expected.sum(), (50, 1)), rtol=1e-6)
    with pytest.raises(ValueError, match="contradict"):
        draw(Preferences(order=CRITERIA[1::-1], tradeoffs=chained), size=1)
