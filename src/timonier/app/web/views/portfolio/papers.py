"""Briefs and reports for the head of the list as it is shown: asked for, watched, fetched."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonier.app.web.limits import costly
from timonier.app.web.models import Portfolio
from timonier.app.web.portfolio import listing, papers, work
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.listing import Asked
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say


@require_http_methods(["GET", "HEAD", "POST"])
@for_advisers
@costly
def show(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """How far the papers are; a form asks for those of the first companies of a list as shown."""
    portfolio = find(request, portfolio_id)
    if request.method == "POST":
        numbers = _numbers(request.POST, portfolio)
        if numbers and work.under_way(portfolio, "papers") is None:
            work.ask(portfolio, "papers", current(), numbers=numbers)
        return redirect("portfolio-papers", portfolio.pk)
    job = work.last(portfolio, "papers")
    if job is None:
        return redirect("portfolio-calls", portfolio.pk)
    context = {**frame(portfolio, "calls"), "job": job}
    done, of = job.document.get("done", 0), len(job.document.get("numbers", ()))
    context["said"] = say("portfolio.papers.done", done=done, all=of)
    piece = bool(request.htmx)  # type: ignore[attr-defined]
    template = "portfolio/papers_piece.html" if piece else "portfolio/papers.html"
    return render(request, template, context)


def _numbers(sent: QueryDict, portfolio: Portfolio) -> list[int]:
    """The companies asked for: one, or the first of the list as it was shown."""
    one, top = sent.get("number", ""), sent.get("top", "")
    if one.isdecimal() and len(one) < 10:
        rows = portfolio.entries.filter(number=int(one)).exclude(basket="")
    else:
        rows = listing.entries(portfolio, Asked.of(sent, portfolio))
    most = int(top) if top.isdecimal() and len(top) < 4 else papers.MOST
    return list(rows.values_list("number", flat=True)[: min(most, papers.MOST)])


@require_POST
@for_advisers
def stop(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Stop making papers."""
    portfolio = find(request, portfolio_id)
    work.stop(portfolio, "papers")
    return redirect("portfolio-papers", portfolio.pk)


@require_safe
@for_advisers
def fetch(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """The archive, once made."""
    portfolio = find(request, portfolio_id)
    job = work.last(portfolio, "papers")
    if job is None or job.state != "done":
        raise Http404(portfolio_id)
    response = HttpResponse(bytes(job.content), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="timonier.zip"'
    return response
