"""The chance that the advice would be the same if all that can be found out were known.

What can be found out (facts, and wishes where none is said) is drawn; with it known, each model
has the team that is then worth most, less what a search may miss of it, and the advice is the model
most often best over what nobody can know. That is what a decision does, and what can be checked by
deciding with all known: where two models are level, its search decides which one comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.information.basis import additive_basis, strata_of
from timonier.engine.information.panel import Panel
from timonier.engine.information.worths import Unknown

Floats = NDArray[np.float64]
READ = 4_096  # draws that the regression learns from
OUTER, INNER = 512, 2_048  # draws of what is known, and of luck for each
KNOTS = 4
CLOSED = -1.0  # where a rule closes a model: below what any team is worth
CROSSED = {  # facts that rules read together, and in how many strata: crossed, not added
    "steering.level": 6,
    "steering.hours_per_month": 4,
    "steering.contact": 2,
    "hiring.can_recruit": 2,
}


@dataclass(frozen=True)
class _Known:
    """What the facts say of the teams, and the rest.

    ``model`` (team,) which of MODELS each is; ``open`` (team, draw) the chance that no rule closes
    it; ``told`` and ``luck`` (team, criterion, draw): what the facts say of its value, and what
    they do not.
    """

    model: NDArray[np.intp]
    open: Floats
    told: Floats
    luck: Floats


def holds_if_known(
    panel: Panel,
    weights: NDArray[np.float32],
    unknowns: Sequence[Unknown],
    first: str,
    rng: np.random.Generator,
    *,
    wished: bool,
) -> float:
    """The chance, 0-1, that the model ``first`` would be first.

    ``weights`` (draw, criterion). ``wished``: the company has said what it prefers, so that what is
    left of its preferences is nothing that it could still answer.
    """
    if wished and not unknowns:
        return 1.0
    known = _known(panel, unknowns)
    size = known.told.shape[2]
    outer, inner = rng.integers(size, size=OUTER), rng.permutation(size)[:INNER]
    preferred = weights[rng.integers(size, size=OUTER)].astype(np.float64)
    preferred = np.broadcast_to(weights.mean(axis=0), preferred.shape) if wished else preferred
    drawn = weights[inner].astype(np.float64) if wished else None
    worth = _worth(known, outer, inner, preferred, drawn, rng.random(len(inner)))
    missed = rng.exponential(panel.world.rules.search_gap, size=worth.shape[:2])
    found = (worth - missed[:, :, None]).argmax(axis=0)
    best = np.where(worth.max(axis=0) > 0, found, -1)
    wins = np.stack([(best == m).mean(axis=1) for m in range(len(MODELS))])
    return float((wins.argmax(axis=0) == MODELS.index(first)).mean())


def _worth(
    known: _Known,
    outer: NDArray[np.intp],
    inner: NDArray[np.intp],
    preferred: Floats,
    drawn: Floats | None,
    chance: Floats,
) -> Floats:
    """(model, outer, inner) the utility of the team that each model takes once all is known;
    ``CLOSED`` where a rule closes it, by the ``chance`` (inner,) drawn for that."""
    taken, there = _taken(known, outer, preferred)
    worth = np.full((len(MODELS), len(outer), len(inner)), CLOSED)
    for m in range(len(MODELS)):
        for team in np.unique(taken[m]):
            rows = np.flatnonzero((taken[m] == team) & there[m])
            found = _drawn_worth(known, team, outer[rows], inner, preferred[rows], drawn)
            may = known.open[team, outer[rows]][:, None] > chance
            worth[m, rows] = np.where(may, found, CLOSED)
    return worth


def _drawn_worth(
    known: _Known,
    team: int,
    outer: NDArray[np.intp],
    inner: NDArray[np.intp],
    preferred: Floats,
    drawn: Floats | None,
) -> Floats:
    """(outer, inner) the utility of a team: weighed as the company prefers, or by the weights
    ``drawn`` (inner, criterion) where it has said all that it can of them."""
    told, luck = known.told[team][:, outer], known.luck[team][:, inner]
    found: Floats
    if drawn is None:
        found = (told * preferred.T).sum(axis=0)[:, None] + preferred @ luck
    else:
        found = told.T @ drawn.T + (luck * drawn.T).sum(axis=0)
    return found


def _taken(
    known: _Known, outer: NDArray[np.intp], preferred: Floats
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """(model, outer) the team worth most of each model, and whether it has any that may be open."""
    expected = np.einsum("tco,oc->to", known.told[..., outer], preferred) * known.open[:, outer]
    taken = np.zeros((len(MODELS), len(outer)), dtype=np.intp)
    there = np.zeros(taken.shape, dtype=bool)
    for m in range(len(MODELS)):
        rows = np.flatnonzero(known.model == m)
        if len(rows):
            taken[m] = rows[expected[rows].argmax(axis=0)]
            there[m] = expected[rows].max(axis=0) > 0
    return taken, there


def _known(panel: Panel, unknowns: Sequence[Unknown]) -> _Known:
    may, size = panel.may, min(READ, panel.world.size)
    rows = [i for i, m in enumerate(panel.built) if m in MODELS and may[i, :size].any()]
    model = np.array([MODELS.index(panel.built[i]) for i in rows], dtype=np.intp)
    values = panel.scores.values[rows, :, :size].astype(np.float64)
    open_ = may[rows, :size].astype(np.float64)
    design = _design([Unknown(u.key, u.draws[:size]) for u in unknowns], size)
    flat = values.reshape(-1, size)
    told = _fitted(design, np.concatenate([flat, open_]))
    chance = told[len(flat) :].clip(0.0, 1.0)
    told = told[: len(flat)].reshape(values.shape)
    return _Known(model, chance, told, values - told)


def _design(unknowns: Sequence[Unknown], size: int) -> Floats:
    """(draw, column): a smooth or stepped column for each fact, and one for each combination of
    those that rules read together."""
    if not unknowns:
        return np.ones((size, 1))
    crossed = [strata_of(u.draws, CROSSED[u.key])[0] for u in unknowns if u.key in CROSSED]
    columns = [additive_basis([u.draws for u in unknowns], KNOTS)]
    if len(crossed) > 1:
        code = reduce(lambda a, b: a * (int(b.max()) + 1) + b, crossed)
        cell = np.unique(code, return_inverse=True)[1]
        columns.append(np.eye(int(cell.max()) + 1)[cell])
    return np.concatenate(columns, axis=1)


def _fitted(design: Floats, rows: Floats) -> Floats:
    """(row, draw) what the columns say of each row, by least squares; a ridge parts columns that
    say the same."""
    gram = design.T @ design + 1e-6 * len(design) * np.eye(design.shape[1])
    fitted: Floats = np.linalg.solve(gram, design.T @ rows.T).T @ design.T
    return fitted
