"""What went wrong, in words: what happened and what to do."""

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


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    from timonier.app.web.store import Elsewhere

    kind = "elsewhere" if isinstance(exception, Elsewhere) else "not_found"
    return problem(request, kind, 404)


def failure(request: HttpRequest) -> HttpResponse:
    return problem(request, "failure", 500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, "expired_form", 403)


def too_many(request: HttpRequest) -> HttpResponse:
    response = problem(request, "too_many", 429)
    response["Retry-After"] = "30"
    return response


def unavailable(request: HttpRequest, kind: str, seconds: int = 30) -> HttpResponse:
    """What cannot be done now, and when to come back."""
    response = problem(request, kind, 503)
    response["Retry-After"] = str(seconds)
    return response
