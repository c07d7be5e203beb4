"""Who is there this month, how well they know the company, and the hours they can give."""

from __future__ import annotations

from typing import Any

from timonier.engine.simulation.kernel.compiling import inlined
from timonier.engine.simulation.kernel.layout import LANES, F


@inlined
def open_month(w: Any, wanted: Any) -> None:
    """``wanted``: hours of coordination that do not depend on who is present."""
    for j in range(LANES):
        w.capacity[j] = F(1e-6)
        w.required[j] = F(0.0)
        w.leads[j] = F(0.0)
        w.wanted[j] = wanted
        w.able[j] = F(0.0)


@inlined
def be_away(s: Any) -> None:
    """Before the start or after the end of the contract."""
    for j in range(LANES):
        s.there[j] = F(0.0)
        s.plan[j] = F(0.0)
        s.extra[j] = F(0.0)
        s.lead[j] = F(0.0)
        s.steer[j] = F(0.0)
        s.coord[j] = F(0.0)
        s.full[j] = F(0.0)
        s.room[j] = F(0.0)


@inlined
def learn(begins: bool, seat: Any, months: Any, s: Any) -> None:
    """The gap of knowledge closes month after month; a successor begins again."""
    newcomer, kept, unknown, first = seat.newcomer, seat.gap_kept, seat.unknown, seat.first_gap
    if begins:
        for j in range(LANES):
            gap = first if months.v[j] > F(0.0) else newcomer
            s.gap[j] = gap
            s.blind[j] = gap + unknown
        return
    for j in range(LANES):
        gap = s.gap[j] * (kept if months.v[j] > F(0.0) else F(1.0))
        gap = newcomer if months.v[j] == F(0.0) else gap
        s.gap[j] = gap
        s.blind[j] = gap + unknown


@inlined
def attend(seat: Any, months: Any, surge: Any, pilot_hours: Any, s: Any, w: Any) -> None:
    """Presence, ramp-up, hours to plan, to stretch and to lead; what the team can and needs.

    ``months`` since arrival, negative when absent; ``surge`` by how much the month's work passes
    the usual.
    """
    first, slope = seat.ramp_first, seat.ramp_month
    own, lends, need, asks = seat.own, seat.lends, seat.need, seat.asks
    for j in range(LANES):
        m = months.v[j]
        full = min(F(1.0), first + slope * (m + F(0.5)))
        s.there[j] = full if m >= F(0.0) else F(0.0)
    for j in range(LANES):
        there = s.there[j]
        plan = max(F(0.0), own - lends * pilot_hours.v[j]) * there
        s.plan[j] = plan
        w.capacity[j] += plan
        w.required[j] += plan * need
        w.wanted[j] += asks if there > F(0.0) else F(0.0)
    if seat.stretch > F(0.0):
        most = seat.stretch
        for j in range(LANES):
            s.extra[j] = min(most, own * surge.v[j]) * s.there[j]
            s.room[j] = s.extra[j]
    if seat.lead > F(0.0):
        lead, weight = seat.lead, seat.weight
        for j in range(LANES):
            s.lead[j] = lead * s.there[j]
            w.leads[j] += s.lead[j] * weight
    if seat.able > F(0.0):
        able = seat.able
        for j in range(LANES):
            w.able[j] += able * s.there[j]
