"""The numbers that fill a formula: the company's own, in the middle of the draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timonier.app.document.words import Words
from timonier.app.measures import bare, period
from timonier.engine.explanation import Evidence
from timonier.engine.quantiles import median
from timonier.knowledge.typography import NARROW

Numbers = dict[str, str]
GAPS = 3  # measures told of what separates a model from its rival


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
        none = {"wins": words.number(0), "error": words.percent(0.0), "gaps": "–"}
        return {**none, "utility": "–", "regret": "–"}
    i = e.decision.ranked.index(model)
    return {
        "gaps": _gaps(e, model, words),
        "wins": words.number(float(ranking.chance_of_best[i]) * ranking.draws),
        "error": words.number(100 * float(ranking.chance_error[i]), 1),
        "utility": words.number(float(ranking.expected_utility[i]), 3),
        "regret": words.number(float(ranking.regret_mean[i]), 3),
    }


def _gaps(e: Evidence, model: str, words: Words) -> str:
    """The measures that count most between a model and its nearest rival, each with its weight."""
    rival = next((m for m in e.order if m != model), None)
    if rival is None:
        return words.say("explain.chance.alone")
    apart = {c: e.weights[c] * abs(e.value(model, c) - e.value(rival, c)) for c in e.weights}
    told = [
        words.say(
            "explain.chance.gap",
            criterion=words.knowledge.criteria[one].label[words.lang].lower(),
            weight=words.percent(e.weights[one]),
            own=words.measure(one, e.middle(model, one)),
            other=words.measure(one, e.middle(rival, one)),
        )
        for one in sorted(apart, key=lambda c: -apart[c])[:GAPS]
    ]
    between = f"{NARROW}; " if words.lang == "fr" else "; "
    return words.say("explain.chance.against", model=words.noun(rival), gaps=between.join(told))


def _criterion(e: Evidence, model: str, criterion: str, words: Words) -> Numbers:
    """The numbers of its function, written as the ends of their names say, and its result."""
    decision, kinds = e.decision, words.kinds()
    known = words.knowledge.criteria[criterion]
    found = decision.judged.measures.formula(criterion, decision.row[model])
    return {
        **{name: kinds[name.rpartition("_")[2]](value) for name, value in found.items()},
        "result": bare(known, e.middle(model, criterion), words.lang),
        "period": period(known, words.lang, decision.world.rules),
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


_OF_TEAM: Mapping[str, Callable[[Evidence, str, str, Words], Numbers]] = {
    "criterion": _criterion,
    "coverage": lambda e, m, c, w: _criterion(e, m, "coverage", w),
    "cost_initial": lambda e, m, c, w: _criterion(e, m, "initial_cost", w),
    "cost_period": _cost,
    "over_budget": _cost,
    "value": _valued,
    "weight": _valued,
    "condition": _conditioned,
}
