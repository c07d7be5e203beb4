"""Meeting briefs and client reports for some of a list, in one archive, a company at a time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any, cast

from django.utils import timezone

from timonier import company_from, decide
from timonier.app.document import document
from timonier.app.portfolio.line import Line
from timonier.app.report.files import archive, slug
from timonier.app.report.make import voice_of
from timonier.app.report.pdf import render
from timonier.app.report.planned import NoSuchTeam
from timonier.app.report.story import printed
from timonier.app.web import computing, jobs
from timonier.app.web.models import Job, Portfolio
from timonier.app.web.plans import Stopped
from timonier.app.web.portfolio.brief import Meeting, brief
from timonier.app.web.portfolio.keeping import line_in
from timonier.app.web.words import Lang
from timonier.knowledge import load

MOST = 50  # companies of one archive


def make(job: Job) -> None:
    """Write the papers of the next company; the job waits for its next turn until all are there."""
    portfolio = Portfolio.objects.defer("content").get(pk=job.document["portfolio"])
    numbers, done = job.document["numbers"], job.document.get("done", 0)
    files = _held(job)
    line = line_in(portfolio.entries.get(number=numbers[done]))
    if line is not None:
        files |= _papers(line, portfolio.adviser, cast(Lang, job.lang))
    done += 1
    content, percent = archive(files), 100 * done // len(numbers)
    if done == len(numbers):
        kept = jobs.finish(job, "done", progress=100, content=content)
    else:
        document_ = {**job.document, "done": done}
        kept = jobs.put_back(job, progress=percent, content=content, document=document_)
    if not kept:
        raise Stopped


def _held(job: Job) -> dict[str, bytes]:
    """The files made so far."""
    if not job.content:
        return {}
    with zipfile.ZipFile(io.BytesIO(bytes(job.content))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


NAMES = {"fr": ("rendez-vous.docx", "rapport.pdf"), "en": ("meeting.docx", "report.pdf")}


def _papers(line: Line, adviser: str, lang: Lang) -> dict[str, bytes]:
    """The brief and, where a team can be planned, the report, in a folder of the company's name."""
    facts: dict[str, Any] = line.document
    decided = decide(company_from(facts), seed=line.seed, scenarios=computing.SCENARIOS)
    today, (meeting_name, report_name) = timezone.localdate(), NAMES[lang]
    folder = slug(f"{line.name or ''} {line.id}", "company")
    meeting = Meeting(line, document(decided, lang), adviser, lang, today)
    made = {f"{folder}/{meeting_name}": brief(meeting)}
    try:
        voice = replace(voice_of(decided, lang, today), adviser=adviser)
    except NoSuchTeam:
        return made
    paper = load().markets[meeting.market].paper
    return {**made, f"{folder}/{report_name}": render(printed(voice, alone=True), paper)}
