"""What the team costs this month."""

from __future__ import annotations

from typing import Any

from timonier.engine.simulation.kernel.compiling import fast
from timonier.engine.simulation.kernel.layout import EMPLOYEE, LANES, PILOT, F

COST = 3  # row of the slot's sums


@fast
def bill(seat: Any, s: Any, w: Any, rate: Any, floor: Any, index: Any) -> None:
    """A month's pay or fee: a pilot bills the hours agreed, the others those used and a share of
    those agreed at least. Hours of a newcomer are billed whole though they yield less."""
    if seat.cost >= F(0.0):
        for j in range(LANES):
            w.bill[j] = seat.cost * index.v[j] if s.there[j] > F(0.0) else F(0.0)
    elif seat.kind == EMPLOYEE or seat.kind == PILOT:
        units = seat.quantity if seat.kind == EMPLOYEE else seat.hours
        for j in range(LANES):
            w.bill[j] = units * rate.v[j] * index.v[j] if s.there[j] > F(0.0) else F(0.0)
    else:
        for j in range(LANES):
            hours = w.used[j] * seat.paid_hours / max(s.there[j], F(0.1))
            fee = max(floor.v[j] * seat.quantity, max(seat.least, hours) * rate.v[j])
            w.bill[j] = fee * index.v[j] if s.there[j] > F(0.0) else F(0.0)


@fast
def pay(t: int, seat: Any, s: Any, w: Any, months: Any, entry: Any, index: Any, out: Any) -> None:
    """Add the bill and the cost of an arrival; of the first stay, what its ramp-up yields not."""
    if seat.existing == 1:
        counted = F(0.0) if t == 0 else seat.quantity
        for j in range(LANES):
            come = counted * entry.v[j] * index.v[j] if months.v[j] == F(0.0) else F(0.0)
            out.paid[j] += w.bill[j] + come
        return
    for j in range(LANES):
        come = seat.quantity * entry.v[j] * index.v[j] if months.v[j] == F(0.0) else F(0.0)
        stay, there = s.stay[j], s.there[j]
        begins = F(1.0) if stay == F(0.0) and months.v[j] == F(0.0) else F(0.0)
        stay += begins
        lost = w.bill[j] * (F(1.0) - there) if stay == F(1.0) and there > F(0.0) else F(0.0)
        out.paid[j] += w.bill[j] + come
        out.initial[j] += begins * come + lost
        s.stay[j] = stay + (F(1.0) if stay == F(1.0) and there == F(0.0) else F(0.0))


@fast
def add_cost(s: Any, w: Any) -> None:
    for j in range(LANES):
        s.sums[COST, j] += w.bill[j]
