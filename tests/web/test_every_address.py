"""What holds of every address of the pages: closed to other browsers and to other sites' forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.conftest import COMPANY
from timonier.app.web import sharing
from timonier.app.web.models import Situation

pytestmark = pytest.mark.django_db
CLOSED, NO_METHOD, NO_PROOF = 404, 405, 403
WITHOUT_PROOF = {"embed"}  # a frame of another site has no cookie, and changes nothing of anybody's
FILLED = {"key": "company.headcount", "path": "verdict.chance_of_best", "name": "why",
          "job_id": "x" * 16, "portfolio_id": "x" * 16, "number": 0, "do": "close", "kind": "csv",
          "slug": "methode", "word": "x", "key_id": "x", "colour": "aa3377"}  # fmt: skip


def named(found: Any = None) -> Iterator[tuple[str, set[str]]]:
    """The name of every address of the pages, with the names of its parts."""
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLPattern) and one.name:
            yield one.name, set(one.pattern.converters)
        elif isinstance(one, URLResolver) and not str(one.pattern).startswith("api/v1"):
            yield from named(one)


def addresses(situation: Situation) -> dict[str, tuple[str, set[str]]]:
    """Each address, filled for a situation."""
    link = sharing.make(situation, 30)
    held = FILLED | {"situation_id": situation.pk, "code": link.pk}
    return {name: (reverse(name, kwargs={p: held[p] for p in parts}), parts)
            for name, parts in named()}  # fmt: skip


@pytest.fixture
def situation(keep: Callable[..., Any]) -> Any:
    return keep(COMPANY)


def test_every_address_of_a_situation_is_closed_to_any_other_browser(situation: Any) -> None:
    found = {n: a for n, (a, parts) in addresses(situation).items() if "situation_id" in parts}
    assert len(found) > 20
    for visitor in (Client(), Client(headers={"cookie": "timonier_browser=a-guess"})):
        for name, address in found.items():
            statuses = {visitor.get(address).status_code, visitor.post(address).status_code}
            assert statuses <= {CLOSED, NO_METHOD}, name
            assert CLOSED in statuses, name
    assert Situation.objects.get().document == COMPANY


def test_no_form_of_another_site_is_taken_anywhere(situation: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["timonier_browser"] = "a-browser-of-the-tests"
    found = addresses(situation)
    assert len(found) > 50
    taken = {}
    for name, (address, _) in found.items():
        status = browser.post(address, {"value": "1", "into": "this"}).status_code
        if status not in (NO_PROOF, NO_METHOD):
            taken[name] = status
    assert set(taken) == WITHOUT_PROOF
    assert Situation.objects.get().document == COMPANY
