"""Rate limits on the routes that cost: a bucket for each address, refilled as time passes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from timonier.app.web.problems import too_many

View = Callable[..., HttpResponse]


def costly(view: View) -> View:
    """Refuse, with a page that says when to come back, what one address asks for too often."""

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rate = settings.ENVIRONMENT.rate_per_minute
        if rate and not _take(address_key(request), rate):
            return too_many(request)
        return view(request, *args, **kwargs)

    return limited


def address_key(request: HttpRequest) -> str:
    """Where a request comes from, hashed: behind proxies, the address the nearest one has seen."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ENVIRONMENT.proxies
    forwarded = [a.strip() for a in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    return hashlib.blake2s((settings.SECRET_KEY + address).encode(), digest_size=12).hexdigest()


def _take(key: str, per_minute: int) -> bool:
    now = time.monotonic()
    level, seen = cache.get(f"rate:{key}", (float(per_minute), now))
    level = min(per_minute, level + (now - seen) * per_minute / 60)
    if level < 1:
        return False
    cache.set(f"rate:{key}", (level - 1, now), 120)
    return True
