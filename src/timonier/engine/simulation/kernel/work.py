"""The work of a month: the hardest part first, to the best fit that has hours left."""

from __future__ import annotations

from typing import Any

from timonier.engine.simulation.kernel.compiling import fast
from timonier.engine.simulation.kernel.layout import LANES, MAX_SLOTS, F

DONE = F(1e-4)  # hours left over a whole block that are not worth another look


@fast
def arrive(part: Any, asked: Any, w: Any) -> Any:
    """Hours to serve this month of lasting work; returns their sum over the lanes."""
    total = F(0.0)
    for j in range(LANES):
        w.left[j] = part.share * asked.v[j]
        total += w.left[j]
    return total


@fast
def arrive_late(part: Any, asked: Any, cleared: Any, w: Any) -> Any:
    """The same for a project: all that has arrived, less what is done or given up."""
    total = F(0.0)
    for j in range(LANES):
        w.left[j] = max(F(0.0), part.share * asked.v[j] - cleared.v[j])
        total += w.left[j]
    return total


@fast
def give_up(part: Any, asked: Any, cleared: Any, out: Any) -> None:
    """Lose what a project has waited for too long; ``asked`` had arrived by then."""
    for j in range(LANES):
        gone = max(F(0.0), part.share * asked.v[j] - cleared.v[j])
        out.undone[j] += gone * part.price
        cleared.v[j] += gone


@fast
def clear(part: Any, asked: Any, cleared: Any, w: Any) -> None:
    for j in range(LANES):
        cleared.v[j] = max(cleared.v[j], part.share * asked.v[j] - w.left[j])


@fast
def lose(part: Any, w: Any, out: Any) -> None:
    """Lasting work that nobody did this month."""
    for j in range(LANES):
        out.undone[j] += w.left[j] * part.price


@fast
def serve(part: Any, quality: Any, s: Any, w: Any) -> Any:
    """One person's planned hours; returns what is left of the work, over the lanes."""
    f, fault = part.function, quality * part.ignorance
    total = F(0.0)
    for j in range(LANES):
        taken = min(w.left[j], s.plan[j])
        w.left[j] -= taken
        s.plan[j] -= taken
        w.taken[j] = taken
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        total += w.left[j]
    return total


@fast
def stretch(part: Any, quality: Any, s: Any, w: Any) -> Any:
    """The same from the hours that a provider adds to the contract."""
    f, fault = part.function, quality * part.ignorance
    total = F(0.0)
    for j in range(LANES):
        taken = min(w.left[j], s.extra[j])
        w.left[j] -= taken
        s.extra[j] -= taken
        w.taken[j] = taken
        s.good[f, j] += taken * (quality - fault * s.blind[j])
        total += w.left[j]
    return total


@fast
def serve_inside(part: Any, level: Any, fit_min: Any, s: Any, w: Any) -> Any:
    """The same by the internal pilot, who knows the company and whose level varies by lane."""
    f, per_level = part.function, F(1.0) / part.level
    total = F(0.0)
    for j in range(LANES):
        own = min(F(1.0), level.v[j] * per_level)
        taken = min(w.left[j], s.plan[j]) if own >= fit_min else F(0.0)
        w.left[j] -= taken
        s.plan[j] -= taken
        w.taken[j] = taken
        w.own[j] = own
        s.good[f, j] += taken * own
        total += w.left[j]
    return total


@fast
def align(part: Any, quality: Any, seat: Any, lax: Any, s: Any, w: Any) -> None:
    """Weigh what was served by how much it knows the company and keeps to its brand."""
    scale, known = quality * part.weight, part.knowledge
    if seat.outside == 1:
        for j in range(LANES):
            blind = s.blind[j]
            kept = (F(1.0) - known * blind) * (F(1.0) - part.brand * lax.v[j] * blind)
            s.aligned[j] += w.taken[j] * scale * kept
    else:
        for j in range(LANES):
            s.aligned[j] += w.taken[j] * scale * (F(1.0) - known * s.blind[j])


@fast
def align_inside(part: Any, s: Any, w: Any) -> None:
    for j in range(LANES):
        s.aligned[j] += w.taken[j] * w.own[j] * part.weight


@fast
def note(part: Any, quality: Any, inside: bool, hard: bool, brand: bool, s: Any, w: Any) -> None:
    """Specialised hours at the level squared, and hours in which the brand is at stake."""
    if hard and inside:
        for j in range(LANES):
            s.special[j] += w.taken[j] * w.own[j] * w.own[j]
    elif hard:
        for j in range(LANES):
            s.special[j] += w.taken[j] * (quality * quality)
    if brand:
        for j in range(LANES):
            s.brand[j] += w.taken[j] * part.brand


@fast
def share_work(
    b: int, k: int, t: int, late: int, window: bool, steady: bool, young: bool, parts: Any,
    order: Any, qualities: Any, seats: Any, slots: Any, w: Any, cleared: Any, demand: Any,
    pilot: Any, lax: Any, rules: Any, out: Any, assigned: Any, detail: bool,
) -> None:  # fmt: skip
    """Serve every part of the month's work; count what is lost.

    ``late`` is the month whose project work is given up now; ``window``, ``steady`` and ``young``
    say whether the month counts for alignment, in steady state, and for the brand.
    """
    for p in range(parts.size):
        part = parts[p]
        asked = demand[b, part.activity, t]
        if part.project == 1:
            if late >= 0:
                give_up(part, demand[b, part.activity, late], cleared[p], out)
            total = arrive_late(part, asked, cleared[p], w)
        else:
            total = arrive(part, asked, w)
        if total <= DONE:
            continue
        hard = part.specialised == 1 and steady
        brand = young and part.brand > F(0.0)
        i = 0
        while total > DONE and order[p, i] >= 0:
            r = order[p, i] % MAX_SLOTS
            seat, s = seats[k, r], slots[r]
            quality = qualities[seat.role, p]
            if r == 0:
                level = pilot[b, 2 if part.mastered == 1 else 3]
                total = serve_inside(part, level, rules.fit_min, s, w)
            elif order[p, i] >= MAX_SLOTS:
                total = stretch(part, quality, s, w)
            else:
                total = serve(part, quality, s, w)
            if window and r == 0:
                align_inside(part, s, w)
            elif window:
                align(part, quality, seat, lax, s, w)
            if hard or brand:
                note(part, quality, r == 0, hard, brand, s, w)
            if detail and steady:
                for j in range(LANES):
                    assigned[k, b, part.activity, r].v[j] += w.taken[j]
            i += 1
        if part.project == 1:
            clear(part, asked, cleared[p], w)
        elif total > DONE:
            lose(part, w, out)
