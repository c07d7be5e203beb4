"""The keys of the API, for this machine's user: made, shown once, seen, closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonier.app.web import here
from timonier.app.web.api import keys, webhooks
from timonier.app.web.api.key_terms import (
    DAYS,
    LONGEST_NAME,
    MOST_DAYS,
    MOST_SHARE,
    SCOPES,
    SHARE,
)
from timonier.app.web.limits import View
from timonier.app.web.models import ApiKey
from timonier.app.web.problems import problem
from timonier.app.web.words import say


@dataclass
class Form:
    """What is typed of a key to be made, and what is wrong with it, by field."""

    name: str
    scopes: tuple[str, ...]
    days: str
    share: str
    errors: dict[str, Any]


def own(view: View) -> View:
    """Show a page to this machine's user; to nobody else is it there."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if here.is_own(request):
            return view(request, *args, **kwargs)
        if not here.is_near(request):
            raise Http404
        return problem(request, "keys_closed", 403)

    return shown


@require_safe
def enter(request: HttpRequest, word: str) -> HttpResponse:
    """Let this machine's user in, by the address that the command has printed."""
    if not here.is_near(request):
        raise Http404
    if not here.is_word(word):
        return problem(request, "keys_closed", 403)
    return here.let_in(redirect("keys"))


@require_http_methods(["GET", "HEAD", "POST"])
@own
def page(request: HttpRequest) -> HttpResponse:
    """The keys made here, and a form for another one; the answer to it shows the key, once."""
    if request.method != "POST":
        return _show(request, _blank())
    asked = _read(request.POST)
    if asked.errors:
        return _show(request, asked, status=422)
    made = keys.create(asked.name, asked.scopes, int(asked.days), int(asked.share))
    return _show(request, _blank(), made=made, secret=webhooks.secret_of(made.kept.pk))


@require_POST
@own
def close(request: HttpRequest, key_id: str) -> HttpResponse:
    """Close a key for ever."""
    keys.revoke(key_id)
    return redirect("keys")


def _blank() -> Form:
    return Form("", SCOPES, str(DAYS), str(SHARE), {})


def _read(sent: QueryDict) -> Form:
    name = " ".join(sent.get("name", "").split())
    scopes = tuple(one for one in SCOPES if one in sent.getlist("scope"))
    form = Form(name, scopes, sent.get("days", "").strip(), sent.get("share", "").strip(), {})
    if not 0 < len(name) <= LONGEST_NAME:
        form.errors["name"] = say("keys.wrong_name", most=LONGEST_NAME)
    if not scopes:
        form.errors["scope"] = say("keys.wrong_scope")
    for field, low, high in (("days", 1, MOST_DAYS), ("share", 0, MOST_SHARE)):
        typed = getattr(form, field)
        if not (typed.isascii() and typed.isdecimal() and low <= int(typed[:9]) <= high):
            form.errors[field] = say("keys.wrong_number", low=low, high=high)
    return form


def _show(request: HttpRequest, form: Form, status: int = 200, **shown: Any) -> HttpResponse:
    made = ApiKey.objects.order_by("-created_at")
    context = {
        "form": form,
        "scopes": SCOPES,
        "open": [one for one in made if one.is_open],
        "over": [one for one in made if not one.is_open],
        "longest_name": LONGEST_NAME,
    }
    return render(request, "keys.html", context | shown, status=status)
