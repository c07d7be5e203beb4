"""The queue: what is to be computed, in the database, for processes that do nothing else.

A job is known by its content, so the same work is never waiting or under way twice. Whoever serves
pages asks and looks; ``working`` takes, does and gives back. A job whose process is gone goes back
to its place, three times at most, then says why it is given up.
"""

from __future__ import annotations

import os
import socket
import threading
from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from timonier.app.web.models import Idempotent, Job, Pulse, Situation

COMPUTING = "computing"
ALIVE = ("waiting", "running")
MOST_WAITING = 200  # of everybody: beyond, the wait would be longer than anybody's patience
MOST_OF_A_BROWSER = 4
MOST_OF_AN_ADDRESS = 40  # an office of fifty people behind one address, most of them reading
MOST_ATTEMPTS = 3
LOST = timedelta(seconds=15)  # without a sign of life: its process is gone
LEFT = timedelta(seconds=20)  # nobody has looked at it for so long: the page was left
KEPT = timedelta(hours=6)  # a finished file waits that long to be fetched
KEPT_FOR_PROGRAMS = timedelta(hours=24)  # and what was asked of the API
DONE = timedelta(minutes=2)  # a finished computation is found by its content, not by its job
# Seconds, until some have been measured.
USUAL = {
    "quick": 2.0,
    "effort-triage": 1.0,
    "effort-quick": 2.0,
    "full": 8.0,
    "plan": 15.0,
    "portfolio": 60.0,
    "list": 60.0,
    "reading": 5.0,
    "papers": 30.0,
}
FILES = ("plan", "papers")  # somebody comes back to fetch what these made
LEAVABLE = ("quick", "effort-triage", "effort-quick")  # nobody comes back for these later
UNSEEN = timedelta(seconds=5)  # its own browser has not looked at a panel for so long: it was left
MEASURED = 15  # the last jobs of a kind, whose median says how long the next one takes


@dataclass(frozen=True)
class Visitor:
    """Who asks: a browser, "" for one that keeps no cookie, and the hash of its address."""

    browser: str = ""
    address: str = ""


NOBODY = Visitor()
VISITOR: ContextVar[Visitor] = ContextVar("visitor", default=NOBODY)


class Full(Exception):
    """No place is left, for this visitor or for anybody; come back after ``seconds``."""

    def __init__(self, kind: str, seconds: int) -> None:
        super().__init__(kind)
        self.kind, self.seconds = kind, seconds


@dataclass(frozen=True)
class Standing:
    """Where a job is: its place in line, 0 once begun, and what is left at the usual speed."""

    place: int
    seconds: int
    percent: int


def ask(kind: str, key: str, document: dict[str, Any], seed: int, **more: Any) -> Job:
    """Ask for work, or join the same work already asked for; Full when there is no place."""
    found = _joined(key)
    if found is not None:
        return found
    visitor = VISITOR.get()
    _drop_left(visitor)
    _refuse_excess(visitor, kind)
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                key=key,
                document=document,
                seed=seed,
                browser=visitor.browser,
                address=visitor.address,
                **more,
            )
    except IntegrityError:  # asked for at the same moment by another process
        return _joined(key) or ask(kind, key, document, seed, **more)


def ask_beside(
    kind: str, key: str, document: dict[str, Any], seed: int, webhook: str = "", **more: Any
) -> Job:
    """Ask for long work; where no process computes, a thread of this one does it beside.

    ``webhook`` is the address to tell once it has ended.
    """
    tell_at = timezone.now() if webhook else None
    job = ask(kind, key, document, seed, webhook=webhook, tell_at=tell_at, **more)
    if not somebody_computes():
        transaction.on_commit(lambda: _beside(job))
    return job


def _beside(job: Job) -> None:
    from timonier.app.web.working import whole

    threading.Thread(target=whole, args=(job,), name=f"{job.kind}-{job.pk}", daemon=True).start()


def _joined(key: str) -> Job | None:
    found = Job.objects.filter(key=key, state__in=ALIVE).first()
    if found is not None:
        look(found)
    return found


