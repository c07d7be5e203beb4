"""The advice: computed, shown, taken away."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app import charts
from timonier.app.web import advice, computing, reopening, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.ready import prepare
from timonier.app.web.views.guide import address
from timonier.app.web.words import current


@require_safe
@costly
def show(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The advice when it is known; else a page that asks for it and says what is under way."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    key = computing.content_key(situation.document, situation.seed, current(), quick=False)
    if request.GET.get("compute") != "1" and computing.known(key) is None:
        return render(request, "result.html", {"situation": situation})
    written = computing.text(situation.document, situation.seed, current())
    template = "result_swap.html" if request.htmx else "result.html"  # type: ignore[attr-defined]
    return render(request, template, context(situation, written))


def context(situation: Situation, written: str) -> dict[str, Any]:
    """What the result's templates read; ``written`` is the decision document as text."""
    prepared = prepare(written)
    return {
        "situation": situation,
        "r": prepared.result,
        "graphs": prepared.graphs,
        "decision_names": prepared.decision.names,
        "currency": prepared.decision.currency,
        "explained": True,
        "notices": reopening.notices(situation.notices, situation.document),
        "sources_address": address("sources", current()),
        "chart_colours": json.dumps(_dark_for_light()),
        "chart_locale": json.dumps(charts.number_locale(current(), prepared.decision.currency)),
    }


def _dark_for_light() -> dict[str, str]:
    """The dark theme's colour for each of the light theme's that the charts are drawn in."""
    return dict(zip(charts.colours("light").values(), charts.colours("dark").values(), strict=True))


@require_safe
@costly
def document(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The decision document, exactly as ``timonier decide --json`` prints it."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    found = computing.text(situation.document, situation.seed, current())
    response = HttpResponse(found, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="timonier.json"'
    return response
