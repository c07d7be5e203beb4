"""What is paid: pay and bills, arrivals, pay that yields nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.twin_parts import Seat, Singles
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.team import is_pilot

if TYPE_CHECKING:
    from tests.twin.run import Run


def pay(run: Run, t: int) -> None:
    """Pay and bills, one-off costs of arrivals, pay that yields nothing during ramp-up."""
    metric, now, prices = run.state.metric, run.state.now, run.world.prices
    index = prices.growth[t].astype(np.float32)
    for r, seat in enumerate(run.seats):
        if r == 0 or not seat.counts(t):
            continue
        row = run.world.role_keys.index(seat.role.key)
        there = now["there"][r]
        bill = np.where(there > 0, _bill(run, r, seat, row), 0).astype(np.float32) * index
        arrives = (now["tenure"][r] == 0) & ~(seat.existing and t == 0)
        entry = np.where(arrives, seat.quantity * prices.entry[row], 0).astype(np.float32)
        metric["paid"] += bill + entry * index
        if not seat.existing:
            _start_up(run, r, bill, entry * index, now["tenure"][r] == 0)
        if t >= run.steady:
            run.state.seat[r, SLOT_METRICS.index("cost")] += bill


def _bill(run: Run, r: int, seat: Seat, row: int) -> Any:
    """A month's cost: a pilot bills what is agreed, others what is used or the least agreed."""
    prices, rules, now = run.world.prices, run.rules, run.state.now
    if seat.cost is not None:
        return np.float32(seat.cost)
    if seat.employed:
        return prices.pay[row].astype(np.float32) * np.float32(seat.quantity)
    rate = prices.pay[row].astype(np.float32)
    if is_pilot(seat.role):
        return np.float32(seat.hours) * rate
    agency = seat.role.category == "agency"
    committed = rules.contract_commit_agency if agency else rules.contract_commit_freelancer
    least = committed * seat.hours
    worked = now["used"][r] / np.float32(seat.role.max_productive_share)
    gross = np.maximum(least, worked / np.maximum(now["there"][r], 0.1))
    floor = prices.floor[row].astype(np.float32) * np.float32(seat.quantity)
    return np.maximum(floor, gross * rate)


def _start_up(run: Run, r: int, bill: Singles, entry: Singles, arrives: Any) -> None:
    """One-off cost of the first arrival, and the first stay's pay that yields nothing yet."""
    stage, there = run.state.arrived[r], run.state.now["there"][r]
    first = (stage == 0) & arrives
    stage[first] = 1
    lost = np.where((stage == 1) & (there > 0), bill * (1 - there), 0)
    run.state.metric["initial"] += np.where(first, entry, 0) + lost
    stage[(stage == 1) & (there == 0)] = 2
