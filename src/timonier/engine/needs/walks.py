"""How the volume of lasting work moves of itself: up and down, never far, never for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Activity
from timonier.engine.priors import Facts

ABREAST = 1 << 18  # numbers drawn at a time, so that they stay in the cache


class Walks(NamedTuple):
    """Stationary AR(1) of unit variance of some activities, independent of each other."""

    of: list[int]  # the activities, by their place among all
    state: NDArray[np.float32]  # (activity, month, scenario)


def wander(
    hours: NDArray[np.float32],
    there: Sequence[int],
    activities: Sequence[Activity],
    facts: Facts,
    rules: Mapping[str, float],
    rng: np.random.Generator,
    met: Walks | None = None,
) -> Walks | None:
    """Random walk of the volume of each lasting activity, mean factor 1.

    ``hours`` of those that are ``there``, each with a stream of its own. The walks themselves, the
    same whatever the facts, are given back where they are few enough to keep: drawn again from the
    same numbers, they are ``met``.
    """
    lasting = [i for i in there if activities[i].nature != "project"]
    if met is not None and set(lasting) <= set(met.of):
        drawn: Iterator[Walks] = iter([met])
    else:
        rho = np.float32(rules["evolving.autocorrelation"])
        drawn = _drawn(lasting, hours.shape[1:], rho, rng.spawn(len(activities)))
    sd = np.float32(rules["evolving.volume_sd"]) * np.asarray(facts["needs.evolving"], np.float32)
    walks = None
    for walks in drawn:
        _move(hours, there, walks, sd)
    return walks if walks is not None and set(lasting) <= set(walks.of) else None


def _drawn(
    lasting: list[int],
    shape: tuple[int, ...],
    rho: np.float32,
    streams: Sequence[np.random.Generator],
) -> Iterator[Walks]:
    """A few activities at a time; ``shape`` (month, scenario)."""
    step = max(1, ABREAST // int(np.prod(shape)))
    for k in range(0, len(lasting), step):
        group = lasting[k : k + step]
        state = np.empty((len(group), *shape), dtype=np.float32)
        for row, i in enumerate(group):
            streams[i].standard_normal(dtype=np.float32, out=state[row])
        state[:, 1:] *= np.sqrt(np.float32(1.0) - rho * rho)
        for t in range(1, shape[0]):
            state[:, t] += rho * state[:, t - 1]
        yield Walks(group, state)


def _move(hours: NDArray[np.float32], there: Sequence[int], walks: Walks, sd: NDArray[Any]) -> None:
    """Multiply hours by the walks of their activities; ``sd`` (scenario,) of the logarithm."""
    row = {i: row for row, i in enumerate(there)}
    here = [i for i in walks.of if i in row]
    few = len(here) < len(walks.of)
    state = (walks.state[[i in row for i in walks.of]] if few else walks.state) * sd
    state -= np.float32(0.5) * sd * sd
    np.exp(state, out=state)
    for i, factor in zip(here, state, strict=True):
        hours[row[i]] *= factor
