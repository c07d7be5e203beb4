"""The calls worth making: filtered, sorted, a page at a time; and the same as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from timonier.app.document.parts import Naming
from timonier.app.portfolio.export import Listed, sheet_of, write_csv, write_xlsx
from timonier.app.portfolio.line import Line
from timonier.app.web import drawing
from timonier.app.web.limits import costly
from timonier.app.web.models import Entry, Portfolio
from timonier.app.web.portfolio import listing, papers, work
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.keeping import line_in
from timonier.app.web.portfolio.listing import Asked
from timonier.app.web.result.reading import word
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say
from timonier.app.wording import about_money, number, percent
from timonier.engine.catalogue import MODELS

TOPS = (5, 10, 20, papers.MOST)
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it."""

    number: int
    name: str
    basket: str
    reason: str
    action: str
    phone: str
    contact: str
    stake: str
    minutes: str
    model: str
    called: str
    holds: str
    bar: SafeString | str
    effort: str
    closed: str
    is_waiting: bool  # to be decided again


@require_http_methods(["GET", "HEAD", "POST"])
@for_advisers
@costly
def calls(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """A page of the call list, and how many companies each basket holds; a form asks for others."""
    portfolio = find(request, portfolio_id)
    if request.method == "POST":
        return redirect(f"{request.path}?{Asked.of(request.POST, portfolio).query}")
    asked = Asked.of(request.GET, portfolio)
    page = Paginator(listing.entries(portfolio, asked), listing.OF_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **frame(portfolio, "calls"),
        "page": page,
        "rows": [shown(entry, line) for entry in page if (line := line_in(entry))],
        "asked": asked,
        "query": f"{asked.query}&",
        "baskets": _baskets(portfolio, asked),
        "models": MODELS,
        "states": listing.STATES,
        "orders": tuple(listing.ORDERS),
        "tops": TOPS,
        "running": work.under_way(portfolio, "decide") is not None,
        "unread": portfolio.entries.filter(status__in=("invalid", "failed")).count(),
    }
    return render(request, "portfolio/calls.html", context)


def _baskets(portfolio: Portfolio, asked: Asked) -> list[dict[str, Any]]:
    """Every basket with its count, as a way to it."""
    counts = listing.counts(portfolio)
    every = {"": sum(counts.values()), **counts}
    return [
        {
            "key": key,
            "n": number(n, current()),
            "query": replace(asked, basket=key).query,
            "here": asked.basket == key,
        }
        for key, n in every.items()
    ]


def named(line: Line, model: str) -> str:
    """A model as far as the company says whether it can recruit."""
    return word(f"model.{Naming.of(line.document).model(model)}")


def shown(entry: Entry, line: Line) -> Shown:
    """A row in words."""
    lang = current()
    return Shown(
        number=entry.number,
        name=entry.name or entry.ident,
        basket=entry.basket,
        reason=getattr(line, f"call_reason_{lang}") or "",
        action=getattr(line, f"call_action_{lang}") or "",
        phone=line.phone or "",
        contact=line.contact or "",
        stake=about_money(line.call_stake, line.currency, lang) if line.currency else "–",
        minutes=str(say("portfolio.calls.minutes", n=number(line.call_minutes, lang))),
        model=entry.first_model if entry.basket != "not_enough_known" else "",
        called=named(line, entry.first_model) if entry.first_model else "",
        holds=percent(line.holds_if_known, lang) if line.holds_if_known is not None else "",
        bar=drawing.bar(line.holds_if_known or 0.0, "full"),
        effort=entry.effort,
        closed=entry.closed_why,
        is_waiting=bool(entry.wanted),
    )


@require_safe
@for_advisers
@costly
def as_file(request: HttpRequest, portfolio_id: str, kind: str) -> HttpResponse:
    """The rows asked for as a sheet, in words, which reads back as a list."""
    portfolio = find(request, portfolio_id)
    if kind not in WRITERS:
        raise Http404(kind)
    asked = Asked.of(request.GET, portfolio)
    sheet = sheet_of((line for _, line in listing.lines(portfolio, asked)), current())
    with tempfile.TemporaryDirectory(prefix="timonier-") as folder:
        path = Path(folder) / f"calls.{kind}"
        WRITERS[kind](path, _rows(request, portfolio, asked), sheet)
        response = HttpResponse(path.read_bytes(), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="timonier.{kind}"'
    return response


def _rows(request: HttpRequest, portfolio: Portfolio, asked: Asked) -> Iterator[Listed]:
    """The rows asked for, each with the address of its open question and why it is closed."""
    links = listing.open_links(portfolio)
    for entry, line in listing.lines(portfolio, asked):
        code = links.get(entry.pk)
        yield Listed(line, link=address(request, code) if code else "", closed=entry.closed_why)


def address(request: HttpRequest, code: str) -> str:
    """Where a company answers its question."""
    return request.build_absolute_uri(reverse("client-question", args=[code]))
