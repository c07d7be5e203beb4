"""Who calls, what they may call, and their share of the minute, in company-seconds.

A company-second is a second of processor spent on a company, at the price published for each
effort. Shares are counted where those of the pages are, and like them fail open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from timonier.app.web import jobs
from timonier.app.web.api import keys
from timonier.app.web.api.door import CALL, DOOR, shares, spent, who_in
from timonier.app.web.api.key_terms import SCOPES
from timonier.app.web.api.problems import Found, Problem
from timonier.app.web.limits import METER, address_key

NEEDS = 0.3
GLIMPSE = 0.2  # a what-if, once its company is decided
PLAN = 6.0
DECIDE = {"full": 4.0, "quick": 1.0, "triage": 0.2}


@dataclass(frozen=True)
class Caller:
    """A key, or the address of whoever shows none; ``share`` 0 is no limit."""

    name: str
    share: int
    scopes: tuple[str, ...] = SCOPES
    key: str = ""

    @property
    def left(self) -> float:
        """Company-seconds left for this minute."""
        return max(0.0, self.share - METER.spent(self.name) / 1_000)


def recognise(request: HttpRequest) -> Caller:
    """Who calls; Problem for a key that opens nothing, or for whoever has had their share."""
    caller = _caller(request)
    request.caller = caller  # type: ignore[attr-defined]
    own = "" if caller.key else caller.name  # whoever shows no key has few places in line
    jobs.VISITOR.set(jobs.Visitor(own, caller.name))
    try:
        charge(caller, CALL)
    except Problem:
        DOOR.shut_out(who_in(request.META), caller.share)
        raise
    return caller


def _caller(request: HttpRequest) -> Caller:
    header = request.headers.get("Authorization", "")
    stranger = Caller(f"a{address_key(request)[:23]}", settings.ENVIRONMENT.seconds_per_minute)
    if not header:
        return stranger
    scheme, _, shown = header.partition(" ")
    found = keys.find(shown.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        charge(stranger, CALL)  # trying keys is counted where it comes from
        raise Problem("bad_key", 401, headers={"WWW-Authenticate": 'Bearer realm="timonier"'})
    return Caller(f"k{found.pk}", found.share, tuple(found.scopes), found.pk)


def allow(caller: Caller, scope: str) -> None:
    """Refuse a key that was not made for this."""
    if scope not in caller.scopes:
        raise Problem("scope", 403, Found(allowed=scope))


def charge(caller: Caller, seconds: float) -> None:
    """Count what a call is worth, or refuse it where the minute's share does not hold it."""
    if caller.share and caller.left < seconds:
        raise spent(seconds, math.floor(caller.left))
    METER.add(caller.name, 1_000 * seconds)


def say_share(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the caller's share and what is left of it."""
    caller: Any = getattr(request, "caller", None)
    if caller is None or not caller.share:
        return
    for name, said in shares(caller.share, math.floor(caller.left)).items():
        response[name] = said
