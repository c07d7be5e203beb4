"""Every process killed at random moments, and the database stopped: nothing lost, nothing stuck.

A browser answers questions and waits for its advice while ``kill -9`` takes, ten times each, the
process that serves, the one that computes, and the one that watches over both, which somebody
then starts again. What counts: every answer that was acknowledged is kept, every advice asked for
arrives, no work is left under way. On SQLite, then on PostgreSQL, which is then stopped and
started in the middle as well.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
import tomllib
import urllib.error
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from bench.timing import table
from tests.postgres import Cluster, cluster
from tests.web.serving import Browser, Served, serving, until

TIMES = 10  # of each kind
WINDOW = 3.0  # seconds in which the moment is drawn; an advice takes about as long
AWAY = (0.5, 3.0)  # seconds that the database stays away
SEED = 9
ANSWERED, FIRST_HOURS, MOST_HOURS = "steering.hours_per_month", 20, 200
KILLED = {"serves": "the one that serves", "computes": "the one that computes",
          "watches": "the one that watches"}  # fmt: skip
LEFT = "select count(*) from web_job where state in ('waiting', 'running')"


@dataclass
class Met:
    """What the killings of one kind met."""

    times: int = 0
    acknowledged: int = 0
    kept: int = 0
    arrived: int = 0
    back: list[float] = field(default_factory=list)  # seconds until an answer is kept again


def report(times: int = TIMES) -> str:
    """Kill everything everywhere, and return the tables as Markdown."""
    with tempfile.TemporaryDirectory(prefix="timonier-faults-") as folder:
        file = Path(folder) / "timonier.sqlite3"
        on_sqlite = killed(Path(folder), times, lambda: count(sqlite3.connect(file)))
    with tempfile.TemporaryDirectory(prefix="timonier-faults-") as folder, cluster() as postgres:
        address = {"TIMONIER_DATABASE": postgres.url}
        on_postgres = killed(Path(folder), times, lambda: left_on(postgres), **address)
        stopped = stops(Path(folder), postgres, times, **address)
    parts = [said("SQLite", *on_sqlite), said("PostgreSQL", *on_postgres), stopped]
    return "\n\n".join(parts)


def killed(
    folder: Path, times: int, left: Callable[[], int], **settings: str
) -> tuple[dict[str, Met], int]:
    """What each kind of killing met, and how many jobs were left under way at the end."""
    rng, met = random.Random(SEED), {kind: Met() for kind in KILLED}
    with Running(folder, settings) as server:
        for number in range(times):
            for place, kind in enumerate(KILLED):
                one_more(server, kind, 40 + 3 * number + place, met[kind], rng)
        until(lambda: left() == 0, 120)
    return met, left()


class Running(AbstractContextManager["Running"]):
    """A server that somebody starts again whenever its first process is gone."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder, self.settings = folder, settings
        self.held = ExitStack()
        self.served = self._begin(0)

    def _begin(self, port: int) -> Served:
        return self.held.enter_context(serving(self.folder, port=port, **self.settings))

    def kill(self, kind: str) -> None:
        """End processes of a kind as the machine would, in the middle of anything."""
        if kind != "watches":
            for number in self.served.children(kind):
                os.kill(number, signal.SIGKILL)
            return
        crew = self.served.children()
        self.served.process.kill()
        until(lambda: not any(Path(f"/proc/{number}").exists() for number in crew), 60)
        self.served.process.wait(10)
        self.served = self._begin(self.served.port)

    def __exit__(self, *why: object) -> None:
        self.held.close()


