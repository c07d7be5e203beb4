"""Who is there: months since arrival of each person, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from timonier.engine.draws import two_piece
from timonier.engine.prices import figure
from timonier.engine.simulation.world.lanes import WEEKS_PER_MONTH, Array
from timonier.engine.team import is_employee

if TYPE_CHECKING:
    from timonier.engine.simulation.world.drawn import World


def tenure(world: World, rows: Sequence[tuple[str, int, bool, float]]) -> Array:
    """Months since arrival, -1 when absent: (row, month, scenario) for each person's history.

    A person in place starts with their tenure; a new one arrives after the lead time. Departures
    are exponential; a successor comes after a new lead time, unless nobody can be recruited.
    """
    out = np.empty((len(rows), world.months, world.size), dtype=np.float32)
    for i, row in enumerate(rows):
        out[i] = _history(world, *row)
    return out


SPELLS = 4


def _history(world: World, key: str, instance: int, existing: bool, since: float) -> Array:
    role = world.knowledge.roles[key]
    index = world.role_keys.index(key)
    rng = np.random.default_rng([world.seeds, index, instance, int(existing)])
    z = rng.standard_normal((SPELLS, world.size))
    stay = rng.exponential(size=(SPELLS, world.size))
    rate = figure(world.company, world.market, role, "departure_rate").median
    lead = figure(world.company, world.market, role, "lead_time_weeks")
    lead_months = np.rint(np.maximum(two_piece(lead, z), 0.0) / WEEKS_PER_MONTH)
    last = np.floor(stay * 12.0 / max(rate, 1e-9))
    never = np.zeros(world.size, dtype=bool)
    if is_employee(role):
        never = ~np.asarray(world.facts["hiring.can_recruit"], dtype=bool)
    start = np.zeros(world.size) if existing else lead_months[0] + np.where(never, 1e6, 0.0)
    month = np.arange(world.months, dtype=np.float64)[:, None]
    out = np.full((world.months, world.size), -1.0, dtype=np.float32)
    seniority = since if existing else 0.0
    for spell in range(SPELLS):
        end = start + np.maximum(last[spell], 1.0)
        here = (month >= start) & (month < end)
        out = np.where(here, month - start + seniority, out)
        follow = lead_months[(spell + 1) % SPELLS]
        start = end + np.maximum(follow, 1.0) + np.where(never, 1e6, 0.0)
        seniority = 0.0
        if start.min() >= world.months:
            break
    return out
