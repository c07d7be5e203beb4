"""First places, regrets and verdicts are what exact arithmetic and common sense say they are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from timonier.engine.ranking import Preferences, Ranking, rank, verdict, weight_draws
from timonier.engine.rules import Rules, rules_of
from timonier.knowledge import load

EXACT = json.loads(
    (Path(__file__).parent.parent / "data" / "smaa_exact.json").read_text(encoding="utf-8")
)["problems"]
MODELS = ("in_house", "outsourced", "hybrid")
quick = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(load().method)


def uniform_weights(n_criteria: int, size: int, seed: int = 2026) -> np.ndarray[Any, Any]:
    names = tuple(f"c{i}" for i in range(n_criteria))
    return weight_draws(Preferences(), names, np.random.default_rng(seed), size)


def repeated(scores: Any, size: int) -> np.ndarray[Any, Any]:
    table = np.asarray(scores, np.float32)
    return np.broadcast_to(table[:, :, None], (*table.shape, size))


@st.composite
def tables(draw: st.DrawFn, min_alternatives: int = 2) -> tuple[Any, Any]:
    """Values and weights on a coarse grid, so that ties are common."""
    shape = (
        draw(st.integers(min_alternatives, 4)),
        draw(st.integers(1, 3)),
        draw(st.integers(1, 8)),
    )
    eighths = arrays(np.float32, shape, elements=st.integers(0, 8).map(lambda i: i / 8))
    return draw(eighths), uniform_weights(shape[1], shape[2], draw(st.integers(0, 99)))


# Exact problems


def assert_within_three_errors(ranking: Ranking, problem: dict[str, Any]) -> None:
    exact = np.array(problem["rank_acceptability"])
    error = np.sqrt(exact * (1 - exact) / ranking.draws)
    off = np.abs(ranking.rank_acceptability - exact)
    assert (off <= 3 * error + 1e-7).all()  # the last term: rounding where the error is 0
    central = np.array(problem["central_weights"], float)
    wins = exact[:, 0] * ranking.draws
    enough = wins > 1000
    spread = 3 * 0.3 / np.sqrt(wins[enough, None])  # a weight's deviation is below 0.3
    assert (np.abs(ranking.central_weights - central)[enough] <= spread).all()


@pytest.mark.parametrize("problem", EXACT, ids=range(len(EXACT)))
def test_the_ranking_over_scenarios_is_within_three_errors_of_exact_arithmetic(
    problem: dict[str, Any],
) -> None:
    n = 100_000
    values = repeated(problem["scores"], n)
    assert_within_three_errors(rank(values, uniform_weights(values.shape[1], n)), problem)


# What a ranking must never do


@quick
@given(tables())
def test_chances_and_ranks_share_out_every_draw(table: tuple[Any, Any]) -> None:
    ranking = rank(*table)
    assert ranking.chance_of_best.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(ranking.rank_acceptability.sum(axis=0), 1.0)
    np.testing.assert_allclose(ranking.rank_acceptability.sum(axis=1), 1.0)
    np.testing.assert_allclose(ranking.rank_acceptability[:, 0], ranking.chance_of_best)


@quick
@given(tables(), st.integers(0, 3))
def test_worsening_a_team_that_loses_never_lowers_the_chance_of_another(
    table: tuple[Any, Any], cut: int
) -> None:
    values, weights = table
    before = rank(values, weights)
    loser = int(np.argmin(before.chance_of_best))
    worse = values.copy()
    worse[loser] = np.maximum(worse[loser] - cut / 8, 0)
    after = rank(worse, weights)
    others = np.arange(len(values)) != loser
    assert (after.chance_of_best >= before.chance_of_best - 1e-12)[others].all()


TIED = np.zeros((3, 1, 8), dtype=np.float32)  # by three in six draws, whose thirds round
TIED[1, 0, 4:6] = 0.25


@quick
@given(tables(min_alternatives=3))
@example((TIED, np.ones((8, 1), dtype=np.float32)))
def test_removing_a_team_that_is_first_in_no_draw_changes_no_chance_and_no_regret(
    table: tuple[Any, Any],
) -> None:
    values, weights = table
    values = np.concatenate([values, np.zeros_like(values[:1])])
    values[:-1] = np.maximum(values[:-1], 1 / 8)
    full, without = rank(values, weights), rank(values[:-1], weights)
    assert full.chance_of_best[-1] == 0
    for name in ("chance_of_best", "central_weights", "expected_utility", "regret_mean"):
        np.testing.assert_array_equal(getattr(full, name)[:-1], getattr(without, name), name)
    np.testing.assert_array_equal(full.regret_p95[:-1], without.regret_p95)


@quick
@given(tables(min_alternatives=3))
def test_the_order_of_two_teams_by_expected_utility_never_depends_on_a_third(
    table: tuple[Any, Any],
) -> None:
    values, weights = table
    with_third = rank(values, weights).expected_utility[:2]
    np.testing.assert_array_equal(with_third, rank(values[:2], weights).expected_utility)


@quick
@given(tables(), st.booleans())
def test_a_team_at_least_as_good_on_every_criterion_never_loses(
    table: tuple[Any, Any], strictly: bool
) -> None:
    values, weights = table
    values = np.minimum(values, 7 / 8)
    best = values.max(axis=0, keepdims=True) + np.float32(strictly / 8)
    ranking = rank(np.concatenate([values, best]), weights)
    assert ranking.regret_mean[-1] == 0
    assert ranking.chance_of_best[-1] == ranking.chance_of_best.max()
    assert not strictly or ranking.chance_of_best[-1] == 1


def test_teams_that_tie_share_their_ranks_evenly() -> None:
    scores = [[0.5, 0.5], [0.9, 0.9], [0.9, 0.9], [0.1, 0.2]]
    shared = [[0, 0, 1, 0], [0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 1]]
    ranking = rank(repeated(scores, 300), uniform_weights(2, 300))
    np.testing.assert_allclose(ranking.rank_acceptability, shared, atol=1e-12)
    np.testing.assert_allclose(ranking.confidence, [0, 0.5, 0.5, 0])


def test_a_closed_team_is_never_first_and_costs_its_whole_worth() -> None:
    values = repeated([[0.9], [0.4]], 4)
    allowed = np.array([[True, True, False, False], [True, True, True, False]])
    ranking = rank(values, np.ones((4, 1), np.float32), allowed)
    np.testing.assert_allclose(ranking.rank_acceptability, [[0.5, 0], [0.25, 0.5]])
    np.testing.assert_allclose(ranking.expected_utility, [0.45, 0.3])
    np.testing.assert_allclose(ranking.regret_mean, [0.1, 0.25], rtol=1e-6)
    np.testing.assert_allclose(ranking.allowed_share, [0.5, 0.75])


def test_when_every_team_is_closed_nobody_is_first() -> None:
    ranking = rank(repeated([[0.9], [0.4]], 3), np.ones((3, 1), np.float32), np.zeros((2, 3), bool))
    assert not ranking.chance_of_best.any()
    assert not ranking.regret_mean.any()
    assert np.isnan(ranking.central_weights).all()


def test_the_stated_errors_are_those_of_repeated_samples() -> None:
    scores, n = EXACT[5]["scores"], 500
    rankings = [rank(repeated(scores, n), uniform_weights(3, n, seed)) for seed in range(200)]
    spread = np.std([r.chance_of_best for r in rankings], axis=0)
    stated = np.mean([r.chance_error for r in rankings], axis=0)
    np.testing.assert_allclose(stated, spread, rtol=0.2)


def test_p95_regret_is_not_passed_in_nineteen_draws_out_of_twenty() -> None:
    values = np.zeros((2, 1, 100), np.float32)
    values[0, 0] = np.arange(100) / 100
    assert rank(values, np.ones((100, 1), np.float32)).regret_p95.tolist() == pytest.approx(
        [0, 0.94]
    )


@pytest.mark.parametrize(
    ("values", "weights", "allowed"),
    [
        (np.zeros((2, 3, 4)), np.zeros((3, 4)), None),
        (np.zeros((2, 3, 4)), np.zeros((4, 3)), np.ones((4, 2), bool)),
        (np.zeros((2, 0, 4)), np.zeros((4, 0)), None),
        (np.full((2, 3, 4), np.nan), np.zeros((4, 3)), None),
    ],
    ids=["weights turned round", "openings turned round", "no criterion", "not a number"],
)
def test_arrays_that_do_not_fit_are_refused(values: Any, weights: Any, allowed: Any) -> None:
    with pytest.raises(ValueError, match=r"expected|nothing|finite"):
        rank(values.astype(np.float32), weights.astype(np.float32), allowed)


# Verdict


def evidence(
    chances: tuple[float, ...], regret: float = 0.0, utilities: tuple[float, ...] = ()
) -> Ranking:
    ranking = rank(repeated([[0.5]] * len(chances), 2), np.ones((2, 1), np.float32))
    return replace(
        ranking,
        chance_of_best=np.array(chances),
        expected_utility=np.array(utilities or chances),
        regret_mean=np.full(len(chances), regret),
    )


@pytest.mark.parametrize(
    ("ranking", "agrees", "status"),
    [
        (evidence((0.1, 0.2, 0.7)), True, "clear"),
        (evidence((0.1, 0.2, 0.7), regret=0.031), True, "leaning"),
        (evidence((0.1, 0.2, 0.7)), False, "leaning"),
        (evidence((0.1, 0.2, 0.7), utilities=(0.4, 0.6, 0.5)), True, "leaning"),
        (evidence((0.1, 0.21, 0.69)), True, "leaning"),
        (evidence((0.05, 0.43, 0.52)), True, "undecided"),
        (evidence((0.25, 0.31, 0.44)), True, "undecided"),
    ],
    ids=[
        "all three", "regret", "framework", "utility", "chance", "near tie", "nobody stands out",
    ],
)  # fmt: skip
def test_the_verdict_is_clear_only_when_everything_agrees(
    ranking: Ranking, agrees: bool, status: str, rules: Rules
) -> None:
    said = verdict(ranking, MODELS, dict.fromkeys(MODELS, agrees), rules)
    assert said.status == status
    assert said.model == (None if status == "undecided" else "hybrid")
    assert said.chance_of_best == ranking.chance_of_best.max()
    assert said == verdict(ranking, MODELS, lambda model: agrees, rules)


def test_a_first_place_by_elimination_is_told_as_such(rules: Rules) -> None:
    weights = np.ones((4, 1), np.float32)
    alone = np.array([[False] * 4, [True] * 4, [False] * 4])
    another = dict.fromkeys(MODELS, False) | {"in_house": True}
    only = rank(repeated([[0.9], [0.2], [0.8]], 4), weights, alone)
    said = verdict(only, MODELS, another, rules)
    assert (said.model, said.chance_of_best, said.by_elimination) == ("outsourced", 1.0, True)
    assert said.status == "clear"  # the article's reading prefers what cannot be had
    open_once = alone.copy()
    open_once[0, 0] = True
    values = repeated([[0.1], [0.2], [0.8]], 4)
    said = verdict(rank(values, weights, open_once), MODELS, bool, rules)
    assert (said.chance_of_best, said.by_elimination) == (1.0, False)


def test_no_feasible_model_gives_no_verdict(rules: Rules) -> None:
    closed = np.zeros((3, 2), bool)
    ranking = rank(repeated([[0.9], [0.2], [0.8]], 2), np.ones((2, 1), np.float32), closed)
    said = verdict(ranking, MODELS, bool, rules)
    assert (said.model, said.status, said.by_elimination) == (None, "undecided", False)


def test_the_verdict_refuses_names_that_do_not_match(rules: Rules) -> None:
    with pytest.raises(ValueError, match="the ranking has 3"):
        verdict(evidence((0.1, 0.2, 0.7)), MODELS[:2], bool, rules)


def test_the_ranking_reads_the_criteria_that_wishes_name() -> None:
    for wish in ("control", "expertise", "flexibility", "speed", "cost"):
        weight_draws(
            Preferences(wants=(wish,)), tuple(load().criteria), np.random.default_rng(0), 1
        )
