"""The simulation of one team on one block of scenarios, compiled.

Every inner loop runs over the lanes of a block on contiguous float32, so that the compiler
vectorises it; nothing is drawn here. Months, slots and parts are outer loops. The plain NumPy
reading of the same mechanism is in ``tests/twin.py``: the two agree to rounding.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

# Constants of the kernel live in its own file: the cache of compiled code watches no other.
F = np.float32
LANES = 128
MAX_SLOTS = 14  # the internal pilot and thirteen people or providers
INSIDE, EMPLOYEE, PILOT, AGENCY, FREELANCER, OTHER = range(6)
METRICS = (
    "counted_strategy",
    "counted_execution",
    "counted_measurement",
    "counted_coordination",
    "needed_coordination",
    "alignment",
    "alignment_early",
    "expertise",
    "paid_12",
    "paid_24",
    "paid",
    "undone",
    "initial",
    "weeks_25",
    "weeks_80",
    "cycle",
    "execution_first",
    "steering_required",
    "steering_supplied",
    "coordination_needed",
    "coordination_supplied",
    "hours_inside",
    "hours_outside",
    "brand_outside",
    "brand_diluted",
    "brand_inside",
    "unserved",
    "inside_hours",
    "steady_paid",
    "waste",
    "pilot_steering",
    "quality_steering",
    "quality_coordination",
)
M = {name: i for i, name in enumerate(METRICS)}
SLOT_METRICS = ("produced", "steering", "coordination", "cost", "counted", "presence")

_PREFS = 2 * MAX_SLOTS
(
    C0, C1, C2, C3, NCO, ALI, ALE, EXP, P12, P24, PAID, UND, INI, W25, W80, CYC, EX1, SRQ, SSU, CNE,
    CSU, HIN, HOU, BRO, BRD, BRI, UNS, INH, STP, WAS, PST, QST, QCO,
) = range(len(METRICS))  # fmt: skip


@njit(cache=True, nogil=True, error_model="numpy")
def preferences(
    k: int, teams: Any, roles: Any, parts: Any, rules: Any, prefs: Any, quality: Any
) -> None:
    """Who takes each part, best fit first, each provider's stretch after everybody's plan.

    ``prefs[part]`` lists slots (plus MAX_SLOTS for a stretch), -1 ends it; ``quality[part, slot]``
    is min(1, level / required). Slot 0, whose level varies by lane, is rated in the kernel.
    """
    n = teams.count[k]
    score = np.empty(_PREFS, np.float32)
    for p in range(parts.activity.size):
        count = 0
        for r in range(n):
            role = teams.role[k, r]
            kind = roles.kind[role]
            level = roles.skill[role, parts.skill[p]]
            q = min(F(1.0), level / parts.level[p])
            quality[p, r] = q
            strategic = parts.strategic[p] >= F(rules.strategic_min)
            if kind in (INSIDE, PILOT) and not strategic:
                continue
            if teams.idle[k, r] == 1 or (kind != INSIDE and q < F(rules.fit_min)):
                continue
            loss = F(rules.knowledge_loss) * parts.knowledge[p] * (F(1.0) - roles.k_max[role])
            fit = q * (F(1.0) - loss)
            if kind == EMPLOYEE:
                fit += F(rules.insider_margin) * parts.knowledge[p]
            if kind in (INSIDE, PILOT):
                fit += F(1.0)
            for stretch in range(2):
                if stretch == 1 and kind not in (AGENCY, FREELANCER):
                    continue
                value = fit - F(10.0) * F(stretch)
                at = count
                while at > 0 and score[at - 1] < value:
                    score[at] = score[at - 1]
                    prefs[p, at] = prefs[p, at - 1]
                    at -= 1
                score[at] = value
                prefs[p, at] = r + MAX_SLOTS * stretch
                count += 1
        prefs[p, count] = -1


_FAST = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": True}


class Work(NamedTuple):
    """Scratch rows of one team on one block; the last axis is the lane."""

    eff: Any  # (slot) presence times ramp
    gap: Any  # (slot) knowledge still to gain
    blind: Any  # (slot) 1 - K
    plan: Any  # (slot) hours that can still be planned this month
    extra: Any  # (slot) hours of stretch
    pot: Any  # (slot) hours that can steer
    steer: Any
    coord: Any
    used: Any
    stay: Any  # (slot) 0 before the first arrival, 1 during the first stay, 2 after
    good: Any  # (function, slot) hours times quality
    good_k: Any
    align: Any  # (4, slot) weighted quality, then times k, b and k b
    special: Any
    brand: Any
    cleared: Any  # (part) project hours served or given up, cumulated
    acc: Any  # (metric)
    slots: Any  # (slot metric, slot)
    tmp: Any  # (row) see the functions
    before: Any  # last month's ratio of execution done


def _rows(*shape: int) -> Any:
    return np.zeros((*shape, LANES), np.float32)


def make_work(parts: int) -> Work:
    """Scratch for a team of any size over ``parts`` parts of work."""
    slot = [_rows(MAX_SLOTS) for _ in range(10)]
    return Work(
        *slot, _rows(4, MAX_SLOTS), _rows(4, MAX_SLOTS), _rows(4, MAX_SLOTS), _rows(MAX_SLOTS),
        _rows(MAX_SLOTS), _rows(parts), _rows(len(METRICS)), _rows(len(SLOT_METRICS), MAX_SLOTS),
        _rows(12), np.zeros(LANES, np.float32),
    )  # fmt: skip


@njit(cache=True, nogil=True, error_model="numpy")
def plan_hours(
    teams: Any, roles: Any, parts: Any, monthly: Any, pilot: Any, rules: Any, unlimited: bool
) -> Any:
    """Planned hours a month by team and slot, the expected work given hardest first.

    ``pilot`` (2,): hours that the internal pilot can produce, and their level. With ``unlimited``
    providers take all that they fit best: what sizes a contract.
    """
    n = teams.count.size
    used = np.zeros((n, MAX_SLOTS), np.float32)
    prefs = np.empty((parts.activity.size, _PREFS + 1), np.int32)
    quality = np.empty((parts.activity.size, MAX_SLOTS), np.float32)
    cap = np.empty(MAX_SLOTS, np.float32)
    for k in range(n):
        preferences(k, teams, roles, parts, rules, prefs, quality)
        cap[0] = pilot[0] * teams.inside[k]
        for r in range(1, teams.count[k]):
            role = teams.role[k, r]
            kind = roles.kind[role]
            hours = _hours(kind, F(rules.worked), k, r, teams)
            most = roles.max_hours[role] * teams.quantity[k, r]
            wide = unlimited and kind != EMPLOYEE and kind != PILOT
            cap[r] = (most if wide else hours) * roles.share[role]
        for p in range(parts.activity.size):
            rem = monthly[parts.activity[p]] * parts.share[p]
            for i in range(_PREFS):
                r = prefs[p, i]
                if r < 0 or r >= MAX_SLOTS or rem <= F(0.0):
                    break
                if r == 0 and min(F(1.0), pilot[1] / parts.level[p]) < F(rules.fit_min):
                    continue
                take = min(rem, cap[r])
                rem -= take
                cap[r] -= take
                used[k, r] += take
    return used


@njit(**_FAST)
def simulate(
    first: int, last: int, block_first: int, block_last: int, teams: Any, roles: Any, parts: Any,
    lanes: Any, rules: Any, work: Any, out: Any, slot_out: Any, month_out: Any, assign_out: Any,
    detail: bool,
) -> None:  # fmt: skip
    """Simulate teams ``first:last`` on blocks ``block_first:block_last``; fills the outputs.

    ``out[team, metric, scenario]``; ``slot_out[team, block, slot, slot metric]`` sums over the
    steady months, averaged over lanes; with ``detail`` also ``month_out[team, 9, month, scenario]``
    (cumulated cost, counted then needed hours by function, the needed ones of the team's own
    steering and coordination only) and ``assign_out[team, block, activity, slot, lane]``.
    """
    prefs = np.empty((parts.activity.size, _PREFS + 1), np.int32)
    quality = np.empty((parts.activity.size, MAX_SLOTS), np.float32)
    months = lanes.total.shape[1]
    for k in range(first, last):
        preferences(k, teams, roles, parts, rules, prefs, quality)
        split = _split_share(prefs, parts)
        for b in range(block_first, block_last):
            _reset(work)
            for t in range(months):
                _presence(k, b, t, teams, roles, lanes, rules, work)
                _steer(k, b, t, teams, roles, lanes, rules, split, work)
                _allocate(
                    k, b, t, teams, parts, lanes, rules, prefs, quality, work, assign_out, detail
                )
                _bill(k, b, t, teams, roles, lanes, rules, work)
                _fold(k, b, t, teams, roles, lanes, rules, work, month_out, detail)
                _speed(k, b, t, teams, lanes, rules, work, month_out, detail)
            for m in range(len(SLOT_METRICS)):
                for r in range(teams.count[k]):
                    slot_out[k, b, r, m] = work.slots[m, r].mean()
            for m in range(len(METRICS)):
                out[k, m, b * LANES : (b + 1) * LANES] = work.acc[m]


@njit(**_FAST)
def _reset(work: Any) -> None:
    work.acc[:] = F(0.0)
    work.acc[W25] = F(-1.0)
    work.acc[W80] = F(-1.0)
    work.cleared[:] = F(0.0)
    work.stay[:] = F(0.0)
    work.slots[:] = F(0.0)
    work.blind[0] = F(0.0)
    work.eff[0] = F(1.0)
    work.pot[0] = F(0.0)
    work.extra[0] = F(0.0)
    work.tmp[:] = F(0.0)
    work.before[:] = F(0.0)


@njit(**_FAST)
def _split_share(prefs: Any, parts: Any) -> float:
    """Coordination hours per hour of work because activities are cut over several parties.

    Read on the first choices: an activity whose parts go to n parties costs n - 1 shares of its
    hours.
    """
    total = 0.0
    for p in range(parts.activity.size):
        taken = prefs[p, 0] >= 0
        again = False  # another part of the activity has the same first choice
        first = True  # no part before this one belongs to the activity
        for q in range(p):
            if parts.activity[q] == parts.activity[p] and prefs[q, 0] >= 0:
                first = False
                again = again or prefs[q, 0] == prefs[p, 0]
        if taken and not first and not again:
            total += parts.split[p]
    return total


@njit(**_FAST)
def _hours(kind: int, worked: Any, k: int, r: int, teams: Any) -> Any:
    return worked * teams.quantity[k, r] if kind == EMPLOYEE else teams.hours[k, r]


@njit(**_FAST)
def _absent(r: int, work: Any) -> None:
    work.eff[r] = F(0.0)
    work.plan[r] = F(0.0)
    work.extra[r] = F(0.0)
    work.pot[r] = F(0.0)
    work.blind[r] = F(1.0)


@njit(**_FAST)
def _presence(
    k: int, b: int, t: int, teams: Any, roles: Any, lanes: Any, rules: Any, work: Any
) -> None:
    """Who is there this month, how well they know the company, and the hours they can give."""
    worked = F(rules.worked)
    for r in range(1, teams.count[k]):
        role = teams.role[k, r]
        kind = roles.kind[role]
        start = teams.start[k, r]
        if t < start or t >= teams.end[k, r]:
            _absent(r, work)
            continue
        ten = lanes.tenure[b, teams.row[k, r], t - start]
        hours = _hours(kind, worked, k, r, teams)
        _learn(t == start, role, min(F(1.0), hours / worked), ten, roles, work.gap[r])
        ramp = roles.ramp[role]
        base = F(rules.ramp_from) if ramp > F(0.0) else F(1.0)
        slope = (F(1.0) - base) / max(ramp, F(1e-6))
        eff, gap, blind = work.eff[r], work.gap[r], work.blind[r]
        floor = F(1.0) - roles.k_max[role]
        for j in range(LANES):
            m = ten[j]
            eff[j] = min(F(1.0), base + slope * (m + F(0.5))) if m >= F(0.0) else F(0.0)
            blind[j] = gap[j] + floor
        _capacity(k, b, t, r, kind, hours, teams, roles, lanes, rules, work)


@njit(**_FAST)
def _learn(begins: bool, role: int, share: Any, ten: Any, roles: Any, gap: Any) -> None:
    """Company knowledge closes its gap month after month; a successor begins again."""
    width = roles.k_max[role] - roles.k_start[role]
    rate = roles.log_decay[role] * share
    decay = F(np.exp(rate))
    if begins:
        for j in range(LANES):
            gap[j] = width * F(np.exp(rate * max(ten[j], F(0.0))))
        return
    for j in range(LANES):
        kept = gap[j] * (decay if ten[j] > F(0.0) else F(1.0))
        gap[j] = width if ten[j] == F(0.0) else kept


@njit(**_FAST)
def _capacity(
    k: int,
    b: int,
    t: int,
    r: int,
    kind: int,
    hours: Any,
    teams: Any,
    roles: Any,
    lanes: Any,
    rules: Any,
    work: Any,
) -> None:
    role = teams.role[k, r]
    qty = teams.quantity[k, r]
    share = roles.share[role]
    existing = teams.existing[k, r] == 1
    most = roles.max_hours[role] * qty
    times = F(1.0)
    if kind == FREELANCER:
        times = F(rules.stretch_freelancer)
    elif kind == AGENCY:
        times = F(rules.stretch_agency)
    stretch = max(F(0.0), min(most, times * hours) - hours) * share
    lead = F(0.0)
    if kind == PILOT:
        lead = F(rules.steer_max) * hours
    elif kind == EMPLOYEE and not existing:
        lead = roles.steering[role] * qty
    active = F(0.0) if teams.idle[k, r] == 1 else F(1.0)
    person = F(1.0) if teams.is_pilot_person[k, r] == 1 else F(0.0)
    own = hours * share
    eff, plan, extra, pot, pilot = (
        work.eff[r],
        work.plan[r],
        work.extra[r],
        work.pot[r],
        lanes.pilot[b, 0],
    )
    total = lanes.total[b, t]
    usual = F(1.0) / max(F(rules.planned_total), F(1e-6))
    for j in range(LANES):
        e = eff[j]
        plan[j] = max(F(0.0), own - person * pilot[j]) * e * active
        extra[j] = min(stretch, own * max(F(0.0), total[j] * usual - F(1.0))) * e * active
        pot[j] = lead * e


@njit(**_FAST)
def _steer(
    k: int, b: int, t: int, teams: Any, roles: Any, lanes: Any, rules: Any, split: float, work: Any
) -> None:
    """Share the hours of pilots and leaders between steering and coordination, before production.

    Required steering is read on the planned use of each person. What is missing after new leaders
    and outside pilots falls to the internal pilot, who divides the time between steering and
    coordination in proportion to what is missing once employees coordinate as they can. Hours that could steer and are not needed do
    other work; they still count as steering supplied. ``tmp`` rows: 0 capacity, 1 required,
    2 potential of the others, 3 coordination wanted, 4 steering still to give, 5 coordination still
    to give, 6 steering supplied, 7 coordination given over wanted, 9 what employees can coordinate.
    """
    n = teams.count[k]
    parties, people, outside_pilot = _parties(k, t, teams, roles)
    cap, req, lead, wants = work.tmp[0], work.tmp[1], work.tmp[2], work.tmp[3]
    able = work.tmp[9]
    able[:] = F(0.0)
    cap[:] = F(1e-6)
    req[:] = F(0.0)
    lead[:] = F(0.0)
    wants[:] = F(0.0)
    for r in range(1, n):
        role = teams.role[k, r]
        plan, pot, eff = work.plan[r], work.pot[r], work.eff[r]
        need, weight = roles.need[role], roles.weight[role]
        outer = teams.hours[k, r] * roles.overhead[role] if roles.kind[role] != EMPLOYEE else F(0.0)
        for j in range(LANES):
            cap[j] += plan[j]
            req[j] += plan[j] * need
        for j in range(LANES):
            lead[j] += pot[j] * weight
            wants[j] += outer if eff[j] > F(0.0) else F(0.0)
        if roles.coordinator[role] == 1 and teams.idle[k, r] == 0:
            most = F(rules.employee_coordination) * F(rules.worked) * teams.quantity[k, r]
            for j in range(LANES):
                able[j] += most * eff[j]
    ritual = (
        F(rules.ritual_hours) + F(rules.ritual_per_employee) * F(people) if parties > 0 else F(0.0)
    )
    total = lanes.total[b, t]
    for j in range(LANES):
        use = min(F(1.0), total[j] / cap[j])
        req[j] *= use
        wants[j] += ritual + F(split) * use * cap[j]
    _inside(k, b, parties, outside_pilot, teams, lanes, rules, work)
    _others(k, t, teams, roles, rules, work)
    ratio, rest = work.tmp[7], work.tmp[5]
    for j in range(LANES):
        given = wants[j] - max(F(0.0), rest[j])
        ratio[j] = min(F(1.0), given / wants[j]) if wants[j] > F(1e-6) else F(1.0)
    if t >= rules.steady:
        asked, got, own = work.acc[CNE], work.acc[CSU], work.acc[INH]
        s0, c0 = work.steer[0], work.coord[0]
        for j in range(LANES):
            asked[j] += wants[j]
            got[j] += wants[j] - max(F(0.0), rest[j])
        for j in range(LANES):
            own[j] += s0[j] + c0[j]


@njit(**_FAST)
def _parties(k: int, t: int, teams: Any, roles: Any) -> tuple[int, int, bool]:
    parties = 0
    people = 0
    outside_pilot = False
    for r in range(1, teams.count[k]):
        kind = roles.kind[teams.role[k, r]]
        if teams.start[k, r] <= t < teams.end[k, r]:
            parties += 1
            people += 1 if (kind == EMPLOYEE and teams.idle[k, r] == 0) else 0
            outside_pilot = outside_pilot or kind == PILOT
    return parties, people, outside_pilot


@njit(**_FAST)
def _inside(
    k: int, b: int, parties: int, outside_pilot: bool, teams: Any, lanes: Any, rules: Any, work: Any
) -> None:
    """The internal pilot's hours: to steering and coordination first, the rest can produce."""
    req, lead, wants = work.tmp[1], work.tmp[2], work.tmp[3]
    to_steer, to_coord, given = work.tmp[4], work.tmp[5], work.tmp[6]
    steer, coord, plan = work.steer[0], work.coord[0], work.plan[0]
    able = work.tmp[9]
    hours_of, weight_of = lanes.pilot[b, 0], lanes.pilot[b, 1]
    inside = teams.inside[k]
    link = F(rules.link_hours)
    size = F(parties)
    mesh = size * (size - F(1.0)) * F(0.5)
    if outside_pilot:
        mesh = max(F(0.0), size - F(1.0))
    for j in range(LANES):
        wants[j] += link * (size if hours_of[j] * inside > F(0.0) else mesh)
    for j in range(LANES):
        hours = hours_of[j] * inside
        weight = weight_of[j]
        missing = max(F(0.0), req[j] - lead[j])
        a = missing / max(weight, F(1e-6)) if weight > F(0.0) else F(0.0)
        alone = max(F(0.0), wants[j] - able[j])
        st = min(a, hours * a / max(a + alone, F(1e-6)))
        co = min(wants[j], hours - st)
        st = min(a, hours - co)
        steer[j] = st
        coord[j] = co
        plan[j] = max(F(0.0), hours - st - co)
    for j in range(LANES):
        given[j] = (hours_of[j] * inside - coord[j]) * weight_of[j]
        to_steer[j] = max(F(0.0), req[j] - steer[j] * weight_of[j])
        to_coord[j] = wants[j] - coord[j]


