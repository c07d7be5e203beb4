"""Keys open what they were made for, and everybody has a share of the minute."""

from __future__ import annotations

import http.client
import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import waitress
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.web.conftest import COMPANY
from tests.web.test_api.calling import get, post, read, refused
from timonier.app.cli import run
from timonier.app.commands.api import URLS
from timonier.app.web import computing, jobs, limits
from timonier.app.web.api import callers, door, keys, resting
from timonier.app.web.api.callers import DECIDE
from timonier.app.web.models import PATIENCE, ApiKey, Job
from timonier.app.web.wsgi import application
from timonier.engine.effort import EFFORTS, FULL

pytestmark = pytest.mark.django_db
MINUTE = 60


def bearing(key: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {key}"}}


@pytest.fixture
def made() -> keys.Made:
    return keys.create("the tests", ("decide",), 30, 2)


@pytest.fixture
def one_minute(monkeypatch: Any) -> None:
    """However slow the machine, all is asked within one minute."""
    monkeypatch.setattr(limits, "_key", lambda address: f"{address}:1")


@pytest.fixture
def twenty(settings: Any) -> None:
    """Whoever shows no key has twenty company-seconds a minute."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=20)


def test_a_key_is_shown_once_and_kept_as_a_hash(made: keys.Made) -> None:
    kept = ApiKey.objects.get()
    secret = made.shown.rpartition("_")[2]
    held = " ".join(str(getattr(kept, field.name)) for field in ApiKey._meta.fields)
    assert secret not in held
    assert len(kept.digest) == 64
    assert keys.find(made.shown) == kept
    assert ApiKey.objects.get().used_on == timezone.localdate()


def test_a_key_that_opens_nothing_is_refused(client: Client, made: keys.Made) -> None:
    wrong = [made.shown[:-1] + ("A" if made.shown[-1] != "A" else "B"), "tim_x_y", "", "é"]
    for key in wrong:
        response = get(client, "/facts?limit=1", **bearing(key))
        assert refused(response, 401)["code"] == "bad_key"
        assert response["WWW-Authenticate"].startswith("Bearer")
    basic = get(client, "/facts", headers={"Authorization": f"Basic {made.shown}"})
    refused(basic, 401)
    assert read(get(client, "/facts?limit=1", **bearing(made.shown)))


def test_a_key_past_its_day_or_revoked_opens_nothing_more(client: Client, made: keys.Made) -> None:
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(get(client, "/facts", **bearing(made.shown)), 401)
    other = keys.create("another", ("decide",), 30, 2)
    assert keys.revoke(other.kept.pk)
    assert not keys.revoke(other.kept.pk)
    refused(get(client, "/facts", **bearing(other.shown)), 401)


def test_a_key_opens_its_scopes_only(client: Client, made: keys.Made) -> None:
    headers = {**bearing(made.shown)["headers"], "Idempotency-Key": "one"}
    said = refused(post(client, "/plans", {"company": COMPANY}, headers=headers), 403)
    assert said["allowed"] == "plan"
    assert not Job.objects.exists()
    planner = keys.create("a planner", ("plan",), 30, 60)
    asked = post(client, "/needs", {"company": COMPANY}, **bearing(planner.shown))
    assert refused(asked, 403)["allowed"] == "decide"


@pytest.mark.usefixtures("one_minute")
def test_a_share_is_told_and_refused_once_it_is_spent(client: Client, made: keys.Made) -> None:
    calls = [post(client, "/needs", {"company": COMPANY}, **bearing(made.shown)) for _ in range(9)]
    assert calls[0]["RateLimit-Policy"] == '"company-seconds";q=2;w=60'
    assert calls[0]["RateLimit"].startswith('"company-seconds";r=1;t=')
    statuses = [one.status_code for one in calls]
    assert 200 in statuses
    last = calls[statuses.index(429)]
    said = refused(last, 429)
    assert 0 < int(last["Retry-After"]) <= MINUTE
    assert said["allowed"] == "0"
    assert "r=0" in last["RateLimit"]


@pytest.mark.usefixtures("one_minute", "twenty")
def test_one_caller_spends_no_other_s_share(client: Client, made: keys.Made) -> None:
    for _ in range(9):
        post(client, "/needs", {"company": COMPANY}, **bearing(made.shown))
    refused(post(client, "/needs", {"company": COMPANY}, **bearing(made.shown)), 429)
    free = post(client, "/needs", {"company": COMPANY}, REMOTE_ADDR="198.51.100.7")
    assert (free.status_code, free["RateLimit-Policy"]) == (200, '"company-seconds";q=20;w=60')


@pytest.mark.django_db(transaction=True)
def test_where_shares_cannot_be_counted_nobody_is_refused(client: Client, made: keys.Made) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE web_spent RENAME TO elsewhere")
        try:
            for _ in range(3):
                found = get(client, "/facts?limit=1", **bearing(made.shown))
                assert found.status_code == 200
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO web_spent")


def test_no_key_and_no_company_is_written_in_the_log(
    client: Client, made: keys.Made, caplog: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        post(client, "/needs", {"company": COMPANY}, **bearing(made.shown))
        get(client, "/facts", **bearing(made.shown[:-3]))
    text = " ".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)
    assert made.shown[:20] not in text
    assert "Lemoine" not in text


def test_a_call_leaves_no_cookie_and_is_kept_by_nobody(client: Client) -> None:
    response = post(client, "/needs", {"company": COMPANY})
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["X-Request-Id"]


def test_a_key_is_made_listed_and_revoked_from_the_terminal(client: Client, capsys: Any) -> None:
    assert run(["api", "key", "create", "a CRM", "--scope", "decide", "--share", "5"]) == 0
    shown = capsys.readouterr().out.strip()
    kept = ApiKey.objects.get()
    assert (kept.name, kept.scopes, kept.share) == ("a CRM", ["decide"], 5)
    assert read(get(client, "/facts?limit=1", **bearing(shown)))
    assert run(["api", "key", "list", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert kept.pk in listed
    assert shown.rpartition("_")[2] not in listed
    assert run(["api", "key", "revoke", kept.pk]) == 0
    refused(get(client, "/facts?limit=1", **bearing(shown)), 401)
    assert run(["api", "key", "revoke", kept.pk]) == 2
    assert run(["api", "key", "create", "x", "--scope", "dcide"]) == 2


def test_the_api_alone_serves_no_page(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = URLS
    assert read(get(client, "/facts?limit=1"))
    assert client.get("/health").status_code == 200
    assert client.get("/fr/").status_code == 404
    refused(get(client, "/none"), 404)


def test_every_effort_has_a_price_a_place_in_line_and_a_usual_time() -> None:
    assert set(DECIDE) == set(EFFORTS)
    kinds = {"full", *(f"{computing.EFFORT}{effort}" for effort in EFFORTS if effort != FULL)}
    assert kinds <= set(PATIENCE)
    assert kinds <= set(jobs.USUAL)


@pytest.fixture
def fresh_door(monkeypatch: Any) -> Iterator[None]:
    """A door that nobody was shut out of, within one minute; the test's connection stays open."""
    monkeypatch.setattr(door, "DOOR", door.Door())
    monkeypatch.setattr(callers, "DOOR", door.DOOR)
    monkeypatch.setattr(door, "this_minute", lambda: 1)
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def through_the_door(**environ: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """What the whole application answers to a call, door included: status, headers, body."""
    said: list[Any] = []
    sent = {"wsgi.input": io.BytesIO(), "REMOTE_ADDR": "198.51.100.9", **environ}
    asked = RequestFactory().get("/api/v1/facts?limit=1").environ | sent
    body = b"".join(application(asked, lambda status, headers: said.extend((status, headers))))
    return said[0], dict(said[1]), json.loads(body)


@pytest.mark.usefixtures("one_minute", "twenty", "fresh_door")
def test_who_has_spent_all_is_turned_away_before_anything_is_read(
    monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    limits.METER.add(name_of("198.51.100.9"), 20_000)
    first, _, said = through_the_door()
    with django_assert_num_queries(0):
        monkeypatch.setattr("django.core.handlers.wsgi.WSGIHandler.get_response", never)
        again, headers, told = through_the_door(HTTP_ACCEPT_LANGUAGE="en")
    assert first == again == "429 Too Many Requests"
    assert set(told) == set(said)
    assert (told["code"], told["request"]) == (said["code"], headers["X-Request-Id"])
    assert "Come back in" in told["detail"]
    assert headers["RateLimit-Policy"] == '"company-seconds";q=20;w=60'
    assert 0 < int(headers["Retry-After"]) <= MINUTE


@pytest.mark.usefixtures("one_minute", "twenty", "fresh_door")
def test_the_door_is_shut_to_nobody_else_and_for_a_minute_only(
    monkeypatch: Any, made: keys.Made
) -> None:
    limits.METER.add(name_of("198.51.100.9"), 20_000)
    assert through_the_door()[0].startswith("429")
    assert through_the_door(REMOTE_ADDR="198.51.100.10")[0] == "200 OK"
    key = f"Bearer {made.shown}"  # from the same address
    assert through_the_door(HTTP_AUTHORIZATION=key)[0] == "200 OK"
    monkeypatch.setattr(door, "this_minute", lambda: 2)
    monkeypatch.setattr(limits, "_key", lambda address: f"{address}:2")
    assert through_the_door()[0] == "200 OK"


@pytest.mark.usefixtures("one_minute", "twenty")
def test_trying_keys_is_counted_where_it_comes_from(client: Client) -> None:
    limits.METER.add(name_of("127.0.0.1"), 19_970)
    tried = [get(client, "/facts?limit=1", **bearing(f"tim_{n}")).status_code for n in range(3)]
    assert tried == [401, 429, 429]


def name_of(address: str) -> str:
    """What the meter knows an address by."""
    request = RequestFactory(REMOTE_ADDR=address).get("/")
    return f"a{limits.address_key(request)[:23]}"


def never(*_: object) -> None:
    raise AssertionError("the application was asked")


def test_a_connection_that_was_turned_away_rests_and_no_other_does() -> None:
    asked: list[float] = []

    def answers(environ: Any, start_response: Any) -> list[bytes]:
        asked.append(time.monotonic())
        if environ["PATH_INFO"] == "/shut":
            environ[door.TURNED_AWAY] = True
        start_response("200 OK", [("Content-Length", "0")])
        return []

    with served_by_waitress(answers) as port:

        def waited(path: str, **headers: str) -> float:
            kept = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            for one in (path, "/again"):
                kept.request("GET", one, headers=headers)
                kept.getresponse().read()
            kept.close()
            return asked[-1] - asked[-2]

        assert waited("/shut") > resting.REST * 0.9
        assert waited("/open") < resting.REST * 0.9
        assert waited("/shut", Via="1.1 in-front") < resting.REST * 0.9


@contextmanager
def served_by_waitress(answers: Any) -> Iterator[int]:
    server = waitress.create_server(answers, host="127.0.0.1", port=0)
    server.channel_class = resting.Channel
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()


def test_who_is_turned_away_again_and_again_rests_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resting.time, "monotonic", lambda: 0.0)
    channel = resting.Channel.__new__(resting.Channel)
    rested = []
    for _ in range(6):
        channel.rest()
        rested.append(channel.until)
    assert rested == [1, 2, 4, 8, 8, 8]


@pytest.mark.usefixtures("twenty")
def test_a_call_that_the_share_does_not_hold_rests_its_connection(client: Client) -> None:
    body = {"company": COMPANY, "effort": "full"}
    limits.METER.add(name_of("127.0.0.1"), 17_000)
    refused = post(client, "/decisions", body)
    assert refused.status_code == 429
    assert refused.wsgi_request.META[door.TURNED_AWAY]
    answered = client.get("/api/v1/facts/fr.emp_head.salary")
    assert answered.status_code == 200
    assert door.TURNED_AWAY not in answered.wsgi_request.META
