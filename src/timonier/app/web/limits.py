"""Fair shares of the threads that serve: processor time by address, room for light pages."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from timonier.app.web.models import Spent
from timonier.app.web.problems import too_many, unavailable

View = Callable[..., HttpResponse]
AT_ONCE = 4  # costly pages made at the same time in one process: more only slow each other down
LIGHT = 4  # threads of each process that costly pages never take
PATIENCE = 20.0  # seconds that a costly page waits for its turn
BURST = 3  # seconds of processor that an address takes at once before its pace is looked at
FRESH = 1.0  # seconds that what an address has spent is believed without looking again
ALONE = "timonier.alone"  # marks, in META, a page that only this machine's user can open
LINK = 10  # times what it took: nobody opens forty links at once, nor three more each second


def costly(view: View, times: int = 1) -> View:
    """Make a page in its turn, and count what it took; refuse, in words, who has had its share.

    ``times`` more is counted for a page that is only asked for in numbers by who floods.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        share = 0 if ALONE in request.META else settings.ENVIRONMENT.seconds_per_minute
        address = address_key(request)
        if share and METER.spent(address) > 1_000 * share:
            _let_rest(request)
            return too_many(request)
        with ROOM.turn(address) as entered:
            if not entered:
                return unavailable(request, "busy", 5)
            started = time.thread_time()
            try:
                return view(request, *args, **kwargs)
            finally:
                if share:
                    METER.add(address, 1_000 * times * (time.thread_time() - started))
                if share and METER.spent(address) > 1_000 * pace(share):
                    _let_rest(request)

    return limited


def of_a_link(view: View) -> View:
    """Like ``costly``, for what a stranger's link makes this server read."""
    return costly(view, LINK)


def address_key(request: HttpRequest) -> str:
    """Where a request comes from, hashed."""
    address = address_in(request.META)
    return hashlib.blake2s((settings.SECRET_KEY + address).encode(), digest_size=12).hexdigest()


def address_in(environ: Mapping[str, Any]) -> str:
    """Where a request comes from: behind proxies, the address that the nearest one has seen."""
    proxies = settings.ENVIRONMENT.proxies
    forwarded = [a.strip() for a in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(environ.get("REMOTE_ADDR", ""))


def pace(share: int) -> float:
    """Processor seconds that an address may have taken by now, of its share of this minute."""
    return BURST + max(0, share - BURST) * (time.time() % 60) / 60


def _let_rest(request: HttpRequest) -> None:
    """Have the server read nothing more of this connection for a second: others come first."""
    from timonier.app.web.api.door import TURNED_AWAY

    request.META[TURNED_AWAY] = True


class Room:
    """Who makes a costly page in this process, and who waits for a turn to."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside = 0
        self.waiting: Counter[str] = Counter()

    @contextmanager
    def turn(self, address: str) -> Iterator[bool]:
        """Wait for a turn; False when there is no place to wait, for this address or for anybody.

        An address takes three quarters of the places at most: another one always finds some.
        """
        entered = self._enter(address)
        try:
            yield entered
        finally:
            if entered:
                with self.changed:
                    self.inside -= 1
                    self.changed.notify()

    def _enter(self, address: str) -> bool:
        places = max(2, settings.ENVIRONMENT.threads - LIGHT - AT_ONCE)
        with self.changed:
            if self.inside < AT_ONCE and not self.waiting.total():
                self.inside += 1
                return True
            if self.waiting.total() >= places or self.waiting[address] >= places * 3 // 4:
                return False
            self.waiting[address] += 1
            free = self.changed.wait_for(lambda: self.inside < AT_ONCE, PATIENCE)
            self.waiting -= Counter([address])
            self.inside += free
            return free


class Meter:
    """What each address has taken this minute, shared by all processes through the database.

    It fails open: where the database cannot say, nobody is refused.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.own: Counter[str] = Counter()  # not written yet
        self.known: dict[str, tuple[float, float]] = {}  # as last read: when, milliseconds

    def spent(self, address: str) -> float:
        """Milliseconds of processor time that an address has taken in this minute."""
        key, now = _key(address), time.monotonic()
        with self.lock:
            read, held = self.known.get(key, (-FRESH, 0.0))
            if now - read < FRESH:
                return held + self.own[key]
        self._settle(key)
        with self.lock:
            return self.known[key][1] + self.own[key]

    def add(self, address: str, milliseconds: float) -> None:
        """Count what a page took; it is written down the next time somebody looks."""
        with self.lock:
            self.own[_key(address)] += round(milliseconds) or 1

    def _settle(self, key: str) -> None:
        """Write what this process has counted, and read what all have."""
        with self.lock:
            own = self.own.pop(key, 0)
        minute = int(key.rpartition(":")[2])
        try:
            if own and not Spent.objects.filter(pk=key).update(
                milliseconds=F("milliseconds") + own
            ):
                Spent.objects.bulk_create(
                    [Spent(key=key, minute=minute, milliseconds=own)], ignore_conflicts=True
                )
                Spent.objects.filter(minute__lt=minute - 2).delete()
            found = Spent.objects.filter(pk=key).values_list("milliseconds", flat=True).first()
        except DatabaseError:
            found = 0
        with self.lock:
            fresh = {k: v for k, v in self.known.items() if k.endswith(f":{minute}")}
            self.known = {**fresh, key: (time.monotonic(), float(found or 0))}
            for old in [k for k in self.own if not k.endswith(f":{minute}")]:
                del self.own[old]


def _key(address: str) -> str:
    return f"{address}:{int(time.time() // 60)}"


ROOM, METER = Room(), Meter()
