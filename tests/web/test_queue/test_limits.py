"""What a visitor may take of the threads that serve: a share of work, not a number of requests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.web.pages import check_page
from timonier.app.web import limits
from timonier.app.web.api.door import TURNED_AWAY
from timonier.app.web.models import Spent

pytestmark = pytest.mark.django_db(transaction=True)


def test_work_is_limited_not_requests_and_all_processes_count_together(
    client: Client, settings: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=5)
    limits.METER.__init__()  # type: ignore[misc]
    assert {client.post("/fr/start/").status_code for _ in range(30)} == {302}
    limits.METER.known.clear()
    assert client.post("/fr/start/").status_code == 302
    spent = Spent.objects.get()
    assert 0 < spent.milliseconds < 5_000
    Spent.objects.update(milliseconds=6_000)  # as another process has counted
    limits.METER.known.clear()
    response = client.post("/en/start/")
    assert (response.status_code, response["Retry-After"]) == (429, "30")
    check_page(response, "en")
    assert client.get("/en/").status_code == 200


def test_who_takes_the_share_of_a_minute_at_once_is_slowed_before_being_refused(
    settings: Any, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=20)
    limits.METER.__init__()  # type: ignore[misc]
    monkeypatch.setattr(limits.time, "time", lambda: 60 * 1_000_000 + 6.0)
    page = limits.costly(lambda request: HttpResponse("made"))

    def rests() -> bool:
        request = rf.get("/")
        assert page(request).status_code == 200
        return TURNED_AWAY in request.META

    assert not rests()
    limits.METER.add(limits.address_key(rf.get("/")), 1_000 * limits.BURST)
    assert not rests()  # by now a tenth of the rest is its due as well
    limits.METER.add(limits.address_key(rf.get("/")), 2_000)
    assert rests()


def test_behind_a_proxy_the_share_follows_the_visitor(client: Client, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=1, proxies=1)
    limits.METER.__init__()  # type: ignore[misc]
    first = {"x-forwarded-for": "spoof, 198.51.100.1"}
    client.post("/fr/start/", headers=first)
    limits.METER.known.clear()
    client.post("/fr/start/", headers=first)
    Spent.objects.update(milliseconds=6_000)
    limits.METER.known.clear()
    other = client.post("/fr/start/", headers={"x-forwarded-for": "spoof, 198.51.100.2"})
    again = client.post("/fr/start/", headers={"x-forwarded-for": "another, 198.51.100.1"})
    assert (other.status_code, again.status_code) == (302, 429)


def test_a_limiter_that_cannot_count_refuses_nobody() -> None:
    meter = limits.Meter()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE web_spent RENAME TO web_spent_away")
    try:
        meter.add("somebody", 1e9)
        assert meter.spent("somebody") == 0.0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE web_spent_away RENAME TO web_spent")


def test_costly_pages_leave_room_for_others_and_for_light_ones(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, threads=16)
    room, release, refused = limits.Room(), threading.Event(), []

    def visit(address: str) -> None:
        with room.turn(address) as entered:
            if entered:
                release.wait(10)
            else:
                refused.append(address)

    crowd = [threading.Thread(target=visit, args=("one",)) for _ in range(20)]
    for one in crowd:
        one.start()
    _until(lambda: len(refused) == 20 - limits.AT_ONCE - 6)
    other = threading.Thread(target=visit, args=("other",))
    other.start()
    _until(lambda: room.waiting["other"] == 1)
    held = room.inside + room.waiting.total()
    assert held <= settings.ENVIRONMENT.threads - limits.LIGHT
    release.set()
    for one in (*crowd, other):
        one.join(10)
    assert "other" not in refused
    assert room.inside == 0


def _until(reached: Callable[[], bool]) -> None:
    done = threading.Event()
    for _ in range(500):
        if reached():
            return
        done.wait(0.02)
    raise AssertionError("not reached")
