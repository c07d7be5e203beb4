"""One question, answered by a company alone: whoever has the address, and nobody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from timonier.app.company_file.kinds import Refused
from timonier.app.interview.words import unknown
from timonier.app.web.forms import question
from timonier.app.web.forms.parse import refusal
from timonier.app.web.limits import costly
from timonier.app.web.models import ClientLink
from timonier.app.web.portfolio import asking
from timonier.app.web.portfolio.keeping import given_in
from timonier.app.web.problems import problem
from timonier.app.web.views.questions import how_written, read_back, said_of
from timonier.app.web.words import current, say


@require_http_methods(["GET", "HEAD", "POST"])
@costly
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, or keep the answer; what the row says of the company is never shown."""
    link = asking.find(code)
    if link is None:
        return problem(request, "gone_link", 404)
    if link.answered_at is not None:
        return _thanks(request, link)
    if request.method == "POST":
        return _answer(request, link)
    return _show(request, link)


def _place(link: ClientLink) -> dict[str, Any]:
    """As much of the company as the question's own words need: its market."""
    facts = given_in(link.entry).facts
    return {"company": {"market": facts.get("company", {}).get("market")}}


def _show(
    request: HttpRequest, link: ClientLink, status: int = 200, sent: str | None = None, **told: Any
) -> HttpResponse:
    asked = question.build(link.fact, _place(link), sent=sent, **told)
    context = {
        "q": asked,
        "adviser": link.entry.portfolio.adviser,
        "until": link.until,
        "unknown": unknown(link.fact, current()),
        "how": how_written(asked),
    }
    return render(request, "portfolio/client.html", context, status=status)


def _answer(request: HttpRequest, link: ClientLink) -> HttpResponse:
    sent = request.POST.get("value", "")
    try:
        said = said_of(request, link.fact, _place(link))
    except Refused as refused:
        return _show(request, link, 422, sent, error=refusal(refused))
    doubt = read_back(link.fact, said, _place(link))
    if doubt and request.POST.get("confirm") != "yes":
        return _show(request, link, 200, sent, warning=doubt)
    wrong = asking.answer(link, said.value)
    if wrong:
        return _show(request, link, 422, sent, error=str(say("field.refused", message=wrong)))
    return _thanks(request, link)


def _thanks(request: HttpRequest, link: ClientLink) -> HttpResponse:
    return render(request, "portfolio/thanks.html", {"adviser": link.entry.portfolio.adviser})
