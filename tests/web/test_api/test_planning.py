"""A plan is asked for once, followed, fetched file by file, and erased when it has served."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.conftest import COMPANY
from tests.web.test_api.calling import ROOT, get, post, read, refused
from timonier.app.web import jobs
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import SCOPES
from timonier.app.web.api.openapi import FILES
from timonier.app.web.models import Idempotent, Job

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 240  # seconds: a busy machine is slow


def ask(client: Client, word: str = "a-word", key: str = "", **body: Any) -> Any:
    headers = {"Idempotency-Key": word} | ({"Authorization": f"Bearer {key}"} if key else {})
    return post(client, "/plans", {"company": COMPANY, **body}, headers=headers)


def finished(client: Client, address: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        said: dict[str, Any] = read(client.get(address))
        if said["state"] not in jobs.ALIVE:
            return said
        assert 0 <= said["progress"] <= 100
        time.sleep(0.3)
    raise AssertionError("never finished")


def test_a_plan_is_asked_for_followed_fetched_and_erased(client: Client) -> None:
    begun = ask(client, lang="en")
    assert (begun.status_code, begun["Location"][: len(ROOT)]) == (202, ROOT)
    again = ask(client, lang="en")
    assert (again["Location"], again["Idempotency-Replayed"]) == (begun["Location"], "true")
    assert refused(ask(client, lang="fr"), 422)["code"] == "idempotency"
    assert refused(get(client, f"/plans/{read(begun)['id']}"), 409)["code"] == "not_made"
    done = finished(client, begun["Location"])
    assert (done["state"], done["progress"]) == ("done", 100)
    assert done["kept_until"] > done["finished_at"]
    plan = read(client.get(done["result"]))
    kinds = {one["path"]: one["media_type"] for one in plan["files"]}
    assert {"application/pdf", "application/json", "text/calendar"} <= set(kinds.values())
    assert set(kinds.values()) <= set(FILES)
    archive = client.get(plan["archive"])
    assert len(zipfile.ZipFile(io.BytesIO(archive.content)).namelist()) == len(plan["files"])
    for one in plan["files"]:
        file = client.get(one["address"])
        assert (file.status_code, len(file.content)) == (200, one["bytes"])
        assert file["Content-Disposition"].startswith("attachment")
        kept = client.get(one["address"], headers={"If-None-Match": file["ETag"]})
        assert kept.status_code == 304
    decision = next(one for one in plan["files"] if one["path"].endswith("decision.json"))
    assert json.loads(client.get(decision["address"]).content)["language"] == "en"
    refused(client.get(f"{done['result']}/files/../../../etc/passwd"), 404)
    assert client.delete(begun["Location"]).status_code == 204
    for gone in (begun["Location"], done["result"], plan["archive"], decision["address"]):
        refused(client.get(gone), 404)
    refused(client.delete(begun["Location"]), 404)


@pytest.fixture
def nobody_computes(monkeypatch: Any) -> None:
    """What is asked for waits."""
    monkeypatch.setattr("timonier.app.web.jobs._beside", lambda job: None)


@pytest.mark.usefixtures("nobody_computes")
def test_a_plan_without_a_word_of_the_caller_s_own_is_refused(client: Client) -> None:
    said = refused(post(client, "/plans", {"company": COMPANY}), 400)
    assert said["parameter"] == "Idempotency-Key"
    refused(ask(client, word="x" * 101), 400)
    assert not Job.objects.exists()


@pytest.mark.usefixtures("nobody_computes")
def test_a_job_of_a_key_is_nobody_else_s(client: Client) -> None:
    mine, other = (keys.create(name, SCOPES, 1, 60).shown for name in ("mine", "other"))
    address = ask(client, key=mine)["Location"]
    assert ask(client, key=other)["Location"] != address
    refused(client.get(address), 404)
    refused(client.get(address, headers={"Authorization": f"Bearer {other}"}), 404)
    refused(client.delete(address), 404)
    assert read(client.get(address, headers={"Authorization": f"Bearer {mine}"}))["place"] == 1
    assert Job.objects.count() == 2


@pytest.mark.usefixtures("nobody_computes")
def test_a_word_and_what_it_made_are_kept_for_a_day(client: Client) -> None:
    first = ask(client)["Location"]
    Job.objects.update(state="done", finished_at=timezone.now() - timedelta(hours=23))
    Idempotent.objects.update(created_at=timezone.now() - timedelta(hours=23))
    jobs.sweep()
    assert ask(client)["Location"] == first
    Job.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    Idempotent.objects.update(created_at=timezone.now() - timedelta(hours=25))
    jobs.sweep()
    refused(client.get(first), 404)
    assert ask(client, lang="en")["Location"] != first


@pytest.mark.usefixtures("nobody_computes")
def test_a_word_whose_job_was_erased_begins_another(client: Client) -> None:
    first = ask(client)["Location"]
    assert client.delete(first).status_code == 204
    again = ask(client)
    assert (again.status_code, again["Location"] != first) == (202, True)
    assert "Idempotency-Replayed" not in again


@pytest.mark.usefixtures("nobody_computes")
def test_a_request_sent_many_times_at_the_same_moment_is_one_job(live_server: Any) -> None:
    """Retries of impatient callers arrive together, on different threads."""
    body = json.dumps({"company": COMPANY}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "at-once"}
    start = threading.Barrier(6)

    def sent(_: int) -> tuple[int, str]:
        start.wait()
        asked = Request(f"{live_server.url}{ROOT}/plans", body, headers)
        with urlopen(asked, timeout=60) as answer:
            return answer.status, answer.headers["Location"]

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(sent, range(6)))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {202}
    assert Job.objects.count() == 1


@pytest.mark.usefixtures("nobody_computes")
def test_nobody_s_second_job_goes_before_another_s_first() -> None:
    def asked(address: str, name: str) -> None:
        jobs.VISITOR.set(jobs.Visitor("", address))
        jobs.ask("plan", name, {"n": name}, 0)

    for name in ("a1", "a2", "a3", "b1", "c1", "b2"):
        asked(name[0], name)
    assert [one.key for one in jobs._in_order()] == ["a1", "b1", "c1", "a2", "b2", "a3"]
