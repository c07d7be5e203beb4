"""Turn away, before anything is read of what they send, those who have had their whole share.

Said by the API itself, "come back in a minute" costs two thirds of what an answer found again does:
who asks without a pause would slow everybody else. At the door it costs next to nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from timonier.app.web.api import problems
from timonier.app.web.limits import address_in
from timonier.app.web.words import Lang
from timonier.app.wording import number
from timonier.engine.catalogue import Text

ROOT = "/api/v1/"
POLICY = "company-seconds"
TURNED_AWAY = "timonier.turned_away"  # what the server finds in the environ of such a request
CALL = 0.02  # company-seconds of any call, found or not
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Door:
    """Who may not come in before the minute is over, with the share that each has spent."""

    def __init__(self) -> None:
        self.minute = 0
        self.shut: dict[bytes, int] = {}

    def shut_out(self, who: bytes, share: int) -> None:
        """Keep somebody out until the minute is over."""
        if self.minute != this_minute():
            self.minute, self.shut = this_minute(), {}
        self.shut[who] = share

    def share_of(self, who: bytes) -> int:
        """The share that somebody kept out has spent; 0 for whoever may come in."""
        return self.shut.get(who, 0) if self.minute == this_minute() else 0


def who_in(environ: Mapping[str, Any]) -> bytes:
    """Who calls, as the door knows them: what they show, else where they come from."""
    shown = environ.get("HTTP_AUTHORIZATION") or address_in(environ)
    return hashlib.blake2s((settings.SECRET_KEY + shown).encode(), digest_size=16).digest()


def this_minute() -> int:
    """The number of the minute, since the epoch."""
    return int(time.time() // 60)


def until_next_minute() -> int:
    """Seconds until shares are whole again."""
    return 60 - int(time.time() % 60)


def spent(worth: float, left: int) -> problems.Problem:
    """The refusal of a call that what is left of a share does not hold; in company-seconds."""
    decimals = 0 if worth == int(worth) else 2
    read = Text(*(number(worth, lang, decimals) for lang in ("fr", "en")))
    allowed = Text(*(number(left, lang, 0) for lang in ("fr", "en")))
    return problems.later("share_spent", 429, until_next_minute(), read=read, allowed=allowed)


def shares(share: int, left: int) -> dict[str, str]:
    """A share and what is left of it (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Policy": f'"{POLICY}";q={share};w=60',
        "RateLimit": f'"{POLICY}";r={left};t={until_next_minute()}',
    }


def guarded(application: Application) -> Application:
    """The application behind the door."""

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(ROOT) or not DOOR.shut:
            return application(environ, start_response)
        share = DOOR.share_of(who_in(environ))
        if not share:
            return application(environ, start_response)
        return _turned_away(environ, start_response, share)

    return answer


def _turned_away(
    environ: Environ, start_response: Callable[..., Any], share: int
) -> Iterable[bytes]:
    identifier, seconds = secrets.token_hex(6), until_next_minute()
    lang = problems.preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    body = _said(lang, seconds).replace(IDENTIFIER, identifier.encode())
    headers = {
        "Content-Type": problems.MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Content-Language": lang,
        "Cache-Control": "no-store",
        "Retry-After": str(seconds),
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": identifier,
        **shares(share, 0),
    }
    environ[TURNED_AWAY] = True
    start_response("429 Too Many Requests", list(headers.items()))
    return [body]


IDENTIFIER = b"#" * 12  # where that of a request goes


@lru_cache(maxsize=120)
def _said(lang: Lang, seconds: int) -> bytes:
    return problems.written(spent(CALL, 0), lang, IDENTIFIER.decode())


DOOR = Door()
