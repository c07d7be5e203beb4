"""Situations of one browser: found, changed one step at a time, undone, erased."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from timonier.app.interview import answers
from timonier.app.links import FORM
from timonier.app.web import computing, documents, samples, telling
from timonier.app.web.forms import special
from timonier.app.web.models import Computation, Portfolio, Revision, SharedLink, Situation, Told
from timonier.app.web.words import say
from timonier.engine.company import FACTS, fall_with
from timonier.knowledge import load

KEPT_REVISIONS = 40
KEPT_SITUATIONS = 200  # of one browser: the oldest goes when one more is made
UNUSED = timedelta(days=365)


class Elsewhere(Http404):
    """The situation is not in this browser: erased, or entered in another one."""


def create(owner: str, document: dict[str, Any], **fields: Any) -> Situation:
    """Keep a new situation for a browser, and let go of what nobody has opened for a year."""
    let_go_of_old()
    kept = Situation.objects.filter(owner=owner).values_list("pk", flat=True)
    erase(Situation.objects.filter(pk__in=list(kept[KEPT_SITUATIONS - 1 :])))
    return Situation.objects.create(
        owner=owner, document=document, form=FORM, knowledge=load().version, **fields
    )


def let_go_of_old() -> None:
    """Erase what nobody has opened for a year, and what was kept until a day."""
    long_ago = timezone.now() - UNUSED
    Situation.objects.filter(updated_at__lt=long_ago).delete()
    Computation.objects.filter(created_at__lt=long_ago).delete()
    SharedLink.objects.filter(expires_at__lt=timezone.now()).delete()
    telling.over().delete()
    Portfolio.objects.filter(updated_at__lt=long_ago).delete()


def find(request: HttpRequest, situation_id: str) -> Situation:
    """The situation of that identifier, if it belongs to this browser; else ``Elsewhere``."""
    owner = request.owner  # type: ignore[attr-defined]
    situation = Situation.objects.filter(pk=situation_id, owner=owner).first() if owner else None
    if situation is None:
        raise Elsewhere
    return situation


def change(
    situation: Situation, what: str, edit: Callable[[dict[str, Any]], None], asked: str = ""
) -> Situation:
    """Apply one change to the stored document; two tabs changing two answers lose neither.

    ``edit`` changes the document in place; the document before is kept as a revision.
    """
    with transaction.atomic():
        locked = Situation.objects.select_for_update().get(pk=situation.pk)
        before = copy.deepcopy(locked.document)
        edit(locked.document)
        if asked and asked not in locked.asked:
            locked.asked = [*locked.asked, asked]
        if locked.document != before:
            Revision.objects.create(situation=locked, document=before, change=what)
            old = list(locked.revisions.all()[KEPT_REVISIONS:])
            Revision.objects.filter(pk__in=[revision.pk for revision in old]).delete()
            _forget((revision.document, locked.seed) for revision in old)
        locked.knowledge = load().version
        locked.save()
    return locked


def answer(situation: Situation, key: str, value: Any) -> str:
    """Keep one answer if the whole document stays valid; return what is wrong otherwise, or ""."""
    return answer_all(situation, {key: value})


def answer_all(situation: Situation, changes: Mapping[str, Any], asked: str = "") -> str:
    """Keep several answers in one change; ``asked`` is the useful question that they answer."""

    def put_all(document: dict[str, Any]) -> None:
        for key, value in changes.items():
            put(document, key, value)

    trial = copy.deepcopy(situation.document)
    put_all(trial)
    if documents.shares_overflow(trial):
        return str(say("field.shares"))
    wrong = documents.problem(trial)
    if wrong:
        return str(say("field.refused", message=wrong))
    change(situation, next(iter(changes)), put_all, asked=asked)
    return ""


def put(document: dict[str, Any], key: str, value: Any) -> None:
    """One answer in a document, without what no longer applies after it."""
    if key not in FACTS and key not in special.KEYS:
        held = document.setdefault("assumptions", {})
        held.pop(key, None)
        if value is not None:
            held[key] = value
        return
    answers.write(document, key, value)
    for other in fall_with(key, value):
        answers.write(document, other, None)


def undo(situation: Situation) -> str:
    """Bring back the document as it was before the last change; return what is undone, or ""."""
    with transaction.atomic():
        locked = Situation.objects.select_for_update().get(pk=situation.pk)
        last = locked.revisions.first()
        if last is None:
            return ""
        given_up = locked.document
        locked.document = last.document
        locked.save()
        last.delete()
        _forget([(given_up, locked.seed)])
        return last.change


def erase(situations: QuerySet[Situation]) -> None:
    """Erase situations with their revisions, their jobs and all that was computed for them."""
    held = list(situations.prefetch_related("revisions"))
    if not held:
        return
    with transaction.atomic():
        _forget(
            (document, situation.seed)
            for situation in held
            for document in (situation.document, *(r.document for r in situation.revisions.all()))
        )
        framed = Told.objects.filter(situation__in=held, held__has_key="frame")
        begun = [telling.opened(told) for told in framed]
        _forget((one.document, one.seed) for one in begun)
        situations.model.objects.filter(pk__in=[situation.pk for situation in held]).delete()


def erase_all(owner: str) -> None:
    """Erase every situation and every list of a browser."""
    erase(Situation.objects.filter(owner=owner))
    for portfolio in Portfolio.objects.filter(owner=owner).defer("content"):
        erase_list(portfolio)


def erase_list(portfolio: Portfolio) -> None:
    """Erase a list with all its companies, their links, and the words looked for in it."""
    telling.of_list(portfolio.pk).delete()
    portfolio.delete()


def _forget(held: Iterable[tuple[dict[str, Any], int]]) -> None:
    """Let go of what was computed, the sample's excepted: everybody opens it."""
    told = [(document, seed) for document, seed in held if not samples.is_one(document)]
    if told:
        computing.forget(told)
