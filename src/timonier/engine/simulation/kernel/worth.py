"""What the month's work was worth, and how fast it came."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import inlined
from timonier.engine.simulation.kernel.layout import F


@inlined
def use(seat: Any, s: Any, w: Any) -> None:
    """Hours served by one person, and the steering they really required."""
    outside, need = F(seat.outside), seat.need
    if seat.stretch > F(0.0):
        for j in range(s.full.size):
            used = (s.full[j] - s.plan[j]) + (s.room[j] - s.extra[j])
            w.used[j] = used
            w.whole[j] += used
            w.outer[j] += used * outside
            w.required[j] += used * need
    else:
        for j in range(s.full.size):
            used = s.full[j] - s.plan[j]
            w.used[j] = used
            w.whole[j] += used
            w.outer[j] += used * outside
            w.required[j] += used * need


@inlined
def open_use(w: Any) -> None:
    for j in range(w.required.size):
        w.required[j] = F(0.0)
        w.whole[j] = F(0.0)
        w.outer[j] = F(0.0)
        w.executed[j] = F(0.0)


@inlined
def steer_quality(w: Any, steady: bool, whole: bool, out: Any) -> None:
    """Steering supplied over required, cut at 1; steering and coordination count as a need."""
    for j in range(w.required.size):
        required = w.required[j]
        part = min(F(1.0), w.given[j] / max(required, F(1e-6)))
        w.steered[j] = part if required > F(1e-6) else F(1.0)
    if steady:
        for j in range(out.steering_required.size):
            out.steering_required[j] += w.required[j]
            out.steering_supplied[j] += w.given[j]
            served = w.steered[j] * w.required[j] + w.ratio[j] * w.wanted[j]
            out.needed_coordination[j] += w.required[j] + w.wanted[j]
            out.counted_coordination[j] += served
            out.served_coordination[j] += served
    if steady and whole:
        for j in range(out.quality_steering.size):
            out.quality_steering[j] += w.steered[j]
            out.hours_outside[j] += w.outer[j]
            out.hours_inside[j] += w.whole[j] - w.outer[j]


@inlined
def count(seat: Any, s: Any, w: Any, steady: bool, whole: bool, out: Any) -> None:
    """Hours that count, once missing steering has taken its share; forgotten for next month."""
    fragile = seat.fragile
    if steady:
        for j in range(w.steered.size):
            kept = F(1.0) - fragile * (F(1.0) - w.steered[j])
            strategy, execution = s.good[0, j] * kept, s.good[1, j] * kept
            measurement, coordination = s.good[2, j] * kept, s.good[3, j] * kept
            out.counted_strategy[j] += strategy
            out.counted_execution[j] += execution
            out.counted_measurement[j] += measurement
            out.counted_coordination[j] += coordination
            w.executed[j] += execution
            if whole:
                s.sums[4, j] += strategy + execution + measurement + coordination
            s.good[0, j], s.good[1, j] = F(0.0), F(0.0)
            s.good[2, j], s.good[3, j] = F(0.0), F(0.0)
    else:
        for j in range(w.executed.size):
            w.executed[j] += s.good[1, j] * (F(1.0) - fragile * (F(1.0) - w.steered[j]))
            s.good[0, j], s.good[1, j] = F(0.0), F(0.0)
            s.good[2, j], s.good[3, j] = F(0.0), F(0.0)


@inlined
def add_aligned(seat: Any, s: Any, w: Any, early: bool, out: Any) -> None:
    """Aligned work: steered, or strategic by itself."""
    focus = seat.focus
    for j in range(s.aligned.size):
        led = s.aligned[j] * (w.steered[j] + (F(1.0) - w.steered[j]) * focus)
        s.aligned[j] = F(0.0)
        if early:
            out.alignment_early[j] += led
        else:
            out.alignment[j] += led


@inlined
def add_special(seat: Any, s: Any, w: Any, briefed: bool, out: Any) -> None:
    """Specialised work, orchestrated; a provider briefed by an employee needs the brief as well."""
    alone = seat.orchestration
    for j in range(s.special.size):
        led = s.special[j] * (alone + (F(1.0) - alone) * w.ratio[j])
        out.expertise[j] += led * (min(w.steered[j], w.ratio[j]) if briefed else F(1.0))
        s.special[j] = F(0.0)


@inlined
def add_brand(seat: Any, s: Any, lax: Any, out: Any) -> None:
    """Brand work done outside and inside in the first months, and how diluted the former is."""
    if seat.outside == 1:
        for j in range(out.brand_outside.size):
            out.brand_outside[j] += s.brand[j]
            out.brand_diluted[j] += s.brand[j] * lax.v[j] * s.blind[j]
            s.brand[j] = F(0.0)
    else:
        for j in range(out.brand_inside.size):
            out.brand_inside[j] += s.brand[j]
            s.brand[j] = F(0.0)


@inlined
def add_sums(s: Any) -> None:
    """Hours by person over the steady months."""
    for j in range(s.full.size):
        s.sums[0, j] += (s.full[j] - s.plan[j]) + (s.room[j] - s.extra[j])
        s.sums[1, j] += s.steer[j]
        s.sums[2, j] += s.coord[j]
        s.sums[5, j] += F(1.0) if s.there[j] > F(0.0) else F(0.0)


@inlined
def add_pilot(seat: Any, s: Any, out: Any) -> None:
    weight = seat.weight
    for j in range(out.pilot_steering.size):
        out.pilot_steering[j] += s.steer[j] * weight


@inlined
def add_execution(w: Any, out: Any) -> None:
    """What is executed before the deadline, or in the first year."""
    for j in range(out.execution_first.size):
        out.execution_first[j] += w.executed[j]


@inlined
def time_execution(t: int, needed: Any, w: Any, rules: Any, out: Any) -> None:
    """When execution reaches a first share, then a full one, of what is needed."""
    for j in range(needed.v.size):
        need = needed.v[j]
        w.own[j] = w.executed[j] / max(need, F(1e-6)) if need > F(1e-3) else F(0.0)
    low, high, weeks = rules.speed_first_share, rules.speed_full_share, rules.weeks_per_month
    counts, month = F(1.0) if t > 0 else F(0.0), F(t)
    for j in range(w.own.size):
        now, before = w.own[j], w.before[j]
        step = counts / max(now - before, F(1e-6))
        first = (month + min(F(1.0), max(F(0.0), (low - before) * step))) * weeks
        known = out.weeks_25[j]
        first = first if now >= low else F(-1.0)
        out.weeks_25[j] = first if known < F(0.0) else known
        full = (month + min(F(1.0), max(F(0.0), (high - before) * step))) * weeks
        known = out.weeks_80[j]
        full = full if now >= high else F(-1.0)
        out.weeks_80[j] = full if known < F(0.0) else known
        w.before[j] = now


@inlined
def time_request(w: Any, rules: Any, out: Any) -> None:
    """Working days that a request takes: its length, then waits, longer when nobody coordinates."""
    inside, outside = rules.speed_handoffs_inside, rules.speed_handoffs_outside
    more = outside - inside
    days, pause = rules.speed_cycle_days, rules.speed_wait_days
    for j in range(w.outer.size):
        away = w.outer[j] / max(w.whole[j], F(1e-6))
        wait = pause / max(w.ratio[j] * w.ratio[j], F(0.01))
        out.cycle[j] += days + (inside + more * away) * wait
