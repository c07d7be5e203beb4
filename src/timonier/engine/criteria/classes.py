"""The classes of the article's table, read from the middle of the measures."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.rules import Rules

# From the worst to the best; of the initial cost, from the least to the most.
ORDER: Mapping[str, tuple[str, ...]] = {
    "alignment": ("weak", "medium", "strong"),
    "flexibility": ("low", "medium", "high"),
    "initial_cost": ("low", "adjustable", "medium", "high"),
    "speed": ("slow", "medium", "fast"),
    "expertise": ("limited", "medium", "strong"),
}


def cuts(rules: Rules) -> dict[str, tuple[float, float]]:
    """Where the middle class of a criterion begins, and where the best does."""
    return {
        "alignment": (rules.class_alignment_weak, rules.class_alignment_strong),
        "flexibility": (rules.class_flexibility_low, rules.class_flexibility_high),
        "expertise": (rules.class_expertise_limited, rules.class_expertise_strong),
    }


def classes(measure_of: Mapping[str, float], rules: Rules) -> dict[str, str]:
    """The class of each criterion of the article's table, from the middle of its measures.

    ``measure_of`` has alignment, flexibility, expertise, speed and cycle; the class of the
    initial cost compares models and is set by ``cost_classes``.
    """
    weeks, cycle = measure_of["speed"], measure_of["cycle"]
    fast = weeks <= rules.class_speed_fast_weeks and cycle <= rules.class_speed_fast_cycle
    slow = weeks > rules.class_speed_slow_weeks or cycle > rules.class_speed_slow_cycle
    cut = {
        key: ORDER[key][2 if measure_of[key] >= best else int(measure_of[key] >= middle)]
        for key, (middle, best) in cuts(rules).items()
    }
    return cut | {"speed": "fast" if fast else ("slow" if slow else "medium")}


def cost_classes(
    initial: Mapping[str, float], spread: Mapping[str, float], rules: Rules
) -> dict[str, str]:
    """Class of the initial cost: high for the dearest model, adjustable where teams spread widely.

    ``initial``: middle initial cost of each model's team; ``spread``: (max - min) / median over the
    feasible teams of a model whose content can be scaled (the hybrid).
    """
    dearest = max(initial, key=lambda k: initial[k])
    out = {}
    for model in initial:
        wide = spread.get(model, 0.0) >= rules.class_cost_adjustable_spread
        out[model] = "adjustable" if wide else ("high" if model == dearest else "medium")
    return out
