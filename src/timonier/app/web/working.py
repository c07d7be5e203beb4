"""A process that computes: takes jobs one at a time, shows that it lives, keeps what it made."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from timonier.app.portfolio.work import trim
from timonier.app.web import computing, jobs, memory, plans, portfolios, samples, store
from timonier.app.web.api import webhooks
from timonier.app.web.models import Job
from timonier.app.web.portfolio import work

PATIENCE = (
    10  # whoever serves pages goes first; a busy machine still leaves it a tenth of a processor
)
IDLE = 0.1  # seconds between two looks at an empty queue
BEAT = 2.0  # and between two signs of life
RETRIES = (0.5, 2.0, 5.0, 10.0)  # seconds before a result is offered again to a failing database
TELL = 1.0  # and between two looks at the messages that are due
SWEEP = 300.0  # and between two clearings of what is over
log = logging.getLogger("timonier.web")


def run(parent: int) -> None:
    """Work until told to stop, or until the process that started this one is gone."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, who tells us
    os.nice(PATIENCE)
    threading.Thread(target=_tell, args=(stop,), name="webhooks", daemon=True).start()
    swept = shown = -SWEEP
    unprepared = list(samples.every_market())
    while not stop.is_set() and os.getppid() == parent:
        close_old_connections()
        try:
            if time.monotonic() - shown > BEAT:
                shown = time.monotonic()
                jobs.show_life()
                memory.look()
            job = jobs.take()
            if time.monotonic() - swept > SWEEP:
                swept = time.monotonic()
                jobs.sweep()
                store.let_go_of_old()
        except DatabaseError:
            log.exception("no queue")
            stop.wait(2)
            continue
        if job is not None:
            do(job)
        elif unprepared:
            prepare(unprepared.pop(0))
        else:
            stop.wait(IDLE)


def _tell(stop: threading.Event) -> None:
    """Send the messages that are due, beside the computing: a receiver may be slow."""
    while not stop.wait(TELL):
        close_old_connections()
        try:
            webhooks.tell_all()
        except DatabaseError:
            log.warning("no message sent")


def prepare(market: str) -> None:
    """Compute a sample's advice, which the front page shows: compiled code is ready as well.
    One at a time, while nobody waits: a visitor's own company comes before the next sample."""
    document = samples.document(market)
    try:
        if computing.known(computing.content_key(document, 0, "fr", quick=False)) is None:
            computing.ask(document, 0, "full")
    except (DatabaseError, jobs.Full):
        log.exception("no sample")


def do(job: Job) -> None:
    """Do one job; whatever happens, it ends, or goes back to its place, and memory is given back:
    what many decisions leave in pieces had grown to three gigabytes."""
    with Alive(job):
        try:
            if job.kind == "plan":
                plans.make(job)
            elif job.kind == "portfolio":
                portfolios.go_on(job)
            elif job.kind in work.KINDS.values():
                work.do(job)
            else:
                _compute(job)
        except plans.NoPlan as missing:
            jobs.finish(job, "failed", missing.reason)
        except plans.Stopped:
            return
        except DatabaseError:  # it goes back to its place when the database does
            log.exception("job lost its database", extra={"request": job.pk})
            connection.close()
        except Exception:
            log.exception("job failed", extra={"request": job.pk})
            jobs.finish(job, "failed", "failed")
        finally:
            trim()


def _compute(job: Job) -> None:
    """Decide, then keep the result and end the job in one step, unless it was erased meanwhile."""
    computed = computing.compute(job.document, job.seed, job.kind)
    for wait in (*RETRIES, None):
        try:
            with transaction.atomic():
                if jobs.finish(job, "done"):
                    computing.store(computed)
            return
        except DatabaseError:
            if wait is None:
                raise
            log.warning("not kept yet", extra={"request": job.pk})
            connection.close()
            time.sleep(wait)  # it was paid for: the database may be back soon


class Alive:
    """While a job is done: a thread that shows it, so that a dead process's job is known."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"beat-{job.pk}", daemon=True)

    def __enter__(self) -> Alive:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(BEAT):
            try:
                jobs.beat(self.job)
                jobs.show_life()
                memory.look()
            except DatabaseError:
                log.warning("no sign of life", extra={"request": self.job.pk})
        connection.close()


def whole(job: Job) -> None:
    """Do a job to its end in a thread of its own, and tell who waits for its end."""
    while Job.objects.filter(pk=job.pk, state="waiting").exists():
        inline(job)
    webhooks.tell_until_heard(job)
    connection.close()


def inline(job: Job) -> None:
    """Do a job at once, in the thread that asked: where no process computes."""
    taken = Job.objects.filter(pk=job.pk, state="waiting")
    now = timezone.now()
    if taken.update(state="running", worker=jobs.my_name(), started_at=now, beat_at=now):
        job.refresh_from_db()
        do(job)
