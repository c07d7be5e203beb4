"""Who does the marketing today, from a short list; the whole list of the team is beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from timonier.app.interview import answers, people
from timonier.app.interview.words import worded
from timonier.app.web.forms import people as form
from timonier.app.web.models import Situation
from timonier.app.web.views import asking
from timonier.app.web.words import current
from timonier.knowledge import load

KEY = "team"
WHOLE = "whole"  # the name in the address that asks for the whole list


def is_short(request: HttpRequest, situation: Situation) -> bool:
    """Whether the short list is shown: not asked otherwise, and able to say what is kept."""
    if WHOLE in request.GET or "count" in request.POST:
        return False
    return _held(situation) is not None


def _held(situation: Situation) -> dict[str, people.Person] | None:
    document = situation.document
    return people.listed(answers.read(document, KEY), load(), form.full_time(document))


def ask(request: HttpRequest, situation: Situation) -> HttpResponse:
    """Show the short list, or keep whom it names and go on."""
    if request.method != "POST":
        return _show(request, situation)
    said = form.answer(request.POST, situation.document)
    if said.team is None:
        return _show(request, situation, errors=said.errors, error=said.error, status=422)
    return _keep(request, situation, said.team)


def _keep(request: HttpRequest, situation: Situation, team: Any) -> HttpResponse:
    wrong = asking.keep(request, situation, KEY, {KEY: team})
    if wrong:
        return _show(request, situation, error=wrong, status=422)
    return asking.onward(request, situation, KEY)


def _show(
    request: HttpRequest,
    situation: Situation,
    *,
    errors: Mapping[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    asked, held = worded(KEY, current()), answers.read(situation.document, KEY)
    sent = request.POST if request.method == "POST" else None
    context = asking.frame(request, situation, KEY) | {
        "title": asked.text,
        "why": asked.why,
        "section": asked.section,
        "choices": form.choices(_held(situation) or {}, sent, errors or {}),
        "full_time": form.full_time_said(situation.document),
        "error": error,
        "state": form.NOBODY if held == [] else held if held == answers.UNKNOWN else "",
    }
    return render(request, "question_who.html", context, status=status)
