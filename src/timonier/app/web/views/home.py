"""The front page: what one gets, where to start, where one had got to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from timonier.app.web import computing, drawing, samples
from timonier.app.web.models import Situation
from timonier.app.web.result.planned import Person
from timonier.app.web.result.ready import first_screens
from timonier.app.web.result.screens import Screens
from timonier.app.web.words import current, say
from timonier.engine.catalogue import MODELS

QUESTIONS = ("vision", "steering", "nature", "place")
TRUST = ("figures", "doubt", "neutral")
PROMISES = ("minutes", "account", "nothing_sold")
PEOPLE = 4  # of the sample's team, drawn on the front page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the promise, a real result, the way in and, if there is one, the situation to resume."""
    owner = request.owner  # type: ignore[attr-defined]
    latest = Situation.objects.filter(owner=owner).first() if owner else None
    of = samples.market()
    shown = sample_screens(of)
    context = {
        "latest": latest,
        "models": MODELS,
        "questions": QUESTIONS,
        "trust": TRUST,
        "promises": PROMISES,
        "sample": of,
        "headcount": samples.document(of)["company"]["headcount"],
        "s": shown,
        "people": _most_present(shown),
        "blank_dial": "" if shown else _blank_dial(),
    }
    return render(request, "home.html", context)


def _most_present(shown: Screens | None) -> list[Person]:
    """Those of the sample's team who give most hours, in the team's order."""
    people = shown.plan.people if shown and shown.plan else ()
    kept = sorted(people, key=lambda one: -one.share)[:PEOPLE]
    return [one for one in people if one in kept]


def _blank_dial() -> str:
    """A hundred marks, for nobody yet."""
    label = str(say("home.blank_dial"))
    return drawing.dial({}, None, label, "100", str(say("home.futures")))


def sample_screens(market: str) -> Screens | None:
    """The three screens of a market's sample; None until its advice is known."""
    document = samples.document(market)
    written = computing.known(computing.content_key(document, 0, current(), quick=False))
    given = computing.known(computing.plan_key(document, 0), computing.ToPlan)
    if written is None or given is None:
        return None
    return first_screens(written, given, timezone.localdate())
