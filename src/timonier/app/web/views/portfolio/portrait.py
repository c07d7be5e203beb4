"""The picture of a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app.web.limits import costly
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.picture import HEIGHT, WIDTH, picture
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say
from timonier.app.wording import about_money, number
from timonier.engine.catalogue import MODELS


@require_safe
@for_advisers
@costly
def portrait(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Who gets what, and the money at stake against the doubt."""
    portfolio = find(request, portfolio_id)
    found, lang = picture(portfolio), current()
    context = {
        **frame(portfolio, "picture"),
        "p": found,
        "models": MODELS,
        "size": f"0 0 {WIDTH} {HEIGHT}",
    }
    if found is not None:
        context["half"] = say(
            "portfolio.picture.half",
            first=number(found.first, lang),
            total=number(found.total, lang),
            money=about_money(found.money, found.currency, lang),
        )
    return render(request, "portfolio/picture.html", context)
