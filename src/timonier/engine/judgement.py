"""What is judged is read with its error: answers that are measurements, not counts.

A level, hours of steering, shares of the work, how much it moves: whoever answers is a little off,
so each is drawn around what was said. Counts (people, money, yes or no) are exact. So no answer
sits on an edge: a small step of one moves a chance a little.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import FACTS, Company
from timonier.engine.draws import Z90
from timonier.engine.laws import normal_quantile, strata
from timonier.engine.priors import Facts
from timonier.engine.rules import Rules

Floats = NDArray[np.float64]
LEVEL, HOURS = "steering.level", "steering.hours_per_month"
SHARES = ("needs.recurrent_share", "needs.oneoff_share")
EVOLVING = "needs.evolving"


def judged(company: Company, facts: Facts, rules: Rules, seed: int) -> Facts:
    """The facts as they may really be: those that the company judges, drawn around what it said.

    ``rules`` give half of the width between P10 and P90 of each (for hours the factor of it); nil
    and "nobody" are exact. Facts that were not answered, drawn from what such companies are, stay.
    """
    columns: dict[str, NDArray[Any]] = dict(facts.columns)
    for key, width in (
        (LEVEL, rules.judgement_level),
        (EVOLVING, rules.judgement_share),
        *((k, rules.judgement_share) for k in SHARES),
    ):
        said = np.asarray(columns[key], dtype=np.float64)
        if company.knows(key) and said.size and (said > 0).all():
            fact = FACTS[key]
            drawn = said + width / Z90 * _normals(key, seed, said.size)
            columns[key] = np.clip(drawn, fact.low, fact.high)
    if company.knows(HOURS):
        width = np.log(rules.judgement_hours) / Z90
        said = np.nan_to_num(np.asarray(columns[HOURS], dtype=np.float64))
        columns[HOURS] = said * np.exp(width * _normals(HOURS, seed, said.size))
    _within_one(columns)
    return Facts(facts.size, columns)


def _within_one(columns: dict[str, NDArray[Any]]) -> None:
    """Shares of the same work never pass the whole."""
    total = np.maximum(sum(np.asarray(columns[key], dtype=np.float64) for key in SHARES), 1.0)
    for key in SHARES:
        columns[key] = columns[key] / total


@lru_cache(64)  # companies of a list are decided with one seed: drawn once
def _normals(key: str, seed: int, size: int) -> Floats:
    """One standard normal per scenario, stratified, from a stream of the fact's own."""
    rng = np.random.default_rng([seed, zlib.crc32(key.encode())])
    return normal_quantile(strata(rng, size))
