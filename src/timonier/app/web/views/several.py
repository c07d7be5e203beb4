"""Several facts on one screen: what the company does, what of its vision is clear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from timonier.app.interview.way import Step
from timonier.app.interview.words import worded
from timonier.app.web.forms import group
from timonier.app.web.models import Situation
from timonier.app.web.views import asking
from timonier.app.web.words import current


def ask(request: HttpRequest, situation: Situation, step: Step) -> HttpResponse:
    """Show the facts of a step, or keep what is said of them all and go on."""
    if request.method != "POST":
        return _show(request, situation, step)
    read = group.read(step, request.POST)
    shown = group.tried(situation.document, read.values)
    if read.errors:
        return _show(request, situation, step, document=shown, errors=read.errors, status=422)
    wrong = asking.keep(request, situation, step.key, read.values)
    if wrong:
        return _show(request, situation, step, document=shown, error=wrong, status=422)
    return asking.onward(request, situation, step.key)


def _show(
    request: HttpRequest,
    situation: Situation,
    step: Step,
    *,
    document: dict[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = worded(step.key, current())
    held = situation.document if document is None else document
    context = asking.frame(request, situation, step.key) | {
        "title": asked.text,
        "why": asked.why,
        "section": asked.section,
        "parts": group.parts(step, held, errors),
        "beside": step.beside,
        "error": error,
    }
    return render(request, "question_group.html", context, status=status)
