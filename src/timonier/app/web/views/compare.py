"""Two situations side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app.web import advice, computing, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.difference import advice_lines, answers_that_differ
from timonier.app.web.result.reading import Decision, read
from timonier.app.web.words import current


@require_safe
@costly
def compare(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Put another situation of this browser beside this one; ``with`` in the address names it."""
    left = store.find(request, situation_id)
    if not advice.is_ready(left.document):
        return problem(request, "too_early", 200, situation=left)
    others = Situation.objects.filter(owner=left.owner).exclude(pk=left.pk)
    ready = [s for s in others if advice.is_ready(s.document)]
    chosen = next((s for s in ready if s.pk == request.GET.get("with")), None)
    context = {"situation": left, "others": ready, "other": chosen}
    if chosen:
        mine, theirs = _decision(left), _decision(chosen)
        context |= {
            "advice": advice_lines(mine, theirs),
            "answers": answers_that_differ(left.document, chosen.document),
        }
    return render(request, "compare.html", context)


def _decision(situation: Situation) -> Decision:
    return read(computing.decision(situation.document, situation.seed, current()))
