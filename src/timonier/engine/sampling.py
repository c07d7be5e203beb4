"""Where the chance of a decision comes from: one stream for each of its samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.ranking import weight_draws
from timonier.engine.ranking.preferences import Preferences

STREAMS = ("few", "final", "weights", "more", "mean", "polish", "answers")
MEAN_DRAWS = 8_192  # of weights, for their mean


@dataclass(frozen=True)
class Weights:
    """Drawn weights: ``final`` (scenario, criterion) meets the finalists; ``drawn`` is a sample of
    its own for ``mean``, so that the teams tried are those of any size."""

    final: NDArray[np.float32]
    drawn: NDArray[np.float32]
    mean: NDArray[Any]


def streams_of(seed: int) -> dict[str, np.random.Generator]:
    """A generator for each sample of a decision, by name."""
    return dict(zip(STREAMS, np.random.default_rng(seed).spawn(len(STREAMS)), strict=True))


@lru_cache(16)  # companies of a list that wish the same are weighed alike: drawn once
def weights_of(wished: Preferences, criteria: tuple[str, ...], seed: int, size: int) -> Weights:
    """The weights that the preferences allow; ValueError where they contradict each other."""
    streams = streams_of(seed)
    final = weight_draws(wished, criteria, streams["weights"], size)
    drawn = weight_draws(wished, criteria, streams["mean"], MEAN_DRAWS)
    return Weights(final, drawn, drawn.mean(axis=0))
