"""The numbers that fill a formula: the company's own, in the middle of the draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timonier.app.document.words import Words
from timonier.engine.explanation import Evidence
from timonier.engine.quantiles import median

Numbers = dict[str, str]


def numbers(key: str, names: Mapping[str, str], evidence: Evidence, words: Words) -> Numbers:
    """What fills the formula of a family, {} when it has no number of its own."""
    model = names.get("model") or names.get("own") or evidence.first or ""
    out = _common(evidence, words)
    if model in evidence.decision.row:
        maker = _OF_TEAM.get(key)
        if maker:
            out |= maker(evidence, model, names.get("criterion", ""), words)
    if key in ("chance", "regret") and evidence.decision.ranking is not None:
        out |= _ranked(evidence, model, words)
    return out


def _common(e: Evidence, words: Words) -> Numbers:
    world = e.decision.world
    return {
        "scenarios": words.number(world.size),
        "months": words.number(world.months),
        "budget": words.about(median(world.budget)),
        "designs": words.number(e.decision.found.screened),
        "hours": words.hours(float(world.needs.monthly.sum())),
        "ambition": words.number(median(world.needs.ambition), 2),
    }


def _ranked(e: Evidence, model: str, words: Words) -> Numbers:
    ranking = e.decision.ranking
    assert ranking is not None
    if model not in e.decision.ranked:
        return {"wins": words.number(0), "error": words.percent(0.0), "utility": "–", "regret": "–"}
    i = e.decision.ranked.index(model)
    return {
        "wins": words.number(float(ranking.chance_of_best[i]) * ranking.draws),
        "error": words.number(100 * float(ranking.chance_error[i]), 1),
        "utility": words.number(float(ranking.expected_utility[i]), 3),
        "regret": words.number(float(ranking.regret_mean[i]), 3),
    }


def _criterion(e: Evidence, model: str, criterion: str, words: Words) -> Numbers:
    return _CRITERIA[criterion](e, model, words)


def _alignment(e: Evidence, model: str, words: Words) -> Numbers:
    done = e.outcome(model, "alignment", monthly=False)
    wanted = median(e.decision.world.needed.alignment)
    steering = e.outcome(model, "quality_steering")
    return {
        "done": words.number(done),
        "wanted": words.number(wanted),
        "result": words.number(e.middle(model, "alignment"), 2),
        "steering": words.percent(min(1.0, steering)),
    }


def _flexibility(e: Evidence, model: str, words: Words) -> Numbers:
    stop = e.stoppable(model, e.decision.world.rules["flexibility.stop_months"])
    shown = e.middle(model, "flexibility")
    return {
        "stop": words.number(stop, 2),
        "swing": words.number(max(0.0, 2.0 * shown - stop), 2),
        "result": words.number(shown, 2),
    }


def _initial(e: Evidence, model: str, words: Words) -> Numbers:
    world = e.decision.world
    return {
        "money": words.about(e.middle(model, "initial_money")),
        "month": words.about(median(world.budget) / 12.0),
        "result": words.number(e.middle(model, "initial_cost"), 1),
    }


def _speed(e: Evidence, model: str, words: Words) -> Numbers:
    return {
        "quarter": words.counted("weeks", e.middle(model, "speed")),
        "most": words.counted("weeks", e.middle(model, "weeks_80")),
        "cycle": words.counted("days", e.middle(model, "cycle")),
        "lost": words.percent(e.middle(model, "lost")),
    }


def _expertise(e: Evidence, model: str, words: Words) -> Numbers:
    months = max(1, e.decision.world.months - e.decision.world.kernel_rules.steady)
    wanted = median(e.decision.world.needed.specialised) / months
    done = e.outcome(model, "expertise")
    return {
        "done": words.hours(done),
        "wanted": words.hours(wanted),
        "orchestrated": words.percent(min(1.0, e.middle(model, "coordination_ratio"))),
        "result": words.number(e.middle(model, "expertise"), 2),
    }


def _coverage(e: Evidence, model: str, words: Words) -> Numbers:
    months = max(1, e.decision.world.months - e.decision.world.kernel_rules.steady)
    wanted = median(e.decision.world.needed.total) / months
    wanted += e.outcome(model, "needed_coordination")
    return {
        "done": words.hours(wanted * e.middle(model, "coverage")),
        "wanted": words.hours(wanted),
        "result": words.percent(e.middle(model, "coverage")),
    }


def _total(e: Evidence, model: str, words: Words) -> Numbers:
    world = e.decision.world
    years = world.months / 12.0
    return {
        "paid": words.about(e.middle(model, "paid") / years),
        "undone": words.about(e.outcome(model, "undone", monthly=False) / years),
        "factor": words.number(world.rules["undone.price"], 1),
        "result": words.number(e.middle(model, "total_cost"), 2),
    }


def _cost(e: Evidence, model: str, criterion: str, words: Words) -> Numbers:
    years = e.decision.world.months / 12.0
    return {
        "paid": words.about(e.middle(model, "paid") / years),
        "fixed": words.about(e.fixed_cost(model)),
    }


def _valued(e: Evidence, model: str, criterion: str, words: Words) -> Numbers:
    return {
        "measure": words.measure(criterion, e.middle(model, criterion)),
        "result": words.number(e.value(model, criterion), 3),
        "weight": words.percent(e.weights[criterion]),
    }


def _conditioned(e: Evidence, model: str, criterion: str, words: Words) -> Numbers:
    return {
        "steering": words.percent(min(1.0, e.outcome(model, "quality_steering"))),
        "coordination": words.percent(min(1.0, e.middle(model, "coordination_ratio"))),
        "asked": words.hours(e.outcome(model, "steering_required")),
        "given": words.hours(e.outcome(model, "steering_supplied")),
    }


_CRITERIA: Mapping[str, Callable[[Evidence, str, Words], Numbers]] = {
    "alignment": _alignment,
    "flexibility": _flexibility,
    "initial_cost": _initial,
    "speed": _speed,
    "expertise": _expertise,
    "coverage": _coverage,
    "total_cost": _total,
}
_OF_TEAM: Mapping[str, Callable[[Evidence, str, str, Words], Numbers]] = {
    "criterion": _criterion,
    "coverage": lambda e, m, c, w: _coverage(e, m, w),
    "cost_initial": lambda e, m, c, w: _initial(e, m, w),
    "cost_period": _cost,
    "over_budget": _cost,
    "value": _valued,
    "weight": _valued,
    "condition": _conditioned,
}
