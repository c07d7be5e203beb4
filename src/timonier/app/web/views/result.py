"""The advice: computed, shown in three screens, with all the rest on pages of its own."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from timonier.app import charts
from timonier.app.web import advice, computing, jobs, reopening, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.ready import first_screens, prepare
from timonier.app.web.result.screens import PAGES, Screens
from timonier.app.web.views import early, waiting
from timonier.app.web.views.guide import address
from timonier.app.web.words import current

METHOD = ("needs", "teams", "futures", "ranking")  # the steps told on the page of the method


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
        decision = computing.decision(situation.document, situation.seed, current())
        if advice.is_too_early(decision):
            return early.page(request, situation, decision)
        found = _screens(situation)
    except computing.NotYet as under_way:
        shown = {"situation": situation, **waiting.standing(under_way.job)}
        return render(request, "result_waiting.html" if swap else "result.html", shown)
    context = {
        "situation": situation,
        "s": found,
        "notices": reopening.notices(situation.notices, situation.document),
    }
    if found.model is None:
        context["r"] = _prepared(situation).result
    return render(request, "result_swap.html" if swap else "result.html", context)


def _screens(situation: Situation) -> Screens:
    held = (situation.document, situation.seed)
    written, given = computing.text(*held, current()), computing.plan_given(*held)
    return first_screens(written, given, timezone.localdate())


def _prepared(situation: Situation) -> Any:
    return prepare(computing.text(situation.document, situation.seed, current()))


@require_safe
@costly
def page(request: HttpRequest, situation_id: str, name: str) -> HttpResponse:
    """One of the pages behind the advice: comparison, why, tips, plan, assumptions, method."""
    situation = store.find(request, situation_id)
    if name not in PAGES:
        raise Http404(name)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    decision = computing.decision(situation.document, situation.seed, current())
    if advice.is_too_early(decision):
        return redirect("result", situation.pk)
    found = _screens(situation)
    if name not in found.pages:
        return redirect("result", situation.pk)
    return render(request, f"result/{name}.html", _context(situation, found, name))


def _context(situation: Situation, found: Screens, name: str) -> dict[str, Any]:
    """What the templates of the pages read."""
    prepared = _prepared(situation)
    decision = prepared.decision
    plan = found.plan if name == "plan" else None
    return {
        "situation": situation,
        "page": name,
        "s": found,
        "r": prepared.result,
        "graphs": prepared.graphs,
        "schedule": render_to_string("graph.html", {"g": plan.schedule}) if plan else "",
        "decision_names": decision.names,
        "explained": True,
        "method_steps": METHOD,
        "method_address": address("method", current()),
        "sources_address": address("sources", current()),
        "chart_colours": json.dumps(_dark_for_light()),
        "chart_locale": json.dumps(charts.number_locale(current(), decision.currency)),
    }


def _dark_for_light() -> dict[str, str]:
    """The dark theme's colour for each of the light theme's that the charts are drawn in."""
    return dict(zip(charts.colours("light").values(), charts.colours("dark").values(), strict=True))


@require_safe
@costly
def document(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The decision document as a file, exactly as ``timonier decide --json`` prints it."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    found = computing.text(situation.document, situation.seed, current())
    response = HttpResponse(found, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="timonier.json"'
    return response