@njit(**_FAST)
def _others(k: int, t: int, teams: Any, roles: Any, rules: Any, work: Any) -> None:
    """New leaders and outside pilots steer, then coordinate; employees coordinate a little."""
    to_steer, to_coord, given = work.tmp[4], work.tmp[5], work.tmp[6]
    outer = work.acc[PST]
    for r in range(1, teams.count[k]):
        role = teams.role[k, r]
        w = roles.weight[role]
        steer, coord, pot = work.steer[r], work.coord[r], work.pot[r]
        scale = F(1.0) / max(w, F(1e-6)) if w > F(0.0) else F(0.0)
        for j in range(LANES):
            s = min(pot[j], to_steer[j] * scale)
            steer[j] = s
            to_steer[j] = max(F(0.0), to_steer[j] - s * w)
        for j in range(LANES):
            c = min(pot[j] - steer[j], max(F(0.0), to_coord[j]))
            coord[j] = c
            to_coord[j] -= c
            given[j] += (pot[j] - c) * w
        if roles.kind[role] == PILOT and t >= rules.steady:
            for j in range(LANES):
                outer[j] += steer[j] * w
    for r in range(1, teams.count[k]):
        role = teams.role[k, r]
        steer, coord, plan, eff = work.steer[r], work.coord[r], work.plan[r], work.eff[r]
        if roles.coordinator[role] == 1 and teams.idle[k, r] == 0:
            most = F(rules.employee_coordination) * F(rules.worked) * teams.quantity[k, r]
            for j in range(LANES):
                c = min(max(F(0.0), most * eff[j] - coord[j]), max(F(0.0), to_coord[j]))
                to_coord[j] -= c
                coord[j] += c
        for j in range(LANES):
            plan[j] = max(F(0.0), plan[j] - steer[j] - coord[j])


