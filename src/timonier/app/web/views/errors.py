"""What Django calls when something went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from timonier.app.web.problems import problem


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
