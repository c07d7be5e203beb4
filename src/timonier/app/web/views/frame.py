"""The pages around the advice: the front page, the theme, what happens to your data."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from timonier.app.web.context import THEMES
from timonier.app.web.middleware import ONE_YEAR


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept, where, how long, and how to erase it."""
    return render(request, "data.html")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in a cookie and return to the page it was asked from."""
    response = HttpResponseRedirect(safe_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SECURE,
        )
    return response


def safe_next(request: HttpRequest, otherwise: str = "") -> str:
    """The address a form asks to return to, when it is one of our pages; else the other one."""
    address = request.POST.get("next", "")
    try:
        resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return otherwise or reverse("home")
    inside = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside else otherwise or reverse("home")
