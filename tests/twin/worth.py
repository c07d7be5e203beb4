"""What the work was worth: counted hours, alignment, expertise, brand, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.twin_parts import Singles
from timonier.engine.catalogue import FUNCTIONS, Role
from timonier.engine.simulation import SLOT_METRICS
from timonier.engine.team import is_junior, is_pilot

if TYPE_CHECKING:
    from tests.twin.run import Run


def count(run: Run, t: int) -> None:
    """Counted hours, alignment, expertise, and who did what, under the steering received."""
    now = run.state.now
    required = now["needs"] @ now["used"]
    steered = np.where(required > 1e-6, np.minimum(1, now["given"] / np.maximum(required, 1e-6)), 1)
    asked = required + now["wanted"]
    got = steered * required + now["ratio"] * now["wanted"]
    run.state.month[8, t] += asked
    run.state.month[4, t] = got
    counted = _counted(run, steered)
    run.state.month[1:5, t] += counted.sum(axis=1)
    now["executed"] = counted[FUNCTIONS.index("execution")].sum(axis=0)
    _align(run, t, steered)
    if t < 12:
        _brand(run)
    if t >= run.steady:
        _settled(
            run, {"required": required, "steered": steered, "asked": asked, "got": got}, counted
        )
        _by_seat(run, counted)
        _experts(run, steered)
        _outside(run)


def _settled(run: Run, led: dict[str, Singles], counted: Singles) -> None:
    """Add a month of the settled team to its totals."""
    metric, now = run.state.metric, run.state.now
    sums = {f"counted_{name}": counted[i].sum(axis=0) for i, name in enumerate(FUNCTIONS)}
    sums["counted_coordination"] = sums["counted_coordination"] + led["got"]
    sums |= {
        "needed_coordination": led["asked"],
        "served_coordination": led["got"],
        "steering_required": led["required"],
        "steering_supplied": now["given"],
        "quality_steering": led["steered"],
        "quality_coordination": now["ratio"],
        "coordination_needed": now["wanted"],
        "coordination_supplied": now["got"],
        "inside_hours": now["steering"][0] + now["coordination"][0],
    }
    for name, hours in sums.items():
        metric[name] += hours


def _by_seat(run: Run, counted: Singles) -> None:
    """The same for each seat: hours worked and led, hours that count, months of presence."""
    now, seat = run.state.now, run.state.seat
    columns = {
        "produced": now["used"],
        "steering": now["steering"],
        "coordination": now["coordination"],
        "counted": counted.sum(axis=0),
        "presence": now["there"] > 0,
    }
    for name, hours in columns.items():
        seat[:, SLOT_METRICS.index(name)] += hours


def _counted(run: Run, steered: Singles) -> Singles:
    """(function, seat, scenario) hours that count: skilled, knowing the company, steered."""
    now, rules = run.state.now, run.rules
    fragile = np.array([_fragile(run, s.role) for s in run.seats], np.float32)[:, None]
    loss = np.float32(rules.quality_knowledge_loss) * now["blind"]
    known = now["good"] - loss * now["good_known"]
    return np.asarray(known * (1 - fragile * (1 - steered)), dtype=np.float32)


def _fragile(run: Run, role: Role) -> float:
    """Share of an hour that is lost without any steering."""
    if is_junior(role, run.rules.junior_steering_need):
        return run.rules.rework_junior
    provider = role.category in ("agency", "freelancer")
    return run.rules.provider_poor_brief_rework if provider else run.rules.rework_other


def _align(run: Run, t: int, steered: Singles) -> None:
    """Aligned work: known company, steered or strategic by itself, on brand."""
    rules = run.rules
    first, last = rules.alignment_from_month - 1, rules.alignment_to_month - 1
    early = rules.alignment_early_month - 1
    if not (first <= t <= last or t == early):
        return
    now, total = run.state.now, 0.0
    plain, known, brand, both = now["aligned"]
    for r, seat in enumerate(run.seats):
        blind, role = now["blind"][r], seat.role
        focus = np.float32((1 - role.channel_bias) * role.skills["strategy"] / 5)
        lax = (1 - _governance(run)) * blind * seat.outside
        work = plain[r] - blind * known[r] - lax * (brand[r] - blind * both[r])
        total = total + work * (steered + (1 - steered) * focus)
    name = "alignment" if first <= t <= last else "alignment_early"
    run.state.metric[name] += total


def _governance(run: Run) -> Singles:
    rules = run.rules
    values = [rules.governance_weak, rules.governance_medium, rules.governance_strong]
    return np.array(values, np.float32)[run.world.facts["marketing.governance"]]


def _experts(run: Run, steered: Singles) -> None:
    """Specialised hours at level squared, orchestrated, and briefed by an employee or not."""
    now = run.state.now
    brief = any(seat.employed and not seat.idle for seat in run.seats)
    briefed = np.minimum(steered, now["ratio"])
    for r, seat in enumerate(run.seats):
        so = np.float32(seat.role.self_orchestration)
        kept = now["special"][r] * (so + (1 - so) * now["ratio"])
        run.state.metric["expertise"] += kept * briefed if brief and seat.outside else kept


def _outside(run: Run) -> None:
    now, metric = run.state.now, run.state.metric
    for r, seat in enumerate(run.seats):
        metric["hours_outside" if seat.outside else "hours_inside"] += now["used"][r]
        if is_pilot(seat.role):
            metric["pilot_steering"] += now["steering"][r] * now["weights"][r]


def _brand(run: Run) -> None:
    """Brand work outside and inside in the first year, and how diluted the former is."""
    now, metric = run.state.now, run.state.metric
    for r, seat in enumerate(run.seats):
        if seat.outside:
            lax = (1 - _governance(run)) * now["blind"][r]
            metric["brand_outside"] += now["brand"][r]
            metric["brand_diluted"] += now["brand"][r] * lax
        else:
            metric["brand_inside"] += now["brand"][r]
