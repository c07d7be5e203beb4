"""Is it up: the database reads and writes, and the knowledge is read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from timonier import __version__
from timonier.app.web import storage
from timonier.knowledge import load


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when answers can be kept, 503 with the failing part when they cannot."""
    database = storage.state()
    parts = {"database": database, "version": __version__, "knowledge": load().version}
    return JsonResponse(parts, status=200 if database == "ok" else 503)
