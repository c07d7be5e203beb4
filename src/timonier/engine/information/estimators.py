"""What knowing something is worth to a decision: perfect and partial perfect information.

Utilities are arrays (options, draws). Every estimate learns, on part of the draws, which option
to choose for each answer, and counts what that choice earns on the draws it has not seen. So the
winner's curse cannot create value out of noise, an answer that never changes the choice is worth
exactly nothing, and 0 <= EVPPI <= EVPI holds in every sample because "choose as today" is always
one of the policies and no policy beats knowing everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from timonier.engine.information.basis import additive_basis, spline_basis, strata_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worth:
    """A value of information in utility, its standard error, and how often the choice changes."""

    value: float
    error: float
    changes: float  # share of the draws in which the answer leads to another option than today's

    @property
    def is_nil(self) -> bool:
        """Whether no answer was found that would change the choice."""
        return self.value == 0.0


@dataclass(frozen=True)
class Fineness:
    """How finely the estimators look; accuracy against time, not a matter of method.

    ``strata`` of equal size for a continuous fact, ``knots`` of the splines, ``folds`` of the
    cross-fit, ``evidence`` the standard errors that an option must lead by before a policy turns
    to it, ``significance`` the standard errors that a value must reach before it is not nil.
    """

    strata: int = 24
    knots: int = 6
    folds: int = 4
    evidence: float = 1.0
    significance: float = 1.645


NIL = Worth(0.0, 0.0, 0.0)
DEFAULT = Fineness()


@dataclass(frozen=True)
class Gains:
    """Utilities over those of the option with the best mean: what each choice would add.

    ``values`` float64 (options, draws), ``today`` the option with the best mean, ``spread`` the
    standard deviation of each row.
    """

    values: Floats
    today: int
    spread: Floats

    @property
    def size(self) -> int:
        """The number of draws."""
        return int(self.values.shape[1])

    @property
    def hopeless(self) -> bool:
        """Whether today's option is the best one in every draw: nothing can change the choice."""
        return not bool(self.values.max() > 0)


