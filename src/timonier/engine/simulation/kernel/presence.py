"""Who is there this month, how well they know the company, and the hours they can give."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import inlined
from timonier.engine.simulation.kernel.layout import F


@inlined
def open_month(w: Any, wanted: Any) -> None:
    """``wanted``: hours of coordination that do not depend on who is present."""
    for j in range(w.capacity.size):
        w.capacity[j] = F(1e-6)
        w.required[j] = F(0.0)
        w.leads[j] = F(0.0)
        w.wanted[j] = wanted
        w.able[j] = F(0.0)


@inlined
def be_away(s: Any) -> None:
    """Before the start or after the end of the contract."""
    for j in range(s.there.size):
        s.there[j] = F(0.0)
        s.plan[j] = F(0.0)
        s.extra[j] = F(0.0)
        s.lead[j] = F(0.0)
        s.steer[j] = F(0.0)
        s.coord[j] = F(0.0)
        s.full[j] = F(0.0)
        s.room[j] = F(0.0)


@inlined
def arrive(seat: Any, s: Any) -> None:
    """On the first day of a contract: the gap of knowledge, such that a month later it is as
    known at the start."""
    first = seat.first_gap / max(seat.gap_kept, F(1e-30))
    for j in range(s.gap.size):
        s.gap[j] = first


@inlined
def attend(seat: Any, months: Any, surge: Any, pilot_hours: Any, s: Any, w: Any) -> None:
    """Presence, knowledge, hours to plan, to stretch and to lead; what the team can and needs.

    ``months`` since arrival, negative when absent; ``surge`` by how much the month's work passes
    the usual. The gap of knowledge closes with each month of presence; a successor begins again,
    and who does not get past the first weeks learns nothing.
    """
    ramp, slope = seat.ramp_first, seat.ramp_month
    newcomer, kept, unknown = seat.newcomer, seat.gap_kept, seat.unknown
    own, lends, need, asks = seat.own, seat.lends, seat.need, seat.asks
    for j in range(months.v.size):
        m = months.v[j]
        gap = s.gap[j] * (kept if m > F(0.5) else F(1.0))
        gap = newcomer if m == F(0.0) else gap
        s.gap[j] = gap
        s.blind[j] = gap + unknown
        full = min(F(1.0), ramp + slope * (m + F(0.5)))
        there = full if m >= F(0.0) else F(0.0)
        s.there[j] = there
        plan = max(F(0.0), own - lends * pilot_hours.v[j]) * there
        s.plan[j] = plan
        w.capacity[j] += plan
        w.required[j] += plan * need
        w.wanted[j] += asks if there > F(0.0) else F(0.0)
    if seat.stretch > F(0.0):
        most = seat.stretch
        for j in range(surge.v.size):
            extra = min(most, own * surge.v[j]) * s.there[j]
            s.extra[j] = extra
            s.room[j] = extra
    if seat.lead > F(0.0):
        lead, weight = seat.lead, seat.weight
        for j in range(s.there.size):
            given = lead * s.there[j]
            s.lead[j] = given
            w.leads[j] += given * weight
    if seat.able > F(0.0):
        able = seat.able
        for j in range(w.able.size):
            w.able[j] += able * s.there[j]
