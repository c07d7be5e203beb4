"""What a process holds ready of what was computed, and how it learns that another erased some.

Whoever erases leaves a mark in the database; every process looks at it once a second, and lets go
of all that it holds when it has changed: the database still has what was not erased.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from timonier.app.web.models import Pulse

MARK = "erased"
LOOK = 1.0  # seconds between two looks at the mark
GRACE = 30.0  # and after which what a page begun before the erasing has put back goes as well
KEPT = 256  # texts

Held = TypeVar("Held", bound=Callable[..., Any])

TEXTS: OrderedDict[str, str] = OrderedDict()  # by key, the last used at the end
_guard = threading.RLock()
_caches: list[Callable[..., Any]] = []


class _Seen:
    """What this process knows of the mark: its date, when it was looked at, when to clear again."""

    at: datetime | None = None
    looked = again = float("-inf")
    turn = 0  # how many times all was let go of


def forgettable(cached: Held) -> Held:
    """Have what a function keeps (``lru_cache``) let go of with all the rest."""
    _caches.append(cached)
    return cached


def get(key: str) -> str | None:
    """A text held here, unless it may have been erased elsewhere."""
    look()
    with _guard:
        if key in TEXTS:
            TEXTS.move_to_end(key)
            return TEXTS[key]
    return None


def turn() -> int:
    """What to give back with a text read from the database: it is not kept if all went since."""
    return _Seen.turn


def keep(key: str, text: str, read_in: int | None = None) -> None:
    """Hold a text ready, the least used going first."""
    with _guard:
        if read_in is not None and read_in != _Seen.turn:
            return
        TEXTS[key] = text
        TEXTS.move_to_end(key)
        while len(TEXTS) > KEPT:
            TEXTS.popitem(last=False)


def let_go() -> None:
    """Hold nothing any more."""
    with _guard:
        _Seen.turn += 1
        TEXTS.clear()
        for cached in _caches:
            cached.cache_clear()  # type: ignore[attr-defined]


def say_erased() -> None:
    """Have every process let go of what it holds, this one at once."""
    Pulse.objects.update_or_create(name=MARK, defaults={"at": timezone.now()})
    let_go()


def look() -> None:
    """Let go of everything if something was erased since the last look, a second ago at least."""
    now = time.monotonic()
    with _guard:
        if now - _Seen.looked < LOOK:
            return
        _Seen.looked = now
    try:
        at = Pulse.objects.filter(name=MARK).values_list("at", flat=True).first()
    except DatabaseError:
        return  # nothing can be erased meanwhile
    with _guard:
        if at != _Seen.at:
            _Seen.at, _Seen.again = at, now + GRACE
            let_go()
        elif float("-inf") < _Seen.again < now:
            _Seen.again = float("-inf")
            let_go()


def watch() -> None:
    """Look for ever, for a process that nobody may ask anything for hours."""
    while True:
        time.sleep(LOOK)
        close_old_connections()
        look()
