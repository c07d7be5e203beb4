"""Long work with progress: the plan's documents, made in the background, cancellable."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from timonier import company_from, decide
from timonier.app.report.make import voice_of, whole
from timonier.app.report.planned import NoSuchTeam
from timonier.app.web import computing
from timonier.app.web.models import Job, Situation
from timonier.app.web.words import Lang

KEPT = timedelta(hours=6)  # a finished file waits that long to be fetched
LOST = timedelta(minutes=10)  # a job that has not moved for so long died with its process
log = logging.getLogger("timonier.web")
_one_at_a_time = threading.BoundedSemaphore(1)


class Cancelled(Exception):
    """The person who asked no longer wants it."""


def start(situation: Situation, lang: Lang, link: str) -> Job:
    """Begin to make the plan's documents, or return the job already doing it."""
    Job.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    running = situation.jobs.filter(
        lang=lang, state__in=("waiting", "running"), created_at__gt=timezone.now() - LOST
    ).first()
    if running:
        return running
    job = Job.objects.create(situation=situation, kind="plan", lang=lang)
    work = Work(job.pk, situation.document, situation.seed, lang, link)
    threading.Thread(target=_run, args=(work,), name=f"job-{job.pk}", daemon=True).start()
    return job


@dataclass(frozen=True)
class Work:
    """What a job needs to know once its request is over."""

    job: str
    document: dict[str, Any]
    seed: int
    lang: Lang
    link: str


def _run(work: Work) -> None:
    try:
        with _one_at_a_time:
            _make(work)
    except Cancelled:
        Job.objects.filter(pk=work.job).update(state="cancelled")
    except NoSuchTeam:
        Job.objects.filter(pk=work.job).update(state="failed")
    except Exception:
        log.exception("job failed", extra={"request": work.job})
        Job.objects.filter(pk=work.job).update(state="failed")
    finally:
        connection.close()


def _make(work: Work) -> None:
    _move(work.job, 5)
    company = company_from(work.document)
    decided = decide(company, seed=work.seed, scenarios=computing.SCENARIOS)
    _move(work.job, 60)
    voice = voice_of(decided, work.lang, timezone.localdate(), link=work.link)
    packed = whole(voice, decided)[-1]
    _move(work.job, 95)
    Job.objects.filter(pk=work.job, state="running").update(
        state="done", progress=100, file_name=packed.path, content=packed.content
    )


def _move(job_id: str, percent: int) -> None:
    """Record progress; stop here when the job was cancelled or erased."""
    moved = Job.objects.filter(pk=job_id, state__in=("waiting", "running")).update(
        state="running", progress=percent
    )
    if not moved:
        raise Cancelled


def cancel(job: Job) -> None:
    """Ask a job to stop; it does at its next step."""
    Job.objects.filter(pk=job.pk, state__in=("waiting", "running")).update(state="cancelled")
