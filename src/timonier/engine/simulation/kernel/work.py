"""The work of a month: the hardest part first, to the best fit that has hours left."""

from __future__ import annotations

from typing import Any

import numpy as np

from timonier.engine.compiling import fast, inlined
from timonier.engine.simulation.kernel.layout import MAX_SLOTS, ONE_OF_FOUR, F, U

DONE = F(1e-6)  # hours left that are not worth another look
YES, NO = np.int32(1), np.int32(0)


@inlined
def ask(part: Any, asked: Any, w: Any) -> None:
    """Hours to serve this month of lasting work."""
    share = part.share
    for j in range(w.left.size):
        w.left[j] = share * asked.v[j]


@inlined
def ask_late(part: Any, asked: Any, cleared: Any, w: Any) -> Any:
    """The same for a project: all that has arrived, less what is done or given up; returns whether
    that is anything in some lane."""
    more, share = NO, part.share
    for j in range(asked.v.size):
        left = max(F(0.0), share * asked.v[j] - cleared.v[j])
        w.left[j] = left
        more = YES if left > DONE else more
    return more


@inlined
def give_up(part: Any, asked: Any, cleared: Any, out: Any) -> None:
    """Lose what a project has waited for too long; ``asked`` had arrived by then."""
    share, price = part.share, part.price
    for j in range(asked.v.size):
        gone = max(F(0.0), share * asked.v[j] - cleared.v[j])
        out.undone[j] += gone * price
        cleared.v[j] += gone


@inlined
def clear(part: Any, asked: Any, cleared: Any, w: Any) -> None:
    share = part.share
    for j in range(cleared.v.size):
        cleared.v[j] = max(cleared.v[j], share * asked.v[j] - w.left[j])


@inlined
def lose(part: Any, w: Any, out: Any) -> None:
    """Lasting work that nobody did this month."""
    price = part.price
    for j in range(out.undone.size):
        out.undone[j] += w.left[j] * price


@inlined
def serve_first(asked: Any, part: Any, choice: Any, s: Any, w: Any) -> tuple[Any, Any]:
    """The first one's planned hours; returns whether some lane has work left, and hours."""
    share, f, quality, fault = (
        part.share,
        U(part.function & ONE_OF_FOUR),
        choice.quality,
        choice.fault,
    )
    more, free = NO, NO
    for j in range(asked.v.size):
        wanted, plan = share * asked.v[j], s.plan[j]
        taken = min(wanted, plan)
        left, plan = wanted - taken, plan - taken
        w.taken[j], w.left[j], s.plan[j] = taken, left, plan
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        more = YES if left > DONE else more
        free = YES if plan > DONE else free
    return more, free


@inlined
def serve(f: Any, choice: Any, s: Any, w: Any) -> tuple[Any, Any]:
    """The same of the next one. ``f`` is the function that the work belongs to."""
    quality, fault = choice.quality, choice.fault
    more, free = NO, NO
    for j in range(w.left.size):
        left, plan = w.left[j], s.plan[j]
        taken = min(left, plan)
        left, plan = left - taken, plan - taken
        w.taken[j], w.left[j], s.plan[j] = taken, left, plan
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        more = YES if left > DONE else more
        free = YES if plan > DONE else free
    return more, free


@inlined
def stretch(f: Any, choice: Any, s: Any, w: Any) -> tuple[Any, Any]:
    """The same from the hours that a provider adds to the contract."""
    quality, fault = choice.quality, choice.fault
    more, free = NO, NO
    for j in range(w.left.size):
        left, extra = w.left[j], s.extra[j]
        taken = min(left, extra)
        left, extra = left - taken, extra - taken
        w.taken[j], w.left[j], s.extra[j] = taken, left, extra
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        more = YES if left > DONE else more
        free = YES if extra > DONE else free
    return more, free


@inlined
def serve_inside(part: Any, level: Any, fit_min: Any, s: Any, w: Any) -> tuple[Any, Any]:
    """The same by the internal pilot, who knows the company and whose level varies by lane."""
    f, per_level = U(part.function & ONE_OF_FOUR), F(1.0) / part.level
    more, free = NO, NO
    for j in range(level.v.size):
        own, left, plan = min(F(1.0), level.v[j] * per_level), w.left[j], s.plan[j]
        taken = min(left, plan) if own >= fit_min else F(0.0)
        left, plan = left - taken, plan - taken
        w.own[j], w.taken[j], w.left[j], s.plan[j] = own, taken, left, plan
        s.good[f, j] += taken * own
        more = YES if left > DONE else more
        free = YES if plan > DONE else free
    return more, free


