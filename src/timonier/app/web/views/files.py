"""The plan's documents: asked for, watched, fetched."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from timonier.app.web import advice, jobs, plans, sharing, store
from timonier.app.web.limits import costly
from timonier.app.web.models import Job
from timonier.app.web.problems import problem
from timonier.app.web.views import waiting
from timonier.app.web.views.share import address_of
from timonier.app.web.words import current

READ = "read"  # what is wanted of the documents: the report, opened


@require_POST
@costly
def make(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Begin to make the documents, and show how it goes; the report opens by itself if asked."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 400, situation=situation)
    link = address_of(request, sharing.for_plan(situation))
    job = plans.ask(situation, current(), link)
    to_read = request.POST.get("then") == READ
    if to_read and job.state == "done":
        return redirect("report", situation.pk, job.pk)
    address = reverse("job", args=[situation.pk, job.pk])
    return redirect(f"{address}?then={READ}" if to_read else address)


@require_safe
def job(request: HttpRequest, situation_id: str, job_id: str) -> HttpResponse:
    """How the work goes; the page asks again by itself until it is over."""
    found = _find(request, situation_id, job_id)
    swap = request.htmx  # type: ignore[attr-defined]
    jobs.look(found)
    to_read = request.GET.get("then") == READ
    if to_read and swap and found.state == "done":
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("report", args=[situation_id, job_id])
        return answer
    context: dict[str, object] = {"situation": found.situation, "job": found, "to_read": to_read}
    if found.is_under_way:
        context |= waiting.standing(found)
    return render(request, "job_piece.html" if swap else "job.html", context)


@require_POST
def cancel(request: HttpRequest, situation_id: str, job_id: str) -> HttpResponse:
    """Stop the work."""
    found = _find(request, situation_id, job_id)
    jobs.cancel(found)
    return redirect("job", situation_id, job_id)


@require_safe
def fetch(request: HttpRequest, situation_id: str, job_id: str) -> HttpResponse:
    """The archive, once made."""
    found = _find(request, situation_id, job_id)
    if found.state != "done":
        raise Http404(job_id)
    response = HttpResponse(bytes(found.content), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return response


@require_safe
def report(request: HttpRequest, situation_id: str, job_id: str) -> HttpResponse:
    """The report, to read in the browser."""
    found = _find(request, situation_id, job_id)
    if found.state != "done":
        raise Http404(job_id)
    name, content = plans.report(found)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _find(request: HttpRequest, situation_id: str, job_id: str) -> Job:
    situation = store.find(request, situation_id)
    found = jobs.of(situation, "plan").filter(pk=job_id).first()
    if found is None:
        raise Http404(job_id)
    return found
