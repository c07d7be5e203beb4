"""What a form said, kept here for a day so that no address says it: the address holds a key.

An address is read over a shoulder, kept by a browser's history and by the journal of a server in
front; back, forward and a reload need one all the same, and a frame of another site has no cookie.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from timonier.app.links import Shared
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
    found = _alive().filter(pk=key, situation=situation).first()
    return dict(found.held) if found else {}


def frame_of(key: str) -> QuerySet[Told]:
    """All that was answered in the frame where a key was given, adopted since or not."""
    found = _alive().filter(pk=key, held__has_key="frame").first() if key else None
    return _alive().filter(held__frame=found.held["frame"]) if found else Told.objects.none()


def opened(told: Told) -> Shared:
    """The situation that a frame goes on from."""
    return Shared(**{key: one for key, one in told.held.items() if key != "frame"})


def of_list(portfolio_id: str) -> QuerySet[Told]:
    """The words looked for in a list of companies."""
    return Told.objects.filter(held__list=portfolio_id)


def _alive() -> QuerySet[Told]:
    return Told.objects.filter(created_at__gt=timezone.now() - KEPT)


def over() -> QuerySet[Told]:
    """What is kept no longer."""
    return Told.objects.filter(created_at__lte=timezone.now() - KEPT)
