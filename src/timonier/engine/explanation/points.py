"""What speaks for and against a model in this company, strongest first (R012)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from timonier.engine.explanation.evidence import Evidence, Point
from timonier.engine.feasibility import junior_alone
from timonier.engine.prices import figure
from timonier.engine.quantiles import median
from timonier.engine.risks import bus_factor, people
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import Member, is_employee
from timonier.engine.upskilling import upskilling
from timonier.engine.warnings import expert_skills

# How much is told, not how anything is computed.
LEAST, MOST = 2, 4  # points on each side
NOTABLE = 0.05  # a smaller gap of value between two models is not worth a sentence
SKILLS = 3


def advantages(evidence: Evidence, model: str) -> tuple[Point, ...]:
    """At least two, each true of this company and tied to a measure."""
    said = [p for maker in _FOR[model] for p in maker(evidence, model)]
    return _complete(evidence, model, said, better=True)


def limits(evidence: Evidence, model: str) -> tuple[Point, ...]:
    """At least two, each true of this company and tied to a measure."""
    said = [p for maker in _AGAINST[model] for p in maker(evidence, model)]
    return _complete(evidence, model, said, better=False)


def _complete(
    evidence: Evidence, model: str, said: list[Point], *, better: bool
) -> tuple[Point, ...]:
    """The statements that hold, then the criteria that are most for or against the model."""
    said = sorted(said, key=lambda p: -p.strength)[:MOST]
    told = {p.metric for p in said}
    rest = sorted(
        (c for c in evidence.weights if c not in told),
        key=lambda c: evidence.value(model, c),
        reverse=better,
    )
    for criterion in rest[: max(0, LEAST - len(said))]:
        said.append(_criterion(evidence, model, criterion, better=better))
    return tuple(said)


def _criterion(evidence: Evidence, model: str, criterion: str, *, better: bool) -> Point:
    own = evidence.middle(model, criterion)
    kind = "advantage" if better else "limit"
    return Point(
        key=f"{kind}.criterion",
        statements=(evidence.code(model, criterion),),
        metric=criterion,
        value=own,
        facts={"criterion": criterion, "own": own},
        strength=evidence.value(model, criterion),
    )


def _compared(e: Evidence, model: str, criterion: str, key: str, code: str) -> Iterator[Point]:
    """A point when the model is worth more, or less, than the best other on a criterion."""
    other = e.best_other(model, criterion)
    if other is None:
        return
    gain = e.value(model, criterion) - e.value(other, criterion)
    ahead = key.startswith("advantage")
    found = e.compared(*((model, other) if ahead else (other, model)), criterion)
    if (gain if ahead else -gain) <= NOTABLE or found is None:
        return
    name, high, low = found
    own, their = (high, low) if ahead else (low, high)
    facts = {"criterion": criterion, "measure": name, "own": own, "other": their, "model": other}
    yield Point(key, (code,), criterion, own, facts, abs(gain))


def _aligned(e: Evidence, model: str) -> Iterator[Point]:
    if model == "in_house":
        yield from _compared(e, model, "alignment", "advantage.alignment", "A13")
    else:
        code = e.code(model, "alignment")
        yield from _compared(e, model, "alignment", "advantage.follows", code)


def _knows(e: Evidence, model: str) -> Iterator[Point]:
    inside, outside = (e.outcome(model, f"hours_{k}") for k in ("inside", "outside"))
    share = inside / max(inside + outside, 1e-9)
    if share > 0.5:
        yield Point(
            "advantage.knowledge", ("A14",), "hours_inside", share, {"inside_share": share}, 0.1
        )


def _close(e: Evidence, model: str) -> Iterator[Point]:
    """Fewer hand-offs: a request goes round faster than in any other model."""
    own = e.middle(model, "cycle")
    rival = min(e.others(model), key=lambda m: e.middle(m, "cycle"), default=None)
    if rival is None or own >= e.middle(rival, "cycle"):
        return
    facts = {"own_days": own, "other_days": e.middle(rival, "cycle"), "model": rival}
    yield Point("advantage.cycle", ("A15",), "cycle", own, facts, 0.05)


def _cheaper(e: Evidence, model: str) -> Iterator[Point]:
    code = e.code(model, "total_cost")
    yield from _compared(e, model, "total_cost", "advantage.total_cost", code)


def _covers(e: Evidence, model: str) -> Iterator[Point]:
    code = e.code(model, "coverage")
    yield from _compared(e, model, "coverage", "advantage.coverage", code)


def _skilled(e: Evidence, model: str) -> Iterator[Point]:
    """Expert skills there within the providers' lead time, sooner than by hiring (A22)."""
    level = e.decision.world.rules.warning_skill_spread_level
    wanted = _wanted_skills(e)
    held = [s for s in wanted if any(e.role(m).skills[s] >= level for m in e.providers(model))][
        :SKILLS
    ]
    if not held:
        return
    soon = max(
        min(_lead_weeks(e, m.role) for m in e.providers(model) if e.role(m).skills[s] >= level)
        for s in held
    )
    hires = [
        _lead_weeks(e, key)
        for key, role in e.decision.knowledge.roles.items()
        if is_employee(role) and any(role.skills[s] >= level for s in held)
    ]
    hire = median(np.array(hires)) if hires else np.inf
    if soon < hire:
        facts = {"skills": tuple(held), "own_weeks": soon}
        key = "advantage.skills_alone"
        if hires:
            key, facts = "advantage.skills", {**facts, "hire_weeks": hire}
        yield Point(key, ("A22",), "lead_time_weeks", soon, facts, 0.3)


