"""The plan's documents, made by a process that computes."""

from __future__ import annotations

import io
import zipfile
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from timonier import company_from, decide
from timonier.app.report.make import SITE, voice_of, whole
from timonier.app.report.planned import NoSuchTeam
from timonier.app.web import computing, jobs
from timonier.app.web.models import Job, Situation
from timonier.app.web.words import Lang

Document = dict[str, Any]


class NoPlan(Exception):
    """Why there is no plan: ``reason`` names the sentence that says it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stopped(Exception):
    """The person who asked no longer wants it, or another process has it."""


def ask(situation: Situation, lang: Lang, link: str) -> Job:
    """Ask for the plan of a situation in a language; the one made today serves again."""
    today = timezone.localdate().isoformat()
    held = (situation.pk, situation.document, situation.seed, lang, today)
    key = computing.key_of("plan", *held)
    made = jobs.of(situation, "plan").filter(key=key, state="done").first()
    if made is not None:
        return made
    more: dict[str, Any] = {"situation": situation, "lang": lang, "link": link}
    return jobs.ask_beside("plan", key, situation.document, situation.seed, **more)


def ask_for(
    document: Document, seed: int, lang: Lang, caller: str, model: str, webhook: str
) -> Job:
    """Ask for the plan of a company that a program sent; ``model`` "" is the one advised."""
    key = computing.key_of("plan", caller, document, seed, lang, model, webhook)
    more = {"lang": lang, "caller": caller, "model": model}
    return jobs.ask_beside("plan", key, document, seed, webhook, **more)


def make(job: Job) -> None:
    """Decide, plan and write; the archive is kept with the job."""
    company = company_from(job.document)
    decided = decide(company, seed=job.seed, scenarios=computing.SCENARIOS)
    _on(job, 60)
    try:
        lang, today = cast(Lang, job.lang), timezone.localdate()
        site = settings.ENVIRONMENT.public_url or SITE
        voice = voice_of(
            decided, lang, today, model=job.model or None, link=job.link or None, site=site
        )
    except NoSuchTeam as missing:
        raise NoPlan("no_team") from missing
    packed = whole(voice, decided)[-1]
    _on(job, 95)
    jobs.finish(job, "done", progress=100, file_name=packed.path, content=packed.content)


def report(job: Job) -> tuple[str, bytes]:
    """The report of a plan that is made: its name and its bytes."""
    with zipfile.ZipFile(io.BytesIO(bytes(job.content))) as packed:
        name = next(one for one in packed.namelist() if one.endswith(".pdf"))
        return name.rsplit("/", 1)[-1], packed.read(name)


def _on(job: Job, percent: int) -> None:
    if not jobs.move(job, percent):
        raise Stopped
