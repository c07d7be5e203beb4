"""A company of the list: why to call it, its question sent, its decision opened, the row closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from timonier.app.portfolio.export import heading
from timonier.app.portfolio.line import Line
from timonier.app.web import drawing, store
from timonier.app.web.forms import review
from timonier.app.web.limits import costly
from timonier.app.web.models import ClientLink, Entry, Portfolio
from timonier.app.web.portfolio import access, asking, listing
from timonier.app.web.portfolio.access import for_advisers
from timonier.app.web.portfolio.keeping import given_in, line_in
from timonier.app.web.portfolio.listing import Asked
from timonier.app.web.views.portfolio.calls import address, named, shown
from timonier.app.web.views.portfolio.lists import find, frame
from timonier.app.web.words import current, say
from timonier.app.wording import listing as worded_list
from timonier.app.wording import money, number, percent
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

REASONS = ("done", "not_now", "no_fit", "unreachable")
LONGEST = 200  # characters of a reason in the adviser's own words


@dataclass(frozen=True)
class Sent:
    """A question sent: its address, and what became of it."""

    link: ClientLink
    address: str
    question: str


@require_safe
@for_advisers
@costly
def show(request: HttpRequest, portfolio_id: str, number: int) -> HttpResponse:
    """All that the list knows of a company, and what can be done about it."""
    portfolio = find(request, portfolio_id)
    entry = _entry(portfolio, number)
    line = line_in(entry)
    if line is None:
        raise Http404(number)
    asked = Asked.of(request.GET, portfolio)
    context = {
        **frame(portfolio, "calls"),
        "entry": entry,
        "line": line,
        "r": shown(entry, line),
        "chances": _chances(line),
        "score": _score(line),
        "more": _more(line),
        "facts": [s for s in review.sections(given_in(entry).facts) if any(r.mine for r in s.rows)],
        "kept": {k: v for k, v in line.kept.items() if v},
        "question": getattr(line, f"next_question_{current()}") or "",
        "may_send": line.next_question is not None and asking.may_be_sent(line.next_question),
        "sent": [_sent(request, link) for link in entry.links.all()],
        "reasons": REASONS,
        "asked": asked,
        "query": asked.query,
        "here_only": access.is_here_only(),
        "next": _neighbour(portfolio, asked, entry),
        "changed": _changed(entry),
    }
    return render(request, "portfolio/company.html", context)


def _entry(portfolio: Portfolio, number: int) -> Entry:
    found: Entry = get_object_or_404(portfolio.entries.select_related("situation"), number=number)
    return found


def _neighbour(portfolio: Portfolio, asked: Asked, entry: Entry) -> int | None:
    """The company after this one in the list as it was asked for."""
    numbers = iter(listing.entries(portfolio, asked).values_list("number", flat=True)[:5_000])
    for one in numbers:
        if one == entry.number:
            return next(numbers, None)
    return None


def _chances(line: Line) -> list[dict[str, Any]]:
    """Each model's chance of being the best, in marks and in words."""
    told = []
    for model in MODELS:
        share = getattr(line, f"p_{model}")
        if share is not None:
            said = percent(share, current())
            told.append(
                {
                    "model": model,
                    "name": named(line, model),
                    "share": said,
                    "marks": drawing.marks(model, share),
                }
            )
    return told


def _score(line: Line) -> list[tuple[str, str]]:
    """The parts of the score, in the order in which they are reckoned."""
    lang = current()
    parts = {
        "call_stake": _money(line.call_stake, line.currency),
        "call_chance": percent(line.call_chance, lang),
        "call_learning": _money(line.call_learning, line.currency),
        "call_minutes": number(line.call_minutes, lang),
        "call_score": number(line.call_score, lang, 1),
    }
    return [(_capital(heading(key, lang)), said) for key, said in parts.items() if said]


def _more(line: Line) -> list[tuple[str, str]]:
    """What else the row says of the decision; nothing that is not known."""
    lang, currency = current(), line.currency
    warned = [load().warnings[code].label[lang] for code in line.warnings]
    said = {
        "cost_p50": _money(line.cost_p50, currency),
        "cost_now": _money(line.cost_now, currency),
        "work_first": _share(line.work_first),
        "work_now": _share(line.work_now),
        "holds_if_known": _share(line.holds_if_known),
        "warnings": worded_list(warned, lang),
        "flips": getattr(line, f"flips_{lang}") or "",
    }
    return [(_capital(heading(key, lang)), text) for key, text in said.items() if text]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _money(amount: float | None, currency: str | None) -> str:
    """An amount as it is said; nothing where there is none, or no decision to say in what."""
    if amount is None or currency is None:
        return ""
    return money(amount, currency, current())


def _share(share: float | None) -> str:
    return percent(share, current()) if share is not None else ""


def _sent(request: HttpRequest, link: ClientLink) -> Sent:
    return Sent(link, address(request, link.pk), load().facts[link.fact].question[current()])


def _changed(entry: Entry) -> bool:
    """Whether the interview opened from the row says otherwise than the row."""
    situation = entry.situation
    return situation is not None and situation.document != given_in(entry).facts


@require_POST
@for_advisers
@costly
def act(request: HttpRequest, portfolio_id: str, number: int, do: str) -> HttpResponse:
    """Do one of the things that can be done about a company."""
    portfolio = find(request, portfolio_id)
    entry = _entry(portfolio, number)
    if do not in ACTS:
        raise Http404(do)
    return ACTS[do](request, entry)


def _back(request: HttpRequest, entry: Entry) -> HttpResponse:
    page = reverse("portfolio-company", args=[entry.portfolio_id, entry.number])
    return redirect(f"{page}?{Asked.of(request.POST, entry.portfolio).query}")


def _open(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Lead to the company's full decision, in a situation of this browser made for it."""
    if entry.situation is None:
        facts = dict(given_in(entry).facts)
        owner = request.owner  # type: ignore[attr-defined]
        entry.situation = store.create(owner, facts, name=entry.name[:80])
        entry.save(update_fields=["situation"])
    return redirect("result", entry.situation.pk)


def _take_back(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Bring what was answered in the interview into the row."""
    if entry.situation is not None and not asking.renew(entry, entry.situation.document):
        asking.decide_again(entry)
    return _back(request, entry)


def _send(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Make the link of the question that is most worth asking."""
    line = line_in(entry)
    if line is not None and line.next_question and asking.may_be_sent(line.next_question):
        asking.send(entry, line.next_question)
    return _back(request, entry)


def _revoke(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Close a link: whoever has it opens nothing any more."""
    entry.links.filter(pk=request.POST.get("code", "")).delete()
    return _back(request, entry)


def _close(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Close the row, with why; or open it again."""
    why = request.POST.get("why", "")
    said = str(say(f"portfolio.close.{why}")) if why in REASONS else ""
    note = " ".join(request.POST.get("note", "").split())
    entry.closed_why = " – ".join(part for part in (said, note) if part)[:LONGEST]
    entry.closed_at = timezone.now() if entry.closed_why else None
    entry.save(update_fields=["closed_why", "closed_at"])
    return _back(request, entry)


ACTS: dict[str, Callable[[HttpRequest, Entry], HttpResponse]] = {
    "open": _open,
    "take-back": _take_back,
    "send": _send,
    "revoke": _revoke,
    "close": _close,
}
