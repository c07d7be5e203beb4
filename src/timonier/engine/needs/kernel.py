"""The hours of each month, compiled: what falls when, how the mix moves, how the volume wanders.

Scenarios are worked on a strip at a time, so that the months of an activity stay in the nearest
cache; the inner loops run over the strip and vectorise. Indices are made unsigned where the
compiler could not see that they are not negative.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.compiling import Kernel, fast
from timonier.engine.philox import natural_power, normals

F, U = np.float32, np.uintp
STRIP = 64  # scenarios, of which a world always has a multiple
MIXES = len(FUNCTIONS)
GROUP = 4  # months whose chance is drawn together
NONE = np.int32(-1)
YEAR = np.int32(12)

# What the hours of an activity depend on. ``number`` of the stream of its walk, ``project`` among
# the projects, ``mix`` the function in which it moves, each -1 where there is none; ``seasonal``
# for ``active`` months, those within ``reach`` of the peak; ``swayed`` the share that seasons move.
ACTIVITY = np.dtype(
    [(n, np.int32) for n in ("number", "project", "mix", "seasonal")]
    + [(n, F) for n in ("active", "reach", "swayed")]
)


@Kernel
@fast
def arrive(first: Any, happens: Any, lasting: int, out: Any) -> None:
    """Add to ``out`` (project, month, scenario) the shares of one project a year, even over the
    ``lasting`` months that it takes from its ``first`` on, (project, year, scenario) where it
    ``happens``."""
    share = F(1.0) / F(lasting)
    for p in range(first.shape[0]):
        for y in range(first.shape[1]):
            for j in range(first.shape[2]):
                if happens[p, y, j]:
                    for k in range(lasting):
                        out[p, U(first[p, y, j] + k), j] += share


class Work(NamedTuple):
    """Hours and when they are asked, before anything moves."""

    base: NDArray[np.float32]  # (activity, scenario) hours
    arriving: NDArray[np.float32]  # (project, month, scenario)
    season: NDArray[np.float32]  # (month, scenario)
    peak: NDArray[np.int32]  # (scenario,) a month from 0


class Motion(NamedTuple):
    """How hours move by chance and growth, whatever the activity."""

    trend: NDArray[np.float32]  # (month, scenario) growth and budget cuts
    drift: NDArray[np.float32]  # (month, scenario) the share that has moved to a new mix
    factor: NDArray[np.float32]  # (activity, scenario) its weight in that mix
    unrest: NDArray[np.float32]  # (scenario,) standard deviation of the logarithm of a volume
    memory: NDArray[np.float32]  # (2,) of a volume from month to month, and what is new each month
    key: np.uint64  # of the draws of the volumes


class Strip(NamedTuple):
    """What a strip of scenarios is worked on."""

    words: NDArray[np.uint32]
    walk: NDArray[np.float32]  # (group of months, month, lane)
    mean: NDArray[np.float32]  # (activity, lane) hours of a month
    sums: NDArray[np.float32]  # (2, lane)


@Kernel
@fast
def month_by_month(acts: Any, work: Any, motion: Any, strip: Any, out: Any, moving: Any) -> None:
    """Fill ``out`` (activity, month, scenario) with hours, ``moving`` (scenario,) with the share of
    them that falls elsewhere than in an even month.

    The logarithm of the volume of lasting work is a stationary AR(1) of standard deviation
    ``motion.unrest``, of which ``motion.memory`` is what stays and what is new. ``motion.factor``
    is of the activities that are there.
    """
    for first in range(0, out.shape[2], STRIP):
        for a in range(acts.size):
            fall(U(a), U(first), acts[a], work, motion.trend, strip.sums, out)
            average(U(a), U(first), strip.mean, out)
        for mix in range(MIXES):
            blend(np.int32(mix), U(first), acts, motion, strip, out)
        for a in range(acts.size):
            if acts[a].project == NONE:
                wander(U(a), U(first), acts[a].number, motion, strip, out)
        even_out(U(first), strip, out, moving)


@fast
def fall(a: Any, first: Any, act: Any, work: Any, trend: Any, sums: Any, out: Any) -> None:
    """The hours of one activity by month, before anything moves."""
    base, season, arriving = work.base, work.season, work.arriving
    if act.project != NONE:
        project = U(act.project)
        for t in range(out.shape[1]):
            for j in range(STRIP):
                k = first + U(j)
                out[a, t, k] = arriving[project, t, k] * base[a, k] * trend[t, k]
        return
    if act.seasonal == np.int32(1):
        fall_in_season(a, first, act, work, trend, sums, out)
        return
    part = act.swayed
    for t in range(out.shape[1]):
        for j in range(STRIP):
            k = first + U(j)
            out[a, t, k] = base[a, k] * (F(1.0) - part + part * season[t, k]) * trend[t, k]


@fast
def fall_in_season(
    a: Any, first: Any, act: Any, work: Any, trend: Any, sums: Any, out: Any
) -> None:
    """The same of an activity that lasts some months of the year, those around the peak."""
    base, season, peak = work.base, work.season, work.peak
    months, reach = out.shape[1], act.reach
    for j in range(STRIP):
        sums[0, j] = F(0.0)
    for t in range(months):
        for j in range(STRIP):
            away = np.int32(t + 18 - peak[first + U(j)]) % YEAR - np.int32(6)
            sums[0, j] += F(1.0) if F(abs(away)) <= reach else F(0.0)
    whole = act.active * F(months) / F(12.0)
    for t in range(months):
        for j in range(STRIP):
            k = first + U(j)
            away = np.int32(t + 18 - peak[k]) % YEAR - np.int32(6)
            share = whole / max(sums[0, j], F(1e-9)) if F(abs(away)) <= reach else F(0.0)
            out[a, t, k] = base[a, k] * season[t, k] * share * trend[t, k]


@fast
def average(a: Any, first: Any, mean: Any, out: Any) -> None:
    """``mean[activity, lane]``: hours of a month."""
    per_month = F(1.0) / F(out.shape[1])
    for j in range(STRIP):
        mean[a, j] = F(0.0)
    for t in range(out.shape[1]):
        for j in range(STRIP):
            mean[a, j] += out[a, t, first + U(j)]
    for j in range(STRIP):
        mean[a, j] *= per_month


@fast
def blend(mix: Any, first: Any, acts: Any, motion: Any, strip: Any, out: Any) -> None:
    """Move a share of a function's lasting hours to a new mix of the same activities, as many."""
    drift, factor, mean, sums = motion.drift, motion.factor, strip.mean, strip.sums
    for j in range(STRIP):
        sums[0, j], sums[1, j] = F(0.0), F(0.0)
    for a in range(acts.size):
        if acts[a].mix == mix:
            for j in range(STRIP):
                sums[0, j] += mean[a, j]
                sums[1, j] += mean[a, j] * factor[a, first + U(j)]
    for j in range(STRIP):
        sums[0, j] /= max(sums[1, j], F(1e-9))
    for a in range(acts.size):
        if acts[a].mix == mix:
            for t in range(out.shape[1]):
                for j in range(STRIP):
                    k = first + U(j)
                    out[a, t, k] *= F(1.0) + drift[t, k] * (factor[a, k] * sums[0, j] - F(1.0))