@njit(**_FAST)
def _allocate(
    k: int, b: int, t: int, teams: Any, parts: Any, lanes: Any, rules: Any, prefs: Any, quality: Any,
    work: Any, assign_out: Any, detail: bool,
) -> None:  # fmt: skip
    """Give the hardest work first to the best fit that has hours left; count what is lost.

    ``tmp`` rows: 8 hours still to give, 9 hours taken, 10 quality of the internal pilot. Arrays are
    indexed whole here: a view of a row costs more than the loop over it.
    """
    n = teams.count[k]
    work.used[:n] = F(0.0)
    work.good[:, :n] = F(0.0)
    work.good_k[:, :n] = F(0.0)
    work.special[:n] = F(0.0)
    work.brand[:n] = F(0.0)
    window = rules.align_first <= t <= rules.align_last or t == rules.align_early
    if window:
        work.align[:, :n] = F(0.0)
    _serve(
        b, t, t >= rules.steady, window, t - rules.wait_months - 1, F(rules.fit_min), prefs, quality,
        parts.activity, parts.mastered, parts.level, parts.share, parts.knowledge, parts.brand,
        parts.strategic, parts.specialised, parts.function, parts.project, parts.price,
        lanes.demand, lanes.pilot, work.tmp, work.plan, work.extra, work.used, work.good, work.good_k,
        work.align, work.special, work.brand, work.cleared, work.acc, assign_out, k, detail,
    )  # fmt: skip


