"""Why not: what keeps a model from coming first, with the numbers of both (R023)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from timonier.engine.company import FACTS
from timonier.engine.effort import TRIAGE
from timonier.engine.explanation.evidence import Evidence, Point
from timonier.engine.feasibility import has_pilot_inside, no_pilot_inside, vision_count
from timonier.engine.quantiles import median
from timonier.engine.team import is_employee

LOSSES = 3  # criteria told, the heaviest first


def why_not(evidence: Evidence, model: str) -> tuple[Point, ...]:
    """The case against a model that is not first; empty for the first."""
    if model == evidence.first:
        return ()
    said = [*_closed(evidence, model), *_conditions(evidence, model)]
    if model not in evidence.decision.row:
        return (*said, *_without_team(evidence, model, said))
    return (*said, *_suited(evidence, model), *losses(evidence, model))


def losses(evidence: Evidence, model: str) -> tuple[Point, ...]:
    """The criteria on which the first does better, heaviest first: weight times gap of value."""
    first = evidence.first
    assert first is not None
    return separating(evidence, first, model, "why_not.loses")[:LOSSES]


def separating(evidence: Evidence, better: str, other: str, key: str) -> tuple[Point, ...]:
    """Criteria on which one model is worth more than another, by what that weighs in the result."""
    out = []
    for c in evidence.weights:
        gap = evidence.weights[c] * (evidence.value(better, c) - evidence.value(other, c))
        found = evidence.compared(better, other, c)
        if gap > 0.001 and found is not None:
            name, their, own = found
            facts = {"criterion": c, "measure": name, "own": own, "other": their}
            facts |= {"model": better, "loser": other}
            codes = (evidence.code(other, c), evidence.code(better, c))
            out.append(Point(key, tuple(dict.fromkeys(codes)), c, own, facts, gap))
    return tuple(sorted(out, key=lambda p: -p.strength))


def _closed(e: Evidence, model: str) -> Iterator[Point]:
    """What the four questions close."""
    reading = e.decision.framework
    for code in reading.excluded_by.get(model, ()):
        share = reading.closed_share[model]
        yield Point(f"why_not.closed_{code}", (code,), "closed_share", share, {}, 1.0)


def _conditions(e: Evidence, model: str) -> Iterator[Point]:
    """Which of the three conditions of hiring fails (A12, R023)."""
    if model != "in_house":
        return
    reading, world = e.decision.framework, e.decision.world
    met = reading.conditions
    if met["vision"] < 0.5:
        count = median(vision_count(world))
        facts = {"vision_count": count, "chance_share": met["vision"]}
        yield Point("why_not.vision", ("A12", "A41"), "vision", count, facts, 1.0)
    if met["recurrent"] < 0.5:
        own = _recurrent(e)
        facts = {"recurrent_share": own, "needed_share": world.rules.framework_recurrent}
        yield Point("why_not.recurrent", ("A12", "A43"), "recurrent_share", own, facts, 1.0)
    if met["supervision"] < 0.5:
        yield Point("why_not.supervision", ("A12", "A42"), "steering", *supervision(e), 1.0)


def supervision(e: Evidence) -> tuple[float, dict[str, float]]:
    """Level and hours of the inside pilot, beside what supervising this work would take."""
    world = e.decision.world
    level = median(np.asarray(world.facts["steering.level"], dtype=np.float64))
    hours = median(world.pilot_lanes[0])
    asked = min(
        world.rules.framework_pilot_hours_cap,
        world.rules.framework_pilot_hours_share * float(world.needs.monthly.sum()),
    )
    facts = {
        "inside_level": level,
        "inside_hours": hours,
        "asked_level": world.rules.framework_pilot_level,
        "asked_hours": asked,
    }
    return level, facts


def _recurrent(e: Evidence) -> float:
    answer = next(a for a in e.decision.framework.answers if a.question == "needs")
    return float(answer.facts["recurrent"])


def _without_team(e: Evidence, model: str, said: list[Point]) -> Iterator[Point]:
    """Why the search found no team: the rules that forbid every one, else the budget; a triage has
    not looked for one."""
    world = e.decision.world
    roles = e.decision.knowledge.roles
    staffed = any(is_employee(roles[p.role]) for p in world.company.team)
    hire = float(np.asarray(world.facts["hiring.can_recruit"], dtype=bool).mean())
    lost = float(no_pilot_inside(world).mean())
    told, closed = len(said), {point.key for point in said}
    unable = hire < 0.5 and not staffed and "why_not.closed_A21" not in closed
    if model in ("in_house", "hybrid") and unable:
        told += 1
        yield Point("why_not.cannot_recruit", ("A21",), "can_recruit", hire, {}, 1.0)
    if model == "in_house" and lost >= 0.5:
        told += 1
        yield Point("why_not.pilot_first", ("A42",), "supervision", lost, supervision(e)[1], 1.0)
    elif model == "in_house" and _growth(e) >= 0.5 and not has_pilot_inside(world).mean() >= 0.5:
        told += 1
        yield Point("why_not.unsteered", ("A44",), "steering", *supervision(e), 1.0)
    duplicate = has_pilot_inside(world).mean() >= 0.5 and "why_not.closed_A42" not in closed
    if model == "hybrid" and duplicate:
        told += 1
        yield Point("why_not.duplicate", ("A42",), "supervision", *supervision(e), 1.0)
    if model == "outsourced" and not _contact(e):
        told += 1
        yield Point("why_not.no_contact", ("A28",), "contact", 0.0, {}, 1.0)
    if e.decision.effort == TRIAGE:
        yield Point("why_not.untried", ("A00",), "teams", 0.0, {}, 0.5)
    elif told == 0 or model == "outsourced":
        budget = median(world.budget)
        need = {"budget_money": budget, "market_money": world.market_cost}
        yield Point("why_not.budget", ("A00",), "budget", budget, need, 0.5)


def _growth(e: Evidence) -> float:
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    return float((np.asarray(e.decision.world.facts["marketing.role"]) == growth).mean())


def _contact(e: Evidence) -> bool:
    world = e.decision.world
    known = np.asarray(world.facts["steering.contact"], dtype=bool) | (world.pilot_lanes[0] > 0)
    return bool(known.mean() >= 0.5)


def _suited(e: Evidence, model: str) -> Iterator[Point]:
    """What the model is made for, where this company is not in that case."""
    answers = {a.question: a for a in e.decision.framework.answers}
    stage = np.asarray(e.decision.world.facts["company.stage"])
    exploring = float((stage == FACTS["company.stage"].choices.index("exploring")).mean())
    hire = float(np.asarray(e.decision.world.facts["hiring.can_recruit"], dtype=bool).mean())
    if model == "outsourced" and exploring < 0.5 and hire >= 0.5:
        yield Point("why_not.not_for_outsourcing", ("A21",), "stage", exploring, {}, 0.2)
    moves = float(answers["needs"].facts["evolving"])
    steady = e.decision.framework.conditions["recurrent"] >= 0.5
    if model == "hybrid" and steady and moves < e.decision.world.rules.framework_evolving:
        facts = {"recurrent_share": _recurrent(e), "evolving_share": moves}
        yield Point("why_not.steady", ("A43",), "evolving", moves, facts, 0.2)
