"""One question at a time, then all the answers on one page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonier.app.company_file.kinds import Refused, Said
from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.interview import answers, way
from timonier.app.interview.words import unknown
from timonier.app.web import advice, computing, order, panels, store, telling
from timonier.app.web.forms import figures, helpers, question, review, sense, special
from timonier.app.web.forms.parse import parse, refusal
from timonier.app.web.limits import costly
from timonier.app.web.models import Job, Situation
from timonier.app.web.views import asking, several, waiting, who
from timonier.app.web.views import special as special_views
from timonier.app.web.views.frame import safe_next
from timonier.app.web.words import current, say
from timonier.engine.company import FACTS, NUMBERS


@require_safe
def next_question(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Lead to the next question, or to the result when none is left that could turn it."""
    situation = store.find(request, situation_id)
    step = way.first_open(situation.document)
    if step is not None:
        return redirect("question", situation.pk, step.key)
    if way.is_over(situation.document, situation.asked):
        return redirect("result", situation.pk)
    return _useful(request, situation)


@costly
def _useful(request: HttpRequest, situation: Situation) -> HttpResponse:
    """Lead to what the whole decision finds worth asking; its page waits for it in line."""
    decision = computing.decision(situation.document, situation.seed, current())
    key = way.next_useful(situation.document, situation.asked, decision)
    if key is None:
        return redirect("result", situation.pk)
    return redirect("question", situation.pk, key)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, situation_id: str, key: str) -> HttpResponse:
    """Ask one question, keep its answer, go on to the next."""
    situation = store.find(request, situation_id)
    if key in way.STEPS and len(way.STEPS[key].asks) > 1:
        return several.ask(request, situation, way.STEPS[key])
    if key == "team" and who.is_short(request, situation):
        return who.ask(request, situation)
    if key in special.KEYS:
        return special_views.ask(request, situation, key)
    if not order.may_be_asked(key, situation.document):
        raise Http404(key)
    if "help" in request.POST:
        return _helped(request, situation)
    if request.method == "POST":
        return _answer(request, situation, key)
    return _show(request, situation, build(key, situation.document))


def build(key: str, document: dict[str, Any], **remarks: Any) -> question.Question:
    """The question of a fact, or of a figure of the knowledge."""
    maker = question.build if key in FACTS else figures.build
    return maker(key, document, **remarks)


def _helped(request: HttpRequest, situation: Situation) -> HttpResponse:
    """The same question, its helper answering what it was asked."""
    said = helpers.said(request.POST)
    query = request.GET.copy()
    query[telling.NAME] = telling.keep(said, situation)
    return redirect(f"{request.path}?{query.urlencode()}#helper")


def _show(
    request: HttpRequest, situation: Situation, asked: question.Question, status: int = 200
) -> HttpResponse:
    sent = telling.find(request.GET.get(telling.NAME, ""), situation)
    helper = helpers.helper(asked.key, situation.document, sent)
    context = asking.frame(request, situation, asked.key) | {
        "q": asked,
        "title": asked.question,
        "why": asked.why,
        "section": asked.section,
        "error": asked.error,
        "helper": helper,
        "unknown": unknown(asked.key, current()),
        "how": how_written(asked),
    }
    return render(request, "question.html", context, status=status)


def how_written(asked: question.Question) -> str:
    """How a number may be written; a level from 0 to 5 is only picked."""
    fact = FACTS.get(asked.key)
    if fact is None or fact.kind not in NUMBERS or not asked.exact or in_percent(fact):
        return ""
    return str(say(f"question.how_{'money' if fact.unit.startswith('currency') else 'other'}"))


def _answer(request: HttpRequest, situation: Situation, key: str) -> HttpResponse:
    sent = request.POST.get("value", "")
    try:
        said = said_of(request, key, situation.document)
    except Refused as refused:
        asked = build(key, situation.document, sent=sent, error=refusal(refused))
        return _show(request, situation, asked, status=422)
    value = said.value
    doubt = read_back(key, said, situation.document) or sense.unlikely(
        key, value, situation.document
    )
    if doubt and request.POST.get("confirm") != "yes":
        return _show(request, situation, build(key, situation.document, sent=sent, warning=doubt))
    problem = asking.keep(request, situation, key, {key: value})
    if problem:
        asked = build(key, situation.document, sent=sent, error=problem)
        return _show(request, situation, asked, status=422)
    return asking.onward(request, situation, key)


def read_back(key: str, said: Said, document: dict[str, Any]) -> str:
    """How an answer that could be read otherwise was read; "" when it could not."""
    if said.sure or key not in FACTS:
        return ""
    return str(say("field.read_as", value=review.worded(key, said.value, document)))


def said_of(request: HttpRequest, key: str, document: dict[str, Any]) -> Said:
    """What a form says of a question; Refused when it cannot be read."""
    told = request.POST.get("answer", "")
    if told == answers.UNKNOWN and key != answers.NEEDED:
        return Said(answers.UNKNOWN)
    if key not in FACTS:
        market = answers.read(document, "company.market")
        return figures.parse(key, request.POST, market)
    if told == answers.NOT_CONCERNED and FACTS[key].may_be_not_concerned:
        return Said(answers.NOT_CONCERNED)
    return parse(FACTS[key], request.POST)


@require_safe
@costly
def panel(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Where the advice stands, computed now: a piece of page for htmx, else a page of its own."""
    situation = store.find(request, situation_id)
    if advice.is_ready(situation.document):
        try:
            advice.refresh(situation)
        except computing.NotYet as under_way:
            return _panel_later(request, situation, under_way.job)
    context = {"situation": situation, "panel": panels.build(situation, fresh=True)}
    template = "panel.html" if request.htmx else "panel_page.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _panel_later(request: HttpRequest, situation: Situation, job: Job) -> HttpResponse:
    """The panel as it was, which asks again; without htmx, the page of what is waited for."""
    if not request.htmx:  # type: ignore[attr-defined]
        return waiting.page(request, job)
    context = {"situation": situation, "panel": panels.build(situation)}
    return render(request, "panel.html", context | waiting.standing(job))


@require_safe
def answers_page(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Every answer and every default, each one a link to change it."""
    situation = store.find(request, situation_id)
    context = {
        "situation": situation,
        "sections": review.sections(situation.document, _assumed(situation)),
        "undone": request.GET.get("undone", ""),
        "can_undo": situation.revisions.exists(),
        "ready": advice.is_ready(situation.document),
    }
    return render(request, "answers.html", context)


def _assumed(situation: Situation) -> dict[str, str]:
    """What stands in for each missing answer, as the last computed advice says; none before it."""
    if not advice.is_ready(situation.document):
        return {}
    for quick in (False, True):
        key = computing.content_key(situation.document, situation.seed, current(), quick=quick)
        text = computing.known(key)
        if text is not None:
            return {one.fact: one.value for one in computing.read_once(text).assumed}
    return {}


@require_POST
def undo(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Bring back the answers as they were before the last change."""
    situation = store.find(request, situation_id)
    store.undo(situation)
    return redirect(safe_next(request, reverse("answers", args=[situation.pk])))
