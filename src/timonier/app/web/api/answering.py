"""Wait for what is being computed, as an answer does, without holding up the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings

from timonier.app.web import computing, jobs
from timonier.app.web.api.callers import Caller
from timonier.app.web.api.problems import later
from timonier.app.web.limits import ROOM
from timonier.app.web.models import Job

PATIENCE = 50.0  # seconds that an answer waits: a server in front gives it sixty
LOOKS = (0.03, 0.05, 0.1, 0.2)  # seconds between two looks at a job; the last one goes on
SHOWN = 5.0  # seconds between two signs that somebody still waits
AGAIN = 5  # seconds after which to ask again for what was not ready
T = TypeVar("T")


def awaited(caller: Caller, ask: Callable[[], T]) -> T:
    """What ``ask`` gives, once computed; Problem, with when to ask again, where it takes too long.

    Where no process computes, the thread that asks does, in its turn among costly pages.
    """
    try:
        if jobs.somebody_computes():
            return ask()
        with turn(caller):
            return ask()
    except computing.NotYet as waiting:  # by a process, or by a thread that was asked before
        return _watched(ask, waiting.job)


@contextmanager
def turn(caller: Caller) -> Iterator[None]:
    """A turn among those who use a thread's processor."""
    with ROOM.turn(caller.name) as entered:
        if not entered:
            raise later("busy", 503, AGAIN)
        yield


def _watched(ask: Callable[[], T], job: Job) -> T:
    until = time.monotonic() + PATIENCE
    with _place():
        while time.monotonic() < until:
            _wait(job, until)
            try:
                return ask()
            except computing.NotYet as waiting:  # another part of it is still to be made
                job = waiting.job
    raise later("not_yet", 503, AGAIN)


def _wait(job: Job, until: float) -> None:
    looked = time.monotonic()
    for n in range(10**6):
        time.sleep(LOOKS[min(n, len(LOOKS) - 1)])
        now = time.monotonic()
        if now > until or not Job.objects.filter(pk=job.pk, state__in=jobs.ALIVE).exists():
            return
        if now - looked > SHOWN:
            looked = now
            jobs.look(job)


@contextmanager
def _place() -> Iterator[None]:
    """One of the threads that may wait: half of them are left to those who need no waiting."""
    with _guard:
        if _waiting[0] >= settings.ENVIRONMENT.threads // 2:
            raise later("busy", 503, AGAIN)
        _waiting[0] += 1
    try:
        yield
    finally:
        with _guard:
            _waiting[0] -= 1


_guard = threading.Lock()
_waiting: list[Any] = [0]
