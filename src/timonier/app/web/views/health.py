"""Is it up: the database answers and the knowledge is read."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from timonier import __version__
from timonier.knowledge import load


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when requests can be served, 503 with the failing part when they cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "unreachable"
    status = 200 if database == "ok" else 503
    parts = {"database": database, "version": __version__, "knowledge": load().version}
    response = JsonResponse(parts, status=status)
    response["Cache-Control"] = "no-store"
    return response
