"""The page of whoever has said too little for an advice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from timonier.app.document import Document
from timonier.app.web.models import Situation
from timonier.app.web.result.early import early


def page(request: HttpRequest, situation: Situation, decision: Document) -> HttpResponse:
    """What companies like this one usually face and the next question; a piece of it for htmx."""
    found = early(decision, situation.document)
    template = "early_body.html" if request.htmx else "early.html"  # type: ignore[attr-defined]
    return render(request, template, {"situation": situation, "e": found})
