"""The explanations of the document: for, against, why, why not, warnings, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from timonier.app.document import parts
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

Points = tuple[parts.Point, ...]


def of_model(evidence: Evidence, model: str, words: Words) -> parts.Case:
    """What speaks for and against a model, why it is not first, where the article differs."""
    here = model in evidence.decision.row
    against = why_not(evidence, model)
    return parts.Case(
        advantages=_told(advantages(evidence, model), words) if here else (),
        limits=_told(limits(evidence, model), words) if here else (),
        why_not=_told(against, words),
        differences=_told(differences(evidence, model), words) if here else (),
    )


def _told(points: Iterable[Point], words: Words) -> Points:
    return tuple(said(p, words) for p in points)


def reasons_of(evidence: Evidence, words: Words) -> Points:
    """Why this verdict, in reading order."""
    verdict = evidence.decision.verdict
    few = verdict is not None and verdict.too_few_answers
    return tuple(
        said(replace(p, key="reason.few") if few and p.key == "reason.close" else p, words)
        for p in reasons(evidence)
    )


def said(point: Point, words: Words) -> parts.Point:
    """A point as data and as a sentence."""
    return parts.Point(
        code=point.statements[0],
        key=point.key,
        statements=point.statements,
        metric=point.metric,
        value=rounded(point.value),
        facts={k: plain(v) for k, v in point.facts.items()},
        text=words.point(point),
    )


def warnings(decision: Decision, words: Words) -> tuple[parts.Caution, ...]:
    """What to beware of, about which team, with what to do."""
    return tuple(
        parts.Caution(
            code=raised.code,
            about=raised.about,
            chance=rounded(raised.share),
            facts={k: plain(v) for k, v in raised.facts.items()},
            statements=decision.knowledge.warnings[raised.code].statements,
            text=words.warning(raised.code, raised.facts),
            remedy=decision.knowledge.warnings[raised.code].remedy[words.lang],
        )
        for raised in decision.warnings
    )


def plain(value: Any) -> Any:
    """A fact as JSON holds it."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return rounded(value)
