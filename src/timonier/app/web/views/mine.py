"""Situations of this browser: begun, named, copied, erased."""

from __future__ import annotations

import copy

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from timonier.app.web import samples, store
from timonier.app.web.limits import costly
from timonier.app.web.middleware import ensure_owner
from timonier.app.web.models import Situation

LONGEST_NAME = 80


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List this browser's situations, newest first."""
    owner = request.owner  # type: ignore[attr-defined]
    kept = Situation.objects.filter(owner=owner) if owner else Situation.objects.none()
    return render(request, "mine.html", {"situations": kept, "section": "mine"})


@require_POST
@costly
def start(request: HttpRequest) -> HttpResponse:
    """Begin an empty situation and ask its first question."""
    situation = store.create(ensure_owner(request), {})
    return redirect("next-question", situation.pk)


@require_POST
@costly
def sample(request: HttpRequest) -> HttpResponse:
    """Open the sample company of the visitor's market, and show its advice."""
    of = samples.market()
    situation = store.create(ensure_owner(request), samples.document(of), name=samples.name(of))
    return redirect("result", situation.pk)


@require_POST
def rename(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Give a situation a name of its own."""
    situation = store.find(request, situation_id)
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    Situation.objects.filter(pk=situation.pk).update(name=name)
    return HttpResponseRedirect(reverse("mine"))


@require_POST
@costly
def duplicate(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Copy a situation, to change one and keep the other."""
    original = store.find(request, situation_id)
    store.create(
        original.owner,
        copy.deepcopy(original.document),
        name=samples.copy_name(original.title)[:LONGEST_NAME],
        seed=original.seed,
        asked=list(original.asked),
    )
    return HttpResponseRedirect(reverse("mine"))


@require_POST
def erase(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Erase one situation, with all that was kept or computed for it."""
    found = store.find(request, situation_id)
    store.erase(Situation.objects.filter(pk=found.pk))
    return HttpResponseRedirect(reverse("mine"))


@require_POST
def erase_all(request: HttpRequest) -> HttpResponse:
    """Erase everything kept for this browser, and the cookies with it."""
    owner = request.owner  # type: ignore[attr-defined]
    if owner:
        store.erase_all(owner)
    response = render(request, "erased.html")
    for cookie in (settings.BROWSER_COOKIE, settings.THEME_COOKIE):
        response.delete_cookie(cookie)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
