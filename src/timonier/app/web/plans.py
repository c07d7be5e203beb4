"""The plan's documents, made by a process that computes."""

from __future__ import annotations

import threading
from typing import cast

from django.utils import timezone

from timonier import company_from, decide
from timonier.app.report.make import voice_of, whole
from timonier.app.report.planned import NoSuchTeam
from timonier.app.web import computing, jobs
from timonier.app.web.models import Job, Situation
from timonier.app.web.words import Lang


class NoPlan(Exception):
    """Why there is no plan: ``reason`` names the sentence that says it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stopped(Exception):
    """The person who asked no longer wants it, or another process has it."""


def ask(situation: Situation, lang: Lang, link: str) -> Job:
    """Ask for the plan of a situation in a language, or join the job already making it."""
    key = computing.key_of("plan", situation.pk, situation.document, situation.seed, lang)
    more = {"situation": situation, "lang": lang, "link": link}
    job = jobs.ask("plan", key, situation.document, situation.seed, **more)
    if not jobs.somebody_computes():
        from timonier.app.web.working import inline

        threading.Thread(target=inline, args=(job,), name=f"plan-{job.pk}", daemon=True).start()
    return job


def make(job: Job) -> None:
    """Decide, plan and write; the archive is kept with the job."""
    company = company_from(job.document)
    decided = decide(company, seed=job.seed, scenarios=computing.SCENARIOS)
    _on(job, 60)
    try:
        voice = voice_of(decided, cast(Lang, job.lang), timezone.localdate(), link=job.link)
    except NoSuchTeam as missing:
        raise NoPlan("no_team") from missing
    packed = whole(voice, decided)[-1]
    _on(job, 95)
    jobs.finish(job, "done", progress=100, file_name=packed.path, content=packed.content)


def _on(job: Job, percent: int) -> None:
    if not jobs.move(job, percent):
        raise Stopped
