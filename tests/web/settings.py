"""The product's settings, with static files served without being collected first."""

from timonier.app.web.settings import *  # noqa: F403
from timonier.app.web.settings import MIDDLEWARE

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
