"""Draw criterion weights: every weighting that what was said about preferences allows, evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import Company
from timonier.engine.ranking.polytope import sample_polytope

WANTED_CRITERION = {
    "control": "alignment",
    "expertise": "expertise",
    "flexibility": "flexibility",
    "speed": "speed",
    "cost": "total_cost",
}


@dataclass(frozen=True)
class Preferences:
    """What the company said about importance: wishes, a decreasing order, exact ratios.

    ``first``: a criterion that weighs at least as much as each other in every weighting, as far as
    nothing that the company said is about either; "" for none.
    """

    wants: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    tradeoffs: tuple[tuple[str, str, float], ...] = ()
    first: str = ""


def wishes(company: Company) -> Preferences:
    """What a company said about the importance of the criteria; work done comes first."""
    wants = tuple(company.get("marketing.wants") or ())
    return Preferences(wants, company.order, company.tradeoffs, first="coverage")


def weight_draws(
    preferences: Preferences, criteria: tuple[str, ...], rng: np.random.Generator, size: int
) -> NDArray[np.float32]:
    """Draw ``(size, len(criteria))`` float32 weights, even over all that the preferences allow.

    Without preferences the draws are uniform on the simplex. ``(a, b, r)`` in the trade-offs means
    ``w_a = r * w_b``. The more precise statement prevails: an order settles every pair with a
    listed criterion, a trade-off its own pair, a wish the pairs left open. Raises ``ValueError``
    naming the statements when no weighting, or only a degenerate one, satisfies them.

    >>> draws = weight_draws(Preferences(order=("a", "b")), ("a", "b", "c"),
    ...                      np.random.default_rng(1), 1000)
    >>> bool((draws[:, 0] >= draws[:, 1]).all() and (draws[:, 1] >= draws[:, 2]).all())
    True
    """
    above = _above(preferences, criteria)
    if preferences.tradeoffs:
        weights = _draw_with_ratios(preferences, criteria, above, rng, size)
    else:
        weights = _draw_sorted(above, rng, size)
    return weights.astype(np.float32)


def _above(preferences: Preferences, criteria: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return ``above[a, b]``, transitive: a weighs at least b by the order or by a wish."""
    order = [_position(name, criteria, "order") for name in preferences.order]
    if len(set(order)) < len(order):
        raise ValueError(f"preferences.order {list(preferences.order)}: a criterion comes twice")
    above = np.zeros((len(criteria), len(criteria)), bool)
    for k, a in enumerate(order):
        above[a] = True
        above[a, order[: k + 1]] = False
    wanted = {_position(_criterion(wish), criteria, "wants") for wish in preferences.wants}
    told = [{name_a, name_b} for name_a, name_b, _ in preferences.tradeoffs]
    for a in wanted - set(order):
        for b in set(range(len(criteria))) - wanted - set(order):
            above[a, b] = {criteria[a], criteria[b]} not in told
    if preferences.first:
        a = _position(preferences.first, criteria, "first")
        said = wanted | set(order) | {criteria.index(c) for pair in told for c in pair}
        others = set(range(len(criteria))) - said - {a}
        if a not in said - wanted:
            above[a, sorted(others)] = True
    return above


def _criterion(wish: str) -> str:
    if wish not in WANTED_CRITERION:
        known = ", ".join(WANTED_CRITERION)
        raise ValueError(f"preferences.wants: {wish!r} is not one of {known}")
    return WANTED_CRITERION[wish]


def _position(name: str, criteria: tuple[str, ...], place: str) -> int:
    if name not in criteria:
        known = ", ".join(criteria)
        raise ValueError(f"preferences.{place}: {name!r} is not one of {known}")
    return criteria.index(name)


def _contradiction(preferences: Preferences) -> str:
    said = [
        f"{name} = {list(value)}"
        for name, value in (
            ("wants", preferences.wants),
            ("order", preferences.order),
            ("tradeoffs", preferences.tradeoffs),
        )
        if value
    ]
    return f"preferences contradict each other, remove one of: {'; '.join(said)}"


def _uniform_simplex(rng: np.random.Generator, size: int, n: int) -> NDArray[np.float64]:
    draws = rng.standard_exponential((size, n))
    return np.asarray(draws / draws.sum(axis=1, keepdims=True))