def look(job: Job) -> None:
    """Say that somebody still waits for a job."""
    Job.objects.filter(pk=job.pk).update(wanted_at=timezone.now())


def _drop_left(visitor: Visitor) -> None:
    """Let go of the panels that a browser has left, now that it asks for something else."""
    if visitor.browser:
        now = timezone.now()
        own = Job.objects.filter(state="waiting", kind__in=LEAVABLE, browser=visitor.browser)
        left = own.filter(wanted_at__lt=now - UNSEEN)
        left.update(state="cancelled", reason="left", finished_at=now)


def _refuse_excess(visitor: Visitor, kind: str) -> None:
    """Bound the line for each browser, address and everybody; panels take no room but their own."""
    in_line = Job.objects.filter(state__in=ALIVE)
    if kind not in LEAVABLE:
        in_line = in_line.exclude(kind__in=LEAVABLE)
    alive = list(in_line.values_list("browser", "address"))
    own = sum(bool(browser) and browser == visitor.browser for browser, _ in alive)
    near = sum(bool(address) and address == visitor.address for _, address in alive)
    if own >= MOST_OF_A_BROWSER or near >= MOST_OF_AN_ADDRESS:
        raise Full("busy_visitor", 10)
    if len(alive) >= MOST_WAITING:
        raise Full("busy", 60)


def has_room() -> bool:
    """Whether an advice asked for now would find a place in line."""
    in_line = Job.objects.filter(state__in=ALIVE).exclude(kind__in=LEAVABLE)
    return in_line.count() < MOST_WAITING


def standing(job: Job) -> Standing:
    """Where a job stands, in seconds of jobs like it."""
    usual = usual_seconds(job.kind)
    if job.state == "running":
        spent = (timezone.now() - (job.started_at or timezone.now())).total_seconds()
        percent = max(job.progress, min(95, round(100 * spent / usual)))
        return Standing(0, max(1, round(usual - spent)), percent)
    ahead = [one for one in _in_order() if one.state == "waiting"]
    place = next((i for i, one in enumerate(ahead, 1) if one.pk == job.pk), 1)
    kinds = Counter(one.kind for one in ahead[: place - 1])
    before = sum(count * usual_seconds(kind) for kind, count in kinds.items())
    return Standing(place, round((before + usual) / hands() + usual / 2), 0)


def usual_seconds(kind: str) -> float:
    """How long the last jobs of a kind took, in the middle."""
    done = Job.objects.filter(kind=kind, state="done").order_by("-finished_at")
    times = done.values_list("started_at", "finished_at")[:MEASURED]
    took = [(end - start).total_seconds() for start, end in times if start and end]
    return max(0.5, median(took)) if took else USUAL[kind]


def hands() -> int:
    """How many processes compute, one at least."""
    return max(1, settings.ENVIRONMENT.computers)


def _in_order() -> list[Job]:
    """The jobs alive, the next first: nobody's second one before everybody's first, by arrival."""
    fields = Job.objects.filter(state__in=ALIVE).only("kind", "state", "address", "created_at")
    alive = sorted(fields, key=lambda one: (one.state != "running", one.due))
    taken: Counter[str] = Counter()
    turns = {}
    for one in alive:
        turns[one.pk] = taken[one.address], one.due
        taken[one.address] += bool(one.address)
    return sorted(alive, key=lambda one: turns[one.pk])


def somebody_computes() -> bool:
    """Whether a process has lately said that it takes jobs; else they are done by who asks."""
    if not settings.ENVIRONMENT.computers:
        return False
    lately = timezone.now() - LOST
    return Pulse.objects.filter(name=COMPUTING, at__gt=lately).exists()


def show_life() -> None:
    """Say that a process takes jobs."""
    Pulse.objects.update_or_create(name=COMPUTING, defaults={"at": timezone.now()})


# --- for the processes that compute -----------------------------------------------------------


def my_name() -> str:
    """What a process signs its jobs with: its machine and its number there."""
    return f"{socket.gethostname()[:60]}/{os.getpid()}"


