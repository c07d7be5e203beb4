"""What every page that asks shares: where it stands, what it keeps, where it leads next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from timonier.app.interview import way
from timonier.app.interview.words import counted
from timonier.app.web import advice, panels, store
from timonier.app.web.models import Situation
from timonier.app.web.words import current

ASKED_FROM = ("answers", "result")  # the pages that a change made from them leads back to


def is_alone(request: HttpRequest) -> bool:
    """Whether a question is asked to change one answer, outside the interview."""
    return request.GET.get("then") in ASKED_FROM


def frame(request: HttpRequest, situation: Situation, key: str) -> dict[str, Any]:
    """What stands around a question: its count, the way back, the panel beside it."""
    place = None if is_alone(request) else way.place(situation.document, situation.asked, key)
    useful = place is not None and place.useful and advice.is_settled(situation)
    if useful:
        advice.refresh(situation)
    return {
        "situation": situation,
        "place": place,
        "count": counted(place, current()) if place else "",
        "ready": advice.is_ready(situation.document),
        "panel": panels.build(situation, fresh=useful, whole=useful),
    }


def keep(request: HttpRequest, situation: Situation, key: str, changes: Mapping[str, Any]) -> str:
    """Keep the answers of a screen; return what is wrong with them, or ""."""
    place = None if is_alone(request) else way.place(situation.document, situation.asked, key)
    return store.answer_all(situation, changes, asked=key if place and place.useful else "")


def onward(request: HttpRequest, situation: Situation, key: str) -> HttpResponse:
    """Back to the page that wanted a change, else on to the next question."""
    then = request.GET.get("then", "")
    if then in ASKED_FROM:
        anchor = f"#{key}" if then == "answers" else ""
        return redirect(reverse(then, args=[situation.pk]) + anchor)
    return redirect("next-question", situation.pk)
