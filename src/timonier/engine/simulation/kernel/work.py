"""The work of a month: the hardest part first, to the best fit that has hours left."""

from __future__ import annotations

from typing import Any

from timonier.engine.simulation.kernel.compiling import fast, inlined
from timonier.engine.simulation.kernel.layout import LANES, MAX_SLOTS, F

DONE = F(1e-4)  # hours left over a whole block that are not worth another look


@inlined
def arrive(part: Any, asked: Any, w: Any) -> Any:
    """Hours to serve this month of lasting work; returns their sum over the lanes."""
    total, share = F(0.0), part.share
    for j in range(LANES):
        w.left[j] = share * asked.v[j]
        total += w.left[j]
    return total


@inlined
def arrive_late(part: Any, asked: Any, cleared: Any, w: Any) -> Any:
    """The same for a project: all that has arrived, less what is done or given up."""
    total, share = F(0.0), part.share
    for j in range(LANES):
        w.left[j] = max(F(0.0), share * asked.v[j] - cleared.v[j])
        total += w.left[j]
    return total


@inlined
def give_up(part: Any, asked: Any, cleared: Any, out: Any) -> None:
    """Lose what a project has waited for too long; ``asked`` had arrived by then."""
    share, price = part.share, part.price
    for j in range(LANES):
        gone = max(F(0.0), share * asked.v[j] - cleared.v[j])
        out.undone[j] += gone * price
        cleared.v[j] += gone


@inlined
def clear(part: Any, asked: Any, cleared: Any, w: Any) -> None:
    share = part.share
    for j in range(LANES):
        cleared.v[j] = max(cleared.v[j], share * asked.v[j] - w.left[j])


@inlined
def lose(part: Any, w: Any, out: Any) -> None:
    """Lasting work that nobody did this month."""
    price = part.price
    for j in range(LANES):
        out.undone[j] += w.left[j] * price


@inlined
def serve(f: int, choice: Any, keep: bool, s: Any, w: Any) -> tuple[Any, Any]:
    """One person's planned hours; returns what is left of the work and of the hours, over lanes.

    ``f`` is the function that the work belongs to; the hours served are kept when asked.
    """
    quality, fault = choice.quality, choice.fault
    total, spare = F(0.0), F(0.0)
    if keep:
        for j in range(LANES):
            w.taken[j] = min(w.left[j], s.plan[j])
    for j in range(LANES):
        taken = min(w.left[j], s.plan[j])
        w.left[j] -= taken
        s.plan[j] -= taken
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        total += w.left[j]
        spare += s.plan[j]
    return total, spare


@inlined
def stretch(f: int, choice: Any, keep: bool, s: Any, w: Any) -> tuple[Any, Any]:
    """The same from the hours that a provider adds to the contract."""
    quality, fault = choice.quality, choice.fault
    total, spare = F(0.0), F(0.0)
    if keep:
        for j in range(LANES):
            w.taken[j] = min(w.left[j], s.extra[j])
    for j in range(LANES):
        taken = min(w.left[j], s.extra[j])
        w.left[j] -= taken
        s.extra[j] -= taken
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        total += w.left[j]
        spare += s.extra[j]
    return total, spare


@inlined
def serve_inside(part: Any, level: Any, fit_min: Any, s: Any, w: Any) -> tuple[Any, Any]:
    """The same by the internal pilot, who knows the company and whose level varies by lane."""
    f, per_level = part.function, F(1.0) / part.level
    total, spare = F(0.0), F(0.0)
    for j in range(LANES):
        own = min(F(1.0), level.v[j] * per_level)
        w.own[j] = own
        w.taken[j] = min(w.left[j], s.plan[j]) if own >= fit_min else F(0.0)
    for j in range(LANES):
        w.left[j] -= w.taken[j]
        s.plan[j] -= w.taken[j]
        s.good[f, j] += w.taken[j] * w.own[j]
        total += w.left[j]
        spare += s.plan[j]
    return total, spare


@inlined
def align(part: Any, quality: Any, seat: Any, lax: Any, s: Any, w: Any) -> None:
    """Weigh what was served by how much it knows the company and keeps to its brand."""
    scale, known, brand = quality * part.weight, part.knowledge, part.brand
    if seat.outside == 1:
        for j in range(LANES):
            blind = s.blind[j]
            kept = (F(1.0) - known * blind) * (F(1.0) - brand * lax.v[j] * blind)
            s.aligned[j] += w.taken[j] * scale * kept
    else:
        for j in range(LANES):
            s.aligned[j] += w.taken[j] * scale * (F(1.0) - known * s.blind[j])


@inlined
def align_inside(part: Any, s: Any, w: Any) -> None:
    weight = part.weight
    for j in range(LANES):
        s.aligned[j] += w.taken[j] * w.own[j] * weight


@inlined
def note(part: Any, quality: Any, inside: bool, hard: bool, brand: bool, s: Any, w: Any) -> None:
    """Specialised hours at the level squared, and hours in which the brand is at stake."""
    if hard and inside:
        for j in range(LANES):
            s.special[j] += w.taken[j] * w.own[j] * w.own[j]
    elif hard:
        for j in range(LANES):
            s.special[j] += w.taken[j] * (quality * quality)
    if brand:
        at_stake = part.brand
        for j in range(LANES):
            s.brand[j] += w.taken[j] * at_stake


@fast
def share_work(
    b: int, t: int, parts: Any, order: Any, seats: Any, slots: Any, w: Any, cleared: Any,
    lanes: Any, rules: Any, out: Any, assigned: Any, spare: Any, detail: bool,
) -> None:  # fmt: skip
    """Serve every part of the month's work; count what is lost.

    ``spare[place]``: hours left to each person and to each stretch, over the lanes.
    """
    steady, young = t >= rules.steady, t < rules.brand_months
    window = rules.align_first <= t <= rules.align_last or t == rules.align_early
    late = t - rules.patience - 1  # projects that came by then are given up
    demand, pilot, lax = lanes.demand, lanes.pilot, lanes.lax[b]
    spare[:] = F(1.0)
    for p in range(parts.size):
        part = parts[p]
        asked = demand[b, t, part.activity]
        if part.project == 1:
            if late >= 0:
                give_up(part, demand[b, late, part.activity], cleared[p], out)
            total = arrive_late(part, asked, cleared[p], w)
        else:
            total = arrive(part, asked, w)
        if total <= DONE:
            continue
        hard = part.specialised == 1 and steady
        brand = young and part.brand > F(0.0)
        keep = window or hard or brand or (detail and steady)
        i = -1
        while total > DONE and order[p, i + 1].place >= 0:
            i += 1
            choice = order[p, i]
            place = choice.place
            if spare[place] <= DONE:
                continue
            r = place % MAX_SLOTS
            s = slots[r]
            if r == 0:
                level = pilot[b, 2 if part.mastered == 1 else 3]
                total, spare[place] = serve_inside(part, level, rules.fit_min, s, w)
            elif place >= MAX_SLOTS:
                total, spare[place] = stretch(part.function, choice, keep, s, w)
            else:
                total, spare[place] = serve(part.function, choice, keep, s, w)
            if window and r == 0:
                align_inside(part, s, w)
            elif window:
                align(part, choice.quality, seats[r], lax, s, w)
            if hard or brand:
                note(part, choice.quality, r == 0, hard, brand, s, w)
            if detail and steady:
                for j in range(LANES):
                    assigned[part.activity, r].v[j] += w.taken[j]
        if part.project == 1:
            clear(part, asked, cleared[p], w)
        elif total > DONE:
            lose(part, w, out)