@njit(**_FAST)
def _serve(
    b, t, steady, window, late, fit_min, prefs, quality, activity, mastered, level, share_of, knowledge,
    brand_of, strategic, specialised, function, project, price_of, demand, pilot, tmp, plan, extra, used,
    good, good_k, align, special, brand, cleared, acc, assign_out, k, detail,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """The inner loops of ``_allocate``, over whole arrays."""
    for p in range(activity.size):
        a = activity[p]
        share = share_of[p]
        if project[p] == 0:
            for j in range(LANES):
                tmp[8, j] = share * demand[b, a, t, j]
        else:
            if late >= 0:
                price = price_of[p]
                count = F(1.0) if steady else F(0.0)
                for j in range(LANES):
                    gone = max(F(0.0), share * demand[b, a, late, j] - cleared[p, j])
                    acc[UND, j] += gone * price
                    acc[UNS, j] += gone * count
                    cleared[p, j] += gone
            for j in range(LANES):
                tmp[8, j] = max(F(0.0), share * demand[b, a, t, j] - cleared[p, j])
        f = function[p]
        kn = knowledge[p]
        br = brand_of[p]
        w = F(0.5) + F(0.5) * strategic[p]
        hard = specialised[p] == 1 and steady
        for i in range(prefs.shape[1]):
            r = prefs[p, i]
            left = F(0.0)
            for j in range(LANES):
                left += tmp[8, j]
            if r < 0 or left <= F(1e-4):
                break
            q = quality[p, r % MAX_SLOTS]
            if r >= MAX_SLOTS:
                r -= MAX_SLOTS
                for j in range(LANES):
                    x = min(tmp[8, j], extra[r, j])
                    tmp[9, j] = x
                    tmp[8, j] -= x
                    extra[r, j] -= x
            elif r == 0:
                row = 2 if mastered[p] == 1 else 3
                scale = F(1.0) / level[p]
                for j in range(LANES):
                    own = min(F(1.0), pilot[b, row, j] * scale)
                    tmp[10, j] = own
                    tmp[9, j] = min(tmp[8, j], plan[0, j]) if own >= fit_min else F(0.0)
                for j in range(LANES):
                    tmp[8, j] -= tmp[9, j]
                    plan[0, j] -= tmp[9, j]
            else:
                for j in range(LANES):
                    x = min(tmp[8, j], plan[r, j])
                    tmp[9, j] = x
                    tmp[8, j] -= x
                    plan[r, j] -= x
            for j in range(LANES):
                used[r, j] += tmp[9, j]
            if detail and steady:
                for j in range(LANES):
                    assign_out[k, b, a, r, j] += tmp[9, j]
            if t < 12:  # the brand is at risk while newcomers learn the company
                for j in range(LANES):
                    brand[r, j] += tmp[9, j] * br
            if r == 0:
                for j in range(LANES):
                    tmp[9, j] *= tmp[10, j]
                if hard:
                    for j in range(LANES):
                        special[r, j] += tmp[9, j] * tmp[10, j]
            else:
                for j in range(LANES):
                    tmp[9, j] *= q
                if hard:
                    for j in range(LANES):
                        special[r, j] += tmp[9, j] * q
            for j in range(LANES):
                good[f, r, j] += tmp[9, j]
                good_k[f, r, j] += tmp[9, j] * kn
            if window:
                for j in range(LANES):
                    align[0, r, j] += tmp[9, j] * w
                    align[1, r, j] += tmp[9, j] * (w * kn)
                for j in range(LANES):
                    align[2, r, j] += tmp[9, j] * (w * br)
                    align[3, r, j] += tmp[9, j] * (w * kn * br)
        if project[p] == 1:
            for j in range(LANES):
                cleared[p, j] = max(cleared[p, j], share * demand[b, a, t, j] - tmp[8, j])
        else:
            price = price_of[p]
            count = F(1.0) if steady else F(0.0)
            for j in range(LANES):
                acc[UND, j] += tmp[8, j] * price
                acc[UNS, j] += tmp[8, j] * count


@njit(**_FAST)
def _bill(
    k: int, b: int, t: int, teams: Any, roles: Any, lanes: Any, rules: Any, work: Any
) -> None:
    """Pay, bills and one-off costs of the month. ``tmp`` rows: 8 the bill, 9 an arrival."""
    steady = t >= rules.steady
    index = lanes.growth[b, t]
    paid, late, initial, waste = work.acc[PAID], work.acc[STP], work.acc[INI], work.acc[WAS]
    bill, fresh = work.tmp[8], work.tmp[9]
    for r in range(1, teams.count[k]):
        start = teams.start[k, r]
        if t < start or t >= teams.end[k, r]:
            continue
        role = teams.role[k, r]
        kind = roles.kind[role]
        qty = teams.quantity[k, r]
        known = teams.cost[k, r]
        eff, pay, entry, stay = work.eff[r], lanes.pay[b, role], lanes.entry[b, role], work.stay[r]
        ten = lanes.tenure[b, teams.row[k, r], t - start]
        if known >= F(0.0):
            for j in range(LANES):
                bill[j] = known if eff[j] > F(0.0) else F(0.0)
        elif kind == EMPLOYEE:
            for j in range(LANES):
                bill[j] = pay[j] * qty if eff[j] > F(0.0) else F(0.0)
        else:
            _fees(k, b, r, kind, teams, roles, lanes, rules, work, bill)
        for j in range(LANES):
            bill[j] *= index[j]
        existing = teams.existing[k, r] == 1
        new = F(0.0) if (existing and t == 0) else F(1.0)
        for j in range(LANES):
            fresh[j] = new * qty * entry[j] * index[j] if ten[j] == F(0.0) else F(0.0)
            paid[j] += bill[j] + fresh[j]
        if not existing:
            for j in range(LANES):
                begins = F(1.0) if (stay[j] == F(0.0) and ten[j] == F(0.0)) else F(0.0)
                stay[j] += begins
                initial[j] += begins * fresh[j]
            for j in range(LANES):
                lost = (
                    bill[j] * (F(1.0) - eff[j])
                    if (stay[j] == F(1.0) and eff[j] > F(0.0))
                    else F(0.0)
                )
                initial[j] += lost
                waste[j] += lost
                stay[j] += F(1.0) if (stay[j] == F(1.0) and eff[j] == F(0.0)) else F(0.0)
        if steady:
            cost = work.slots[3, r]
            for j in range(LANES):
                late[j] += bill[j]
                cost[j] += bill[j]


@njit(**_FAST)
def _fees(
    k: int,
    b: int,
    r: int,
    kind: int,
    teams: Any,
    roles: Any,
    lanes: Any,
    rules: Any,
    work: Any,
    bill: Any,
) -> None:
    """A pilot bills the hours agreed, the others those used and a share of those agreed at least.

    Hours of a newcomer are billed whole though they yield less.
    """
    role = teams.role[k, r]
    qty = teams.quantity[k, r]
    hours = teams.hours[k, r]
    share = F(1.0) / roles.share[role]
    eff, used, rate, least = work.eff[r], work.used[r], lanes.pay[b, role], lanes.floor[b, role]
    if kind == PILOT:
        for j in range(LANES):
            bill[j] = hours * rate[j] if eff[j] > F(0.0) else F(0.0)
        return
    commit = F(rules.commit_agency) if kind == AGENCY else F(rules.commit_freelancer)
    for j in range(LANES):
        gross = max(commit * hours, used[j] * share / max(eff[j], F(0.1)))
        amount = max(least[j] * qty, gross * rate[j])
        bill[j] = amount if eff[j] > F(0.0) else F(0.0)


@njit(**_FAST)
def _fold(
    k: int, b: int, t: int, teams: Any, roles: Any, lanes: Any, rules: Any, work: Any, month_out: Any,
    detail: bool,
) -> None:  # fmt: skip
    """Close the month: steering quality, counted hours, alignment, expertise, who did what.

    ``tmp`` rows: 0 steering quality, 1 counted execution, 2 hours outside, 3 hours in all,
    8 a product.
    """
    n = teams.count[k]
    steady = t >= rules.steady
    wants = work.tmp[11]
    wants[:] = work.tmp[3]
    _quality(k, b, t, teams, roles, rules, work, wants, month_out, detail)
    sq, count, outer, whole = work.tmp[0], work.tmp[1], work.tmp[2], work.tmp[3]
    ratio = work.tmp[7]
    count[:] = F(0.0)
    outer[:] = F(0.0)
    whole[:] = F(0.0)
    align = rules.align_first <= t <= rules.align_last
    brief = _brief(k, teams, roles)
    loss = F(rules.knowledge_loss)
    for r in range(n):
        role = teams.role[k, r]
        outside = roles.kind[role] not in (INSIDE, EMPLOYEE)
        used, blind = work.used[r], work.blind[r]
        for j in range(LANES):
            whole[j] += used[j]
        if outside:
            for j in range(LANES):
                outer[j] += used[j]
        _count(
            k, b, t, r, roles.fragile[role], loss, steady, sq, blind, count, work, month_out, detail
        )
        if align or t == rules.align_early:
            _align(b, r, role, outside, align, roles, lanes, sq, blind, work)
        if steady:
            so = roles.orchestration[role]
            _expert(r, so, outside and brief, sq, ratio, work)
            _who(b, r, outside, lanes, work)
        if t < 12:
            _brand(b, r, outside, lanes, work)


@njit(**_FAST)
def _brief(k: int, teams: Any, roles: Any) -> bool:
    for r in range(1, teams.count[k]):
        if roles.kind[teams.role[k, r]] == EMPLOYEE and teams.idle[k, r] == 0:
            return True
    return False


@njit(**_FAST)
def _quality(
    k: int, b: int, t: int, teams: Any, roles: Any, rules: Any, work: Any, wants: Any, month_out: Any,
    detail: bool,
) -> None:  # fmt: skip
    """Steering supplied over required, cut at 1; the hours of coordination count as a need."""
    sq, required, given, ratio = work.tmp[0], work.tmp[8], work.tmp[6], work.tmp[7]
    required[:] = F(0.0)
    for r in range(teams.count[k]):
        need = roles.need[teams.role[k, r]]
        used = work.used[r]
        for j in range(LANES):
            required[j] += used[j] * need
    for j in range(LANES):
        sq[j] = (
            min(F(1.0), given[j] / max(required[j], F(1e-6))) if required[j] > F(1e-6) else F(1.0)
        )
    if t >= rules.steady:
        acc = work.acc
        a0, a1, a2, a3 = acc[SRQ], acc[SSU], acc[QST], acc[QCO]
        for j in range(LANES):
            a0[j] += required[j]
            a1[j] += given[j]
        for j in range(LANES):
            a2[j] += sq[j]
            a3[j] += ratio[j]
        asked, got = acc[NCO], acc[C3]
        for j in range(LANES):
            asked[j] += required[j] + wants[j]
            got[j] += sq[j] * required[j] + ratio[j] * wants[j]
    if detail:
        asked, got = month_out[k, 8, t], month_out[k, 4, t]
        for j in range(LANES):
            asked[b * LANES + j] += required[j] + wants[j]
            got[b * LANES + j] += sq[j] * required[j] + ratio[j] * wants[j]


@njit(**_FAST)
def _count(
    k: int, b: int, t: int, r: int, fragile: Any, loss: Any, steady: bool, sq: Any, blind: Any, count: Any,
    work: Any, month_out: Any, detail: bool,
) -> None:  # fmt: skip
    """Counted hours: quality, less what ignorance of the company and missing steering take."""
    q = work.tmp[8]
    total = work.slots[4, r]
    for f in range(4):
        good, good_k = work.good[f, r], work.good_k[f, r]
        for j in range(LANES):
            q[j] = (good[j] - loss * blind[j] * good_k[j]) * (F(1.0) - fragile * (F(1.0) - sq[j]))
        if f == 1:
            for j in range(LANES):
                count[j] += q[j]
        if steady:
            done = work.acc[C0 + f]
            for j in range(LANES):
                done[j] += q[j]
                total[j] += q[j]
        if detail:
            shown = month_out[k, 1 + f, t]
            for j in range(LANES):
                shown[b * LANES + j] += q[j]


@njit(**_FAST)
def _align(
    b: int, r: int, role: int, outside: bool, align: bool, roles: Any, lanes: Any, sq: Any, blind: Any,
    work: Any,
) -> None:  # fmt: skip
    """Aligned work: known company, steered, on brand."""
    focus = (F(1.0) - roles.channel[role]) * roles.strategy[role]
    dilutes = F(1.0) if outside else F(0.0)
    a0, a1, a2, a3 = work.align[0, r], work.align[1, r], work.align[2, r], work.align[3, r]
    q, gov = work.tmp[8], lanes.governance[b]
    for j in range(LANES):
        x = blind[j]
        lax = (F(1.0) - gov[j]) * x * dilutes
        q[j] = a0[j] - x * a1[j] - lax * (a2[j] - x * a3[j])
    total = work.acc[ALI] if align else work.acc[ALE]
    for j in range(LANES):
        total[j] += q[j] * (sq[j] + (F(1.0) - sq[j]) * focus)


@njit(**_FAST)
def _expert(r: int, so: Any, briefed: bool, sq: Any, ratio: Any, work: Any) -> None:
    special, total = work.special[r], work.acc[EXP]
    if briefed:
        for j in range(LANES):
            total[j] += special[j] * (so + (F(1.0) - so) * ratio[j]) * sq[j]
        return
    for j in range(LANES):
        total[j] += special[j] * (so + (F(1.0) - so) * ratio[j])


@njit(**_FAST)
def _who(b: int, r: int, outside: bool, lanes: Any, work: Any) -> None:
    """Hours by side and by person."""
    used, steer, coord, eff = work.used[r], work.steer[r], work.coord[r], work.eff[r]
    side = work.acc[HOU] if outside else work.acc[HIN]
    s0, s1, s2, s5 = work.slots[0, r], work.slots[1, r], work.slots[2, r], work.slots[5, r]
    for j in range(LANES):
        side[j] += used[j]
        s0[j] += used[j]
    for j in range(LANES):
        s1[j] += steer[j]
        s2[j] += coord[j]
        s5[j] += F(1.0) if eff[j] > F(0.0) else F(0.0)


@njit(**_FAST)
def _brand(b: int, r: int, outside: bool, lanes: Any, work: Any) -> None:
    """Brand work done outside and inside in the first year, and how diluted the former is."""
    if outside:
        brand, blind, gov = work.brand[r], work.blind[r], lanes.governance[b]
        out, lost = work.acc[BRO], work.acc[BRD]
        for j in range(LANES):
            out[j] += brand[j]
            lost[j] += brand[j] * (F(1.0) - gov[j]) * blind[j]
    else:
        brand, kept = work.brand[r], work.acc[BRI]
        for j in range(LANES):
            kept[j] += brand[j]


@njit(**_FAST)
def _speed(
    k: int,
    b: int,
    t: int,
    teams: Any,
    lanes: Any,
    rules: Any,
    work: Any,
    month_out: Any,
    detail: bool,
) -> None:
    """When execution reaches a quarter, then four fifths of what is needed; cycle of a request.

    ``tmp`` row 10 carries last month's ratio over.
    """
    acc = work.acc
    paid = acc[PAID]
    if t == 11:
        acc[P12][:] = paid
    if t == 23:
        acc[P24][:] = paid
    if detail:
        month_out[k, 0, t, b * LANES : (b + 1) * LANES] = paid
    count, need, now, before = work.tmp[1], lanes.execution[b, t], work.tmp[8], work.before
    for j in range(LANES):
        now[j] = count[j] / max(need[j], F(1e-6)) if need[j] > F(1e-3) else F(0.0)
    for cut in range(2):
        level = F(0.25) if cut == 0 else F(0.8)
        weeks = acc[W25] if cut == 0 else acc[W80]
        for j in range(LANES):
            part = min(F(1.0), max(F(0.0), (level - before[j]) / max(now[j] - before[j], F(1e-6))))
            part = part if t > 0 else F(0.0)
            hit = weeks[j] < F(0.0) and now[j] >= level
            weeks[j] = (F(t) + part) * F(4.345) if hit else weeks[j]
    before[:] = now
    if t < rules.deadline:
        first = acc[EX1]
        for j in range(LANES):
            first[j] += count[j]
    if t >= rules.steady:
        outer, whole, ratio, cycle = work.tmp[2], work.tmp[3], work.tmp[7], acc[CYC]
        for j in range(LANES):
            away = outer[j] / max(whole[j], F(1e-6))
            wait = F(rules.wait_days) / max(ratio[j] * ratio[j], F(0.01))
            cycle[j] += F(rules.base_days) + (F(1.0) + away) * wait
