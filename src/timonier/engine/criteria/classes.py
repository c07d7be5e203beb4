"""The classes of the article's table, read from the middle of the measures."""

from __future__ import annotations

from collections.abc import Mapping


def classes(measure_of: Mapping[str, float], rules: Mapping[str, float]) -> dict[str, str]:
    """The class of each criterion of the article's table, from the middle of its measures.

    ``measure_of`` has alignment, flexibility, expertise, speed and cycle; the class of the
    initial cost compares models and is set by ``cost_classes``.
    """
    a, f, e = (measure_of[k] for k in ("alignment", "flexibility", "expertise"))
    weeks, cycle = measure_of["speed"], measure_of["cycle"]
    fast = weeks <= rules["class.speed_fast_weeks"] and cycle <= rules["class.speed_fast_cycle"]
    slow = weeks > rules["class.speed_slow_weeks"] or cycle > rules["class.speed_slow_cycle"]
    return {
        "alignment": _cut(
            a, "weak", "medium", "strong", rules, "alignment_weak", "alignment_strong"
        ),
        "flexibility": _cut(
            f, "low", "medium", "high", rules, "flexibility_low", "flexibility_high"
        ),
        "expertise": _cut(
            e, "limited", "medium", "strong", rules, "expertise_limited", "expertise_strong"
        ),
        "speed": "fast" if fast else ("slow" if slow else "medium"),
    }


def _cut(
    x: float, low: str, mid: str, high: str, rules: Mapping[str, float], weak: str, strong: str
) -> str:
    if x >= rules[f"class.{strong}"]:
        return high
    return low if x < rules[f"class.{weak}"] else mid


def cost_classes(
    initial: Mapping[str, float], spread: Mapping[str, float], rules: Mapping[str, float]
) -> dict[str, str]:
    """Class of the initial cost: high for the dearest model, adjustable where teams spread widely.

    ``initial``: middle initial cost of each model's team; ``spread``: (max - min) / median over the
    feasible teams of a model whose content can be scaled (the hybrid).
    """
    dearest = max(initial, key=lambda k: initial[k])
    out = {}
    for model in initial:
        wide = spread.get(model, 0.0) >= rules["class.cost_adjustable_spread"]
        out[model] = "adjustable" if wide else ("high" if model == dearest else "medium")
    return out