def gains_over_best(utilities: ArrayLike) -> Gains:
    """Compare every option with the one that has the best mean; utilities (options, draws).

    >>> gains_over_best([[0.0, 1.0], [1.0, 1.0]]).values
    array([[-1.,  0.],
           [ 0.,  0.]])
    """
    values = np.asarray(utilities, dtype=np.float64)
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(f"utilities: expected (options, draws), not a shape of {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("utilities: every value must be finite; give a forbidden option a utility")
    today = int(values.mean(axis=1).argmax())
    gains = values - values[today]
    return Gains(gains, today, gains.std(axis=1))


def evpi(utilities: ArrayLike) -> Worth:
    """The value of knowing everything before choosing, in utility (Raiffa and Schlaifer 1961).

    >>> evpi([[0.0, 1.0], [1.0, 0.5]])
    Worth(value=0.25, error=0.25, changes=0.5)
    """
    return evpi_of(gains_over_best(utilities))


def evpi_of(gains: Gains) -> Worth:
    """``evpi`` on the output of ``gains_over_best``."""
    return _worth(gains.values.max(axis=0))


def evppi(utilities: ArrayLike, fact: ArrayLike, fineness: Fineness = DEFAULT) -> Worth:
    """The value of knowing one fact before choosing, in utility, from the draws alone.

    Stratified: draws are grouped by the fact, the best option is learnt in each stratum on the
    other folds (smoothed along a continuous fact) and paid on the fold left out. ``fact`` is an
    array (draws,) of numbers or codes. Strong, Oakley and Brennan 2014 motivate the smoothing.

    >>> evppi([[0.5] * 8, [0, 0, 0, 0, 1, 1, 1, 1]], [0, 0, 0, 0, 1, 1, 1, 1]).value
    0.25
    """
    return evppi_of(gains_over_best(utilities), np.asarray(fact), fineness)


def evppi_of(gains: Gains, fact: NDArray[Any], fineness: Fineness = DEFAULT) -> Worth:
    """``evppi`` on the output of ``gains_over_best``, to price many facts on the same draws."""
    _check_size(gains, fact)
    if gains.hopeless:
        return NIL
    stratum, middles, smooth = strata_of(fact, fineness.strata)
    if len(middles) == 1:
        return NIL
    policy = _stratified_policy(gains, stratum, middles, smooth, fineness)
    return _settled(gains, policy, fineness)


def evppi_regression(
    utilities: ArrayLike, facts: Sequence[ArrayLike], fineness: Fineness = DEFAULT
) -> Worth:
    """The value of knowing several facts together, by regression of the utilities on splines.

    The estimator of Strong, Oakley and Brennan 2014, cross-fitted: least squares on natural
    splines of each fact's ranks (indicators when it has few values) and pairwise products.
    """
    columns = [np.asarray(fact) for fact in facts]
    return evppi_regression_of(gains_over_best(utilities), columns, fineness)


def evppi_regression_of(
    gains: Gains, facts: Sequence[NDArray[Any]], fineness: Fineness = DEFAULT
) -> Worth:
    """``evppi_regression`` on the output of ``gains_over_best``."""
    for fact in facts:
        _check_size(gains, fact)
    if gains.hopeless or not facts:
        return NIL
    design = additive_basis(facts, fineness.knots)
    return _settled(gains, _regression_policy(gains, design, fineness), fineness)


def monotone(worths: Mapping[frozenset[str], Worth]) -> dict[frozenset[str], Worth]:
    """Never let a set of facts be worth less than a set it contains: ignoring an answer is free.

    >>> low, high = Worth(0.1, 0.01, 0.2), Worth(0.3, 0.01, 0.4)
    >>> monotone({frozenset("a"): high, frozenset("ab"): low})[frozenset("ab")].value
    0.3
    """
    return {
        names: max((w for inside, w in worths.items() if inside <= names), key=lambda w: w.value)
        for names in worths
    }


def _check_size(gains: Gains, fact: NDArray[Any]) -> None:
    if fact.shape != (gains.size,):
        raise ValueError(f"fact: a shape of {fact.shape} for {gains.size} draws of the utilities")


def _worth(gains: Floats, changes: float | None = None) -> Worth:
    spread = float(gains.std(ddof=1)) if gains.size > 1 else 0.0
    moved = float((gains > 0).mean()) if changes is None else changes
    return Worth(float(gains.mean()), spread / float(np.sqrt(gains.size)), moved)


def _settled(gains: Gains, policy: NDArray[np.intp], fineness: Fineness) -> Worth:
    """What a policy earns over today's choice; nil when it cannot be told from nothing."""
    moved = policy != gains.today
    if not moved.any():
        return NIL
    earned = gains.values[policy, np.arange(gains.size)]
    worth = _worth(earned, float(moved.mean()))
    return worth if worth.value > fineness.significance * worth.error else NIL


def _stratified_policy(
    gains: Gains, stratum: NDArray[np.intp], middles: Floats, smooth: bool, fineness: Fineness
) -> NDArray[np.intp]:
    """The option to choose in each draw, learnt on the folds that the draw is not in."""
    folds = fineness.folds
    cell = stratum * folds + np.arange(gains.size) % folds
    cells = len(middles) * folds
    counts = np.bincount(cell, minlength=cells).reshape(-1, folds).T.astype(np.float64)
    sums = np.stack([np.bincount(cell, row, minlength=cells) for row in gains.values])
    by_fold = sums.reshape(len(sums), -1, folds).transpose(2, 0, 1)
    kept_sums, kept = by_fold.sum(axis=0) - by_fold, counts.sum(axis=0) - counts
    basis = spline_basis(middles, fineness.knots) if smooth else None
    means, leverage = _fitted(kept_sums, np.maximum(kept, 1), basis)
    choice = _lead(gains, means, leverage, fineness)
    policy: NDArray[np.intp] = choice.T.reshape(-1)[cell]
    return policy


def _fitted(sums: Floats, counts: Floats, basis: Floats | None) -> tuple[Floats, Floats]:
    """Mean gains (folds, options, strata) and their variance per unit of variance (folds, strata)
    from sums (folds, options, strata) and counts (folds, strata)."""
    if basis is None:
        return sums / counts[:, None, :], 1 / counts
    solve = np.linalg.solve(basis.T @ (basis * counts[:, :, None]), basis.T[None])
    fitted: Floats = sums @ basis @ solve
    leverage: Floats = (basis.T * solve).sum(axis=1)
    return fitted, leverage


def _lead(gains: Gains, means: Floats, leverage: Floats, fineness: Fineness) -> NDArray[np.intp]:
    """The option to choose: another than today's only where it leads by the evidence.

    ``means`` (…, options, places), ``leverage`` (…, places).
    """
    doubt = np.sqrt(leverage)[..., None, :] * gains.spread[:, None]
    trusted = means - fineness.evidence * doubt
    trusted[..., gains.today, :] = 0.0
    leads = trusted.max(axis=-2) > 0
    chosen: NDArray[np.intp] = np.where(leads, means.argmax(axis=-2), gains.today)
    return chosen


def _regression_policy(gains: Gains, design: Floats, fineness: Fineness) -> NDArray[np.intp]:
    policy = np.empty(gains.size, dtype=np.intp)
    ridge = np.eye(design.shape[1]) * 1e-9 * gains.size
    gram, cross = design.T @ design + ridge, gains.values @ design
    for fold in range(fineness.folds):
        left = design[fold :: fineness.folds]
        inverse = np.linalg.inv(gram - left.T @ left)
        fitted = left @ inverse
        kept = cross - gains.values[:, fold :: fineness.folds] @ left
        leverage = (fitted * left).sum(axis=1)
        policy[fold :: fineness.folds] = _lead(gains, kept @ fitted.T, leverage, fineness)
    return policy
