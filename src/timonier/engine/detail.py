"""What the team of a model does month by month, for the pages that draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.decision import Decision
from timonier.engine.quantiles import quantiles
from timonier.engine.simulation import simulate_teams

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Months:
    """P10, P50 and P90 by month: ``cost`` (3, month) paid in each, ``paid`` (3, month) since the
    start, ``coverage[function]`` (3, month) shares of the needed hours, ``all`` being the four
    together. ``assigned`` (activity, slot): mean hours a month once the team is settled."""

    cost: Array
    paid: Array
    coverage: dict[str, Array]
    assigned: Array


def months_of(decision: Decision, model: str) -> Months:
    """Simulate the team of a model again on the same draws, keeping every month.

    What letting people go costs falls in the first month, so that months add up to the totals.
    """
    world, row = decision.world, decision.row[model]
    detail = simulate_teams(world, [decision.judged.teams[row]], brief=True, detail=True).detail
    assert detail is not None
    release = decision.judged.measures.paid[row] - decision.judged.outcomes["paid"][row]
    paid = detail.month[0, 0].astype(np.float64)
    paid += release
    counted, needed = detail.month[0, 1:5], detail.month[0, 5:9]
    shares = {f: _shares(counted[i], needed[i]) for i, f in enumerate(FUNCTIONS)}
    shares["all"] = _shares(counted.sum(axis=0), needed.sum(axis=0))
    cost = np.diff(paid, axis=0, prepend=0.0)
    return Months(quantiles(cost), quantiles(paid), shares, detail.assigned[0])


def _shares(counted: NDArray[Any], needed: NDArray[Any]) -> Array:
    done = np.divide(counted, needed, out=np.ones_like(counted), where=needed > 1e-6)
    return quantiles(np.minimum(done, 1.0, out=done))
