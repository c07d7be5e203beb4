"""Steering and coordination: what the work asks for, and who gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.twin_parts import Singles
from timonier.engine.catalogue import Role
from timonier.engine.team import is_pilot

if TYPE_CHECKING:
    from tests.twin.run import Run


def steer(run: Run, t: int) -> None:
    """Share the hours of leaders between steering and coordination, before they produce."""
    now = run.state.now
    n = len(run.seats)
    weights = np.array([weight(run, s.role) for s in run.seats], np.float32)
    needs = np.array([s.role.steering_need for s in run.seats], np.float32)
    able = _employees_coordinate(run, t)
    capacity = now["plan"].sum(axis=0) + np.float32(1e-6)
    used = np.minimum(1, run.total[t] / capacity)
    required = needs @ now["plan"] * used
    wanted = _coordination_wanted(run, t) + run.cut * used * capacity
    steering, coordination = (np.zeros((n, run.world.size), np.float32) for _ in range(2))
    steering[0], coordination[0] = _inside(
        run, required - weights @ now["lead"], wanted, able.sum(axis=0)
    )
    now["plan"][0] = np.maximum(run.pilot_hours - steering[0] - coordination[0], 0)
    given, left = _leaders(run, required, wanted, weights, steering, coordination)
    left = _helpers(able, left, coordination)
    now["plan"][1:] = np.maximum(now["plan"][1:] - steering[1:] - coordination[1:], 0)
    got = wanted - np.maximum(left, 0)
    ratio = np.where(wanted > 1e-6, np.minimum(1, got / np.maximum(wanted, 1e-6)), 1)
    now |= {"steering": steering, "coordination": coordination, "given": given}
    now |= {"wanted": wanted, "got": got, "ratio": ratio, "weights": weights, "needs": needs}


def _leaders(
    run: Run,
    required: Singles,
    wanted: Singles,
    weights: Singles,
    steering: Singles,
    coordination: Singles,
) -> tuple[Singles, Singles]:
    """Fill the hours of those who lead, one after the other: first what the work needs steered,
    then what is left to coordinate. Returns the steering that they could give, and the rest."""
    lead = run.state.now["lead"]
    given = (run.pilot_hours - coordination[0]) * run.pilot[1]
    unsteered = np.maximum(required - steering[0] * run.pilot[1], 0)
    left = wanted - coordination[0]
    for r in range(1, len(run.seats)):
        if weights[r] > 0:
            steering[r] = np.minimum(lead[r], unsteered / weights[r])
        unsteered = np.maximum(unsteered - steering[r] * weights[r], 0)
        coordination[r] = np.minimum(lead[r] - steering[r], np.maximum(left, 0))
        left = left - coordination[r]
        given = given + (lead[r] - coordination[r]) * weights[r]
    return given, left


def _helpers(able: Singles, left: Singles, coordination: Singles) -> Singles:
    """Employees coordinate what is left as far as they are able; returns what still is."""
    for r in range(1, len(able)):
        more = np.maximum(able[r] - coordination[r], 0)
        more = np.minimum(more, np.maximum(left, 0))
        coordination[r] += more
        left = left - more
    return left


def _employees_coordinate(run: Run, t: int) -> Singles:
    """(seat, scenario) hours that employees able to coordinate may give to it."""
    out = np.zeros_like(run.state.now["plan"])
    share = run.rules.coordination_employee_share
    for r, seat in enumerate(run.seats):
        able = seat.employed and seat.role.skills["coordination"] >= 2 and not seat.idle
        if able:
            out[r] = share * seat.hours * run.state.now["there"][r]
    return out


def _coordination_wanted(run: Run, t: int) -> Singles:
    """Links, rituals, and what outside hours ask for; before activities cut over parties."""
    rules, now = run.rules, run.state.now
    here = [seat for seat in run.seats[1:] if seat.counts(t)]
    people = sum(seat.employed and not seat.idle for seat in here)
    parties = len(here)
    star = parties - 1 if any(is_pilot(seat.role) for seat in here) else None
    links = parties * (parties - 1) / 2 if star is None else max(0, star)
    links = np.where(run.pilot_hours > 0, parties, links)  # the contact holds one link more
    wanted = rules.coordination_hours_per_link * links
    if parties:
        wanted = wanted + rules.coordination_ritual_base
        wanted = wanted + rules.coordination_ritual_per_employee * people
    for r, seat in enumerate(run.seats):
        if seat.outside:
            each = seat.role.coordination_overhead * (1 - seat.role.self_orchestration)
            wanted = wanted + seat.hours * each * (now["there"][r] > 0)
    return wanted.astype(np.float32)


def _inside(run: Run, missing: Singles, wanted: Singles, able: Singles) -> tuple[Singles, Singles]:
    """The internal pilot's hours of steering and of coordination.

    Coordination that employees cannot do comes first, then steering; what is left of the time
    coordinates the rest.
    """
    hours, weight = run.pilot_hours, run.pilot[1]
    asked = np.where(weight > 0, np.maximum(missing, 0) / np.maximum(weight, 1e-6), 0)
    alone = np.maximum(wanted - able, 0)
    steering = np.minimum(asked, np.maximum(hours - alone, 0))
    coordination = np.minimum(wanted, hours - steering)
    return np.minimum(asked, hours - coordination), coordination


def cut_share(run: Run) -> float:
    """Coordination hours per hour of work: an activity cut over n parties costs n - 1 shares
    of its hours, read on the first choice for each part."""
    first: dict[int, set[int]] = {}
    for part, order in zip(run.parts, run.orders, strict=True):
        if order:
            first.setdefault(part.row, set()).add(order[0][0])
    hours = run.world.needs.monthly
    extra = sum(float(hours[row]) * (len(parties) - 1) for row, parties in first.items())
    return run.rules.split_coordination_per_party * extra / max(float(hours.sum()), 1e-9)


def weight(run: Run, role: Role) -> float:
    """What an hour of steering by this role is worth."""
    level = role.steering_level - run.rules.steering_level_zero
    return float(np.clip(level / run.rules.steering_level_span, 0, 1))
