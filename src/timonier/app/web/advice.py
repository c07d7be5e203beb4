"""Where the advice stands for one situation: the panel's numbers, the questions worth asking."""

from __future__ import annotations

from typing import Any

from timonier.app.web import computing, order
from timonier.app.web.forms import answers
from timonier.app.web.models import Situation
from timonier.app.web.words import current
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

Document = dict[str, Any]


def is_ready(document: Document) -> bool:
    """Whether enough is answered for a figure to say something about this company."""
    return all(answers.is_answered(document, key) for key in order.OPENING) and answers.is_known(
        document, "company.market"
    )


def panel_of(decision: Document) -> Document:
    """What the panel shows of a decision: each model's chance, or why it is closed."""
    verdict, framework = decision["verdict"], decision["framework"]
    models = []
    for model in MODELS:
        said = decision["models"][model]
        models.append(
            {
                "model": model,
                "chance": said["chance_of_best"],
                "viable": bool(said["team"]),
                "closed_by": closing_facts(framework, model),
            }
        )
    best = max((m["chance"] for m in models), default=0.0)
    return {
        "models": models,
        "best": best,
        "first": verdict["model"],
        "status": verdict["status"],
        "stop": decision["stop"],
        "worth": [asked["fact"] for asked in decision["next_questions"]],
    }


def closing_facts(framework: Document, model: str) -> list[str]:
    """The facts whose answers closed a model, those that can be asked again."""
    facts = framework["excluded_by"].get(model, {}).get("facts", [])
    return [fact for fact in facts if order.may_be_asked(fact)]


def refresh(situation: Situation) -> Document:
    """Compute the panel for the situation as it is, and keep it beside its answers."""
    decision = computing.decision(situation.document, situation.seed, current(), quick=True)
    panel = panel_of(decision)
    start = situation.panel.get("start", panel["best"]) if situation.panel else panel["best"]
    panel["start"] = start
    panel["removed"] = doubt_removed(start, panel["best"])
    Situation.objects.filter(pk=situation.pk).update(panel=panel)
    situation.panel = panel
    return panel


def doubt_removed(start: float, now: float) -> float:
    """Share of the first doubt (the chance of being wrong) that the answers have removed."""
    if start >= 1:
        return 0.0
    return min(1.0, max(0.0, (now - start) / (1 - start)))


def worth(situation: Situation) -> list[str]:
    """The questions in the order of their worth, as last computed; else the questionnaire's."""
    if situation.panel:
        return list(situation.panel["worth"])
    return order.fallback(situation.document)


def questions_left(situation: Situation) -> int:
    """How many questions are still worth asking, roughly: what the count announces."""
    waiting = [*order.OPENING, *worth(situation)]
    return sum(order.is_open(situation.document, key) for key in dict.fromkeys(waiting))


def known_share(situation: Situation) -> float:
    """Share of the facts that vary when unknown which this company has answered."""
    drawn = [key for key in load().facts if key in order.FACTS and order.FACTS[key].drawn]
    return sum(answers.is_known(situation.document, key) for key in drawn) / len(drawn)
