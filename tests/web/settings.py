"""The product's settings, with static files served without being collected first."""

from pathlib import Path

from timonier.app.web.settings import *  # noqa: F403
from timonier.app.web.settings import DATABASES, ENVIRONMENT, MIDDLEWARE

# A database in memory is one cache shared by the threads, where whoever finds a table taken fails
# at once; in a file, as in the product, he waits for his turn.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(ENVIRONMENT.data_dir) / "tests.sqlite3")}

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