@fast
def wander(a: Any, first: Any, number: Any, motion: Any, strip: Any, out: Any) -> None:
    """Multiply the hours of one activity by its walk, mean factor 1."""
    walk, unrest = strip.walk, motion.unrest
    for g in range(walk.shape[0]):
        normals(first, g, number, motion.key, strip.words, walk[g])
    kept, new = motion.memory[0], motion.memory[1]
    for t in range(out.shape[1]):
        now, before = walk[t // GROUP, t % GROUP], walk[max(t - 1, 0) // GROUP, (t - 1) % GROUP]
        if t > 0:
            for j in range(STRIP):
                now[j] = new * now[j] + kept * before[j]
        for j in range(STRIP):
            k = first + U(j)
            away = unrest[k]
            out[a, t, k] *= natural_power(away * now[j] - F(0.5) * away * away)


@fast
def even_out(first: Any, strip: Any, out: Any, moving: Any) -> None:
    """The share of all hours that falls elsewhere than in an even month."""
    mean, sums = strip.mean, strip.sums
    for j in range(STRIP):
        sums[0, j], sums[1, j] = F(0.0), F(0.0)
    for a in range(out.shape[0]):
        average(U(a), first, mean, out)
        for j in range(STRIP):
            sums[0, j] += mean[a, j]
        for t in range(out.shape[1]):
            for j in range(STRIP):
                sums[1, j] += abs(out[U(a), t, first + U(j)] - mean[a, j])
    months = F(2.0) * F(out.shape[1])
    for j in range(STRIP):
        moving[first + U(j)] = sums[1, j] / max(months * sums[0, j], F(1e-9))
