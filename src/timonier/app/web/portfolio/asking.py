"""One question sent to a company: an address that says nothing of it, opens until a day, once."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from timonier.app.web import documents, jobs, store
from timonier.app.web.forms import special
from timonier.app.web.models import ClientLink, Entry, Portfolio
from timonier.app.web.portfolio import work
from timonier.app.web.portfolio.keeping import given_in, packed_given, put_given
from timonier.engine.company import FACTS
from timonier.engine.effort import QUICK

DAYS = 30  # that a link opens


def may_be_sent(fact: str) -> bool:
    """Whether a question can be answered alone, on one page."""
    return fact in FACTS and fact not in special.KEYS


def send(entry: Entry, fact: str) -> ClientLink:
    """The link of a question: the one that already asks it, else a new one."""
    held = entry.links.filter(fact=fact, answered_at=None, expires_at__gt=timezone.now()).first()
    if held is not None:
        return held
    until = timezone.now() + timedelta(days=DAYS)
    return ClientLink.objects.create(entry=entry, fact=fact, expires_at=until)


def find(code: str) -> ClientLink | None:
    """The link of an address; None for one that opens nothing, or no longer."""
    open_ = ClientLink.objects.filter(pk=code, expires_at__gt=timezone.now())
    held = open_.select_related("entry__portfolio").defer("entry__portfolio__content")
    return held.first()


def answer(link: ClientLink, value: Any) -> str:
    """Bring an answer into its row, to be decided again; what is wrong with it, or ""."""
    with transaction.atomic():
        locked = ClientLink.objects.select_for_update().filter(pk=link.pk, answered_at=None).first()
        if locked is None:
            return ""
        entry = Entry.objects.select_for_update().get(pk=link.entry_id)
        problem = change(entry, {link.fact: value})
        if problem:
            return problem
        locked.answered_at = timezone.now()
        locked.save(update_fields=["answered_at"])
    decide_again(entry)
    return ""


def change(entry: Entry, said: Mapping[str, Any]) -> str:
    """Change facts of a row, which is to be decided again; what is wrong with them, or ""."""
    given = given_in(entry)
    facts = copy.deepcopy(dict(given.facts))
    for key, value in said.items():
        store.put(facts, key, value)
    return renew(entry, facts)


def renew(entry: Entry, facts: dict[str, Any]) -> str:
    """Put other facts in the place of a row's; what is wrong with them, or ""."""
    wrong = documents.problem(facts)
    if wrong:
        return wrong
    given = replace(given_in(entry), facts=facts)
    put_given(entry, given, packed_given(given))
    entry.wanted = entry.effort or QUICK
    entry.save(update_fields=["given", "wanted"])
    return ""


def decide_again(entry: Entry) -> None:
    """Put in line what a row that has changed waits for."""
    portfolio = Portfolio.objects.defer("content").get(pk=entry.portfolio_id)
    if work.under_way(portfolio, "decide") is None:
        with suppress(jobs.Full):  # it waits, marked, for the next run
            work.decide(portfolio)
