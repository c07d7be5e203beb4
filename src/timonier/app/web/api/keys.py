"""Keys of the API: shown once, kept as an identifier and a SHA-256, scoped, dated, revocable."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from timonier.app.web.api.key_terms import LONGEST_NAME
from timonier.app.web.models import ApiKey

PREFIX = "tim"  # so that a key found where it should not be is known for what it is
SHAPE = re.compile(rf"{PREFIX}_([a-z0-9]{{12}})_([A-Za-z0-9_-]{{43}})")


@dataclass(frozen=True)
class Made:
    """A new key: what is kept of it, and the only sight of the whole."""

    kept: ApiKey
    shown: str


def create(name: str, scopes: tuple[str, ...], days: int, share: int) -> Made:
    """Make a key; its secret is 256 random bits, so its plain SHA-256 opens nothing."""
    identifier, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    kept = ApiKey.objects.create(
        id=identifier,
        name=name[:LONGEST_NAME],
        digest=_digest(secret),
        scopes=list(scopes),
        share=share,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return Made(kept, f"{PREFIX}_{identifier}_{secret}")


def find(shown: str) -> ApiKey | None:
    """The key that a caller shows, when it is one, still open and not past its day."""
    parts = SHAPE.fullmatch(shown)
    if parts is None:
        return None
    kept = ApiKey.objects.filter(pk=parts[1]).first()
    known = kept.digest if kept else _digest("")
    if not hmac.compare_digest(known, _digest(parts[2])) or kept is None or not kept.is_open:
        return None
    today = timezone.localdate()
    if kept.used_on != today:  # once a day: nobody's calls are followed
        ApiKey.objects.filter(pk=kept.pk).update(used_on=today)
    return kept


def revoke(identifier: str) -> bool:
    """Close a key for ever; False when there is none of that identifier still open."""
    open_one = ApiKey.objects.filter(pk=identifier, revoked_at=None)
    return bool(open_one.update(revoked_at=timezone.now()))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