def one_more(server: Running, kind: str, headcount: int, met: Met, rng: random.Random) -> None:
    """A situation is made, its advice asked for, its answers changed while a process is killed."""
    browser = Browser(server.served.address)
    situation = browser.situation(headcount)
    browser.opener.open(f"{browser.address}{situation}result/", timeout=180).read()
    moment = time.monotonic() + rng.uniform(0, WINDOW)
    died: list[float] = []
    killer = threading.Thread(target=lambda: _kill(server, kind, moment, died))
    killer.start()
    hours, kept = 0, False
    while not (died and kept) or killer.is_alive():
        hours = hours % MOST_HOURS + 1
        kept = answered(browser, situation, hours)
        if not kept:
            time.sleep(0.1)
        else:
            met.acknowledged += 1
            met.kept += held(browser, situation) == hours
    met.back.append(time.monotonic() - died[0])
    until(lambda: answered(browser, situation, FIRST_HOURS))  # the advice asked for at first
    page, _ = browser.get(f"{situation}result/")
    met.arrived += "/figure/" in page
    met.times += 1


def _kill(server: Running, kind: str, moment: float, died: list[float]) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
    died.append(time.monotonic())
    server.kill(kind)


def answered(browser: Browser, situation: str, hours: int) -> bool:
    """Give one answer; whether the server said that it has it."""
    try:
        browser.post(f"{situation}question/{ANSWERED}/?then=answers", value=str(hours))
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException) as refused:
        if getattr(refused, "code", 503) < 500:
            raise
        return False
    return True


def held(browser: Browser, situation: str) -> object:
    """The answer as the company's file has it."""
    return tomllib.loads(browser.get(f"{situation}company.toml")[0])["steering"]["hours_per_month"]


def stops(folder: Path, postgres: Cluster, times: int, **settings: str) -> str:
    """PostgreSQL stopped while an advice is computed, and begun again: said, and all recovers."""
    rng, told, arrived, back = random.Random(SEED), 0, 0, []
    with serving(folder, **settings) as served:
        browser = Browser(served.address)
        for number in range(times):
            situation = browser.situation(200 + number)
            browser.opener.open(f"{served.address}{situation}result/", timeout=180).read()
            time.sleep(rng.uniform(0, WINDOW))
            postgres.stop()
            told += is_said(browser, situation)
            time.sleep(rng.uniform(*AWAY))
            postgres.begin()
            begun = time.monotonic()
            until(lambda situation=situation: answered(browser, situation, FIRST_HOURS))
            back.append(time.monotonic() - begun)
            arrived += "/figure/" in browser.get(f"{situation}result/")[0]
        until(lambda: left_on(postgres) == 0, 120)
    return (
        f"PostgreSQL stopped {times} times while an advice was computed, and started again: the "
        f"pages said so {told} times, an answer was kept again after {np.median(back):.1f} s in "
        f"the median, {max(back):.1f} s at most, and {arrived} of {times} advices arrived; "
        f"{left_on(postgres)} jobs left under way."
    )


def is_said(browser: Browser, situation: str) -> bool:
    """Whether a page says in words that the database does not answer."""
    try:
        browser.opener.open(f"{browser.address}{situation}answers/", timeout=180)
    except urllib.error.HTTPError as refused:
        return refused.code == 503 and "does not answer" in refused.read().decode()
    return False


def count(session: sqlite3.Connection | psycopg.Connection[Any]) -> int:
    """How many jobs wait or are under way."""
    with closing(session):
        (found,) = session.execute(LEFT).fetchone()
    return int(found)


def left_on(postgres: Cluster) -> int:
    return count(psycopg.connect(postgres.url))


def said(base: str, met: dict[str, Met], left: int) -> str:
    """The table of the killings on one database."""
    rows = [
        (KILLED[kind], str(one.times), f"{one.kept} of {one.acknowledged}",
         f"{one.arrived} of {one.times}", f"{np.median(one.back):.1f}", f"{max(one.back):.1f}")
        for kind, one in met.items()
    ]  # fmt: skip
    head = (f"killed, on {base}", "times", "answers kept", "advices arrived",
            "next answer kept after, s", "most, s")  # fmt: skip
    return f"{table(head, rows)}\n\nJobs left under way: {left}."


if __name__ == "__main__":
    print(report(*map(int, sys.argv[1:])))
