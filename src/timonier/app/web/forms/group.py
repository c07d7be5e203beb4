"""Several facts asked on one screen, each one answered or said to be unknown."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from timonier.app.company_file.kinds import Line, Refused, kind_of
from timonier.app.interview import answers
from timonier.app.interview.way import Step
from timonier.app.web.forms import question
from timonier.app.web.forms.parse import refusal
from timonier.app.web.words import current
from timonier.engine.company import FACTS
from timonier.knowledge import load


@dataclass(frozen=True)
class Read:
    """What was sent: the answers that can be kept, and what is wrong with the others."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]


def parts(
    step: Step, document: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> tuple[question.Question, ...]:
    """The questions of a screen, in their order, with what is wrong with each."""
    told = errors or {}
    return tuple(
        question.build(key, document, error=told.get(key, "")) for key in (*step.beside, *step.asks)
    )


def read(step: Step, sent: QueryDict) -> Read:
    """Read every answer of a screen; what is asked beside the others may stay empty."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key in (*step.beside, *step.asks):
        text = sent.get(key, "").strip()
        try:
            values[key] = _value(key, text, key in step.beside)
        except Refused as refused:
            errors[key] = refusal(refused)
    return Read(values, errors)


def _value(key: str, text: str, may_be_empty: bool) -> Any:
    if text == answers.UNKNOWN:
        return text
    if not text and may_be_empty:
        return None
    fact = FACTS[key]
    return kind_of(fact).answer(load(), fact, Line(text), current()).value


def tried(document: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The document with what was sent, to be shown again beside what is wrong."""
    shown = copy.deepcopy(document)
    for key, value in values.items():
        answers.write(shown, key, value)
    return shown
