"""The lists of this browser: dropped, found again, erased."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonier.app.web import store
from timonier.app.web.limits import costly
from timonier.app.web.middleware import ensure_owner
from timonier.app.web.models import Portfolio, Situation
from timonier.app.web.portfolio import work
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.words import current, say
from timonier.app.wording import day_label

LARGEST = 50_000_000  # bytes of a file
MOST = 50  # lists of one browser


@require_http_methods(["GET", "HEAD", "POST"])
@for_advisers
@costly
def index(request: HttpRequest) -> HttpResponse:
    """The lists dropped from this browser, and the way to drop one more."""
    if request.method == "POST":
        return _drop(request)
    return _index(request)


def _index(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    owner = request.owner  # type: ignore[attr-defined]
    held = Portfolio.objects.filter(owner=owner) if owner else Portfolio.objects.none()
    last = held.values_list("adviser", flat=True).first() or ""
    lists = [_told(one) for one in held.defer("content", "mapping", "mended")]
    context = {"lists": lists, "error": error, "adviser": last}
    return render(request, "portfolio/index.html", context, status=status)


def _told(portfolio: Portfolio) -> dict[str, Any]:
    day = day_label(portfolio.created_at.date(), current())
    return {"list": portfolio, "n": portfolio.found.get("total"), "day": day}


def _drop(request: HttpRequest) -> HttpResponse:
    sent = request.FILES.get("list")
    if sent is None or not sent.name:
        return _index(request, str(say("portfolio.drop.none")), 422)
    if (sent.size or 0) > LARGEST:
        return _index(request, str(say("portfolio.drop.large")), 413)
    owner = ensure_owner(request)
    if Portfolio.objects.filter(owner=owner).count() >= MOST:
        return _index(request, str(say("portfolio.drop.many", n=MOST)), 422)
    made = Portfolio.objects.create(
        owner=owner,
        file_name=sent.name[-120:],
        adviser=" ".join(request.POST.get("adviser", "").split())[:80],
        content=sent.read(),
    )
    work.ask(made, "read")
    return redirect("portfolio-columns", made.pk)


def find(request: HttpRequest, portfolio_id: str) -> Portfolio:
    """The list of that identifier, if it is this browser's; its file is not loaded."""
    owner = request.owner  # type: ignore[attr-defined]
    held = Portfolio.objects.filter(pk=portfolio_id, owner=owner).defer("content")
    found = held.first() if owner else None
    if found is None:
        raise Http404(portfolio_id)
    return found


@require_safe
@for_advisers
def show(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """The page where the adviser had got to."""
    portfolio = find(request, portfolio_id)
    decided = portfolio.entries.exclude(status="").exists()
    return redirect("portfolio-calls" if decided else "portfolio-columns", portfolio.pk)


@require_POST
@for_advisers
def erase(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Erase a list with all its companies, their links and what was opened from them."""
    portfolio = find(request, portfolio_id)
    for do in work.DOES:
        work.stop(portfolio, do)
    store.erase(Situation.objects.filter(entry__portfolio=portfolio))
    store.erase_list(portfolio)
    return redirect("portfolios")


def frame(portfolio: Portfolio, tab: str) -> dict[str, Any]:
    """What stands around every page of a list: its name, its tabs, how many rows wait."""
    read = portfolio.state == "read"
    bad = portfolio.entries.filter(is_good=False).count() if read else 0
    decided = read and portfolio.entries.exclude(status="").exists()
    shown = {"columns": True, "rows": bad > 0, "run": read, "calls": decided, "picture": decided}
    tabs = [
        (name, reverse(f"portfolio-{name}", args=[portfolio.pk]), name == tab)
        for name, is_open in shown.items()
        if is_open
    ]
    return {"portfolio": portfolio, "tabs": tabs, "tab": tab, "bad": bad, "decided": decided}
