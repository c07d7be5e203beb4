"""Companies decided by a process that computes, a few seconds at a time, and kept as they come."""

from __future__ import annotations

import time

from django.db import transaction
from django.db.models import F, QuerySet

from timonier.app.portfolio.judging import How, line_of, lost_line
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.work import trim
from timonier.app.web import jobs
from timonier.app.web.models import Entry, Job, Portfolio
from timonier.app.web.plans import Stopped
from timonier.app.web.portfolio.keeping import DECIDED, given_in, put_line

SLICE = 3.0  # seconds of a list before whoever came meanwhile has a turn
AT_ONCE = 20  # companies kept in one transaction at most
LOST = "the process that computed it died twice"
CALL_ORDER = ("turn", "-score", "number")


def begin(portfolio: Portfolio, effort: str, then: str = "", top: int = 0) -> int:
    """Mark what is to be decided: companies whose row has none, or another effort's, decision.

    ``then`` decides the first ``top`` of the list again once all are decided. The value counts the
    companies marked.
    """
    Portfolio.objects.filter(pk=portfolio.pk).update(then=then, top=top)
    portfolio.entries.filter(is_good=True, effort=effort).update(wanted="")
    return portfolio.entries.filter(is_good=True).exclude(effort=effort).update(wanted=effort)


def decide(job: Job) -> None:
    """Decide this job's share until its turn is over; the last one goes on to the head."""
    share = _share(job)
    until = time.monotonic() + SLICE
    if job.attempts > 1:  # it died with one of these
        _alone(job, share)
    while some := list(share[:AT_ONCE]):
        done = []
        for entry in some:
            done.append((entry, line_of(given_in(entry), How(entry.wanted))))
            if time.monotonic() > until:
                break
        _keep(job, done)
        if time.monotonic() > until:
            break
    trim()
    if share.exists():
        jobs.put_back(job, progress=_percent(job))
        return
    jobs.finish(job, "done", progress=100)
    _head(job.document["portfolio"])


def _share(job: Job) -> QuerySet[Entry]:
    """What waits to be decided and is this job's, in the order of the list."""
    hands, hand = job.document["hands"], job.document["hand"]
    waiting = Entry.objects.filter(portfolio=job.document["portfolio"]).exclude(wanted="")
    if hands > 1:
        waiting = waiting.annotate(hand=F("number") % hands).filter(hand=hand)
    return waiting.order_by("number")


def _alone(job: Job, share: QuerySet[Entry]) -> None:
    """Decide the first one alone: if it takes this process too, its row already says so."""
    entry = share.first()
    if entry is None:
        return
    given, how = given_in(entry), How(entry.wanted)
    _keep(job, [(entry, lost_line(given, how, LOST))])
    _keep(job, [(entry, line_of(given, how))])


def _keep(job: Job, decided: list[tuple[Entry, Line]]) -> None:
    """Keep some decisions, but of rows that have changed meanwhile: those are decided again."""
    with transaction.atomic():
        if not jobs.beat(job):
            raise Stopped
        places = [entry.pk for entry, _ in decided]
        now = Entry.objects.select_for_update().filter(pk__in=places)
        same = dict(now.values_list("pk", "given"))
        fresh = []
        for entry, line in decided:
            if entry.pk in same and bytes(same[entry.pk]) == bytes(entry.given):
                put_line(entry, line)
                fresh.append(entry)
        Entry.objects.bulk_update(fresh, DECIDED)


def _percent(job: Job) -> int:
    portfolio = Portfolio.objects.only("begun_left").get(pk=job.document["portfolio"])
    left = portfolio.entries.exclude(wanted="").count()
    return max(0, 100 - 100 * left // max(1, portfolio.begun_left))


def _head(pk: str) -> None:
    """Once everything is decided, mark the first of the list for the effort that is still due."""
    from timonier.app.web.portfolio import work

    with transaction.atomic():
        portfolio = Portfolio.objects.select_for_update().defer("content").get(pk=pk)
        if not portfolio.then or portfolio.entries.exclude(wanted="").exists():
            return
        first = portfolio.entries.exclude(basket="").order_by(*CALL_ORDER)
        head = list(first.values_list("pk", flat=True)[: portfolio.top])
        again = Entry.objects.filter(pk__in=head).exclude(effort=portfolio.then)
        again.update(wanted=portfolio.then)
        portfolio.then = ""
        portfolio.save(update_fields=["then"])
    work.decide(portfolio)
