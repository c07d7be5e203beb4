"""What one wish would make of the advice: the answer that nothing else can stand for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import WANTS, Company
from timonier.engine.information.tips import Tipping
from timonier.engine.ranking import Preferences, weight_draws
from timonier.engine.ranking.acceptability import utilities


def wishes_known(company: Company) -> bool:
    """Whether the company has said what matters most to it."""
    said = (company.get("marketing.wants"), company.order, company.tradeoffs)
    return company.knows("marketing.wants") or any(said)


def wish_tips(
    company: Company,
    models: tuple[str, ...],
    values: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    criteria: tuple[str, ...],
    first: str,
    rng: np.random.Generator,
) -> tuple[Tipping, ...]:
    """Each wish that would put another model first; none where wishes are known already.

    ``values`` (model, criterion, draw) and ``allowed`` (model, draw) of the ``models``.
    """
    if wishes_known(company) or len(models) < 2:
        return ()
    found = []
    for wish in WANTS:
        weights = weight_draws(
            Preferences(wants=(wish,), first="coverage"), criteria, rng, values.shape[2]
        )
        worth = np.stack([utilities(values[i : i + 1], weights)[0] for i in range(len(models))])
        to = models[_most_often_best(np.where(allowed, worth, np.float32(0.0)))]
        if to != first:
            found.append(Tipping("marketing.wants", None, wish, None, "answer", to))
    return tuple(found)


def _most_often_best(worth: NDArray[np.float32]) -> int:
    """The row of ``worth`` (model, draw) that is best in the most draws, as the advice is found."""
    there = worth.max(axis=0) > 0
    return int(np.bincount(worth.argmax(axis=0)[there], minlength=len(worth)).argmax())
