"""The application for any WSGI server; one that is not ours then computes in its own threads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonier.app.web.settings")
whole = get_wsgi_application()

from timonier.app.web.api.door import guarded  # noqa: E402  once the settings are read

application = guarded(whole)
