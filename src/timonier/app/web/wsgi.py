"""The door for another WSGI server, which then computes in its own threads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonier.app.web.settings")
application = get_wsgi_application()
