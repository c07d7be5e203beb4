"""Ranking 10 alternatives on 10 criteria over a million weightings, beside what one would use.

None of the packages has this analysis: each is called in a loop, as its user would, with weights
drawn before. They are timed on a sample of the weightings, in proportion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.timing import Way, duration, extra_megabytes, in_turns, machine, table, times
from timonier.engine.ranking import smaa

WEIGHTINGS = 1_000_000
ALTERNATIVES = CRITERIA = 10
BLOCK = 8_192
KEPT = 16_384  # regrets kept for their quantile, as ours does
SCORES = np.random.default_rng(1).random((ALTERNATIVES, CRITERIA)).astype(np.float32)
OURS = "ours, one thread"
BLOCKS = f"NumPy float32, blocks of {BLOCK:,}"
PYMCDM = "loop over pymcdm"


def run_ours(weightings: int = WEIGHTINGS, threads: int = 1) -> Any:
    return smaa(SCORES, weightings, seed=1, threads=threads)


def run_numpy(weightings: int = WEIGHTINGS, block: int = BLOCK) -> Any:
    """Do what ours does, with NumPy's fastest generator and single precision."""
    rng = np.random.Generator(np.random.SFC64(1))
    a = ALTERNATIVES
    ranks = np.zeros((a, a), np.int64)
    weights = np.zeros((a, CRITERIA))
    moments = np.zeros((4, a))
    kept = []
    for start in range(0, weightings, block):
        n = min(block, weightings - start)
        drawn = rng.standard_exponential((n, CRITERIA), dtype=np.float32)
        drawn /= drawn.sum(axis=1, keepdims=True)
        worth = drawn @ SCORES.T
        order = np.argsort(-worth, axis=1)
        ranks += np.bincount((order * a + np.arange(a)).ravel(), minlength=a * a).reshape(a, a)
        for i in range(a):
            weights[i] += drawn[order[:, 0] == i].sum(axis=0)
        regret = worth.max(axis=1, keepdims=True) - worth
        moments += [(x**p).sum(axis=0) for x in (worth, regret) for p in (1, 2)]
        if start < KEPT:
            kept.append(regret[: KEPT - start])
    p95 = np.quantile(np.concatenate(kept), 0.95, axis=0, method="inverted_cdf")
    return ranks, weights, moments, p95


Utilities = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def loop(utilities: Utilities, weightings: int) -> NDArray[np.int64]:
    """Count the ranks that a package's utilities give, one weighting after another."""
    rng = np.random.default_rng(1)
    drawn = rng.dirichlet(np.ones(CRITERIA), weightings)
    ranks = np.zeros((ALTERNATIVES, ALTERNATIVES), np.int64)
    places = np.arange(ALTERNATIVES)
    for weights in drawn:
        ranks[np.argsort(-utilities(weights)), places] += 1
    return ranks


def with_pymcdm() -> Utilities:
    from pymcdm.methods import WSM

    method, scores, types = WSM(), SCORES.astype(float), np.ones(CRITERIA)
    return lambda weights: np.asarray(method(scores, weights, types))


def with_scikit_criteria() -> Utilities:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel

    method, scores = WeightedSumModel(), SCORES.astype(float)

    def utilities(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        problem = skcriteria.mkdm(scores, [max] * CRITERIA, weights=weights)
        return np.asarray(method.evaluate(problem).e_.score)

    return utilities


def with_pydecision() -> Utilities:
    from pyDecision.algorithm import saw_method

    scores, types = SCORES.astype(float), ["max"] * CRITERIA

    def utilities(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(saw_method(scores, types, weights, graph=False, verbose=False)[:, 1])

    return utilities


def ways() -> list[Way]:
    packages = [
        (PYMCDM, with_pymcdm(), 2_000),
        ("loop over scikit-criteria", with_scikit_criteria(), 100),
        ("loop over pyDecision", with_pydecision(), 1_000),
    ]
    return [
        Way(OURS, run_ours),
        Way("ours, two threads", lambda: run_ours(threads=2)),
        Way(BLOCKS, run_numpy),
        Way("NumPy float32, all at once", lambda: run_numpy(block=WEIGHTINGS)),
        *(
            Way(name, lambda u=utilities, n=n: loop(u, n), n / WEIGHTINGS)
            for name, utilities, n in packages
        ),
    ]


def memory() -> dict[str, str]:
    """Measure the peak memory that a million weightings add, each way in a process of its own."""
    runs = {
        OURS: ("run_ours(1000)", "run_ours()"),
        BLOCKS: ("run_numpy(1000)", "run_numpy()"),
        "NumPy float32, all at once": ("run_numpy(1000)", "run_numpy(block=WEIGHTINGS)"),
    }
    return {name: f"{extra_megabytes('bench.smaa', *run):,.1f} MB" for name, run in runs.items()}


def report() -> str:
    """Measure everything; Markdown."""
    measured = in_turns(ways())
    extra = memory()
    ours = measured[OURS].seconds
    rows = [
        [m.name, duration(m.seconds), times(m.seconds / ours), extra.get(m.name, "")]
        for m in measured.values()
    ]
    peers = ("pymcdm", "scikit-criteria", "pyDecision")
    return "\n\n".join(
        [
            f"{ALTERNATIVES} alternatives, {CRITERIA} criteria, {WEIGHTINGS:,} weightings: draws, "
            "ranks, central weights, expected utilities and regrets (the loops: ranks only). "
            "Medians of 7; the loops are timed on a sample, in proportion.",
            table(["way", "a million", "against ours", "extra memory"], rows),
            machine(peers),
        ]
    )


if __name__ == "__main__":
    print(report())
