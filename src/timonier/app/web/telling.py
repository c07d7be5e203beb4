"""What a form said, kept here for a day so that no address says it: the address holds a key.

An address is read over a shoulder, kept by a browser's history and by the journal of a server in
front; back, forward and a reload need one all the same, and a frame of another site has no cookie.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from timonier.app.web.models import TOLD_MARK, Situation, Told

KEPT = timedelta(days=1)
MOST = 200  # of one situation: the oldest goes when one more is kept
MOST_OF_NOBODY = 20_000  # of the frames and searches of everybody
NAME = "told"  # of the key in an address
MARK = TOLD_MARK


def keep(held: dict[str, Any], situation: Situation | None = None) -> str:
    """Keep what was said, for a situation or for nobody's; the key says nothing of it."""
    most = MOST if situation else MOST_OF_NOBODY
    old = Told.objects.filter(situation=situation).values_list("pk", flat=True)
    if over := list(old[most - 1 : most + 99]):
        Told.objects.filter(pk__in=over).delete()
    return Told.objects.create(situation=situation, held=_kept(held)).pk


def _kept(held: Any) -> Any:
    """The same without the one character that PostgreSQL keeps in no text."""
    if isinstance(held, dict):
        return {key: _kept(value) for key, value in held.items()}
    if isinstance(held, list | tuple):
        return [_kept(value) for value in held]
    return held.replace("\x00", "") if isinstance(held, str) else held


def find(key: str, situation: Situation | None = None) -> dict[str, Any]:
    """What was said under a key, of the same situation; nothing once its day is over."""
    if not key.startswith(MARK):
        return {}
    alive = Told.objects.filter(created_at__gt=timezone.now() - KEPT)
    found = alive.filter(pk=key, situation=situation).first()
    return dict(found.held) if found else {}


def over() -> QuerySet[Told]:
    """What is kept no longer."""
    return Told.objects.filter(created_at__lte=timezone.now() - KEPT)
