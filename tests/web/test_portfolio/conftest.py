"""A list as an office writes it, dropped from a browser of this machine; somebody computes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.line import Line
from timonier.app.web import jobs, working
from timonier.app.web.middleware import COOKIE
from timonier.app.web.models import Job, Portfolio
from timonier.app.web.portfolio import running

LIST = (
    "Clients au 12 novembre;;;;;;\n\n"
    "Réf;Raison sociale;Pays;Effectif;CA (k€);Budget marketing;Téléphone;Secteur libre\n"
    "A-1;Épicerie Fine;France;10 à 19;850;45 000 €;01 02 03 04 05;quartier\n"
    "A-2;Tissages Aubry;France;34;3 250,5;120 000;;\n"
    "A-3;Garage Morel;France;trente;900;30 000;;à relancer\n"
    "A-4;Vélos du Port;France;8;640;n/d;;\n"
    "A-5;Cabinet Duras;France;60;7 000;200 000;;\n"
).encode("cp1252")
Drop = Callable[..., Portfolio]


def compute() -> None:
    """Do all that waits, as a process that computes does it."""
    while (job := jobs.take()) is not None:
        working.do(job)


@pytest.fixture(autouse=True)
def somebody_computes(computers: None) -> None:
    """Asking is not doing: ``compute`` does."""


def wait_for_work() -> None:
    """Until the threads that do what was asked for have done it."""
    until = time.monotonic() + 60
    while Job.objects.filter(state__in=jobs.ALIVE).exists():
        assert time.monotonic() < until
        time.sleep(0.05)


KNOWN: dict[tuple[str, How], Line] = {}


def remembered(given: Given, how: How) -> Line:
    """A row decided once for all the tests: the same row gives the same decision."""
    key = repr(given), how
    if key not in KNOWN:
        KNOWN[key] = line_of(given, how)
    return KNOWN[key]


@pytest.fixture(autouse=True)
def decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What several tests decide is computed for the first of them."""
    monkeypatch.setattr(running, "line_of", remembered)


@pytest.fixture
def here() -> Client:
    """A browser of this machine."""
    client = Client(HTTP_HOST="localhost")
    client.cookies[COOKIE] = "an-adviser-of-the-tests"
    return client


@pytest.fixture
def drop(here: Client) -> Drop:
    """Drop a list, and have it read."""

    def dropped(content: bytes = LIST, name: str = "clients.csv") -> Portfolio:
        file = SimpleUploadedFile(name, content)
        answer = here.post("/fr/portfolio/", {"list": file, "adviser": "Anne Roy"})
        assert answer.status_code == 302, answer.content.decode()
        compute()
        return Portfolio.objects.latest("created_at")

    return dropped
