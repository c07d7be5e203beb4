"""Many decisions at once, and the companies that the benchmarks of the advice decide for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

import numpy as np

from bench.advice import population
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company
from timonier.engine.decision import Decision, decide
from timonier.engine.money import work_done
from timonier.knowledge import load

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True)
class Told:
    """What one decision says; by model, absent where it has no team; shares and chances 0-1."""

    first: str | None
    status: str
    chance: dict[str, float]
    utility: dict[str, float]
    work: dict[str, float]
    holds: float | None  # the chance that the advice would be the same if all were known
    stops: bool

    def moved(self, other: Told) -> float:
        """By how much the chance of the model that moves most differs."""
        return max(abs(self.chance.get(m, 0.0) - other.chance.get(m, 0.0)) for m in MODELS)


def told(company: Company, seed: int = 0, scenarios: int = 2_048, *, stop: bool = False) -> Told:
    """Decide in full on one thread, and keep what is compared; ``stop`` asks for the last two."""
    found = decide(company, knowledge=load(), seed=seed, scenarios=scenarios, threads=1)
    models = [m for m in MODELS if m in found.row]
    said = found.stop if stop else None
    return Told(
        found.first,
        found.verdict.status if found.verdict else "undecided",
        chances(found),
        {m: float(found.judged.utility[found.row[m]]) for m in models},
        {m: work_done(found, m) for m in models},
        said.holds if said else None,
        bool(said and said.reached),
    )


def chances(found: Decision) -> dict[str, float]:
    """The chance of each model that has a team."""
    if found.ranking is None:
        return {}
    held = zip(found.ranked, found.ranking.chance_of_best.tolist(), strict=True)
    return {m: float(c) for m, c in held}


def budgeted(count: int, seed: int = 3) -> list[Company]:
    """Companies with a realistic present team that state a budget."""
    stated = (c for c in population(4 * count, seed) if c.knows("marketing.budget"))
    return list(islice(stated, count))


def half_known(company: Company, rng: np.random.Generator, always: frozenset[str]) -> Company:
    """The company where about half of its facts are not known; those in ``always`` are."""
    kept = {k: v for k, v in company.facts.items() if k in always or rng.random() < 0.5}
    return replace(company, facts=kept)


def spread(work: Callable[[Item], Done], items: Iterable[Item], what: str) -> list[Done]:
    """Do the work on every item, one process per processor, in order; ``what`` names the count."""
    every = list(items)
    done = []
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for result in pool.map(work, every):
            done.append(result)
            print(f"\r{what} {len(done)}/{len(every)}", end="", file=sys.stderr, flush=True)
    return done
