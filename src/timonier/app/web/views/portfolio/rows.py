"""Rows set aside: what is wrong with each, mended in the cell and read again."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from timonier.app.portfolio.line import Trouble
from timonier.app.portfolio.reading import map_from
from timonier.app.web.limits import costly
from timonier.app.web.models import Entry, Portfolio
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.keeping import given_in, unpack
from timonier.app.web.portfolio.mending import mend
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current

OF_A_PAGE = 20


@dataclass(frozen=True)
class Cell:
    """A cell that can be written anew, with what is wrong with it."""

    at: int
    heading: str
    value: str
    trouble: str


@dataclass(frozen=True)
class Aside:
    """A row set aside: the cells to mend, what is wrong with the row itself, its other cells."""

    number: int
    source_row: int
    name: str
    wrong: tuple[Cell, ...]
    whole: tuple[str, ...]
    others: tuple[Cell, ...]


@require_safe
@for_advisers
@costly
def rows(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """The rows set aside, a page at a time."""
    portfolio = find(request, portfolio_id)
    if portfolio.state != "read":
        return redirect("portfolio-columns", portfolio.pk)
    bad = Paginator(portfolio.entries.filter(is_good=False), OF_A_PAGE)
    page = bad.get_page(request.GET.get("page"))
    headings = [column.heading for column in map_from(portfolio.mapping).columns]
    aside = [_aside(entry, headings) for entry in page]
    context = {**frame(portfolio, "rows"), "rows": aside, "page": page}
    return render(request, "portfolio/rows.html", context)


def _aside(entry: Entry, headings: list[str]) -> Aside:
    held, given = unpack(entry.given), given_in(entry)
    troubles: dict[str, list[Trouble]] = {}
    for one in given.problems:
        troubles.setdefault(one.column, []).append(one)
    cells = [
        Cell(i, heading, value, " ".join(_said(t) for t in troubles.get(heading, ())))
        for i, (heading, value) in enumerate(zip(headings, held.get("cells", ()), strict=False))
    ]
    named = {cell.heading for cell in cells}
    whole = [_said(t) for column, some in troubles.items() if column not in named for t in some]
    return Aside(
        number=entry.number,
        source_row=held["source_row"],
        name=entry.name or entry.ident,
        wrong=tuple(cell for cell in cells if cell.trouble),
        whole=tuple(whole),
        others=tuple(cell for cell in cells if not cell.trouble),
    )


def _said(trouble: Trouble) -> str:
    return str(getattr(trouble, f"text_{current()}"))


@require_POST
@for_advisers
@costly
def mend_row(request: HttpRequest, portfolio_id: str, number: int) -> HttpResponse:
    """Read a row again with the cells that were sent."""
    portfolio = find(request, portfolio_id)
    entry = get_object_or_404(portfolio.entries, number=number, is_good=False)
    headings = [column.heading for column in map_from(portfolio.mapping).columns]
    before = unpack(entry.given)["cells"]
    sent = {
        heading: request.POST[f"cell-{i}"]
        for i, (heading, cell) in enumerate(zip(headings, before, strict=False))
        if request.POST.get(f"cell-{i}", cell) != cell
    }
    is_good = mend(entry, sent)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"portfolio": portfolio, "row": _aside(entry, headings), "mended": is_good}
        context["left"] = portfolio.entries.filter(is_good=False).count()
        return render(request, "portfolio/row_piece.html", context)
    return redirect(_back(portfolio, request.POST.get("page", "")))


def _back(portfolio: Portfolio, page: str) -> str:
    address = reverse("portfolio-rows", args=[portfolio.pk])
    return f"{address}?page={page}" if page.isdecimal() else address