@inlined
def align(part: Any, quality: Any, seat: Any, lax: Any, s: Any, w: Any) -> None:
    """Weigh what was served by how much it knows the company and keeps to its brand."""
    scale, known, brand = quality * part.weight, part.knowledge, part.brand
    if seat.outside == 1:
        for j in range(s.blind.size):
            blind = s.blind[j]
            kept = (F(1.0) - known * blind) * (F(1.0) - brand * lax.v[j] * blind)
            s.aligned[j] += w.taken[j] * scale * kept
    else:
        for j in range(s.aligned.size):
            s.aligned[j] += w.taken[j] * scale * (F(1.0) - known * s.blind[j])


@inlined
def align_inside(part: Any, s: Any, w: Any) -> None:
    weight = part.weight
    for j in range(s.aligned.size):
        s.aligned[j] += w.taken[j] * w.own[j] * weight


@inlined
def note(part: Any, quality: Any, inside: bool, hard: bool, brand: bool, s: Any, w: Any) -> None:
    """Specialised hours at the level squared, and hours in which the brand is at stake."""
    if hard and inside:
        for j in range(s.special.size):
            s.special[j] += w.taken[j] * w.own[j] * w.own[j]
    elif hard:
        for j in range(s.special.size):
            s.special[j] += w.taken[j] * (quality * quality)
    if brand:
        at_stake = part.brand
        for j in range(s.brand.size):
            s.brand[j] += w.taken[j] * at_stake


@inlined
def serve_by(
    fresh: bool, part: Any, choice: Any, asked: Any, pilot: Any, rules: Any, s: Any, w: Any
) -> tuple[Any, Any]:
    """One person's or stretch's hours; whether work is left, and hours. ``fresh`` work is not in
    ``w.left`` yet."""
    place = choice.place
    if fresh and 0 < place < MAX_SLOTS:
        return serve_first(asked, part, choice, s, w)
    if fresh:
        ask(part, asked, w)
    if place == 0:
        return serve_inside(part, pilot[2 if part.mastered == 1 else 3], rules.fit_minimum, s, w)
    if place >= MAX_SLOTS:
        return stretch(U(part.function & ONE_OF_FOUR), choice, s, w)
    return serve(U(part.function & ONE_OF_FOUR), choice, s, w)


@inlined
def weigh(
    part: Any, choice: Any, seat: Any, inside: bool, window: bool, hard: bool, brand: bool,
    lax: Any, s: Any, w: Any,
) -> None:  # fmt: skip
    """What was just served, for alignment, expertise and the brand."""
    if window and inside:
        align_inside(part, s, w)
    elif window:
        align(part, choice.quality, seat, lax, s, w)
    if hard or brand:
        note(part, choice.quality, inside, hard, brand, s, w)


@inlined
def taken(w: Any) -> Any:
    """Hours just served, over the lanes."""
    total = F(0.0)
    for j in range(w.taken.size):
        total += w.taken[j]
    return total


@fast
def share_work(
    b: int, t: int, parts: Any, order: Any, seats: Any, slots: Any, w: Any, cleared: Any,
    lanes: Any, rules: Any, out: Any, assigned: Any, free: Any, whole: bool, detail: bool,
) -> None:  # fmt: skip
    """Serve every part of the month's work; count what is lost.

    ``free[place]``: whether somebody, or their stretch, may have hours left in some lane.
    """
    steady, young = t >= rules.steady, whole and t < rules.brand_months
    window = rules.align_first <= t <= rules.align_last or (whole and t == rules.align_early)
    late = t - rules.project_patience_months - 1  # projects that came by then are given up
    demand, pilot, lax = lanes.demand, lanes.pilot[b], lanes.lax[b]
    for p in range(parts.size):
        part = parts[p]
        activity = U(part.activity)
        asked, fresh = demand[b, t, activity], part.project == 0
        if fresh:
            more = YES if lanes.asked[b, t, activity] > DONE else NO
        else:
            if late >= 0:
                give_up(part, demand[b, late, activity], cleared[p], out)
            more = ask_late(part, asked, cleared[p], w)
        if more == NO:
            continue
        hard, brand = part.specialised == 1 and steady, young and part.brand > F(0.0)
        i = U(0)
        while more == YES and order[p, i].place >= 0:
            choice, i = order[p, i], i + U(1)
            place = U(choice.place)
            if free[place] == NO:
                continue
            r = U(choice.slot)
            s = slots[r]
            more, free[place] = serve_by(fresh, part, choice, asked, pilot, rules, s, w)
            fresh = False
            weigh(part, choice, seats[r], r == U(0), window, hard, brand, lax, s, w)
            if detail and steady:
                assigned[activity, r] += taken(w)
        if part.project == 1:
            clear(part, asked, cleared[p], w)
        elif more == YES:
            if fresh:
                ask(part, asked, w)
            lose(part, w, out)
