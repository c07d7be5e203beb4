"""Run a list: with what effort, how far it is, stopped and gone on with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from timonier.app.web import jobs
from timonier.app.web.limits import costly
from timonier.app.web.models import Portfolio
from timonier.app.web.portfolio import running, work
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say
from timonier.app.wording import number, percent, span
from timonier.engine.effort import EFFORTS, FULL, loss_of
from timonier.engine.rules import rules_of
from timonier.knowledge import load

TOPS = (20, 50, 200, 1_000)
USUAL = {"triage": 0.1, "quick": 1.0, "full": 4.0}  # seconds a company, until some are measured
MEASURED = 5  # companies decided before their pace is believed


@require_http_methods(["GET", "HEAD", "POST"])
@for_advisers
@costly
def run(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Ask with what effort, or show how far the run is; a form begins it or goes on with it."""
    portfolio = find(request, portfolio_id)
    if portfolio.state != "read":
        return redirect("portfolio-columns", portfolio.pk)
    if request.method == "POST":
        _begin(request, portfolio)
        return redirect("portfolio-run", portfolio.pk)
    piece = bool(request.htmx)  # type: ignore[attr-defined]
    job = work.under_way(portfolio, "decide")
    if piece and job is None:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context = {**frame(portfolio, "run"), **_standing(portfolio, job is not None)}
    template = "portfolio/run_piece.html" if piece else "portfolio/run.html"
    return render(request, template, context)


def _begin(request: HttpRequest, portfolio: Portfolio) -> None:
    """Mark what the form asks for and put it in line; going on asks for what is still marked."""
    if work.under_way(portfolio, "decide") is not None:
        return
    if request.POST.get("go") != "on":
        effort = request.POST.get("effort", "")
        head = request.POST.get("head", "")
        top = int(head) if head in map(str, TOPS) and effort != FULL else 0
        then = FULL if top else ""
        running.begin(portfolio, effort if effort in EFFORTS else EFFORTS[-1], then, top)
    work.decide(portfolio)


@require_POST
@for_advisers
def stop(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Stop the run: what is decided stays, and the rest waits."""
    portfolio = find(request, portfolio_id)
    work.stop(portfolio, "decide")
    return redirect("portfolio-run", portfolio.pk)


def _standing(portfolio: Portfolio, is_running: bool) -> dict[str, Any]:
    """How many are decided, at what pace, for how long still; or what may be begun."""
    good = portfolio.entries.filter(is_good=True).count()
    left = portfolio.entries.exclude(wanted="").count()
    told = {"running": is_running, "left": left, "good": good}
    if is_running:
        return told | _pace(portfolio, left)
    last = work.last(portfolio, "decide")
    failed = bool(left and last is not None and last.state == "failed")
    efforts = [_effort(key, good) for key in reversed(EFFORTS)]
    return told | {"efforts": efforts, "tops": TOPS, "failed": failed}


def _pace(portfolio: Portfolio, left: int) -> dict[str, Any]:
    lang, total = current(), max(1, portfolio.begun_left)
    done = max(0, total - left)
    begun = portfolio.begun_at or timezone.now()
    spent = max(0.1, (timezone.now() - begun).total_seconds())
    said = str(say("portfolio.run.done", done=number(done, lang), all=number(total, lang)))
    if done >= MEASURED:
        rate = done / spent
        said += str(
            say(
                "portfolio.run.pace",
                rate=number(60 * rate, lang, 0 if rate > 0.2 else 1),
                time=span(left / rate, lang),
            )
        )
    return {"said": said, "percent": 100 * done // total}


def _effort(key: str, good: int) -> dict[str, str]:
    """An effort: its name, how often it gives the model of the full one, how long it would take."""
    lang = current()
    loss = loss_of(key, rules_of(load().method))
    same = str(say("portfolio.run.same", share=percent(loss.same, lang))) if loss else ""
    hands = min(work.HANDS, jobs.hands())
    time = str(say("portfolio.run.about", time=span(max(1.0, USUAL[key] * good / hands), lang)))
    return {"key": key, "same": same, "time": time}
