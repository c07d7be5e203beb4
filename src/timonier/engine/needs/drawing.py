"""Draw the needs: from the facts to the hours of each activity, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity
from timonier.engine.company import Company
from timonier.engine.needs.activities import label_of, stated_in
from timonier.engine.needs.months import first_event, hours_by_month, motion_of, season_of
from timonier.engine.needs.volumes import (
    ambition_of,
    arrivals_of,
    levels,
    months_a_year,
    presence,
    share_factors,
)
from timonier.engine.priors import Facts
from timonier.engine.rules import Rules


@dataclass(frozen=True)
class Needs:
    """Hours that arrive, ``hours[activity, month, scenario]``, and how much they move.

    ``label``: recurrent, oneoff or other for each activity; ``moving`` and ``cut`` (scenario,) are
    the share of the plan that moves and the share of the spend that budget cuts would take.
    """

    activities: tuple[Activity, ...]
    label: tuple[str, ...]
    hours: NDArray[np.float32]
    moving: NDArray[np.float64]
    cut: NDArray[np.float64]
    ambition: NDArray[np.float64]
    peak: NDArray[np.int64]
    capped: bool  # a stated share could not be reached: the excess stayed with recurrent work

    @cached_property
    def monthly(self) -> NDArray[np.float64]:
        """Expected hours a month of each activity, over all months and scenarios."""
        return np.asarray(self.hours.mean(axis=(1, 2)), dtype=np.float64)

    @cached_property
    def by_function(self) -> NDArray[np.float32]:
        """(function, month, scenario) hours that arrive."""
        out = np.zeros((len(FUNCTIONS), *self.hours.shape[1:]), dtype=np.float32)
        for activity, hours in zip(self.activities, self.hours, strict=True):
            out[FUNCTIONS.index(activity.function)] += hours
        return out


def draw_needs(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Rules,
    price: Mapping[str, float],
    rng: np.random.Generator,
    months: int,
) -> Needs:
    """Draw the work of ``months`` months in every scenario, of the ``applicable`` activities.

    ``price`` is the market price of an hour of each activity, from which the budget's ambition is
    read. Every source of chance has its own stream, so that learning a fact moves nothing else.
    """
    streams = dict(zip(_STREAMS, rng.spawn(len(_STREAMS)), strict=True))
    level = levels(company, activities, facts, rules, streams)
    present = presence(company, activities, facts, rules, streams["presence"])
    arrivals = arrivals_of(company, activities, facts, rules, streams["projects"], months)
    yearly = months_a_year(activities, arrivals)
    base = level * present
    ambition = ambition_of(company, activities, base, yearly, facts, price, rules, streams)
    base *= np.where(stated_in(company, activities)[:, None], 1.0, ambition[None, :])
    factors, capped = share_factors(company, activities, base, yearly, facts, rules)
    base *= factors
    there, arriving = _there(activities, base, arrivals)
    cut_month = first_event(facts, rules.cut_rates, streams["cut"])
    motion = motion_of(facts, rules, streams, cut_month, months, len(activities))
    season = season_of(company, facts, rules, streams["peak"], months)
    hours, moving = hours_by_month(base, arriving, activities, there, season, motion, rules)
    kept = tuple(activities[i] for i in there)
    return Needs(
        activities=kept,
        label=tuple(label_of(a, rules) for a in kept),
        hours=hours,
        moving=moving,
        cut=rules.cut_depth * np.clip((months - cut_month) / months, 0.0, 1.0),
        ambition=ambition,
        peak=season[0],
        capped=capped,
    )


def _there(
    activities: tuple[Activity, ...], base: NDArray[np.float64], arrivals: NDArray[np.float32]
) -> tuple[list[int], list[NDArray[np.float32]]]:
    """The activities that some scenario has hours of, and when those of each project arrive."""
    coming, there, arriving = iter(arrivals), [], []
    for i, activity in enumerate(activities):
        project = activity.nature == "project"
        each = next(coming) if project else None
        if (base[i] if each is None else base[i] * each.max(axis=0)).any():
            there.append(i)
            arriving += [] if each is None else [each]
    return there, arriving


_STREAMS = (
    "common", "own", "presence", "projects", "ambition", "peak", "walk", "mix", "pivot", "cut"
)  # fmt: skip
