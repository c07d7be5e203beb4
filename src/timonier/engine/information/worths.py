"""What each unknown is worth to this decision, alone and with the others of its group."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.information.basis import strata_of
from timonier.engine.information.estimators import (
    Worth,
    evpi,
    evppi_regression_of,
    gains_over_best,
    monotone,
)
from timonier.engine.information.panel import Draws, Panel, Reading, read
from timonier.engine.information.sensitivity import first_order

COARSE = 6  # strata of a continuous answer
CELL = 64  # the least draws that a reading may rest on


@dataclass(frozen=True)
class Unknown:
    """Something that the company could find out: a fact, or a figure of the market."""

    key: str
    draws: NDArray[Any]  # (draw,)


@dataclass(frozen=True)
class Answer:
    """One possible answer, or range of answers, and the decision that it would lead to."""

    low: float
    high: float
    chance: float
    reading: Reading


@dataclass(frozen=True)
class Learning:
    """What learning an answer is worth: utility, its error, and the models it could lead to."""

    key: str
    worth: Worth
    answers: tuple[Answer, ...]
    to: str | None  # the model that it most often turns the advice to


def learn(panel: Panel, unknown: Unknown) -> Learning:
    """The value of one answer: another model is counted where it leads by more than its error.

    Exactly nil when every answer leads to today's model, however much variance it explains.
    """
    cells = _cells([strata_of(unknown.draws, COARSE)[0]])
    readings = _readings(panel, cells)
    answers = tuple(_answer(panel, unknown, cell, reading) for cell, reading in readings)
    worth, to = _worth_of(panel, readings)
    return Learning(unknown.key, worth, answers, to)


def learn_group(panel: Panel, unknowns: Sequence[Unknown]) -> Worth:
    """The value of several answers together, on the cells that their strata cut."""
    strata = [strata_of(u.draws, 3)[0] for u in unknowns]
    return _worth_of(panel, _readings(panel, _cells(strata)))[0]


def learn_all(
    panel: Panel, unknowns: Sequence[Unknown], groups: Sequence[frozenset[str]]
) -> tuple[list[Learning], dict[frozenset[str], Worth]]:
    """Every unknown alone, and every group of at least two unknowns, monotone in sets."""
    alone = [learn(panel, unknown) for unknown in unknowns]
    by_key = {unknown.key: unknown for unknown in unknowns}
    worths = {frozenset((item.key,)): item.worth for item in alone}
    for group in groups:
        members = [by_key[key] for key in sorted(group & by_key.keys())]
        if len(members) > 1:
            worths[frozenset(m.key for m in members)] = learn_group(panel, members)
    return alone, monotone(worths)


def learn_together(panel: Panel, unknowns: Sequence[Unknown]) -> dict[str, Worth]:
    """The value of all answers together, shared by what each explains of the gap between models.

    Answers that change nothing alone can do so together; by regression, among the models that are
    open today. Answers that explain nothing of the gap get nothing.
    """
    reading = panel.today
    if len(reading.drawn) < 2 or len(unknowns) < 2:
        return {}
    ranked = sorted(reading.drawn, key=lambda m: -reading.worth[m])
    gains = gains_over_best(np.stack([reading.drawn[m] for m in ranked]))
    whole = evppi_regression_of(gains, [u.draws for u in unknowns])
    if whole.is_nil:
        return {}
    gap = reading.drawn[ranked[0]] - reading.drawn[ranked[1]]
    parts = {u.key: first_order(gap, u.draws) for u in unknowns}
    kept = {k: i.value for k, i in parts.items() if i.value > panel.significance * i.error}
    total = sum(kept.values())
    return {
        key: Worth(whole.value * part / total, whole.error * part / total, whole.changes)
        for key, part in kept.items()
    }


def everything(panel: Panel, partial: Mapping[frozenset[str], Worth]) -> Worth:
    """The value of knowing all, chance included; never less than that of any part of it."""
    drawn = panel.today.drawn
    if not drawn:
        return max(partial.values(), key=lambda w: w.value, default=Worth(0.0, 0.0, 0.0))
    whole = evpi(np.stack([drawn[m] for m in sorted(drawn)]))
    return max((whole, *partial.values()), key=lambda w: w.value)


def _cells(strata: Sequence[NDArray[np.intp]]) -> list[Draws]:
    """Draws of each combination of strata, none empty."""
    code = reduce(lambda a, b: a * (int(b.max()) + 1) + b, strata)
    order = np.argsort(code, kind="stable")
    cuts = np.flatnonzero(np.diff(code[order])) + 1
    return list(np.split(order, cuts))


def _readings(panel: Panel, cells: Sequence[Draws]) -> list[tuple[Draws, Reading]]:
    """The reading of every cell large enough to rest on; the others keep today's advice."""
    known = [(cell, read(panel, cell)) for cell in cells if len(cell) >= CELL]
    readings = [reading for _, reading in known]
    rivals = [m for m in MODELS if panel.today.first not in (None, m)]
    moved = {m for m in rivals if _moves(panel, readings, m)}
    return [(cell, _beyond_luck(panel, reading, moved)) for cell, reading in known]


