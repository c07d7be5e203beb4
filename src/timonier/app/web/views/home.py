"""The front page: what the product does, where to start, where one had got to."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonier.app.web import computing, drawing, samples
from timonier.app.web.models import Situation
from timonier.app.web.result.reading import read
from timonier.app.web.result.verdict import verdict
from timonier.app.web.words import current, say
from timonier.engine.catalogue import MODELS

QUESTIONS = ("vision", "steering", "nature", "place")
TRUST = ("figures", "doubt", "neutral")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the promise, the way in and, when this browser has one, the situation to resume."""
    owner = request.owner  # type: ignore[attr-defined]
    latest = Situation.objects.filter(owner=owner).first() if owner else None
    dial = _sample_dial()
    context = {
        "latest": latest,
        "models": MODELS,
        "questions": QUESTIONS,
        "trust": TRUST,
        "sample_dial": dial or _blank_dial(),
        "sample_known": bool(dial),
    }
    return render(request, "home.html", context)


def _blank_dial() -> str:
    """A hundred marks, for nobody yet."""
    label = str(say("home.blank_dial"))
    return drawing.dial({}, None, label, "100", str(say("home.futures")))


def _sample_dial() -> str:
    """The dial of the sample's advice; "" until it is known."""
    key = computing.content_key(samples.document(), 0, current(), quick=False)
    dial: str | None = cache.get(f"dial:{key}")
    if dial is None:
        text = computing.known(key)
        if text is None:
            return ""
        dial = verdict(read(computing.read_once(text))).dial
        cache.set(f"dial:{key}", dial, None)
    return dial
