"""Where a figure comes from: a sentence, a screen, the full calculation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from timonier.app.document import Document
from timonier.app.document.explain import resolve
from timonier.app.document.parts import Input, Part, opened
from timonier.app.web import advice, computing, order, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.page import provenance
from timonier.app.web.words import current


@require_safe
@costly
def figure(request: HttpRequest, situation_id: str, path: str) -> HttpResponse:
    """Explain one figure of the advice: in place for htmx, on a page of its own otherwise."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    kept = computing.explanations_of(situation.document, situation.seed, current())
    if path not in kept:
        raise Http404(path)
    decision = computing.decision(situation.document, situation.seed, current())
    found = kept[path]
    context = {
        "situation": situation,
        "e": found,
        "inputs": [_input(situation, one) for one in found.inputs],
        "exact": _exact(decision, path),
        "provenance": provenance(decision),
    }
    swap = request.htmx  # type: ignore[attr-defined]
    return render(request, "explanation.html" if swap else "explanation_page.html", context)


def _input(situation: Situation, found: Input) -> tuple[Input, str]:
    """An input, and the address where it can be changed."""
    market = situation.document["company"]["market"]
    short = found.key.removeprefix(f"{market}.")
    asked = order.may_be_asked(short, situation.document)
    address = reverse("question", args=[situation.pk, short]) + "?then=result" if asked else ""
    return found, address


def _exact(decision: Document, path: str) -> list[tuple[str, str]]:
    """The numbers as the document holds them, down to the last digit."""
    held, _ = resolve(decision, path)
    if not isinstance(held, Part):
        return [(path, str(held))]
    numbers = ((key, v) for key, v in opened(held).items() if isinstance(v, int | float))
    return [(f"{path}.{key}", str(v)) for key, v in numbers]
