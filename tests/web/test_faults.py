"""Processes killed, clients that hold on, databases gone: nothing lost, nothing stuck, and said."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster
from tests.web import full_disk
from tests.web.full_disk import health
from tests.web.serving import Browser, Served, ended, serving, until
from timonier.app.web import working


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("faults"), TIMONIER_SECONDS_PER_MINUTE="0") as found:
        yield found


def middle_wait(served: Served) -> float:
    """The middle of nine waits for the front page, in seconds."""
    times = []
    for _ in range(9):
        started = time.perf_counter()
        urllib.request.urlopen(f"{served.address}/fr/", timeout=20).read()
        times.append(time.perf_counter() - started)
    return sorted(times)[4]


def test_who_computes_gives_way_to_who_serves(served: Served) -> None:
    until(lambda: len(served.children("serves")) == len(served.children()) - 1)

    def steps(kind: str) -> set[int]:
        return {os.getpriority(os.PRIO_PROCESS, number) for number in served.children(kind)}

    def gives_way() -> bool:  # a process is there a moment before it has stepped back
        expected = {min(19, one + working.PATIENCE) for one in steps("serves")}
        return bool(expected) and steps("computes") == expected

    until(gives_way)


def test_a_computing_process_killed_at_work_loses_nothing(served: Served) -> None:
    until(lambda: health(served, "ready").get("computing"))
    browser = Browser(served.address)
    for headcount in (21, 22, 23):
        situation = browser.situation(headcount)
        browser.opener.open(f"{served.address}{situation}result/", timeout=180).read()
        time.sleep(0.4)
        for number in served.children("computes"):
            os.kill(number, signal.SIGKILL)
        page, _ = browser.get(f"{situation}result/")
        assert "/figure/" in page
    assert len(served.children("computes")) == 1


def test_a_serving_process_killed_is_begun_again_and_keeps_every_answer(served: Served) -> None:
    browser = Browser(served.address)
    situation = browser.situation(31)
    before = served.children("serves")
    for number in before:
        os.kill(number, signal.SIGKILL)
    until(lambda: served.children("serves") - before)
    page, _ = browser.get(f"{situation}answers/")
    assert "31" in page
    assert "/figure/" in browser.get(f"{situation}result/")[0]


def test_the_watching_process_killed_ends_the_others_and_its_work_is_taken_up(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as first:
        browser = Browser(first.address)
        until(lambda: health(first, "ready").get("computing"))
        situation = browser.situation(41)
        browser.opener.open(f"{first.address}{situation}result/", timeout=180).read()
        crew = first.children()
        assert len(crew) == 1 + len(first.children("serves"))
        first.process.kill()
        first.process.wait(10)
        until(lambda: all(map(ended, crew)))  # the one that computes ends its decision first
    with serving(tmp_path) as again:
        browser.address = again.address
        assert "/figure/" in browser.get(f"{situation}result/")[0]


def test_slow_clients_hold_nobody(served: Served) -> None:
    """Far more than there are threads, each with half a request."""
    slow = []
    try:
        for n in range(80):
            one = socket.create_connection(("127.0.0.1", served.port), timeout=10)
            head = "POST /fr/start/" if n % 2 else "GET /fr/"
            one.sendall(f"{head} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\nX-A".encode())
            slow.append(one)
        assert middle_wait(served) < 1.0
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_serving_beyond_this_machine_is_warned_about(
    tmp_path: Path, host: str, warned: bool
) -> None:
    with serving(tmp_path, "--host", host, "--lang", "en") as found:
        until(lambda: health(found)["database"] == "ok")
    assert ("Beware" in found.log.read_text(encoding="utf-8")) == warned


def test_a_disk_that_fills_up_is_said_and_forgotten_once_there_is_room(tmp_path: Path) -> None:
    """A real file system of a few megabytes, made by root and by anybody else."""
    way = full_disk.may_mount()
    if not way:
        pytest.skip("a sealed container lets nobody mount: run it with --cap-add SYS_ADMIN")
    told = full_disk.apart(tmp_path, way)
    assert told.returncode == 0, told.stderr


def test_a_database_stopped_and_started_again_is_said_and_recovers(
    postgres: Cluster, tmp_path: Path
) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as session:
        session.execute("create database faults")
    address = postgres.url.rpartition("/")[0] + "/faults"
    with serving(tmp_path, TIMONIER_DATABASE=address) as found:
        browser = Browser(found.address)
        situation = browser.situation(61)
        browser.opener.open(f"{found.address}{situation}result/", timeout=180).read()
        postgres.stop()
        try:
            until(lambda: health(found)["database"] == "lost", 120)
            with pytest.raises(urllib.error.HTTPError) as refused:
                browser.opener.open(f"{found.address}{situation}answers/", timeout=180)
            assert refused.value.code == 503
            assert "does not answer" in refused.value.read().decode()
        finally:
            postgres.begin()
        until(lambda: health(found)["database"] == "ok", 120)
        assert "/figure/" in browser.get(f"{situation}result/")[0]


def test_one_client_that_asks_for_everything_does_not_starve_another(served: Served) -> None:
    """The last one here: the server ends with it, and what it has left waiting."""
    greedy = [Browser(served.address) for _ in range(6)]
    for n, one in enumerate(greedy):
        for k in range(2):
            situation = one.situation(100 + 8 * n + k)
            one.opener.open(f"{served.address}{situation}result/", timeout=180).read()
    waiting = health(served, "ready")["waiting"]
    assert isinstance(waiting, int)
    assert waiting > 2
    assert middle_wait(served) < 1.0
