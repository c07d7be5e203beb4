"""Is it up: the database reads and writes, and the knowledge is read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from timonier import __version__
from timonier.app.web import jobs, storage
from timonier.app.web.models import Job
from timonier.knowledge import load


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when answers can be kept, 503 with the failing part when they cannot."""
    database = storage.state()
    parts = {"database": database, "version": __version__, "knowledge": load().version}
    return JsonResponse(parts, status=200 if database == "ok" else 503)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when work asked for now would be done: health, somebody to do it, room in line."""
    database = storage.state()
    parts: dict[str, object] = {"database": database}
    if database == "ok":
        alone = not settings.ENVIRONMENT.computers
        waiting = Job.objects.filter(state="waiting").count()
        parts |= {"computing": alone or jobs.somebody_computes(), "waiting": waiting}
        parts["room"] = jobs.has_room()
    fit = database == "ok" and parts["computing"] and parts["room"]
    return JsonResponse(parts, status=200 if fit else 503)
