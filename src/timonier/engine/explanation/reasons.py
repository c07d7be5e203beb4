"""Why this verdict: decisive facts, what separates the first two, what would flip it (R127)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from timonier.engine.company import FACTS
from timonier.engine.effort import TRIAGE
from timonier.engine.explanation.against import separating, supervision
from timonier.engine.explanation.evidence import Evidence, Point
from timonier.engine.feasibility import lasting_pilots

SEPARATING = 3


def reasons(evidence: Evidence) -> tuple[Point, ...]:
    """In reading order: how it was won, the facts, the numbers, what would change it."""
    if evidence.first is None:
        key = "reason.untried" if evidence.decision.effort == TRIAGE else "reason.no_team"
        return (Point(key, ("A00",), "teams", 0.0),)
    return (
        *_won(evidence),
        *_article(evidence),
        *_facts(evidence),
        *_numbers(evidence),
        *_flip(evidence),
    )


def _won(e: Evidence) -> Iterator[Point]:
    """By elimination, too close to call, or neither."""
    said, first = e.decision.verdict, e.first
    assert said is not None
    assert first is not None
    chance = said.chance_of_best
    if len(e.order) == 1 or said.by_elimination:
        closed = [m for m in ("in_house", "outsourced", "hybrid") if m != first]
        facts: dict[str, Any] = {"model": first, "models": tuple(closed)}
        yield Point("reason.by_elimination", ("A00",), "chance_of_best", chance, facts)
    elif said.model is None:
        second = e.order[1]
        assert e.decision.ranking is not None
        other = e.decision.ranking.chance_of_best[e.decision.ranked.index(second)]
        facts = {"model": first, "rival": second, "own_share": chance, "other_share": float(other)}
        yield Point("reason.close", ("A00",), "chance_of_best", chance, facts)


def _article(e: Evidence) -> Iterator[Point]:
    """Whether the article's reading and the measurement agree, and what separates them (R116)."""
    reading, first = e.decision.framework, e.first
    favourite = reading.favourite
    if favourite is None or first is None:
        return
    codes = tuple(reading.rule.split("+"))
    share = reading.favours[favourite]
    if favourite == first:
        yield Point("reason.agrees", codes, "favours", share, {"model": first})
        return
    facts: dict[str, Any] = {"model": favourite, "first": first}
    if favourite not in e.decision.row:
        yield Point("reason.differs_no_team", codes, "favours", share, facts)
        return
    gaps = separating(e, first, favourite, "reason.differs")
    if gaps:
        facts |= dict(gaps[0].facts) | {"model": favourite, "first": first}
        yield Point("reason.differs", codes, gaps[0].metric, gaps[0].value, facts)
    else:
        yield Point("reason.differs_close", codes, "favours", share, facts)


def _facts(e: Evidence) -> Iterator[Point]:
    """The facts that speak for the first model, each with the statement that makes it count."""
    speak = {"in_house": _for_hiring, "outsourced": _for_outsourcing, "hybrid": _for_hybrid}
    assert e.first is not None
    yield from speak[e.first](e)


def _for_hiring(e: Evidence) -> Iterator[Point]:
    met = e.decision.framework.conditions
    if met["vision"] >= 0.5:
        yield Point("reason.vision_clear", ("A12", "A41"), "vision", met["vision"])
    if met["recurrent"] >= 0.5:
        yield _recurrent(e, "A12")
    if met["supervision"] >= 0.5:
        yield Point("reason.supervised", ("A12", "A63"), "steering", *supervision(e))


def _for_outsourcing(e: Evidence) -> Iterator[Point]:
    """A21 is told only when exploring, or when nobody can be recruited (R043)."""
    exploring, hire = _stage(e, "exploring"), _can_recruit(e)
    if exploring >= 0.5:
        yield Point("reason.exploring", ("A21",), "stage", exploring)
    if hire < 0.5:
        yield Point("reason.cannot_recruit", ("A21",), "can_recruit", hire)
    oneoff = _needs(e)["oneoff"]
    if oneoff >= e.decision.world.rules.framework_oneoff:
        yield Point("reason.oneoff", ("A43",), "oneoff_share", oneoff, {"oneoff_share": oneoff})
    hours = float(e.decision.world.needs.monthly.sum())
    month = e.decision.world.worked
    if hours < month:
        facts = {"needed_hours": hours, "post_hours": month}
        yield Point("reason.below_one_post", ("A00",), "needed_hours", hours, facts)


def _for_hybrid(e: Evidence) -> Iterator[Point]:
    needs, rules = _needs(e), e.decision.world.rules
    structuring = _stage(e, "structuring")
    if structuring >= 0.5:
        yield Point("reason.structuring", ("A31",), "stage", structuring)
    if needs["evolving"] >= rules.framework_evolving:
        facts = {"evolving_share": needs["evolving"]}
        yield Point("reason.evolving", ("A43",), "evolving", needs["evolving"], facts)
    elif needs["recurrent"] < rules.framework_recurrent:
        yield _recurrent(e, "A43", "reason.mixed_needs")
    bought = lasting_pilots(e.decision.world, e.decision.team("hybrid"))
    if bought and e.decision.framework.conditions["supervision"] < 0.5:
        yield Point("reason.no_pilot", ("A42", "A44"), "steering", *supervision(e))


def _recurrent(e: Evidence, code: str, key: str = "reason.recurrent") -> Point:
    own = _needs(e)["recurrent"]
    limit = e.decision.world.rules.framework_recurrent
    return Point(
        key, (code,), "recurrent_share", own, {"recurrent_share": own, "needed_share": limit}
    )


def _needs(e: Evidence) -> dict[str, float]:
    answer = next(a for a in e.decision.framework.answers if a.question == "needs")
    return {k: float(v) for k, v in answer.facts.items()}


def _stage(e: Evidence, name: str) -> float:
    index = FACTS["company.stage"].choices.index(name)
    return float((np.asarray(e.decision.world.facts["company.stage"]) == index).mean())


def _can_recruit(e: Evidence) -> float:
    return float(np.asarray(e.decision.world.facts["hiring.can_recruit"], dtype=bool).mean())


def _numbers(e: Evidence) -> Iterator[Point]:
    """The criteria that separate the first two, then the heaviest one that the first concedes."""
    if len(e.order) < 2:
        return
    first, second = e.order[:2]
    yield from separating(e, first, second, "reason.separates")[:SEPARATING]
    yield from separating(e, second, first, "reason.concedes")[:1]


def _flip(e: Evidence) -> Iterator[Point]:
    """The smallest shift of weight to one criterion after which the second comes first (R127)."""
    if len(e.order) < 2:
        return
    first, second = e.order[:2]
    values = {m: np.array([e.value(m, c) for c in e.weights]) for m in (first, second)}
    weights = np.array(list(e.weights.values()))
    lead = float(weights @ (values[first] - values[second]))
    found = []
    for i, c in enumerate(e.weights):
        gap = float(values[second][i] - values[first][i])
        if gap > 0 and lead > 0:
            shift = lead / (lead + gap)
            found.append((shift, c, weights[i] * (1.0 - shift) + shift))
    if not found:
        key = "reason.flip_never" if lead > 0 else "reason.flip_now"
        yield Point(key, ("A00",), "weights", lead, {"model": second})
        return
    shift, criterion, reached = min(found)
    facts = {
        "criterion": criterion,
        "model": second,
        "now_share": e.weights[criterion],
        "then_share": float(reached),
    }
    yield Point("reason.flip", ("A00",), criterion, shift, facts)
