"""Pages that say what went wrong: what happened and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def problem(request: HttpRequest, kind: str, status: int, **values: object) -> HttpResponse:
    """A page, or a piece of one for htmx, that says what happened and what to do next.

    ``kind`` names its sentences under ``web.error``.
    """
    context = {"kind": kind, "title": f"error.{kind}.title", "what": f"error.{kind}.what"}
    piece = getattr(request, "htmx", False)
    template = "problem_piece.html" if piece else "problem.html"
    return render(request, template, context | values, status=status)


def too_many(request: HttpRequest) -> HttpResponse:
    response = problem(request, "too_many", 429, again=_again(request))
    response["Retry-After"] = "30"
    return response


def unavailable(request: HttpRequest, kind: str, seconds: int = 30) -> HttpResponse:
    """What cannot be done now, and when to come back."""
    response = problem(request, kind, 503, again=_again(request))
    response["Retry-After"] = str(seconds)
    return response


def _again(request: HttpRequest) -> str:
    """Where the same is asked for again; "" where what was sent would be lost."""
    return request.get_full_path() if request.method == "GET" else ""
