"""The addresses of ``timonier api``: the API, and whether it is up; no page."""

from __future__ import annotations

from django.urls import path

from timonier.app.web.api.service import api
from timonier.app.web.views import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("api/v1/", api.urls),
]
