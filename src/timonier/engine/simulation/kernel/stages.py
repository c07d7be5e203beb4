"""The stages of a month, each compiled by itself: who is there, what it costs, what it is worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from timonier.engine.compiling import fast
from timonier.engine.simulation.kernel.layout import (
    EMPLOYEE,
    FUNCTIONS,
    MAX_SLOTS,
    PILOT,
    SLOT_METRICS,
    F,
)
from timonier.engine.simulation.kernel.money import add_cost, bill, keep_paid, pay
from timonier.engine.simulation.kernel.presence import arrive, attend, be_away, open_month
from timonier.engine.simulation.kernel.steering import (
    close_coordination,
    lead_inside,
    lead_outside,
    settle,
    want,
)
from timonier.engine.simulation.kernel.worth import (
    add_aligned,
    add_brand,
    add_execution,
    add_pilot,
    add_special,
    add_sums,
    count,
    open_use,
    steer_quality,
    time_execution,
    time_request,
    use,
)

N_SUMS = len(SLOT_METRICS)


@fast
def begin(n: int, slots: Any, w: Any, cleared: Any, out: Any, whole: bool) -> None:
    """Clear what is carried from month to month."""
    for r in range(n):
        s = slots[r]
        for j in range(s.there.size):
            s.there[j] = F(1.0) if r == 0 else F(0.0)
            s.blind[j] = F(0.0)
            s.extra[j] = F(0.0)
            s.room[j] = F(0.0)
            s.lead[j] = F(0.0)
        for j in range(s.steer.size):
            s.steer[j] = F(0.0)
            s.coord[j] = F(0.0)
            s.stay[j] = F(0.0)
            s.aligned[j] = F(0.0)
            s.special[j] = F(0.0)
            s.brand[j] = F(0.0)
        for f in range(FUNCTIONS):
            for j in range(s.there.size):
                s.good[f, j] = F(0.0)
        for m in range(N_SUMS):
            for j in range(s.there.size):
                s.sums[m, j] = F(0.0)
    for p in range(cleared.size):
        for j in range(cleared[p].v.size):
            cleared[p].v[j] = F(0.0)
    for j in range(out.weeks_25.size):
        out.weeks_25[j] = F(-1.0)
        out.weeks_80[j] = F(-1.0)
        w.before[j] = F(0.0)


@fast
def present(t: int, n: int, seats: Any) -> tuple[int, int, bool]:
    """How many are under contract, how many of them are employees at work, and if a pilot is."""
    parties, people, pilot = 0, 0, False
    for r in range(1, n):
        seat = seats[r]
        if seat.start <= t < seat.end:
            parties += seat.heads
            people += seat.heads if seat.kind == EMPLOYEE and seat.idle == 0 else 0
            pilot = pilot or seat.kind == PILOT
    return parties, people, pilot


@fast
def organise(
    b: int, t: int, cut: Any, team: Any, seats: Any, slots: Any, w: Any, lanes: Any,
    history: Any, rules: Any, out: Any, free: Any, whole: bool,
) -> None:  # fmt: skip
    """Who is there, then steering and coordination."""
    n = team.count
    parties, people, pilot = present(t, n, seats)
    alone, each = rules.coordination_ritual_base, rules.coordination_ritual_per_employee
    open_month(w, alone + each * F(people) if parties > 0 else F(0.0))
    hours, weight = lanes.pilot[b, 0], lanes.pilot[b, 1]
    for r in range(1, n):
        seat, s = seats[r], slots[r]
        if seat.start <= t < seat.end:
            months = history[seat.history, b, t - seat.start]
            if t == seat.start:
                arrive(seat, s)
            attend(seat, months, lanes.surge[b, t], hours, s, w)
        elif t == seat.end or t == 0:
            be_away(s)
    size = F(parties)
    mesh = size * (size - F(1.0)) * F(0.5)
    if pilot:
        mesh = max(F(0.0), size - F(1.0))
    link = rules.coordination_hours_per_link
    want(w, lanes.total[b, t], hours, team.inside, cut, link * size, link * mesh)
    lead_inside(w, slots[0], hours, weight, team.inside)
    for r in range(1, n):
        if seats[r].lead > F(0.0):
            lead_outside(w, seats[r], slots[r])
    for r in range(1, n):
        if seats[r].start <= t < seats[r].end:
            settle(w, seats[r], slots[r])
    close_coordination(w, whole and t >= rules.steady, slots[0], out)
    for r in range(n):
        stretches = seats[r].stretch > F(0.0)
        free[r], free[MAX_SLOTS + r] = np.int32(1), np.int32(stretches)


@fast
def account(
    b: int, t: int, n: int, seats: Any, slots: Any, w: Any, lanes: Any, history: Any,
    rules: Any, out: Any, whole: bool,
) -> None:  # fmt: skip
    """Hours used, then their price."""
    open_use(w)
    for r in range(n):
        seat, s = seats[r], slots[r]
        use(seat, s, w)
        if r == 0 or not seat.start <= t < seat.end:
            continue
        months, index = history[seat.history, b, t - seat.start], lanes.growth[b, t]
        bill(seat, s, w, lanes.pay[b, seat.role], lanes.floor[b, seat.role], index)
        pay(t, seat, s, w, months, lanes.entry[b, seat.role], index, out)
        if whole and t >= rules.steady:
            add_cost(s, w)


@fast
def steer(t: int, w: Any, rules: Any, out: Any, whole: bool) -> None:
    """How well the team was steered."""
    steer_quality(w, t >= rules.steady, whole, out)


@fast
def value(
    b: int, t: int, team: Any, seats: Any, slots: Any, w: Any, lanes: Any, rules: Any,
    out: Any, whole: bool,
) -> None:  # fmt: skip
    """What the hours are worth, person by person."""
    steady = t >= rules.steady
    early = whole and t == rules.align_early
    for r in range(team.count):
        seat, s = seats[r], slots[r]
        count(seat, s, w, steady, whole, out)
        if early or rules.align_first <= t <= rules.align_last:
            add_aligned(seat, s, w, early, out)
        if steady:
            add_special(seat, s, w, seat.outside == 1 and team.briefs == 1, out)
        if steady:
            add_sums(s)
        if not whole:
            continue
        if t < rules.brand_months:
            add_brand(seat, s, lanes.lax[b], out)
        if steady and seat.kind == PILOT:
            add_pilot(seat, s, out)


@fast
def show(n: int, slots: Any, seats: Any, w: Any, out: Any, month: Any) -> None:
    """Keep the month: cost so far, hours that count by function, the team's own steering."""
    for j in range(month.paid.size):
        month.paid[j] = out.paid[j]
        month.counted[3, j] = w.steered[j] * w.required[j] + w.ratio[j] * w.wanted[j]
        month.needed[3, j] = w.required[j] + w.wanted[j]
    for r in range(n):
        s = slots[r]
        for f in range(FUNCTIONS):
            for j in range(w.steered.size):
                kept = F(1.0) - seats[r].fragile * (F(1.0) - w.steered[j])
                month.counted[f, j] += s.good[f, j] * kept


@fast
def close_month(t: int, needed: Any, w: Any, rules: Any, out: Any, whole: bool) -> None:
    """How fast the work came, and what the year cost where one ends."""
    if t == 11:
        keep_paid(out, out.paid_12)
    elif t == 23:
        keep_paid(out, out.paid_24)
    elif t == 35:
        keep_paid(out, out.paid_36)
    if whole:
        time_execution(t, needed, w, rules, out)
    if t < rules.deadline:
        add_execution(w, out)
    if t >= rules.steady:
        time_request(w, rules, out)


@fast
def average(n: int, slots: Any, sums: Any) -> None:
    """``sums[slot, slot metric]``: means over the lanes of what each person did."""
    for r in range(n):
        s = slots[r]
        lanes = s.there.size
        for m in range(N_SUMS):
            total = F(0.0)
            for j in range(lanes):
                total += s.sums[m, j]
            sums[r, m] = total / F(lanes)