def take() -> Job | None:
    """Take the next job, after those of lost processes went back to their places; None if none."""
    _give_back_lost()
    with transaction.atomic():
        waiting = [one.pk for one in _in_order() if one.state == "waiting"]
        for key in waiting:
            locked = Job.objects.select_for_update(skip_locked=True)
            job = locked.filter(pk=key, state="waiting").first()
            if job is None:  # taken meanwhile
                continue
            now = timezone.now()
            if job.kind in LEAVABLE and now - job.wanted_at > LEFT:
                job.state, job.reason, job.finished_at = "cancelled", "left", now
                job.save(update_fields=["state", "reason", "finished_at"])
                continue
            job.state, job.worker, job.attempts = "running", my_name(), job.attempts + 1
            job.started_at = job.beat_at = now
            job.save(update_fields=["state", "worker", "attempts", "started_at", "beat_at"])
            return job
    return None


def _give_back_lost() -> None:
    """Put back what a dead process was doing; give up what has outlived three of them."""
    for job in Job.objects.filter(state="running").defer("document", "content"):
        if not _is_lost(job):
            continue
        mine = Job.objects.filter(pk=job.pk, state="running", worker=job.worker)
        if job.attempts >= MOST_ATTEMPTS:
            mine.update(state="failed", reason="lost", finished_at=timezone.now())
        else:
            mine.update(state="waiting", worker="", progress=0)


def _is_lost(job: Job) -> bool:
    host, _, number = job.worker.rpartition("/")
    if host == socket.gethostname()[:60] and number.isdecimal():
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
    return job.beat_at is None or timezone.now() - job.beat_at > LOST


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state="running", worker=job.worker)


def beat(job: Job) -> bool:
    """Give a sign of life; False when the job was stopped, erased or given to another."""
    return bool(_mine(job).update(beat_at=timezone.now()))


def move(job: Job, percent: int) -> bool:
    """Record how far a job is; False when it is nobody's any more."""
    return bool(_mine(job).update(beat_at=timezone.now(), progress=percent))


def finish(job: Job, state: str, reason: str = "", **made: Any) -> bool:
    """End a job; False when it was stopped, erased or given to another meanwhile."""
    now = timezone.now()
    return bool(_mine(job).update(state=state, reason=reason, finished_at=now, **made))


def put_back(job: Job, **made: Any) -> bool:
    """Let a job wait for its next turn; False when it was stopped, erased or given to another."""
    return bool(_mine(job).update(state="waiting", worker="", attempts=0, **made))


def cancel(job: Job) -> None:
    """Stop a job: whoever does it notices at the next sign of life."""
    alive = Job.objects.filter(pk=job.pk, state__in=ALIVE)
    alive.update(state="cancelled", reason="stopped", finished_at=timezone.now())


def forget(keys: Iterable[str]) -> None:
    """Erase jobs by content, wherever they are; what one of them still computes is kept nowhere."""
    Job.objects.filter(key__in=list(keys)).delete()


def sweep() -> None:
    """Let go of what is over: files after six hours, computations after two minutes."""
    now = timezone.now()
    over = Job.objects.exclude(state__in=ALIVE)
    over.filter(kind__in=FILES, caller="", finished_at__lt=now - KEPT).delete()
    over.exclude(caller="").filter(finished_at__lt=now - KEPT_FOR_PROGRAMS).delete()
    Idempotent.objects.filter(created_at__lt=now - KEPT_FOR_PROGRAMS).delete()
    recent = over.filter(state="done").order_by("-finished_at").values_list("pk", flat=True)
    spared = list(recent[: 3 * MEASURED])  # they say how long the next ones take
    computed = over.exclude(kind__in=FILES).filter(caller="", finished_at__lt=now - DONE)
    computed.exclude(pk__in=spared).delete()
    computed.update(document={})


def of(situation: Situation, kind: str) -> QuerySet[Job]:
    """The jobs of one kind asked for from a situation, the newest first."""
    return situation.jobs.filter(kind=kind).order_by("-created_at")