def _wanted_skills(e: Evidence) -> list[str]:
    """Skills needed at expert level, the most needed first."""
    needs, wanted = e.decision.world.needs, expert_skills(e.decision.world)
    hours = dict.fromkeys(wanted, 0.0)
    for a, monthly in zip(needs.activities, needs.monthly, strict=True):
        for s in a.skills.keys() & hours.keys():
            hours[s] += float(monthly) / len(a.skills)
    return sorted(wanted, key=lambda s: -hours[s])


def _lead_weeks(e: Evidence, role: str) -> float:
    world = e.decision.world
    return figure(
        world.company, world.market, e.decision.knowledge.roles[role], "lead_time_weeks"
    ).median


def _stoppable(e: Evidence, model: str) -> Iterator[Point]:
    """No fixed payroll, and spending that can be stopped (A23)."""
    one, three = e.stoppable(model, 1.0), e.stoppable(model, 3.0)
    if three > 0.5:
        facts = {"one_share": one, "three_share": three, "fixed_money": e.fixed_cost(model)}
        yield Point("advantage.stoppable", ("A23",), "stoppable", three, facts, 0.25 * three)


def _light(e: Evidence, model: str) -> Iterator[Point]:
    """Nobody to recruit or manage, yet steering remains to be done: both told together (A24)."""
    if e.staff(model):
        return
    steering = e.outcome(model, "steering_required")
    facts = {"steering_hours": steering, "providers_count": float(len(e.providers(model)))}
    yield Point("advantage.no_payroll", ("A24", "A26"), "steering_required", steering, facts, 0.1)


def _led(e: Evidence, model: str) -> Iterator[Point]:
    """An outside view that steers, an inside hand that executes (A32)."""
    ratio = min(1.0, e.middle(model, "steering_ratio"))
    pilots = e.pilots(model)
    if not pilots or ratio <= 0:
        return
    facts = {"role": pilots[0].role, "steering_share": ratio}
    yield Point("advantage.steered", ("A32",), "steering_ratio", ratio, facts, 0.2 * ratio)


def _supple(e: Evidence, model: str) -> Iterator[Point]:
    """More supple than a team of employees, or supple in itself where there is none (A33)."""
    if "in_house" not in e.decision.row:
        share = e.stoppable(model, 3.0)
        if share > 0.5:
            alone = {"three_share": share}
            yield Point("advantage.supple_alone", ("A33",), "flexibility", share, alone, 0.1)
        return
    own, other = e.middle(model, "flexibility"), e.middle("in_house", "flexibility")
    if own > other:
        gain = e.value(model, "flexibility") - e.value("in_house", "flexibility")
        facts = {"criterion": "flexibility", "own": own, "other": other, "model": "in_house"}
        yield Point("advantage.flexibility", ("A33",), "flexibility", own, facts, max(gain, 0.02))


def _learns(e: Evidence, model: str) -> Iterator[Point]:
    """Planned transfer hours raise the level of the people inside (A34)."""
    gains = upskilling(e.decision.world, e.decision.team(model))
    if gains:
        gain = sum(one.after - one.before for one in gains)
        hours = float(e.decision.company.middle("needs.transfer_hours") or 0.0)
        facts = {"transfer_hours": hours, "gain_level": gain}
        yield Point("advantage.learning", ("A34",), "transfer_hours", gain, facts, 0.1)


def _lean(e: Evidence, model: str) -> Iterator[Point]:
    """Less fixed cost than a complete team of employees (A37)."""
    own = e.fixed_cost(model)
    if "in_house" not in e.decision.row:
        return
    whole = e.fixed_cost("in_house")
    if own < whole:
        facts = {"own_money": own, "whole_money": whole}
        yield Point("advantage.lean", ("A37",), "fixed_cost", own, facts, 0.2 * (1 - own / whole))


def _slow(e: Evidence, model: str) -> Iterator[Point]:
    """Recruiting and settling in take months (A16)."""
    new = [m for m in e.staff(model) if not m.existing]
    if not new:
        return
    latest = max(new, key=lambda m: _productive(e, m))
    months = _productive(e, latest)
    facts = {"role": latest.role, "ready_months": months}
    yield Point("limit.slow", ("A16",), "speed", months, facts, 0.03 * months)


