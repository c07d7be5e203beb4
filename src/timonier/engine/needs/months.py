"""How the hours fall in months, and how they move: seasons, growth, pivots, cuts, chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity
from timonier.engine.company import FACTS, Company
from timonier.engine.priors import Facts


def season_of(
    company: Company,
    facts: Facts,
    rules: Mapping[str, float],
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
    strength = np.array(
        [rules[f"seasonality.peak_{s}"] - 1.0 for s in FACTS["marketing.seasonality"].choices]
    )[facts["marketing.seasonality"]]
    angle = 2.0 * np.pi * (np.arange(months)[:, None] - np.arange(12)) / 12.0
    return drawn, 1.0 + strength[None, :] * np.cos(angle).take(drawn, axis=1)


def _first_calendar_month(company: Company) -> int:
    start = company.get("company.start")
    return int(str(start)[5:7]) - 1 if start else 0


def by_month(
    base: NDArray[Any],
    arrivals: Iterable[NDArray[np.float32]],
    activities: Sequence[Activity],
    season: NDArray[np.float64],
    peak: NDArray[np.int64],
    rules: Mapping[str, float],
) -> NDArray[np.float32]:
    """Hours by month before anything moves; seasons act on seasonal and part of other execution.

    ``base`` (activity, scenario), ``arrivals`` (month, scenario) of each project among them.
    """
    months, arriving = len(season), iter(arrivals)
    season32 = season.astype(np.float32)
    part = np.float32(rules["seasonality.execution_share"])
    swayed = np.float32(1.0) - part + part * season32
    away = np.abs((np.arange(months)[:, None] - peak[None, :] + 6) % 12 - 6)
    out = np.empty((len(activities), months, base.shape[1]), dtype=np.float32)
    for i, a in enumerate(activities):
        b = base[i].astype(np.float32)
        if a.nature == "project":
            np.multiply(next(arriving), b, out=out[i])
        elif a.nature == "seasonal":
            active = away <= (a.active_months - 1) / 2 + 0.5 * ((a.active_months + 1) % 2)
            share = np.float32(a.active_months) / np.maximum(12.0 * active.mean(axis=0), 1e-9)
            out[i] = b * season32 * active * share.astype(np.float32)
        elif a.function == "execution":
            np.multiply(b, swayed, out=out[i])
        else:
            out[i] = b
    return out


def first_event(
    facts: Facts, rules: Mapping[str, float], kind: str, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Month of the first pivot or budget cut, by stage, exponential; far away when none comes."""
    stages = FACTS["company.stage"].choices
    rates = np.array([rules[f"{kind}_rate.{s}"] for s in stages])[facts["company.stage"]]
    return np.asarray(rng.exponential(size=facts.size) * 12.0 / np.maximum(rates, 1e-9))


def move(
    hours: NDArray[np.float32],
    there: Sequence[int],
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    streams: Mapping[str, np.random.Generator],
    cut_month: NDArray[np.float64],
) -> None:
    """Drift and pivots of the mix, growth and budget cuts.

    ``hours`` of the activities that are ``there``; chance is drawn for all, so that which of them
    are there moves no other.
    """
    months = hours.shape[1]
    evolving = np.asarray(facts["needs.evolving"], dtype=np.float32)
    month = np.arange(months, dtype=np.float32)[:, None]
    growth = np.asarray(facts["marketing.growth"], dtype=np.float32)
    trend = (1.0 + growth[None, :]) ** (month / 12.0)
    cut = np.float32((1.0 - rules["cut.depth"]) ** rules["ambition.exponent"])
    trend = trend * np.where(month >= cut_month[None, :], cut, np.float32(1.0))
    hours *= trend[None].astype(np.float32)
    pivot = first_event(facts, rules, "pivot", streams["pivot"])
    share = np.float32(rules["evolving.mix_share"]) * evolving
    drift = share[None, :] * np.minimum(month / 12.0, np.float32(1.0))
    drift = np.where(month >= pivot[None, :], np.float32(1.0), drift)
    _mix(hours, there, activities, drift, rules, streams["mix"])


def _mix(
    hours: NDArray[np.float32],
    there: Sequence[int],
    activities: tuple[Activity, ...],
    drift: NDArray[Any],
    rules: Mapping[str, float],
    rng: np.random.Generator,
) -> None:
    """Move a share of each function's recurring hours to a new mix of the same activities."""
    size = hours.shape[2]
    sd = np.float32(rules["evolving.mix_sd"])
    factor = np.exp(sd * rng.standard_normal((len(activities), size), dtype=np.float32))[there]
    for function in FUNCTIONS:
        same = [a.function == function and a.nature != "project" for a in activities]
        rows = [row for row, i in enumerate(there) if same[i]]
        if sum(same) < 2 or not rows:
            continue
        year = np.array([hours[row].mean(axis=0) for row in rows])
        norm = year.sum(axis=0) / np.maximum((year * factor[rows]).sum(axis=0), 1e-9)
        for row in rows:
            hours[row] *= 1.0 + drift * (factor[row] * norm - 1.0)[None, :]


def moving_share(hours: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of all hours that falls elsewhere than in an even month, per scenario."""
    total, away = np.zeros((2, hours.shape[2]))
    for each in hours:  # one activity at a time stays in the cache
        mean = each.mean(axis=0)
        total += mean
        gap = each - mean
        away += np.abs(gap, out=gap).sum(axis=0, dtype=np.float64)
    return np.asarray(away / (2.0 * np.maximum(hours.shape[1] * total, 1e-9)))
