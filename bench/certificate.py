"""The search's certificate: what a far longer search finds beyond a decision's, model by model.

The long search improves eight teams of each model in every round, on four times the draws, climbs
every budget further and polishes for longer. Both are judged on the same fresh draws; the best team
that either found is the mark. Run alone: ``python -m bench.certificate [companies]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.advice import population
from bench.timing import table
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company
from timonier.engine.frontier import budgets_of
from timonier.engine.persons import with_persons
from timonier.engine.ranking import weight_draws, wishes
from timonier.engine.search import Found, beam, climb, ladder, look_again, polish, screen, search
from timonier.engine.search import second as second_look
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Team
from timonier.knowledge import load

COMPANIES = 30
MONTHS, JUDGED, MEAN = 36, 2_048, 8_192
WIDE = dict.fromkeys(MODELS, 8)


def report(count: int = COMPANIES) -> str:
    """The table, as Markdown: points of utility on a scale of 100."""
    gaps: dict[str, list[float]] = {m: [] for m in MODELS}
    stated = (c for c in population(4 * count) if c.knows("marketing.budget"))
    for company in islice(stated, count):
        for model, gap in gaps_of(company).items():
            gaps[model].append(100.0 * gap)
    rows = [
        [m, str(len(g)), f"{np.mean(g):.2f}", f"{np.quantile(g, 0.9):.2f}", f"{max(g):.2f}"]
        for m, g in gaps.items()
        if g
    ]
    head = ["model", "companies", "mean", "90th percentile", "largest"]
    return "Points of utility that a decision's search is short of, on a scale of 100:\n\n" + table(
        head, rows
    )


def gaps_of(company: Company, seed: int = 0) -> dict[str, float]:
    """How far the search falls short of the best team known, for each model that has one."""
    company, knowledge = with_persons(company, load())
    streams = np.random.default_rng(seed).spawn(7)

    def world(stream: int, size: int) -> World:
        return make_world(company, knowledge, streams[stream], size, MONTHS)

    mean = weight_draws(wishes(company), tuple(knowledge.criteria), streams[0], MEAN).mean(axis=0)
    judge = world(6, JUDGED).settled
    rules = judge.rules
    sizes = (
        rules.sampling_screen_scenarios,
        rules.sampling_polish_scenarios,
        rules.sampling_second_scenarios,
    )
    short = _best(judge, _searched(*map(world, (1, 2, 3), sizes), mean, 12, 2, 5), mean)
    with _patient():
        wide = (world(4, 4 * sizes[0]), world(5, 2 * sizes[1]), world(3, sizes[2]))
        long = _best(judge, _searched(*wide, mean, 25, 8, 8), mean)
    return {m: max(0.0, long.get(m, 0.0) - short.get(m, 0.0)) for m in {*short, *long}}


@contextmanager
def _patient() -> Iterator[None]:
    with (
        patch.object(beam, "WIDTH", WIDE),
        patch.object(beam, "LATE_WIDTH", WIDE),
        patch.object(ladder, "WIDTH", dict.fromkeys(MODELS, 2)),
        patch.object(ladder, "HOME_WIDTH", WIDE),
        patch.object(second_look, "ROUNDS", 10),
    ):
        yield


def _searched(
    few: World, middle: World, more: World, mean: NDArray[Any], rounds: int, climbs: int, home: int
) -> Found:
    found = search(few.settled, mean, rounds=rounds)
    found, _ = climb(
        few.settled, mean, found, budgets_of(more), rounds=climbs, home_rounds=home
    )  # fmt: skip
    return look_again(more.settled, polish(middle.settled, found, mean), mean)


def _best(judge: World, found: Found, mean: NDArray[Any]) -> Mapping[str, float]:
    """Expected utility of the best team of each model that holds on the judging draws."""
    teams: list[Team] = list(dict.fromkeys(t for m in MODELS for t in found.best[m][:4]))
    if not teams:
        return {}
    seen = screen(judge, teams, mean, margins=0.0)
    worth: dict[str, float] = {}
    for i in np.flatnonzero(seen.open):
        model = seen.model[i]
        worth[model] = max(worth.get(model, 0.0), float(seen.utility[i]))
    return worth


if __name__ == "__main__":
    print(report(int(sys.argv[1]) if len(sys.argv) > 1 else COMPANIES))
