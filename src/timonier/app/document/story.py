"""The explanations of the document: for, against, why, why not, warnings, each with its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from timonier.app.document.numbers import rounded
from timonier.app.document.words import Words
from timonier.engine.decision import Decision
from timonier.engine.explanation import (
    Evidence,
    Point,
    advantages,
    differences,
    limits,
    reasons,
    why_not,
)

Said = dict[str, Any]


def of_model(evidence: Evidence, model: str, words: Words) -> Said:
    """What speaks for and against a model, why it is not first, where the article differs."""
    here = model in evidence.decision.row
    against = why_not(evidence, model) if model != "mixed" else ()
    return {
        "advantages": [said(p, words) for p in advantages(evidence, model)] if here else [],
        "limits": [said(p, words) for p in limits(evidence, model)] if here else [],
        "why_not": [said(p, words) for p in against],
        "differences": [said(p, words) for p in differences(evidence, model)] if here else [],
    }


def reasons_of(evidence: Evidence, words: Words) -> list[Said]:
    """Why this verdict, in reading order."""
    few = too_few_answers(evidence.decision)
    return [
        said(replace(p, key="reason.few") if few and p.key == "reason.close" else p, words)
        for p in reasons(evidence)
    ]


def too_few_answers(decision: Decision) -> bool:
    """Whether the four questions have too few answers for any advice."""
    return decision.framework.answered < decision.world.rules["verdict.answers_min"]


def said(point: Point, words: Words) -> Said:
    """A point as data and as a sentence."""
    return {
        "code": point.statements[0],
        "key": point.key,
        "statements": list(point.statements),
        "metric": point.metric,
        "value": rounded(point.value),
        "facts": {k: plain(v) for k, v in point.facts.items()},
        "text": words.point(point),
    }


def warnings(decision: Decision, words: Words) -> list[Said]:
    """What to beware of, about which team, with what to do."""
    return [
        {
            "code": raised.code,
            "about": raised.about,
            "chance": rounded(raised.share),
            "facts": {k: plain(v) for k, v in raised.facts.items()},
            "statements": list(decision.knowledge.warnings[raised.code].statements),
            "text": words.warning(raised.code, raised.facts),
            "remedy": decision.knowledge.warnings[raised.code].remedy[words.lang],
        }
        for raised in decision.warnings
    ]


def plain(value: Any) -> Any:
    """A fact as JSON holds it."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return rounded(value)
