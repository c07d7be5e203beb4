"""Timonier inside someone else's page: everybody's questions, a short answer, nothing kept.

A frame on another site gets no cookie, so the whole state travels in the address, as in a link.
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
from django.views.decorators.http import require_safe

from timonier.app import links
from timonier.app.company_file.kinds import Refused
from timonier.app.interview import answers, asking, people, way
from timonier.app.interview.posed import TEAM
from timonier.app.interview.words import worded
from timonier.app.web import advice, computing, documents, reopening
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


@require_safe
@xframe_options_exempt
@anywhere
@costly
def frame(request: HttpRequest) -> HttpResponse:
    """The next question of the short way, or the short answer."""
    look = _look(request)
    try:
        document = _document(request.GET.get("code", ""))
    except links.BadLink as bad:
        return problem(request, bad.kind, 400)
    key = request.GET.get("key", "")
    if key:
        return _answer(request, document, key, look)
    now = asking.everybody(document, current())
    if now is not None and now.question is not None:
        return _ask(request, document, now.question.fact, look)
    found = read(computing.read_once(computing.by_effort(document, 0, current(), QUICK)))
    context = look | {
        "v": verdict(found),
        "code": _code(document),
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
    context = look | asked | {"key": key, "code": _code(document), "place": place}
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
    request: HttpRequest, document: dict[str, Any], key: str, look: dict[str, Any]
) -> HttpResponse:
    if way.step_of(key) is None:
        raise Http404(key)
    value, wrong = _read(key, document, request.GET)
    if wrong:
        return _ask(request, document, key, look, **wrong)
    changed = copy.deepcopy(document)
    answers.write(changed, key, value)
    refused = documents.problem(changed)
    if refused:
        return _ask(request, document, key, look, error=refused)
    query = f"?code={_code(changed)}&accent={look['accent']}&theme={look['embed_theme']}"
    return redirect(reverse("embed") + query)


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


def _document(code: str) -> dict[str, Any]:
    return reopening.open_shared(links.decode(code)).document if code else {}


def _code(document: dict[str, Any]) -> str:
    return links.encode(links.Shared(document, load().version, 0, ()))


def _look(request: HttpRequest) -> dict[str, Any]:
    """The colour and theme asked for; anything else is left aside."""
    accent = request.GET.get("accent", "").lower().lstrip("#")
    theme = request.GET.get("theme", "auto")
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
    look = _look(request)
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