def _draw_sorted(
    above: NDArray[np.bool_], rng: np.random.Generator, size: int
) -> NDArray[np.float64]:
    """Sort uniform draws, then deal them along a linear extension drawn evenly.

    The simplex is cut by its symmetries into one cell of equal volume per ordering of the
    weights; a partial order keeps exactly the cells of its linear extensions.
    """
    n = len(above)
    draws = _uniform_simplex(rng, size, n)
    if not above.any():
        return draws
    draws = -np.sort(-draws, axis=1)
    chances = _next_in_extension(above)
    placed = np.zeros(size, np.int64)
    weights = np.empty_like(draws)
    rows = np.arange(size)
    for k in range(n):
        pick = (rng.random((size, 1)) >= chances[placed]).sum(axis=1)
        weights[rows, pick] = draws[:, k]
        placed |= 1 << pick
    return weights


def _next_in_extension(above: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return, by set already placed (a bit mask), the cumulative chances of the next criterion."""
    n = len(above)
    full = (1 << n) - 1
    needed = [sum(1 << int(a) for a in np.flatnonzero(above[:, b])) for b in range(n)]
    counts = np.zeros(full + 1)
    counts[full] = 1.0
    chances = np.zeros((full + 1, n))
    for mask in range(full - 1, -1, -1):
        ways = [
            counts[mask | 1 << b] if not mask >> b & 1 and needed[b] & ~mask == 0 else 0.0
            for b in range(n)
        ]
        counts[mask] = sum(ways)
        if counts[mask]:
            chances[mask] = np.cumsum(ways) / counts[mask]
    return chances[:, :-1]  # the last one is 1: leaving it out keeps every pick in range


def _draw_with_ratios(
    preferences: Preferences,
    criteria: tuple[str, ...],
    above: NDArray[np.bool_],
    rng: np.random.Generator,
    size: int,
) -> NDArray[np.float64]:
    """Substitute the ratios, then draw evenly what each group of linked criteria weighs."""
    spread = _spread(preferences, criteria)
    if not above.any():
        return _uniform_simplex(rng, size, spread.shape[1]) @ spread.T
    direct = above & ~(above @ above)  # what follows from two steps needs no constraint
    limits = np.array([spread[a] - spread[b] for a, b in np.argwhere(direct)])
    constraints = np.vstack([limits[np.abs(limits).max(axis=1) > 0], np.eye(spread.shape[1])])
    groups = sample_polytope(constraints, rng, size)
    if groups is None:
        raise ValueError(_contradiction(preferences))
    return groups @ spread.T


def _spread(preferences: Preferences, criteria: tuple[str, ...]) -> NDArray[np.float64]:
    """Return ``(n_criteria, n_groups)``: how each linked group's weight splits, sums of 1."""
    ratios = _ratios(preferences, criteria)
    columns: list[NDArray[np.float64]] = []
    seen: set[int] = set()
    for first in range(len(criteria)):
        if first in seen:
            continue
        column = np.zeros(len(criteria))
        column[first] = 1.0
        todo = [first]
        while todo:
            a = todo.pop()
            for b, ratio in ratios.get(a, {}).items():
                implied = column[a] / ratio
                if column[b] == 0.0:
                    column[b] = implied
                    todo.append(b)
                elif not np.isclose(column[b], implied, rtol=1e-9):
                    raise ValueError(_contradiction(preferences))
        seen |= set(np.flatnonzero(column).tolist())
        columns.append(column / column.sum())
    return np.stack(columns, axis=1)


def _ratios(preferences: Preferences, criteria: tuple[str, ...]) -> dict[int, dict[int, float]]:
    """Return ``ratios[a][b] = w_a / w_b``, both ways round."""
    ratios: dict[int, dict[int, float]] = {}
    for name_a, name_b, ratio in preferences.tradeoffs:
        a = _position(name_a, criteria, "tradeoffs")
        b = _position(name_b, criteria, "tradeoffs")
        if a == b or not 0.0 < ratio < float("inf"):
            raise ValueError(
                f"preferences.tradeoffs ({name_a}, {name_b}, {ratio}): expected two different "
                "criteria and a ratio above 0"
            )
        for x, y, value in ((a, b, ratio), (b, a, 1.0 / ratio)):
            if not np.isclose(ratios.setdefault(x, {}).setdefault(y, value), value, rtol=1e-9):
                raise ValueError(_contradiction(preferences))
    return ratios