def _beyond_luck(panel: Panel, found: Reading, moved: Container[str]) -> Reading:
    """The reading with today's model first, unless a rule closes that or the lead over it of the
    model that is first here is among those that the answers ``moved``: of two models that are
    level, one or the other leads in any part of the draws."""
    today = panel.today.first
    if today is None or found.first in (None, today) or found.first in moved:
        return found
    return replace(found, first=today) if today in found.team else found


def _moves(panel: Panel, readings: Sequence[Reading], model: str) -> bool:
    """Whether the lead of a model over today's differs between the readings by more than which
    draws fall into each explains: Pearson's chi-squared of the leads, in chances of being best."""
    if not any(reading.first == model for reading in readings) or len(readings) < 2:
        return False
    today = str(panel.today.first)
    both = np.array([[r.chance.get(model, 0.0), r.chance.get(today, 0.0)] for r in readings])
    size = np.array([r.size for r in readings], dtype=np.float64)
    ahead = both[:, 0] - both[:, 1]
    mean = np.average(ahead, weights=size)
    variance = np.average(both.sum(axis=1), weights=size) - mean**2
    apart = float((size * (ahead - mean) ** 2).sum())
    return bool(apart > variance * _rare(len(readings) - 1, panel.significance))


def _rare(freedom: int, errors: float) -> float:
    """The chi-squared that luck passes as seldom as a normal passes so many standard errors
    (Wilson and Hilferty 1931).

    >>> round(_rare(3, 3.0), 1)
    15.9
    """
    share = 2.0 / (9.0 * freedom)
    return float(freedom * (1.0 - share + errors * share**0.5) ** 3)


def _answer(panel: Panel, unknown: Unknown, cell: Draws, reading: Reading) -> Answer:
    values = unknown.draws[cell]
    return Answer(float(values.min()), float(values.max()), len(cell) / panel.world.size, reading)


def _worth_of(panel: Panel, readings: Sequence[tuple[Draws, Reading]]) -> tuple[Worth, str | None]:
    """What following the advice of each cell earns over today's, and where it mostly leads."""
    gain, variance, moved = 0.0, 0.0, dict.fromkeys(MODELS, 0.0)
    for cell, reading in readings:
        if reading.first is None or reading.first == panel.today.first:
            continue
        lead, error, certain = _lead(panel, cell, reading)
        if certain or lead > panel.significance * error:
            lead = max(lead, error)  # the least that the draws can tell
            share = len(cell) / panel.world.size
            gain += share * lead
            variance += (share * error) ** 2
            moved[reading.first] += share
    changes = sum(moved.values())
    to = max(moved, key=lambda m: moved[m]) if changes else None
    return Worth(gain, float(np.sqrt(variance)), changes), to


def _lead(panel: Panel, cell: Draws, reading: Reading) -> tuple[float, float, bool]:
    """How far the first model leads today's on these draws, its error, and if today's is closed.

    Both count for nothing where a hard rule closes their team; today's model is read on a team
    built like it, whatever the model is called there.
    """
    today = panel.today.first
    assert reading.first is not None
    ahead = reading.drawn[reading.first]
    if today is not None and today in reading.stay:
        ahead = ahead - reading.stay[today]
    error = float(ahead.std() / np.sqrt(len(cell)))
    return float(ahead.mean()), error, today not in reading.team
