"""Pages for the answers that take more than one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from timonier.app.company_file.kinds import Refused
from timonier.app.interview import answers, way
from timonier.app.web import advice, panels, store
from timonier.app.web.forms import figures, review, special, tables
from timonier.app.web.forms.parse import refusal
from timonier.app.web.models import Situation
from timonier.app.web.views import asking
from timonier.app.web.words import current, say
from timonier.engine.company import TABLES
from timonier.knowledge import load

READERS: dict[str, Callable[..., Any]] = {
    "preferences.order": special.order,
    "preferences.tradeoffs": special.tradeoffs,
    "decision.chosen": special.chosen,
}


def ask(request: HttpRequest, situation: Situation, key: str) -> HttpResponse:
    """Show or keep one of these answers, then return to the page of all answers."""
    if request.method != "POST" or "more" in request.POST:
        return _show(request, situation, key)
    try:
        if key == "assumptions":
            return _one_figure(request, situation)
        if key in TABLES:
            return _rows(request, situation, key)
        said = request.POST.get("answer")
        value = None if said == answers.UNKNOWN else READERS[key](request.POST)
    except Refused as refused:
        return _show(request, situation, key, error=refusal(refused), status=422)
    except special.Refused as refused:
        return _show(request, situation, key, error=str(refused), status=422)
    return _kept(request, situation, key, value or None)


def _rows(request: HttpRequest, situation: Situation, key: str) -> HttpResponse:
    """Keep the lines of a table, once what could be read otherwise has been read back."""
    said = tables.read(key, request.POST)
    if not said.sure and request.POST.get("confirm") != "yes":
        worded = review.worded(key, said.value, situation.document, whole=True)
        return _show(request, situation, key, warning=str(say("field.read_as", value=worded)))
    return _kept(request, situation, key, said.value)


def _kept(request: HttpRequest, situation: Situation, key: str, value: Any) -> HttpResponse:
    wrong = store.answer(situation, key, value)
    if wrong:
        return _show(request, situation, key, error=wrong, status=422)
    if key in way.STEPS and not asking.is_alone(request):
        return asking.onward(request, situation, key)
    return redirect(reverse("answers", args=[situation.pk]) + f"#{key}")


def _one_figure(request: HttpRequest, situation: Situation) -> HttpResponse:
    """Go to the question of one figure, or let go of a replaced one."""
    document = situation.document
    dropped = request.POST.get("drop", "")
    if dropped:
        if dropped in document.get(figures.ASSUMPTIONS, {}):
            store.answer(situation, dropped, None)
        return redirect("question", situation.pk, "assumptions")
    key = request.POST.get("figure", "").split(" = ")[0].strip()
    if not figures.is_figure(key, document):
        raise special.Refused(say("special.no_figure"))
    return redirect("question", situation.pk, key)


def _show(
    request: HttpRequest, situation: Situation, key: str, *, status: int = 200, **remarks: str
) -> HttpResponse:
    text, lang = load().facts[key], current()
    document = situation.document
    sent = request.POST if request.method == "POST" and key in TABLES else None
    context = {
        "situation": situation,
        "key": key,
        "label": text.label[lang],
        "question": text.question[lang],
        "why": text.why[lang],
        "help": text.help[lang],
        **remarks,
        "section": load().wording[f"section.{key.split('.')[0]}"][lang],
        "ready": advice.is_ready(document),
        "panel": panels.build(situation),
        **_parts(document, key, sent),
    }
    return render(request, "special.html", context, status=status)


def _parts(document: dict[str, Any], key: str, sent: Any) -> dict[str, Any]:
    if key in TABLES:
        rows = tables.entries(document, key, sent)
        return {"rows": rows, "count": len(rows)}
    if key == "preferences.order":
        return {"ranks": special.ranks(document)}
    if key == "preferences.tradeoffs":
        return {"trades": special.trades(document)}
    if key == "decision.chosen":
        return {"choices": special.choices(document)}
    return {"own": special.own_figures(document), "replaceable": special.replaceable(document)}
