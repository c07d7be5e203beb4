"""How far the fast estimators of the value of information are from nested Monte Carlo.

Run alone: ``python -m bench.information``. Every model has a known answer, so the table also says
how far nested Monte Carlo itself is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from timonier.engine.information.estimators import (
    Worth,
    evppi_of,
    evppi_regression_of,
    gains_over_best,
)

Floats = NDArray[np.float64]
DRAWS = 10_000
OUTER, INNER = 1_000, 500
REPEATS = 20
HEADER = "| model | exact | nested | error | stratified | error | regression | error |"


@dataclass(frozen=True)
class Problem:
    """A decision with a known value of one fact; ``utilities(fact, rng)`` has one draw a fact."""

    name: str
    fact: Callable[[np.random.Generator, int], Floats]
    utilities: Callable[[Floats, np.random.Generator], Floats]
    exact: float


def unit_normal_loss(z: float) -> float:
    """Expected excess of a standard normal over z (Raiffa and Schlaifer 1961)."""
    return float(norm.pdf(z) - z * norm.sf(z))


def _linear(mean: float, slope: float, noise: float) -> Problem:
    def utilities(fact: Floats, rng: np.random.Generator) -> Floats:
        risky = mean + slope * fact + noise * rng.standard_normal(fact.size)
        return np.stack([np.zeros(fact.size), risky])

    return Problem(
        f"linear normal, mean {mean}, slope {slope}, noise {noise} (Raiffa and Schlaifer 1961)",
        lambda rng, size: rng.standard_normal(size),
        utilities,
        slope * unit_normal_loss(abs(mean) / slope),
    )


def _product() -> Problem:
    cost, sd, half = 0.5, 0.3, 0.5
    forward = half * np.exp(sd**2 / 2)
    d1 = (np.log(forward / cost) + sd**2 / 2) / sd
    call = forward * norm.cdf(d1) - cost * norm.cdf(d1 - sd)
    return Problem(
        "product of a lognormal and a beta (Ades, Lu and Claxton 2004)",
        lambda rng, size: rng.lognormal(0, sd, size),
        lambda q, rng: np.stack([np.zeros(q.size), q * rng.beta(2, 2, q.size) - cost]),
        float(call - max(forward - cost, 0)),
    )


def _step() -> Problem:
    def utilities(level: Floats, rng: np.random.Generator) -> Floats:
        means = np.stack([np.full(level.size, 0.5), np.where(level >= 4, 0.6, 0.45)])
        return means + 0.15 * rng.standard_normal(means.shape)

    return Problem(
        "a level from 0 to 5 with a threshold",
        lambda rng, size: rng.integers(0, 6, size).astype(np.float64),
        utilities,
        1 / 3 * 0.1,
    )


def _nil() -> Problem:
    def utilities(fact: Floats, rng: np.random.Generator) -> Floats:
        noise = 0.15 * rng.standard_normal((2, fact.size))
        return 0.5 + 0.2 * fact + np.array([[0.0], [0.01]]) + noise

    return Problem(
        "a fact that moves both options alike",
        lambda rng, size: rng.standard_normal(size),
        utilities,
        0.0,
    )


PROBLEMS = (
    _linear(-0.02, 0.05, 0.15),
    _linear(0.0, 0.03, 0.15),
    _linear(-0.05, 0.05, 0.15),
    _linear(-0.1, 0.05, 0.15),
    _product(),
    _step(),
    _nil(),
)


def _nested(problem: Problem, rng: np.random.Generator) -> Worth:
    """Nested Monte Carlo, slow: half of the inner draws choose and the other half pay, then the
    halves swap."""
    facts = problem.fact(rng, OUTER)
    inner = np.array([problem.utilities(np.full(INNER, fact), rng) for fact in facts])
    half = INNER // 2
    one, other = inner[:, :, :half].mean(axis=2), inner[:, :, half:].mean(axis=2)
    today, rows = int(inner.mean(axis=(0, 2)).argmax()), np.arange(OUTER)
    first = other[rows, one.argmax(axis=1)] - other[:, today]
    second = one[rows, other.argmax(axis=1)] - one[:, today]
    gains = (first + second) / 2
    moved = float((inner.mean(axis=2).argmax(axis=1) != today).mean())
    error = float(gains.std(ddof=1) / np.sqrt(OUTER))
    return Worth(max(float(gains.mean()), 0.0), error, moved)


def _fast(problem: Problem, rng: np.random.Generator) -> tuple[Worth, Worth]:
    fact = problem.fact(rng, DRAWS)
    gains = gains_over_best(problem.utilities(fact, rng))
    return evppi_of(gains, fact), evppi_regression_of(gains, [fact])


def _row(problem: Problem) -> str:
    rng = np.random.default_rng(1)
    fast = [_fast(problem, rng) for _ in range(REPEATS)]
    slow = [_nested(problem, rng) for _ in range(max(1, REPEATS // 10))]
    columns = [slow, [f[0] for f in fast], [f[1] for f in fast]]
    cells = [f"{problem.exact:.5f}"]
    for column in columns:
        values = np.array([w.value for w in column])
        error = float(np.sqrt(((values - problem.exact) ** 2).mean()))
        cells += [f"{values.mean():.5f}", f"{error:.5f}"]
    return f"| {problem.name} | " + " | ".join(cells) + " |"


def _times() -> str:
    rng = np.random.default_rng(2)
    utilities = rng.random((3, DRAWS)) * 0.3
    facts = [rng.random(DRAWS) for _ in range(20)]
    facts += [rng.integers(0, 4, DRAWS).astype(np.int8) for _ in range(20)]
    utilities[0] += 0.02 * facts[0] + 0.01 * facts[20]
    gains = gains_over_best(utilities)
    laps = []
    for _ in range(7):
        start = time.perf_counter()
        for fact in facts:
            evppi_of(gains, fact)
        laps.append(1e3 * (time.perf_counter() - start))
    return f"{len(facts)} facts on {DRAWS:,} draws and 3 options: {np.median(laps):.0f} ms"


def report() -> str:
    """The table of errors and the time taken, as Markdown."""
    lines = [
        f"Values in utility; root mean square errors over {REPEATS} samples of {DRAWS:,} draws",
        f"(nested: {OUTER:,} x {INNER}).",
        "",
        HEADER,
        "| --- |" + " --- |" * 7,
        *(_row(problem) for problem in PROBLEMS),
        "",
        _times(),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
