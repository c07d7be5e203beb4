"""Two decisions side by side: what differs in the answers, and what it changes in the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.interview import answers
from timonier.app.web.forms import review
from timonier.app.web.result.reading import Decision, about, word
from timonier.app.web.words import current, say
from timonier.app.wording import percent
from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS
from timonier.knowledge import load


@dataclass(frozen=True)
class Line:
    label: str
    left: str
    right: str
    differs: bool


def answers_that_differ(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[Line]:
    """The questions answered differently in two documents."""
    lines = []
    for key in [*(k for k in load().facts if k in FACTS), *review.SPECIAL]:
        one, other = answers.read(left, key), answers.read(right, key)
        if one != other:
            label = load().facts[key].label[current()]
            lines.append(Line(label, _said(key, one, left), _said(key, other, right), True))
    return lines


def _said(key: str, held: Any, document: Mapping[str, Any]) -> str:
    if held is None:
        return str(say("answers.nothing"))
    if held in (answers.UNKNOWN, answers.NOT_CONCERNED):
        return str(say(f"answers.{held}"))
    return review.worded(key, held, document)


def advice_lines(left: Decision, right: Decision) -> list[Line]:
    """The two verdicts, chances and costs, line by line."""
    said = [one.document.verdict.text for one in (left, right)]
    pairs = [(str(say("compare.verdict")), said[0], said[1])]
    for model in MODELS:
        same = left.named(model) == right.named(model)
        name = left.named(model) if same else word(f"model.{model}")
        label = str(say("compare.chance", model=name))
        pairs.append((label, _chance(left, model), _chance(right, model)))
    for months in (12, 36):
        label = str(say("compare.cost", n=months))
        pairs.append((label, _cost(left, months), _cost(right, months)))
    return [Line(label, one, other, one != other) for label, one, other in pairs]


def _chance(decision: Decision, model: str) -> str:
    if model not in decision.staffed:
        return str(say("result.cell.none"))
    return percent(decision.document.models[model].chance_of_best, decision.lang)


def _cost(decision: Decision, months: int) -> str:
    shown = decision.leading
    if shown is None:
        return str(say("result.cell.none"))
    found = decision.team(shown).cost.over(months)
    name = decision.named(shown)
    return str(say("compare.cost_of", model=name, cost=about(decision, found.p50)))
