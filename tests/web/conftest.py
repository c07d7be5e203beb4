"""The web application under test: a data folder of its own, SQLite unless told otherwise."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")
os.environ.setdefault("TIMONIER_DATA_DIR", tempfile.mkdtemp(prefix="timonier-web-tests-"))
os.environ.setdefault("TIMONIER_SECONDS_PER_MINUTE", "0")
os.environ.setdefault("TIMONIER_COMPUTERS", "0")  # computed at once, where it is asked for
os.environ.setdefault("TIMONIER_LOG_LEVEL", "warning")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's own loop shares the test's thread

import django

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from tests.remembering import remember_texts  # noqa: E402
from timonier.app.web import computing, jobs, limits, memory, working  # noqa: E402

computing.SCENARIOS = 1_024  # as the other tests: enough for what they look at, and quick


_OUR_OWN = computing.decide


def _beside() -> str:
    """What a computation depends on beside its arguments; a test's own way to decide is another."""
    decides = "" if computing.decide is _OUR_OWN else repr(computing.decide)
    return f"{computing.key_of()} {computing.SCENARIOS} {timezone.localdate()} {decides}"


computing.compute = remember_texts(computing.compute, _beside)

LANGS = ("fr", "en")
COMPANY = {
    "company": {
        "name": "Ateliers Lemoine",
        "market": "fr",
        "sector": "mobilier sur mesure",
        "business": "b2b",
        "headcount": 35,
        "stage": "structuring",
    },
    "marketing": {"budget": 140_000, "role": "growth_lever"},
    "steering": {"level": 2, "hours_per_month": 12},
    "team": [{"role": "emp_junior", "quantity": 1, "name": "Camille"}],
}


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Each test starts in French, whatever the one before it asked for."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    """What a test has begun beside itself is over before the next one begins: pages that a closed
    browser still asks for, and jobs."""
    yield
    until = time.monotonic() + 60
    while limits.ROOM.inside and time.monotonic() < until:
        time.sleep(0.05)
    for thread in threading.enumerate():
        if thread.name.partition("-")[0] in jobs.USUAL:
            thread.join(60)


@pytest.fixture(autouse=True)
def nobody_writes_beside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the transaction of a test no other thread can write: a sign of life, due after two
    seconds of work, would wait the twenty of the database before the work could end."""
    mark = request.node.get_closest_marker("django_db")
    if mark is None or not mark.kwargs.get("transaction"):
        monkeypatch.setattr(working, "BEAT", 3_600.0)


@pytest.fixture
def keep(client: Client) -> Callable[..., Any]:
    """Keep a situation for the client's browser, and return it."""
    from timonier.app.web import store
    from timonier.app.web.middleware import COOKIE, owner_of

    client.cookies[COOKIE] = "a-browser-of-the-tests"

    def kept(document: dict[str, Any] | None = None, **fields: Any) -> Any:
        return store.create(owner_of("a-browser-of-the-tests"), document or {}, **fields)

    return kept


@pytest.fixture
def computers(settings: Any) -> Iterator[None]:
    """A process computes, as far as anybody knows: asking is not doing."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, computers=1)
    jobs.show_life()
    yield
    memory.TEXTS.clear()
