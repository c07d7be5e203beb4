"""A list is decided a few seconds at a time, row by row, as the command decides it."""

from __future__ import annotations

import io
import time
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from tests.web.conftest import COMPANY
from tests.web.test_api.calling import get, post, read, refused
from timonier.app.document.parts import plain
from timonier.app.portfolio.judging import How, line_of
from timonier.app.web import jobs, portfolios
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import SCOPES
from timonier.app.web.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = {"company": {"market": "fr", "headcont": 3}}
SENT = [{"id": "a-1", "company": COMPANY}, {"company": WRONG}]
PATIENCE = 240  # seconds: a busy machine is slow


def ask(client: Client, companies: Any, word: str = "a-list") -> Any:
    headers = {"Idempotency-Key": word}
    return post(client, "/portfolios", {"companies": companies}, headers=headers)


def test_a_list_is_run_read_and_fetched(client: Client) -> None:
    begun = ask(client, SENT)
    assert (begun.status_code, ask(client, SENT)["Location"]) == (202, begun["Location"])
    until = time.monotonic() + PATIENCE
    while (said := read(client.get(begun["Location"])))["state"] in jobs.ALIVE:
        assert time.monotonic() < until
        time.sleep(0.2)
    counts = read(client.get(said["result"]))
    assert (counts["companies"], counts["decided"]) == (2, 2)
    rows = read(client.get(f"{said['result']}/rows"))["rows"]
    lines = [line_of(row, How(effort="quick")) for row in portfolios.given(SENT)]
    assert rows == [plain(line) for line in lines]
    assert [one["status"] for one in rows] == ["ok", "invalid"]
    assert rows[1]["problems"][0]["column"] == "company.headcont"
    first = read(client.get(f"{said['result']}/rows?limit=1"))
    assert (first["rows"], first["next"]) == (rows[:1], 1)
    assert read(client.get(f"{said['result']}/rows?cursor=1"))["rows"] == rows[1:]
    few = read(client.get(f"{said['result']}/rows?fields=id&fields=status"))
    assert few["rows"] == [{"id": one["id"], "status": one["status"]} for one in rows]
    wrong = refused(client.get(f"{said['result']}/rows?fields=statu"), 422)
    assert (wrong["parameter"], wrong["nearest"]) == ("fields", "status")
    table = pq.read_table(io.BytesIO(client.get(f"{said['result']}/rows.parquet").content))
    assert table.column("id").to_pylist() == ["a-1", "2"]
    sheet = client.get(f"{said['result']}/rows.csv", headers={"Accept-Language": "en"})
    assert sheet["Content-Type"] == "text/csv"
    assert sheet.content.decode("utf-8-sig").count("\r\n") == 3
    assert client.get(f"{said['result']}/rows.xlsx").content[:2] == b"PK"
    refused(client.get(f"{said['result']}/rows.ods"), 422)
    refused(get(client, f"/plans/{said['id']}"), 404)


def test_whoever_comes_meanwhile_goes_between_two_turns_of_a_list(monkeypatch: Any) -> None:
    monkeypatch.setattr(portfolios, "SLICE", -1.0)  # a turn holds one row
    document = {"companies": [{"company": WRONG}] * 3, "effort": "quick"}
    jobs.VISITOR.set(jobs.Visitor("", "lister"))
    jobs.ask("portfolio", "a list", document, 0, caller="kx")
    turns = []
    for n in range(4):
        job = jobs.take()
        assert job
        turns.append(job.kind)
        if job.kind == "portfolio":
            portfolios.go_on(job)
        else:
            jobs.finish(job, "done")
        if n == 0:
            listed = Job.objects.get(key="a list")
            assert (listed.state, listed.progress, listed.attempts) == ("waiting", 33, 0)
            jobs.VISITOR.set(jobs.Visitor("", "another"))
            jobs.ask("full", "a decision", {}, 0)
    assert turns == ["portfolio", "full", "portfolio", "portfolio"]
    assert Job.objects.get(key="a list").state == "done"


@pytest.mark.parametrize("companies", [[], [{}], [{"company": 3}], [{"company": {}, "x": 1}]])
def test_what_is_no_list_of_companies_is_refused(client: Client, companies: Any) -> None:
    assert refused(ask(client, companies), 422)["pointer"].startswith("/companies")
    refused(post(client, "/portfolios", {"companies": SENT}), 400)


def test_a_message_about_a_list_is_promised_as_about_a_plan(client: Client) -> None:
    body = {"companies": SENT, "webhook": {"url": "https://127.0.0.1/"}}
    without = post(client, "/portfolios", body, headers={"Idempotency-Key": "one"})
    assert refused(without, 403)["code"] == "webhook_key"
    shown = keys.create("a lister", SCOPES, 1, 60).shown
    headers = {"Idempotency-Key": "one", "Authorization": f"Bearer {shown}"}
    said = refused(post(client, "/portfolios", body, headers=headers), 422)
    assert said["pointer"] == "/webhook/url"
