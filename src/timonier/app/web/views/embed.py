"""Timonier inside someone else's page: everybody's questions, then a short answer.

A frame on another site gets no cookie: what was answered is kept for a day under the random key
that the address holds. Forms carry no proof of origin, as they change nothing of anybody's.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from timonier.app import links
from timonier.app.company_file.kinds import Refused
from timonier.app.interview import answers, asking, people, way
from timonier.app.interview.posed import TEAM
from timonier.app.interview.words import worded
from timonier.app.web import advice, computing, documents, reopening, sharing, telling
from timonier.app.web.forms import people as form
from timonier.app.web.forms import question
from timonier.app.web.forms.parse import parse, refusal
from timonier.app.web.limits import costly
from timonier.app.web.problems import problem
from timonier.app.web.result.reading import read
from timonier.app.web.result.verdict import verdict
from timonier.app.web.words import current
from timonier.engine.company import FACTS
from timonier.engine.effort import QUICK
from timonier.knowledge import load

COLOUR = re.compile(r"[0-9a-f]{6}")
THEMES = ("auto", "light", "dark")

anywhere = csp_replace({"frame-ancestors": ["*"]})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_exempt
@anywhere
@costly
def frame(request: HttpRequest) -> HttpResponse:
    """The next question of the short way, or the short answer; a form answers a question."""
    sent = request.POST if request.method == "POST" else request.GET
    look, code = _look(sent), sent.get("code", "")
    if "erase" in request.POST:
        sharing.erase_frame(code)
        return redirect(_address("", look))
    try:
        document = reopening.open_shared(sharing.find(code)).document if code else {}
    except links.BadLink as bad:
        if code.startswith(telling.MARK):
            return redirect(_address("", look))  # its day is over: from the beginning
        return problem(request, bad.kind, 400)
    if request.method == "POST":
        return _answer(request, document, code, look)
    if code and not code.startswith(telling.MARK):  # an address that holds its answers: no longer
        return redirect(_address(sharing.pass_on(document), look))
    now = asking.everybody(document, current())
    if now is not None and now.question is not None:
        return _ask(request, document, now.question.fact, look | {"code": code})
    found = read(computing.read_once(computing.by_effort(document, 0, current(), QUICK)))
    context = look | {
        "v": verdict(found),
        "code": code,
        "shown": found.leading,
        "early": advice.is_too_early(found.document),
    }
    return render(request, "embed/answer.html", context)


def _ask(
    request: HttpRequest, document: dict[str, Any], key: str, look: dict[str, Any], **said: Any
) -> HttpResponse:
    """A screen that asks one fact, or who does the marketing; ``said``: what was wrong with it."""
    step = way.step_of(key)
    place = way.place(document, (), step.key) if step else None
    asked = _who(document, **said) if key == TEAM else {"q": question.build(key, document, **said)}
    context = look | asked | {"key": key, "place": place}
    return render(request, "embed/question.html", context)


def _who(document: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The short list of who does the marketing, as its own page shows it."""
    held = people.listed(answers.read(document, TEAM), load(), form.full_time(document))
    return {
        "q": {"question": worded(TEAM, current()).text, "error": said.get("error", "")},
        "choices": form.choices(held or {}, said.get("sent"), said.get("errors", {})),
        "full_time": form.full_time_said(document),
    }


def _answer(
    request: HttpRequest, document: dict[str, Any], code: str, look: dict[str, Any]
) -> HttpResponse:
    """Keep an answer and lead to the next question; one that cannot be read is asked again."""
    key = request.POST.get("key", "")
    if way.step_of(key) is None:
        raise Http404(key)
    held = look | {"code": code}
    value, wrong = _read(key, document, request.POST)
    if wrong:
        return _ask(request, document, key, held, **wrong)
    changed = copy.deepcopy(document)
    answers.write(changed, key, value)
    refused = documents.problem(changed)
    if refused:
        return _ask(request, document, key, held, error=refused)
    return redirect(_address(sharing.pass_on(changed, after=code), look))


def _address(code: str, look: dict[str, Any]) -> str:
    """Where a frame goes on, in the same colour and theme."""
    return f"{reverse('embed')}?code={code}&accent={look['accent']}&theme={look['embed_theme']}"


def _read(key: str, document: dict[str, Any], sent: QueryDict) -> tuple[Any, dict[str, Any]]:
    """An answer as the document holds it, or what its screen says was wrong with it."""
    if key == TEAM:
        said = form.answer(sent, document)
        wrong = {"error": said.error, "errors": said.errors, "sent": sent}
        return said.team, wrong if said.team is None else {}
    told = sent.get("answer")
    if told == answers.UNKNOWN and key != answers.NEEDED:
        return told, {}
    if told == answers.NOT_CONCERNED and FACTS[key].may_be_not_concerned:
        return told, {}
    try:
        return parse(FACTS[key], sent).value, {}
    except Refused as refused:
        return None, {"error": refusal(refused), "sent": sent.get("value", "")}


def _look(sent: QueryDict) -> dict[str, Any]:
    """The colour and theme asked for; anything else is left aside."""
    accent = sent.get("accent", "").lower().lstrip("#")
    theme = sent.get("theme", "auto")
    return {
        "accent": accent if COLOUR.fullmatch(accent) else "",
        "embed_theme": theme if theme in THEMES else "auto",
    }


@require_safe
@cache_control(public=True, max_age=86_400)
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """The style sheet of one accent colour, so that no style is written inside a page."""
    if not COLOUR.fullmatch(colour):
        raise Http404(colour)
    light = _readable(colour)
    text = f":root{{--accent:#{colour};--on-accent:{light}}}"
    return HttpResponse(text, content_type="text/css")


def _readable(colour: str) -> str:
    """Black or white, whichever reads better on a colour (WCAG relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


@require_safe
@cache_control(public=True, max_age=3_600)
def script(request: HttpRequest) -> HttpResponse:
    """The one script that other sites include; its address never changes."""
    text = (Path(settings.BASE) / "static" / "web" / "embed.js").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
def configure(request: HttpRequest) -> HttpResponse:
    """Choose the language, the colour and the theme; copy the snippet; see the result."""
    look = _look(request.GET)
    lang = request.GET.get("lang", current())
    lang = lang if lang in ("fr", "en") else current()
    address_of_script = request.build_absolute_uri(reverse("embed-script"))
    host = request.build_absolute_uri("/").rstrip("/")
    attributes = (
        f'data-lang="{lang}" data-accent="{look["accent"]}" data-theme="{look["embed_theme"]}"'
    )
    place = f'<div data-timonier="{host}" {attributes}></div>'
    snippet = f'{place}\n<script src="{address_of_script}" async></script>'
    address = reverse("embed").replace(f"/{current()}/", f"/{lang}/", 1)
    preview = f"{address}?accent={look['accent']}&theme={look['embed_theme']}"
    context = look | {"snippet": snippet, "preview": preview, "chosen_lang": lang, "themes": THEMES}
    return render(request, "embed/configure.html", context)