def _productive(e: Evidence, member: Member) -> float:
    """Months until a new employee works at full strength."""
    world, role = e.decision.world, e.role(member)
    ramp = figure(world.company, world.market, role, "ramp_up_months").median
    return member.start_month + _lead_weeks(e, member.role) / WEEKS_PER_MONTH + ramp


def _fragile(e: Evidence, model: str) -> Iterator[Point]:
    """Half of the covered work goes with one person (A17)."""
    if bus_factor(e.decision, model) != 1 or not e.staff(model):
        return
    inside = [p for p in people(e.decision, model) if is_employee(e.role(p.member))]
    one = max(inside, key=lambda p: p.share)
    if one.share >= 0.5:
        facts = {"role": one.member.role, "carried_share": one.share}
        yield Point("limit.one_person", ("A17",), "single_profile", one.share, facts, 0.3)


def _narrow(e: Evidence, model: str) -> Iterator[Point]:
    yield from _compared(e, model, "expertise", "limit.expertise", "A18")


def _stiff(e: Evidence, model: str) -> Iterator[Point]:
    code = e.code(model, "flexibility")
    yield from _compared(e, model, "flexibility", "limit.flexibility", code)


def _heavy_start(e: Evidence, model: str) -> Iterator[Point]:
    code = e.code(model, "initial_cost")
    yield from _compared(e, model, "initial_cost", "limit.initial_cost", code)


def _junior(e: Evidence, model: str) -> Iterator[Point]:
    world = e.decision.world
    if junior_alone(world, e.decision.team(model)):
        level = float(world.middle_pilot[2])
        yield Point("limit.junior", ("A19",), "steering_level", level, {"inside_level": level}, 0.5)


def _unaligned(e: Evidence, model: str) -> Iterator[Point]:
    code = "A25" if model == "outsourced" else e.code(model, "alignment")
    yield from _compared(e, model, "alignment", "limit.alignment", code)


def _steering(e: Evidence, model: str) -> Iterator[Point]:
    """Coherence asks for steering hours, inside or bought (A26)."""
    asked = e.outcome(model, "steering_required")
    ratio = min(1.0, e.middle(model, "steering_ratio"))
    facts = {"asked_hours": asked, "met_share": ratio}
    yield Point("limit.steering", ("A26",), "steering_ratio", ratio, facts, 0.1 + 0.3 * (1 - ratio))


def _diluted(e: Evidence, model: str) -> Iterator[Point]:
    index = e.middle(model, "dilution")
    least = e.decision.world.rules.warning_brand_dilution
    if index >= least / 2.0:
        facts = {"index_ratio": index, "limit_ratio": least}
        yield Point("limit.dilution", ("A27",), "brand_dilution", index, facts, index / 2.0)


def _scattered(e: Evidence, model: str) -> Iterator[Point]:
    """Several providers and nobody but a contact to hold them together (A28)."""
    count = len(e.providers(model))
    if count >= 2 and not e.pilots(model):
        facts = {"providers_count": float(count), "inside_hours": e.decision.world.middle_pilot[0]}
        yield Point("limit.scattered", ("A28",), "dispersion", float(count), facts, 0.1)


def _coordinated(e: Evidence, model: str) -> Iterator[Point]:
    """Rituals, reporting and shared tools take hours every month (A35)."""
    asked = e.outcome(model, "coordination_needed")
    ratio = min(1.0, e.middle(model, "coordination_ratio"))
    facts = {"asked_hours": asked, "met_share": ratio}
    strength = 0.1 + 0.3 * (1 - ratio)
    yield Point("limit.coordination", ("A35",), "coordination_ratio", ratio, facts, strength)


def _hangs_on_pilot(e: Evidence, model: str) -> Iterator[Point]:
    """How much of the steering comes from the outside pilot (A36)."""
    if not e.pilots(model):
        return
    role = e.pilots(model)[0].role
    hours = e.outcome(model, "pilot_steering")
    if hours > 0:
        facts = {"role": role, "pilot_hours": hours}
        yield Point("limit.pilot", ("A36",), "pilot_steering", hours, facts, 0.12)


def _dear(e: Evidence, model: str) -> Iterator[Point]:
    yield from _compared(e, model, "total_cost", "limit.total_cost", e.code(model, "total_cost"))


Maker = Callable[[Evidence, str], Iterator[Point]]
_FOR: dict[str, tuple[Maker, ...]] = {
    "in_house": (_aligned, _knows, _close, _cheaper, _covers),
    "outsourced": (_skilled, _stoppable, _light, _cheaper, _covers),
    "hybrid": (_led, _supple, _learns, _lean, _aligned, _skilled, _cheaper, _covers),
}
_AGAINST: dict[str, tuple[Maker, ...]] = {
    "in_house": (_slow, _fragile, _narrow, _stiff, _heavy_start, _junior, _unaligned, _dear),
    "outsourced": (_unaligned, _steering, _diluted, _scattered, _dear),
    "hybrid": (_coordinated, _hangs_on_pilot, _slow, _dear, _unaligned, _stiff),
}
