"""What the doubt about the first model is made of.

A draw of a decision is three things: what the company prefers (weights), what it could find out
(its unknown facts) and what nobody can know (luck). The value of each model on each criterion is
split into what the facts say of it (a regression, as for the value of information: Strong, Oakley
and Brennan 2014) and the rest, which is luck; the three are then crossed freely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.information.basis import additive_basis

Floats = NDArray[np.float64]
KNOTS = 4
OUTER, INNER = 192, 192  # draws of what is known, and of the rest, in a crossing
PARTS = ("preferences", "unknown_facts", "luck")


@dataclass(frozen=True)
class Doubt:
    """Three parts that add up to one minus the first model's chance of being best; each is what
    knowing that part removes (Shapley's share)."""

    preferences: float
    unknown_facts: float
    luck: float


def doubt_of(
    values: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    weights: NDArray[np.float32],
    facts: Sequence[NDArray[Any]],
    chance: float,
    rng: np.random.Generator,
) -> Doubt:
    """Split the doubt about the first model.

    ``values`` (model, criterion, draw) 0-1, ``allowed`` (model, draw), ``weights`` (draw,
    criterion), ``facts`` the columns (draw,) of what could be found out, ``chance`` that the first
    model is the best.
    """
    worth = np.where(allowed[:, None, :], values, 0.0).astype(np.float64)
    known = _explained(worth, facts)
    parts = _shares(known, worth - known, weights.astype(np.float64), rng)
    total = sum(parts.values())
    scale = (1.0 - chance) / total if total > 1e-9 else 0.0
    return Doubt(**{name: scale * part for name, part in parts.items()})


def _explained(worth: Floats, facts: Sequence[NDArray[Any]]) -> Floats:
    """(model, criterion, draw) what the facts say of each value, by least squares."""
    models, criteria, size = worth.shape
    flat = worth.reshape(models * criteria, size).T
    if not facts:
        return np.repeat(worth.mean(axis=2, keepdims=True), size, axis=2)
    design = additive_basis(facts, KNOTS)
    found, *_ = np.linalg.lstsq(design, flat, rcond=None)
    return np.ascontiguousarray((design @ found).T.reshape(models, criteria, size))


def _shares(
    known: Floats, luck: Floats, weights: Floats, rng: np.random.Generator
) -> dict[str, float]:
    """What knowing each part removes from the doubt, on average over the orders of learning."""
    rows = (
        rng.integers(known.shape[2], size=(3, OUTER)),
        rng.integers(known.shape[2], size=(3, INNER)),
    )
    left = {
        group: _left(group, rows, known, luck, weights)
        for n in range(len(PARTS) + 1)
        for group in combinations(PARTS, n)
    }
    out = dict.fromkeys(PARTS, 0.0)
    for name in PARTS:
        others = [p for p in PARTS if p != name]
        for n in range(len(others) + 1):
            share = factorial(n) * factorial(len(others) - n) / factorial(len(PARTS))
            for group in combinations(others, n):
                with_it = tuple(p for p in PARTS if p in {*group, name})
                out[name] += share * max(0.0, left[group] - left[with_it])
    return out


def _left(
    group: tuple[str, ...],
    rows: tuple[NDArray[np.intp], NDArray[np.intp]],
    known: Floats,
    luck: Floats,
    weights: Floats,
) -> float:
    """The doubt that is left where the parts of ``group`` are known: one minus the mean chance of
    the best model, the other parts drawn anew."""
    pick = [
        (rows[0][i][:, None] if name in group else rows[1][i][None, :])
        for i, name in enumerate(PARTS)
    ]
    shape = np.broadcast_shapes((OUTER, INNER), *(p.shape for p in pick))
    w, f, u = (np.broadcast_to(p, shape) for p in pick)
    utility = np.zeros((known.shape[0], *shape))
    for c in range(known.shape[1]):
        utility += (known[:, c][:, f] + luck[:, c][:, u]) * weights[:, c][w]
    best = utility.argmax(axis=0)
    chance = np.stack([(best == m).mean(axis=1) for m in range(known.shape[0])])
    return float(1.0 - chance.max(axis=0).mean())
