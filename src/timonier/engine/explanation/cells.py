"""The cells of the article's table for this company: class, condition, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.engine.catalogue import MODELS
from timonier.engine.criteria import ORDER, classes, cost_classes, cuts
from timonier.engine.explanation.evidence import Evidence, Point

# What an "if …" of the article hangs on.
CONDITIONS: Mapping[str, str] = {
    "alignment": "steering_quality",
    "speed": "coordination_ratio",
    "expertise": "coordination_ratio",
}


@dataclass(frozen=True)
class Condition:
    """The article's "if", bound to a measure: its middle value and what it must reach."""

    metric: str
    value: float
    needed: float

    @property
    def met(self) -> bool:
        return round(self.value, 2) >= self.needed


@dataclass(frozen=True)
class Cell:
    """One cell: the class measured here, the article's in general, the condition of that one."""

    here: str | None
    article: str | None
    condition: Condition | None

    @property
    def differs(self) -> bool:
        return self.here is not None and self.article is not None and self.here != self.article


def cells(evidence: Evidence, model: str) -> dict[str, Cell]:
    """The cell of each criterion; no code path reads the article's side of it."""
    known = evidence.decision.knowledge.criteria
    here = all_classes(evidence)[model]
    return {
        key: Cell(here.get(key), one.article_class.get(model), condition(evidence, model, key))
        for key, one in known.items()
    }


def all_classes(evidence: Evidence) -> dict[str, dict[str, str]]:
    """model -> criterion -> class; that of the initial cost needs two models to compare."""
    decision = evidence.decision
    keys = ("alignment", "flexibility", "expertise", "speed", "cycle")
    out = {
        m: classes({k: evidence.middle(m, k) for k in keys}, decision.world.rules)
        for m in decision.row
    }
    three = [m for m in MODELS if m in decision.row]
    if len(three) > 1:
        initial = {m: evidence.middle(m, "initial_money") for m in three}
        spread = {"hybrid": decision.found.spread.get("hybrid", 0.0)}
        for model, said in cost_classes(initial, spread, decision.world.rules).items():
            out[model]["initial_cost"] = said
    return out


def condition(evidence: Evidence, model: str, criterion: str) -> Condition | None:
    """The condition of a cell, None where the article sets none (R117)."""
    if model not in evidence.decision.knowledge.criteria[criterion].condition:
        return None
    rules, metric = evidence.decision.world.rules, CONDITIONS[criterion]
    if metric == "steering_quality":
        value = evidence.outcome(model, "quality_steering")
        needed = rules.condition_steering_quality
    else:
        value = min(1.0, evidence.middle(model, "coordination_ratio"))
        needed = rules.condition_coordination_ratio
    return Condition(metric, value, needed)


def differences(evidence: Evidence, model: str) -> tuple[Point, ...]:
    """Where the class measured here is not the article's, with the number that says why (R116)."""
    out = []
    for criterion, cell in cells(evidence, model).items():
        if not cell.differs:
            continue
        assert cell.here is not None
        assert cell.article is not None
        own = evidence.middle(model, criterion)
        facts = {"criterion": criterion, "own": own, "here_class": cell.here,
                 "article_class": cell.article}  # fmt: skip
        key, cause = _cause(evidence, model, criterion, cell)
        code = evidence.code(model, criterion)
        out.append(Point(f"differs.{key}", (code,), criterion, own, {**facts, **cause}))
    return tuple(out)


def _cause(e: Evidence, model: str, criterion: str, cell: Cell) -> tuple[str, dict[str, Any]]:
    """Why a class differs: an unmet condition, people in place, or the measure against its cut."""
    scale = ORDER[criterion]
    worse = scale.index(str(cell.here)) < scale.index(str(cell.article))
    if cell.condition is not None and not cell.condition.met and worse:
        return "condition", {"value_share": cell.condition.value}
    if criterion == "initial_cost":
        return _cost_cause(e, model, str(cell.here))
    if criterion == "speed":
        rules, fast = e.decision.world.rules, "fast" in (cell.here, cell.article)
        facts = {
            "own_weeks": e.middle(model, "speed"),
            "cycle_days": e.middle(model, "cycle"),
            "cut_weeks": rules.class_speed_fast_weeks if fast else rules.class_speed_slow_weeks,
            "cut_days": rules.class_speed_fast_cycle if fast else rules.class_speed_slow_cycle,
        }
        in_place = any(m.existing for m in e.decision.team(model).members)
        return ("speed_in_place" if in_place and not worse else "speed"), facts
    if criterion == "alignment" and model == "outsourced":
        return "alignment_outside", {
            "steered_share": min(1.0, e.middle(model, "steering_ratio")),
            "pilots_count": float(len(e.pilots(model))),
        }
    return "cut", _cut(e, criterion, scale, str(cell.here), str(cell.article))


def _cost_cause(e: Evidence, model: str, here: str) -> tuple[str, dict[str, Any]]:
    in_place = sum(m.existing for m in e.decision.team(model).members)
    if in_place and here != "high":
        return "cost_in_place", {"in_place_count": float(in_place)}
    if here == "high":
        return "cost_dearest", {"own_money": e.middle(model, "initial_money")}
    rival = max(e.others(model), key=lambda m: e.middle(m, "initial_money"), default=model)
    return "cost_other", {"model": rival, "other_money": e.middle(rival, "initial_money")}


def _cut(
    e: Evidence, criterion: str, scale: tuple[str, ...], here: str, article: str
) -> dict[str, Any]:
    """The cut between the class here and the next one towards the article's."""
    up = scale.index(article) > scale.index(here)
    name = scale[scale.index(here) + 1] if up else here
    return {"cut": cuts(e.decision.world.rules)[criterion][name == scale[-1]]}
