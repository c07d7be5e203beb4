"""Where work stands, for whoever waits for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app.web import jobs
from timonier.app.web.models import Job
from timonier.app.web.words import say

ACCEPTED = 202
LOOKS = 10  # while something is waited for, in so many milliseconds at least and at most
SOONEST, LATEST = 900, 4_000


def page(request: HttpRequest, job: Job) -> HttpResponse:
    """A page, or a piece for htmx, that asks again by itself for what was asked for."""
    piece = bool(request.htmx)  # type: ignore[attr-defined]
    context = {"job": job, "poll": request.get_full_path() if piece else "", **standing(job)}
    template = "waiting_piece.html" if piece else "waiting.html"
    response = render(request, template, context, status=ACCEPTED)
    response["Retry-After"] = str(context["seconds"])
    return response


def standing(job: Job) -> dict[str, object]:
    """Where a job is, in words and in percent, and after how many milliseconds to look again."""
    found = jobs.standing(job)
    key = "waiting.line" if found.place else "waiting.running"
    said = say(key, place=found.place, seconds=found.seconds)
    delay = min(max(SOONEST, found.seconds * 1_000 // LOOKS), LATEST)
    return {"said": said, "percent": found.percent, "seconds": found.seconds, "delay": delay}


@require_safe
def look(request: HttpRequest, job_id: str) -> HttpResponse:
    """How it goes; the browser is told to reload its page once it is over."""
    job = Job.objects.filter(pk=job_id).defer("document", "content").first()
    if job is None or not job.is_under_way:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    jobs.look(job)
    return render(request, "waiting_piece.html", {"job": job, "poll": "", **standing(job)})
