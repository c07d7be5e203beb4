"""What the team costs this month."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import inlined
from timonier.engine.simulation.kernel.layout import EMPLOYEE, PILOT, F

COST = 3  # row of the slot's sums


@inlined
def bill(seat: Any, s: Any, w: Any, rate: Any, floor: Any, index: Any) -> None:
    """A month's pay or fee: a pilot bills the hours agreed, the others those used and a share of
    those agreed at least. Hours of a newcomer are billed whole though they yield less."""
    known = seat.cost >= F(0.0)
    if known or seat.kind == EMPLOYEE or seat.kind == PILOT:
        units = seat.quantity if seat.kind == EMPLOYEE else seat.hours
        fixed, units = (seat.cost, F(0.0)) if known else (F(0.0), units)
        for j in range(rate.v.size):
            cost = (fixed + units * rate.v[j]) * index.v[j] if s.there[j] > F(0.0) else F(0.0)
            w.bill[j] = cost
    else:
        paid, least, quantity = seat.paid_hours, seat.least, seat.quantity
        for j in range(w.used.size):
            hours = w.used[j] * paid / max(s.there[j], F(0.1))
            fee = max(floor.v[j] * quantity, max(least, hours) * rate.v[j])
            w.bill[j] = fee * index.v[j] if s.there[j] > F(0.0) else F(0.0)


@inlined
def pay(t: int, seat: Any, s: Any, w: Any, months: Any, entry: Any, index: Any, out: Any) -> None:
    """Add the bill and the cost of an arrival; of the first stay, what its ramp-up yields not."""
    counted = F(0.0) if seat.existing == 1 and t == 0 else seat.quantity
    if seat.existing == 1:
        for j in range(entry.v.size):
            come = counted * entry.v[j] * index.v[j]
            out.paid[j] += w.bill[j] + (come if months.v[j] == F(0.0) else F(0.0))
        return
    for j in range(entry.v.size):
        come = counted * entry.v[j] * index.v[j]
        come = come if months.v[j] == F(0.0) else F(0.0)
        out.paid[j] += w.bill[j] + come
        stay, there = s.stay[j], s.there[j]
        left = F(2.0) if stay == F(1.0) else stay
        stay = max(stay, F(1.0)) if there > F(0.0) else left
        lost = w.bill[j] * (F(1.0) - there) + come
        out.initial[j] += lost if stay == F(1.0) else F(0.0)
        s.stay[j] = stay


@inlined
def add_cost(s: Any, w: Any) -> None:
    for j in range(w.bill.size):
        s.sums[COST, j] += w.bill[j]


@inlined
def keep_paid(out: Any, kept: Any) -> None:
    """Note what has been paid so far."""
    for j in range(kept.size):
        kept[j] = out.paid[j]
