"""Draw points evenly in a slice of the simplex: cut it into simplices, then deal by volume."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

_TOLERANCE = 1e-9
_BATCH = 20_000


def sample_polytope(
    constraints: NDArray[np.float64], rng: np.random.Generator, size: int
) -> NDArray[np.float64] | None:
    """Draw ``(size, n)`` points uniform on ``{x : sum(x) = 1, constraints @ x >= 0}``.

    ``constraints`` is ``(m, n)`` and must include ``x >= 0``. Returns ``None`` when the region is
    empty or flatter than ``n - 1`` dimensions. Exact: corners, a pulling triangulation, then a
    uniform draw inside a simplex chosen by its volume.
    """
    rows = np.unique(constraints, axis=0)
    corners = _corners(rows)
    n = rows.shape[1]
    if len(corners) < n or np.linalg.matrix_rank(corners, tol=_TOLERANCE) < n:
        return None
    touching = np.abs(corners @ rows.T) < _TOLERANCE
    cells = np.array(_triangulate(frozenset(range(len(corners))), corners, touching))
    volumes = np.abs(np.linalg.det(corners[cells]))
    cell = rng.choice(len(cells), size, p=volumes / volumes.sum())
    inside = rng.standard_exponential((size, n))
    inside /= inside.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("ik,ikj->ij", inside, corners[cells[cell]]))


def _corners(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners: every point where n - 1 independent constraints hold with equality."""
    m, n = rows.shape
    found = [np.empty((0, n))]
    chosen = list(combinations(range(m), n - 1))  # one empty choice where n is 1
    choices = np.array(chosen, np.intp).reshape(comb(m, n - 1), n - 1)
    for start in range(0, len(choices), _BATCH):
        active = rows[choices[start : start + _BATCH]]
        system = np.concatenate([active, np.ones((len(active), 1, n))], axis=1)
        system = system[np.abs(np.linalg.det(system)) > _TOLERANCE]
        target = np.zeros((len(system), n, 1))
        target[:, -1] = 1.0
        points = np.linalg.solve(system, target)[:, :, 0]
        found.append(points[(points @ rows.T >= -_TOLERANCE).all(axis=1)])
    points = np.concatenate(found)
    _, first = np.unique(np.round(points, 8), axis=0, return_index=True)
    return np.asarray(points[first])


def _triangulate(
    face: frozenset[int], corners: NDArray[np.float64], touching: NDArray[np.bool_]
) -> list[tuple[int, ...]]:
    """Cut a face into simplices that all share its first corner."""
    members = sorted(face)
    dimension = int(np.linalg.matrix_rank(corners[members], tol=_TOLERANCE))
    if len(members) == dimension:
        return [tuple(members)]
    facets = {frozenset(i for i in members if touching[i, k]) for k in range(touching.shape[1])} - {
        face
    }
    apex = members[0]
    return [
        (apex, *cell)
        for facet in sorted(facets, key=sorted)
        if apex not in facet and _rank(corners, facet) == dimension - 1
        for cell in _triangulate(facet, corners, touching)
    ]


def _rank(corners: NDArray[np.float64], face: frozenset[int]) -> int:
    return int(np.linalg.matrix_rank(corners[sorted(face)], tol=_TOLERANCE)) if face else 0
