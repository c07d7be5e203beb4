"""Lists are this machine's: strangers find no such page, other browsers no such list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, RequestFactory

from tests.web.test_portfolio.conftest import Drop
from timonier.app.web import limits
from timonier.app.web.limits import METER
from timonier.app.web.portfolio import access

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "stranger",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_whoever_does_not_sit_at_this_machine_finds_no_such_page(
    here: Client, drop: Drop, stranger: dict[str, str]
) -> None:
    portfolio = drop()
    for path in ("", f"{portfolio.pk}/columns/", f"{portfolio.pk}/calls/", f"{portfolio.pk}/run/"):
        assert here.get(f"/fr/portfolio/{path}").status_code == 200 or path.endswith("calls/")
        assert here.get(f"/fr/portfolio/{path}", **stranger).status_code == 404
    assert here.post("/fr/portfolio/", **stranger).status_code == 404


@pytest.mark.parametrize(
    "offered",
    [
        {"public_url": "https://advice.example"},
        {"proxies": 1},
        {"hosts": ("localhost", "advice.example")},
    ],
)
def test_a_server_offered_to_others_takes_no_list_unless_told_to(
    here: Client, settings: Any, offered: dict[str, Any]
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, **offered)
    assert here.get("/fr/portfolio/").status_code == 404
    assert access.largest_body(settings.ENVIRONMENT) == access.LIGHT
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, portfolio="yes")
    assert here.get("/fr/portfolio/", REMOTE_ADDR="203.0.113.9").status_code == 200
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, portfolio="no")
    assert here.get("/fr/portfolio/").status_code == 404


def test_this_machines_user_is_never_told_that_others_wait(
    here: Client, drop: Drop, settings: Any
) -> None:
    """A sheet of 100,000 rows takes half a minute of processor: the list must open after it."""
    portfolio = drop()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=20)
    METER.add(limits.address_key(RequestFactory().get("/")), 1e6)
    assert here.get(f"/fr/portfolio/{portfolio.pk}/columns/").status_code == 200
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, portfolio="yes")
    assert here.get(f"/fr/portfolio/{portfolio.pk}/columns/").status_code == 429


def test_another_browser_of_this_machine_finds_no_such_list(drop: Drop) -> None:
    portfolio = drop()
    other = Client(HTTP_HOST="localhost")
    assert other.get(f"/fr/portfolio/{portfolio.pk}/columns/").status_code == 404


def test_only_a_list_may_be_as_large_as_a_list(here: Client) -> None:
    large = "x" * (access.LIGHT + 1)
    answer = here.post("/fr/start/", large, content_type="text/plain")
    assert answer.status_code == 413
    assert here.post("/fr/portfolio/", large, content_type="text/plain").status_code == 422
