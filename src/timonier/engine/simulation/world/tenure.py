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


SPELLS = 4  # drawn of each scenario; the few that need more take the first again
NEVER = 1e6  # months


def _history(world: World, key: str, instance: int, existing: bool, since: float) -> Array:
    role = world.knowledge.roles[key]
    index = world.role_keys.index(key)
    rng = np.random.default_rng([world.seeds, index, instance, int(existing)])
    shape = (SPELLS, world.size)
    z = rng.standard_normal(shape, dtype=np.float32)
    stay = rng.standard_exponential(shape, dtype=np.float32)
    rate = figure(world.company, world.market, role, "departure_rate").median
    lead = figure(world.company, world.market, role, "lead_time_weeks")
    lead_months = _whole(np.rint(np.maximum(two_piece(lead, z), 0.0) / WEEKS_PER_MONTH))
    lead_months[1:] = np.maximum(lead_months[1:], 1.0)  # a successor comes a month later at best
    last = np.maximum(_whole(np.floor(stay * 12.0 / max(rate, 1e-9))), 1.0)
    delay = np.zeros(world.size, dtype=np.float32)
    if is_employee(role):
        delay[~np.asarray(world.facts["hiring.can_recruit"], dtype=bool)] = NEVER
    start = np.zeros(world.size, dtype=np.float32) if existing else lead_months[0] + delay
    seniority = np.full(world.size, since if existing else 0.0, dtype=np.float32)
    end, spell = start + last[0], np.zeros(world.size, dtype=np.intp)
    out = np.empty((world.months, world.size), dtype=np.float32)
    for month in range(world.months):  # a month's scenarios stay in the nearer caches
        left = np.flatnonzero(end <= month)
        if left.size:
            spell[left] = (spell[left] + 1) % SPELLS
            which = spell[left], left
            start[left] = end[left] + lead_months[which] + delay[left]
            end[left] = start[left] + last[which]
            seniority[left] = 0.0
        np.subtract(np.float32(month), start, out=out[month])
        absent = out[month] < 0.0
        out[month] += seniority
        np.copyto(out[month], np.float32(-1.0), where=absent)
    return out


def _whole(months: Array) -> Array:
    """Whole months, exact in single precision once those beyond any horizon are cut."""
    return np.minimum(months, NEVER).astype(np.float32)
