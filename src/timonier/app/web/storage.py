"""The state of the database: what its failures mean, whether it can be written, who may read it."""

from __future__ import annotations

import stat
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.utils import timezone

from timonier.app.web.models import Pulse

# Words of SQLite's and PostgreSQL's own sentences, and what they mean for whoever waits.
MEANINGS = {
    "full": ("is full", "disk i/o error", "no space left", "could not extend", "too large"),
    "read_only": ("readonly", "read-only"),
    "lost": ("unable to open", "locked", "connection", "connect", "terminat", "shutting down",
             "starting up", "recovery mode", "closed"),
}  # fmt: skip
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
FRESH = 5.0  # seconds that an answer about the database holds
_seen = (0.0, "")


def trouble(error: BaseException) -> str:
    """What a failure of the database means: "full", "read_only", "lost"; "" for a fault of ours."""
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return ""
    said = str(error).lower()
    found = (name for name, words in MEANINGS.items() if any(word in said for word in words))
    return next(found, "")


def state() -> str:
    """Whether the database reads and writes: "ok", or what is wrong with it.

    Something is really written, since a full disk still reads; an answer holds for five seconds.
    """
    global _seen
    now = time.monotonic()
    if _seen[1] and now - _seen[0] < FRESH:
        return _seen[1]
    try:
        Pulse.objects.update_or_create(name="health", defaults={"at": timezone.now()})
        found = "ok"
    except DatabaseError as error:
        found = trouble(error) or "lost"
    _seen = (now, found)
    return found


def make_private() -> None:
    """Let nobody but its owner read the database, its journals and the key."""
    name = settings.DATABASES["default"]["NAME"]
    folder = settings.ENVIRONMENT.data_dir
    kept = [folder / "secret-key"]
    if str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
        kept += [Path(f"{name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    for path in kept:
        if path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(OWNER_ONLY)
