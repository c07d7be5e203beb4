"""The advice: computed, shown, taken away."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app import charts
from timonier.app.web import advice, computing, jobs, reopening, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.ready import prepare
from timonier.app.web.views import waiting
from timonier.app.web.views.guide import address
from timonier.app.web.words import current


@require_safe
@costly
def show(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The advice when it is known; else a page that asks for it and says what is under way."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    asked = request.GET.get("compute") == "1" or jobs.somebody_computes()
    key = computing.content_key(situation.document, situation.seed, current(), quick=False)
    swap = bool(request.htmx)  # type: ignore[attr-defined]
    if not asked and computing.known(key) is None:
        return render(request, "result.html", {"situation": situation})
    try:
        written = computing.text(situation.document, situation.seed, current())
    except computing.NotYet as under_way:
        shown = {"situation": situation, "delay": 900, **waiting.standing(under_way.job)}
        return render(request, "result_waiting.html" if swap else "result.html", shown)
    return render(
        request, "result_swap.html" if swap else "result.html", context(situation, written)
    )


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
    try:
        found = computing.text(situation.document, situation.seed, current())
    except computing.NotYet as under_way:
        where = jobs.standing(under_way.job)
        answer = JsonResponse(asdict(where), status=waiting.ACCEPTED)
        answer["Retry-After"] = str(where.seconds)
        return answer
    response = HttpResponse(found, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="timonier.json"'
    return response
