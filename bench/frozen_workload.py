"""What never changes in the frozen simulation: its sizes, its distributions, its seeds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

SKILLS, MONTHS, PEOPLE = 12, 24, 2
SCENARIOS = 10_000
LANES = 128
SIGMA = 0.25  # of the logarithm of demand
LEAVING = 0.015  # chance that somebody present leaves at the end of a month
DELAY = (2.0, 3.0, 5.0)  # months to replace: lowest, likeliest, highest
HIRING_FEE = 6000.0
RETAINER_FEE = 2400.0


@dataclass(frozen=True)
class Team:
    """What one design can do in a month: hours by skill, and what they cost."""

    hours: NDArray[np.float64]  # (PEOPLE, SKILLS)
    salary: NDArray[np.float64]  # (PEOPLE,)
    retainer: NDArray[np.float64]  # (SKILLS,)
    freelance: NDArray[np.float64]  # (SKILLS,) most hours to be bought
    rate: NDArray[np.float64]  # (SKILLS,) of a freelance hour


@dataclass(frozen=True)
class Futures:
    """Scenarios drawn once for all teams, by block: B blocks of L lanes."""

    demand: Singles  # (B, SKILLS, MONTHS, L)
    total: Singles  # (B, SKILLS, L): demand over the months
    leaving: NDArray[np.int8]  # (B, PEOPLE, MONTHS, L): months to replace, 0 when nobody leaves
    first_delay: NDArray[np.int8]  # (B, L) of the planned hire


def frozen() -> tuple[NDArray[np.float64], Team]:
    """Return the mean demand (MONTHS, SKILLS) and the team: always the same."""
    rng = np.random.default_rng(7)
    base = rng.uniform(5, 40, SKILLS)
    swing, phase = rng.uniform(0, 0.4, SKILLS), rng.uniform(0, 12, SKILLS)
    months = np.arange(MONTHS)[:, None]
    season = 1 + swing * np.sin(2 * np.pi * (months + phase) / 12)
    hours = rng.dirichlet(np.full(SKILLS, 0.7), PEOPLE) * 130.0
    retainer = np.where(rng.random(SKILLS) < 0.4, 10.0, 0.0)
    rate = rng.uniform(55, 110, SKILLS)
    team = Team(hours, np.array([5200.0, 4800.0]), retainer, base * 0.8, rate)
    return base * season * math.exp(-SIGMA * SIGMA / 2), team


MEAN, TEAM = frozen()


def draw_futures(seed: int = 0) -> Futures:
    """Draw every scenario's demand and departures, in whole blocks."""
    rng = np.random.Generator(np.random.SFC64(seed))
    blocks = SCENARIOS // LANES
    noise = rng.standard_normal((blocks, SKILLS, MONTHS, LANES), dtype=np.float32)
    demand = MEAN.T[:, :, None].astype(np.float32) * np.exp(np.float32(SIGMA) * noise)
    shape = (blocks, PEOPLE, MONTHS, LANES)
    leaving = np.where(rng.random(shape) < LEAVING, replacement_months(rng, shape), 0).astype(
        np.int8
    )
    first = replacement_months(rng, (blocks, LANES)).astype(np.int8)
    return Futures(demand, demand.sum(axis=2), leaving, first)


def replacement_months(rng: np.random.Generator, shape: Any) -> NDArray[np.int64]:
    return np.ceil(rng.triangular(*DELAY, shape)).astype(np.int64)
