"""An answer waits for the processes that compute, not for ever, and nobody takes all the places."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.test_api.calling import post, read, refused
from timonier.app.web import computing, jobs, working
from timonier.app.web.api import answering
from timonier.app.web.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(computers: None) -> Iterator[None]:
    """And it does."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            jobs.show_life()
            job = jobs.take()
            if job is not None:
                working.do(job)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def sent(seed: int) -> dict[str, Any]:
    return {"company": COMPANY, "seed": seed}


def test_an_answer_is_waited_for(client: Client, worker: None) -> None:
    found = read(post(client, "/decisions", sent(31)))
    assert found["provenance"]["seed"] == 31
    job = Job.objects.get()
    assert (job.kind, job.state) == ("effort-quick", "done")


def test_an_answer_that_takes_too_long_is_asked_for_again(
    client: Client, computers: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0.2)
    response = post(client, "/decisions", sent(32))
    assert refused(response, 503)["code"] == "not_yet"
    assert int(response["Retry-After"]) > 0
    job = jobs.take()  # the work goes on
    assert job
    working.do(job)
    assert read(post(client, "/decisions", sent(32)))["provenance"]["seed"] == 32
    assert Job.objects.count() == 1


def test_whoever_shows_no_key_waits_for_four_answers_at_most(
    client: Client, computers: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0.0)
    said = [post(client, "/decisions", sent(40 + n)) for n in range(jobs.MOST_OF_A_BROWSER + 1)]
    assert [one.status_code for one in said] == [503] * jobs.MOST_OF_A_BROWSER + [429]
    assert refused(said[-1], 429)["code"] == "busy_visitor"


def test_half_of_the_threads_are_left_to_who_needs_no_waiting(
    client: Client, computers: None, settings: Any, monkeypatch: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, threads=0)
    assert refused(post(client, "/decisions", sent(50)), 503)["code"] == "busy"
    assert answering._waiting == [0]


def test_a_computation_that_fails_is_said_and_not_repeated(
    client: Client, worker: None, monkeypatch: Any
) -> None:
    def fails(*_: object) -> dict[str, str]:
        raise ArithmeticError

    monkeypatch.setattr(computing, "compute", fails)
    for _ in range(2):
        assert refused(post(client, "/decisions", sent(60)), 503)["code"] == "computation"
    assert Job.objects.count() == 1
