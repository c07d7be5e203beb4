"""Whether who asks is this machine's user: on this machine, through nobody, with its own proof.

A proof is signed with the installation's secret, which only its user reads: ``timonier api key
page`` makes one for the address that it prints, and the page that it opens leaves another in a
cookie. A server in front, another machine or another site's page has none.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

COOKIE = "timonier_here"
LINK, VISIT = 600, 3_600  # seconds that a printed address and a visit last
NAMES = ("localhost", "127.0.0.1", "[::1]")
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST",
             "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP")  # fmt: skip


def is_forwarded(environ: Mapping[str, Any]) -> bool:
    """Whether a request has come through another server."""
    return any(header in environ for header in FORWARDED)


def is_near(request: HttpRequest) -> bool:
    """Whether a request comes from this machine, to one of its names, forwarded by nobody."""
    try:
        is_own = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    named = split_domain_port(request.get_host())[0] in NAMES
    return is_own and named and not is_forwarded(request.META)


def is_own(request: HttpRequest) -> bool:
    """Whether this machine's user asks."""
    return is_near(request) and _holds(request.COOKIES.get(COOKIE, ""), "visit", VISIT)


def word() -> str:
    """The end of an address that lets this machine's user in."""
    return _signer("link").sign(secrets.token_urlsafe(6))


def is_word(given: str) -> bool:
    """Whether the end of an address was printed here a short while ago."""
    return _holds(given, "link", LINK)


def let_in(response: HttpResponse) -> HttpResponse:
    """Leave the proof of a visit in the browser."""
    proof = _signer("visit").sign(secrets.token_urlsafe(6))
    response.set_cookie(COOKIE, proof, max_age=VISIT, httponly=True, samesite="Strict")
    return response


def _holds(given: str, kind: str, seconds: int) -> bool:
    try:
        _signer(kind).unsign(given, max_age=seconds)
    except signing.BadSignature:
        return False
    return True


def _signer(kind: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"timonier.here.{kind}", sep="~")
