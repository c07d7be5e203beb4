"""What the money buys, budget by budget: columns to touch, each with what it gets."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.document.parts import Step
from timonier.app.web.drawing import column
from timonier.app.web.numbers import thousands
from timonier.app.web.result.reading import Decision, about, full, word
from timonier.app.web.words import say
from timonier.app.wording import listing, percent
from timonier.knowledge import load
from timonier.knowledge.spoken import spoken_in


@dataclass(frozen=True)
class Rung:
    """One budget, and the best that it buys."""

    budget: str  # as short as the foot of a column wants it
    label: str  # for whoever hears it: the budget and what it buys
    said: str
    team: str
    drawing: str
    model: str
    stated: bool


def rungs(decision: Decision) -> tuple[Rung, ...]:
    """The best that each budget buys, rising."""
    return tuple(_rung(decision, step) for step in decision.document.frontier)


def _rung(decision: Decision, step: Step) -> Rung:
    short, budget = _budget(decision, step)
    if step.model is None:
        nothing = str(say("result.rung.nothing", budget=budget))
        return Rung(short, nothing, nothing, "", "", "", step.stated)
    values = {
        "budget": budget,
        "model": word(f"model_noun.{step.model}"),
        "share": percent(step.work_done, decision.lang),
        "cost": about(decision, step.cost),
    }
    return Rung(
        short,
        str(say("result.rung.label", **values)),
        str(say(f"result.rung.{'staying' if step.cost > step.budget else 'buys'}", **values)),
        listing(_roles(decision, step), decision.lang),
        column(step.work_done, step.model),
        step.model,
        step.stated,
    )


def _budget(decision: Decision, step: Step) -> tuple[str, str]:
    """A budget at the foot of its column and in a sentence; the company's own is never rounded."""
    said = thousands(step.budget, decision.currency)
    if not step.stated:
        return said, said
    own = decision.document.stated("marketing.budget")
    known = isinstance(own, int | float)
    key = "result.rung.yours" if known else "result.rung.middle"
    return str(say(key)), full(decision, own) if known else about(decision, step.budget)


def _roles(decision: Decision, step: Step) -> list[str]:
    known = spoken_in(load(), str(decision.document.stated("company.market"))).roles
    return [known[role].label[decision.lang] for role in step.team if role in known]
