"""How the hours fall in months, and how they move: seasons, growth, pivots, cuts, chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity
from timonier.engine.company import Company
from timonier.engine.needs.kernel import (
    ACTIVITY,
    GROUP,
    STRIP,
    Motion,
    Strip,
    Work,
    month_by_month,
)
from timonier.engine.priors import Facts
from timonier.engine.rules import Rules


def season_of(
    company: Company,
    facts: Facts,
    rules: Rules,
    rng: np.random.Generator,
    months: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The peak month (scenario,) and the seasonal factor (month, scenario), mean 1 over a year."""
    drawn = rng.integers(0, 12, facts.size)
    stated = company.get("marketing.seasonality")
    if isinstance(stated, (tuple, list)):
        first = _first_calendar_month(company)
        year = np.roll(np.asarray(stated, dtype=np.float64), -first)
        peak = np.full(facts.size, int(year.argmax()))
        return peak, np.repeat(np.resize(year, months)[:, None], facts.size, axis=1)
    strength = facts.by_choice("marketing.seasonality", rules.peaks) - 1.0
    angle = 2.0 * np.pi * (np.arange(months)[:, None] - np.arange(12)) / 12.0
    return drawn, 1.0 + strength[None, :] * np.cos(angle).take(drawn, axis=1)


def _first_calendar_month(company: Company) -> int:
    start = company.get("company.start")
    return int(str(start)[5:7]) - 1 if start else 0


def first_event(
    facts: Facts, rates_of: Mapping[str, float], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Month of the first event of a rate that stages have, exponential; far away when none comes.

    ``rates_of``: a year, by stage.
    """
    rates = facts.by_choice("company.stage", rates_of)
    return np.asarray(rng.exponential(size=facts.size) * 12.0 / np.maximum(rates, 1e-9))


def motion_of(
    facts: Facts,
    rules: Rules,
    streams: Mapping[str, np.random.Generator],
    cut_month: NDArray[np.float64],
    months: int,
    activities: int,
) -> Motion:
    """Drift and pivots of the mix, growth and budget cuts.

    Chance is drawn for all activities, so that which of them are there moves no other.
    """
    evolving = np.asarray(facts["needs.evolving"], dtype=np.float32)
    month = np.arange(months, dtype=np.float32)[:, None]
    growth = np.asarray(facts["marketing.growth"], dtype=np.float32)
    trend = (1.0 + growth[None, :]) ** (month / 12.0)
    cut = np.float32((1.0 - rules.cut_depth) ** rules.ambition_exponent)
    trend = trend * np.where(month >= cut_month[None, :], cut, np.float32(1.0))
    pivot = first_event(facts, rules.pivot_rates, streams["pivot"])
    share = np.float32(rules.evolving_mix_share) * evolving
    drift = share[None, :] * np.minimum(month / 12.0, np.float32(1.0))
    drift = np.where(month >= pivot[None, :], np.float32(1.0), drift)
    away = streams["mix"].standard_normal((activities, facts.size), dtype=np.float32)
    factor = np.exp(np.float32(rules.evolving_mix_sd) * away)
    memory = rules.evolving_autocorrelation
    return Motion(
        trend=trend.astype(np.float32),
        drift=drift.astype(np.float32),
        factor=factor,
        unrest=np.float32(rules.evolving_volume_sd) * evolving,
        memory=np.array([memory, np.sqrt(1.0 - memory * memory)], dtype=np.float32),
        key=np.uint64(streams["walk"].integers(2**63)),
    )


def hours_by_month(
    base: NDArray[np.float64],
    arriving: Sequence[NDArray[np.float32]],
    activities: Sequence[Activity],
    there: Sequence[int],
    season: tuple[NDArray[np.int64], NDArray[np.float64]],
    motion: Motion,
    rules: Rules,
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """(activity, month, scenario) hours of the activities that are ``there``, and the share of all
    hours that falls elsewhere than in an even month, per scenario.

    ``base`` (activity, scenario) of all, ``arriving`` (month, scenario) of each project there.
    ValueError for scenarios that make no whole strips.
    """
    (months, size), (peak, strength), rows = motion.trend.shape, season, list(there)
    if size % STRIP:
        raise ValueError(f"{size} scenarios: expected a multiple of {STRIP}")
    out = np.empty((len(rows), months, size), dtype=np.float32)
    moving = np.empty(size, dtype=np.float32)
    work = Work(
        base[rows].astype(np.float32),
        np.array(arriving, dtype=np.float32).reshape(-1, months, size),
        strength.astype(np.float32),
        peak.astype(np.int32),
    )
    there_alone = motion._replace(factor=motion.factor[rows])
    acts, strip = _table(activities, rows, rules), _strip(len(rows), months)
    month_by_month(acts, work, there_alone, strip, out, moving)
    return out, moving.astype(np.float64)


def _strip(activities: int, months: int) -> Strip:
    return Strip(
        np.empty((4, STRIP), np.uint32),
        np.empty((-(-months // GROUP), GROUP, STRIP), np.float32),
        np.empty((activities, STRIP), np.float32),
        np.empty((2, STRIP), np.float32),
    )


def _table(activities: Sequence[Activity], there: Sequence[int], rules: Rules) -> NDArray[np.void]:
    """What the hours of the activities that are ``there`` depend on; a function of one lasting
    activity has no other mix."""
    lasting = Counter(a.function for a in activities if a.nature != "project")
    out, projects = np.zeros(len(there), dtype=ACTIVITY), count()
    for row, i in enumerate(there):
        a = activities[i]
        project, seasonal = a.nature == "project", a.nature == "seasonal"
        mixed = not project and lasting[a.function] > 1
        sways = a.function == "execution" and not seasonal
        out[row] = (
            i,
            next(projects) if project else -1,
            FUNCTIONS.index(a.function) if mixed else -1,
            seasonal,
            a.active_months,
            (a.active_months - 1) / 2 + 0.5 * ((a.active_months + 1) % 2),
            rules.seasonality_execution_share if sways else 0.0,
        )
    return out
