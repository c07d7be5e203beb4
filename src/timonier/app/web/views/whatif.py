"""Play with the assumptions: move something, see at once what it changes, keep it or not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from timonier.app.document import Document as Decision
from timonier.app.web import (
    advice,
    computing,
    documents,
    jobs,
    playing,
    samples,
    store,
    telling,
    whatif,
)
from timonier.app.web.drawing import marks
from timonier.app.web.limits import costly
from timonier.app.web.models import Situation
from timonier.app.web.problems import problem
from timonier.app.web.result.reading import word
from timonier.app.web.words import current, say
from timonier.app.wording import MINUS, about_money, listing, percent
from timonier.engine.catalogue import MODELS

PREVIEW = "Timonier-Preview"  # a control still under the hand: nothing is kept of it


@require_http_methods(["GET", "HEAD", "POST"])
@costly
def play(request: HttpRequest, situation_id: str) -> HttpResponse:
    """The controls and their effect; a form moves them, and its moves are kept under a key."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 200, situation=situation)
    if request.method == "POST":
        return _moved(request, situation)
    if written := whatif.said(request.GET):  # an address that says the moves: no longer
        return redirect(_address(situation, written))
    key = computing.content_key(situation.document, situation.seed, current(), quick=False)
    told, swap = request.GET.get(telling.NAME, ""), bool(request.htmx)  # type: ignore[attr-defined]
    if not swap and not _is_asked(request) and computing.known(key) is None:
        return render(request, "whatif_waiting.html", {"situation": situation, "told": told})
    decision = computing.decision(situation.document, situation.seed, current())
    sent = QueryDict(telling.find(told, situation).get("moves", ""))
    context = {
        "situation": situation,
        **_effect(situation, decision, sent),
        "sliders": whatif.sliders(situation.document, decision, sent),
        "switches": whatif.switches(situation.document, sent),
        "priorities": whatif.priorities(situation.document, sent),
    }
    return render(request, "whatif_body.html" if swap else "whatif.html", context)


def _is_asked(request: HttpRequest) -> bool:
    """Whether a page that has to wait may ask for the advice at once."""
    return request.GET.get("compute") == "1" or jobs.somebody_computes()


def _address(situation: Situation, sent: QueryDict) -> str:
    """Where the moves are found again: by Back, by a reload, without a script."""
    key = telling.keep({"moves": sent.urlencode()}, situation)
    return f"{reverse('what-if', args=[situation.pk])}?{telling.NAME}={key}"


def _moved(request: HttpRequest, situation: Situation) -> HttpResponse:
    """What the moves make: for htmx, the effect alone and its address for the history."""
    sent = whatif.said(request.POST)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_address(situation, sent))
    try:
        decision = computing.decision(situation.document, situation.seed, current())
    except computing.NotYet:
        return HttpResponse(headers={"HX-Redirect": _address(situation, sent)})
    context = {"situation": situation, **_effect(situation, decision, sent)}
    response = render(request, "whatif_effect.html", context)
    if PREVIEW not in request.headers:
        response["HX-Push-Url"] = _address(situation, sent)
    return response


def _effect(situation: Situation, decision: Decision, sent: QueryDict) -> dict[str, Any]:
    """What the moves make of the advice, beside the advice as saved."""
    made = whatif.changed(situation.document, decision, sent)
    wrong = documents.problem(made)
    if wrong:
        return {"wrong": wrong, "said": wrong}
    moves = whatif.changes(situation.document, made, decision, sent)
    board = computing.board_of(situation.document, situation.seed)
    ratio = whatif.budget_ratio(situation.document, made, decision)
    seen = playing.glimpse(board, _company(made), ratio) if moves else None
    pairs = [(name, value) for name, values in sent.lists() for value in values]
    return {"moves": moves, "sent": pairs, **_lines(decision, seen)}


def _company(document: dict[str, Any]) -> Any:
    from timonier import company_from

    return company_from(document)


def _lines(decision: Decision, seen: playing.Glimpse | None) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    as_told = seen or decision
    for model in MODELS:
        before = decision.models[model].chance_of_best
        after = before if seen is None else seen.chance.get(model, 0.0)
        is_open = model in decision.teams if seen is None else model in seen.chance
        lines.append(
            {
                "model": model,
                "name": word(f"model.{as_told.called(model)}"),
                "open": is_open,
                "chance": percent(after, current()),
                "marks": marks(model, after),
                "delta": _delta(after - before) if seen else "",
                "cost": _cost(decision, seen, model),
            }
        )
    leading = decision.verdict.leading if seen is None else seen.first
    flipped = bool(seen and seen.first != decision.verdict.leading)
    key = "whatif.flips" if flipped else "whatif.ahead"
    ahead = str(say(key, model=word(f"model.{as_told.called(leading)}"))) if leading else ""
    told = [f"{line['name']} {line['chance']}" for line in lines if line["open"]]
    return {"lines": lines, "ahead": ahead, "said": f"{ahead} {listing(told, current())}"}


def _delta(change: float) -> str:
    points = round(100 * change)
    if points == 0:
        return str(say("whatif.same"))
    return f"{'+' if points > 0 else MINUS}{abs(points)}"


def _cost(decision: Decision, seen: playing.Glimpse | None, model: str) -> str:
    middle: float | None = None
    if seen is not None:
        middle = seen.a_year[model][1] if model in seen.a_year else None
    elif model in decision.teams:
        middle = decision.teams[model].cost.a_year.p50
    if middle is None:
        return ""
    return str(say("whatif.a_year", amount=about_money(middle, decision.currency, current())))


@require_POST
@costly
def keep(request: HttpRequest, situation_id: str) -> HttpResponse:
    """Keep the moves, in this situation or in a new one beside it, and show the full advice."""
    situation = store.find(request, situation_id)
    if not advice.is_ready(situation.document):
        return problem(request, "too_early", 400, situation=situation)
    decision = computing.decision(situation.document, situation.seed, current())
    made = whatif.changed(situation.document, decision, request.POST)
    if documents.problem(made):
        return problem(request, "bad_request", 400)
    if request.POST.get("into") == "new":
        name = samples.copy_name(situation.title)[:80]
        fields = {"name": name, "seed": situation.seed, "asked": list(situation.asked)}
        beside = store.create(situation.owner, made, **fields)
        return redirect("result", beside.pk)

    def put(document: dict[str, Any]) -> None:
        document.clear()
        document.update(made)

    store.change(situation, "what-if", put)
    return redirect("result", situation.pk)
