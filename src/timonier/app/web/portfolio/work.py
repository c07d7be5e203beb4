"""What is to be done for a list, in the queue: asked for, looked at, stopped, done."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from timonier.app.web import computing, jobs
from timonier.app.web.models import Job, Portfolio, new_id
from timonier.app.web.portfolio import papers, reading, running

KINDS = {"read": "reading", "decide": "list", "papers": "papers"}  # of job, by what it does
HANDS = 3  # jobs that one run has in line at most: a browser may have four
DOES = {"read": reading.read, "decide": running.decide, "papers": papers.make}


def do(job: Job) -> None:
    """A turn of a job for a list; one whose list is gone ends."""
    if not Portfolio.objects.filter(pk=job.document["portfolio"]).exists():
        jobs.finish(job, "cancelled", "erased")
        return
    DOES[job.document["do"]](job)


def ask(portfolio: Portfolio, do: str, lang: str = "", **more: object) -> Job:
    """Ask for something to be done for a list."""
    document = {"portfolio": portfolio.pk, "do": do, **more}
    kind = KINDS[do]
    return jobs.ask_beside(kind, computing.key_of(kind, document, new_id()), document, 0, lang=lang)


def decide(portfolio: Portfolio) -> None:
    """Ask for the companies that wait to be decided, by as many processes as there are."""
    left = portfolio.entries.exclude(wanted="").count()
    Portfolio.objects.filter(pk=portfolio.pk).update(begun_at=timezone.now(), begun_left=left)
    hands = max(1, min(HANDS, jobs.hands(), left))
    for hand in range(hands):
        ask(portfolio, "decide", hand=hand, hands=hands)


def under_way(portfolio: Portfolio, do: str) -> Job | None:
    """A job of a list that is waiting or being done."""
    found = Job.objects.filter(kind=KINDS[do], state__in=jobs.ALIVE)
    alive = found.filter(document__portfolio=portfolio.pk, document__do=do)
    return alive.defer("content").order_by("created_at").first()


def last(portfolio: Portfolio, do: str, within: timedelta = timedelta(hours=6)) -> Job | None:
    """The newest job of a list, whatever became of it."""
    found = Job.objects.filter(kind=KINDS[do], created_at__gt=timezone.now() - within)
    mine = found.filter(document__portfolio=portfolio.pk, document__do=do)
    return mine.defer("content").order_by("-created_at").first()


def stop(portfolio: Portfolio, do: str) -> None:
    """Stop what is done for a list: what is done stays."""
    found = Job.objects.filter(kind=KINDS[do], state__in=jobs.ALIVE)
    for job in found.filter(document__portfolio=portfolio.pk, document__do=do):
        jobs.cancel(job)
