"""Fifty people at once while their decisions wait, then slow clients and a flood of links beside.

Everybody has an address of their own, all of them this machine's, and asks from other processes
than the server's, which is as ``timonier serve`` starts it, its limits included. What counts is
the front page and a question, asked for by a reader before, meanwhile, and beside the hostile ones.
"""

from __future__ import annotations

import json
import random
import socket
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from urllib.parse import quote

import numpy as np

from bench.fuzz import bad_code
from bench.timing import table
from bench.visitor import HTMX, Visitor, token
from tests.interviews import SCRIPTS, sent

PEOPLE, COMPANIES = 50, 25  # the same company is told by two of them
ARRIVING = 10.0  # seconds over which they arrive
READING = 5.0  # seconds on a page, in the mean: several times as fast as people do
PACE = 0.05  # seconds between two pages of the reader
QUIET, PHASE = 10.0, 40.0  # seconds of the reader, before and in each phase
SLOW = 8
CALM = 3  # times the idle 95th percentile, at most
PATIENCE = 600.0  # seconds in which every result must have arrived


@dataclass(frozen=True)
class Way:
    """What one person met: until the result, seconds after the last answer, and every answer."""

    arrived: bool
    waited: float
    answers: list[tuple[str, int, float]]  # the path, the status, the seconds


def measured(port: int) -> str:
    """The table of the reader, and what became of the fifty."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as elsewhere:
        idle = elsewhere.submit(read, port, QUIET).result()
        others = elsewhere.submit(people, port)
        until_they_wait(port, others)
        waiting = elsewhere.submit(read, port, PHASE).result()
        with hostile(port, elsewhere) as flooding:
            beside = elsewhere.submit(read, port, PHASE).result()
        ways = others.result()
        flood = flooding.result()
    rows = {"nobody else": idle, "fifty people, decisions waiting": waiting,
            f"the same, {SLOW} slow clients and a flood of bad links": beside}  # fmt: skip
    return f"{latencies(rows)}\n\n{became(ways)}\n\n{flooded(flood)}"


# --- who reads --------------------------------------------------------------------------------


def read(port: int, seconds: float) -> dict[str, list[float]]:
    """Seconds of the front page and of a question, asked for in turn by somebody who just reads."""
    reader = Visitor(port, "127.0.2.1")
    begin(reader)
    pages = {"front page": "/fr/", "a question": f"{home(reader)}question/steering.level/"}
    times: dict[str, list[float]] = {name: [] for name in pages}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, path in pages.items():
            reader.ask("GET", path)
            times[name].append(reader.answers[-1].seconds)
            time.sleep(PACE)
    assert set(reader.statuses) <= {200, 302}, Counter(reader.statuses)
    return times


def begin(visitor: Visitor) -> str:
    """The first question of a new situation."""
    page = visitor.ask("GET", "/fr/")
    return visitor.ask("POST", "/fr/start/", {"csrfmiddlewaretoken": token(page)})


def home(visitor: Visitor) -> str:
    """The path of the situation that a visitor is in."""
    return "/".join(visitor.address.split("/")[:4]) + "/"


def until_they_wait(port: int, others: Future[list[Way]]) -> None:
    """Wait until a decision waits in line."""
    while not others.done() and not ready(port).get("waiting"):
        time.sleep(0.2)


def ready(port: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=60) as response:
        return dict(json.loads(response.read()))


# --- the fifty --------------------------------------------------------------------------------


def people(port: int, how_many: int = PEOPLE) -> list[Way]:
    """All of them, each in a thread."""
    ways: list[Way] = []
    threads = [
        threading.Thread(target=lambda n=n: ways.append(whole_way(port, n)))
        for n in range(how_many)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ways


def whole_way(port: int, number: int) -> Way:
    """The front page, the interview, the advice, then what is behind it."""
    person, rng = Visitor(port, f"127.0.1.{number + 1}"), random.Random(number)
    names = list(SCRIPTS)
    company = number % COMPANIES
    said = SCRIPTS[names[company % len(names)]]
    said = {**said, "company.headcount": str(int(said["company.headcount"]) + company)}
    time.sleep(rng.uniform(0, ARRIVING))
    page = begin(person)
    since = time.monotonic()
    while "/question/" in person.address:
        person.stay(page, rng.expovariate(1 / READING))
        since = time.monotonic()
        fields = sent(said, person.address.rstrip("/").rpartition("/")[2])
        page = person.ask("POST", person.address, {"csrfmiddlewaretoken": token(page), **fields})
        page = person.waited(page)
    waited = time.monotonic() - since
    arrived = person.address.endswith("/result/") and 'id="verdict"' in page
    look_around(person, rng)
    return Way(arrived, waited, [(one.path, one.status, one.seconds) for one in person.answers])


def look_around(person: Visitor, rng: random.Random) -> None:
    """What people open behind the advice."""
    head = home(person)
    moves = {"marketing.budget": rng.randrange(60, 200) * 1_000}
    for path in ("result/comparison/", "result/plan/", "share/", "answers/"):
        time.sleep(rng.expovariate(1 / READING))
        person.wait(f"{head}{path}")
    proof = token(person.wait(f"{head}what-if/"))
    person.ask("POST", f"{head}what-if/", {"csrfmiddlewaretoken": proof, **moves}, **HTMX)


# --- the hostile ones -------------------------------------------------------------------------


@contextmanager
def hostile(port: int, elsewhere: ProcessPoolExecutor) -> Iterator[Future[Counter[int]]]:
    """Clients that never end their requests, and one that floods with links without a pause."""
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for one in slow:
        one.sendall(b"POST /fr/start/ HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
    flooding = elsewhere.submit(flood, port, PHASE)
    try:
        yield flooding
    finally:
        for one in slow:
            one.close()


def flood(port: int, seconds: float) -> Counter[int]:
    """Ask for bad links for so long, as fast as they are answered; how many of each status."""
    stranger, rng = Visitor(port, "127.0.3.1"), random.Random(15)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stranger.ask("GET", f"/fr/s/{quote(bad_code(rng))}/")
    return Counter(stranger.statuses)


# --- what is said of it -----------------------------------------------------------------------


def latencies(rows: dict[str, dict[str, list[float]]]) -> str:
    """The table of the reader's seconds, each beside those of an idle server."""
    idle = next(iter(rows.values()))
    lines, met = [], True
    for name, times in rows.items():
        cells = []
        for page, held in times.items():
            high, quiet = (1e3 * float(np.percentile(one, 95)) for one in (held, idle[page]))
            cells += [f"{1e3 * float(np.median(held)):.1f}", f"{high:.1f}", f"{high / quiet:.1f} ×"]
            met = met and high <= CALM * quiet
        lines.append((name, *cells))
    heads = [head for page in idle for head in (f"{page}: median, ms", "p95, ms", "to idle")]
    said = f"Bar: {CALM} times the p95 of an idle server; {'met' if met else 'not met'}."
    return f"{table(('beside', *heads), lines)}\n\n{said}"


def became(ways: list[Way]) -> str:
    """Whether every result arrived, and how long it was waited for."""
    answers = [one for way in ways for one in way.answers]
    refused = Counter(status for _, status, _ in answers if status >= 400)
    waits = [way.waited for way in ways]
    told = ", ".join(f"{count} × {status}" for status, count in sorted(refused.items())) or "none"
    arrived = sum(way.arrived for way in ways)
    return (
        f"{PEOPLE} people, {COMPANIES} companies, {READING:g} seconds a page: {len(answers):,} "
        f"requests, refused or failed: {told}. Results that arrived: {arrived} of {PEOPLE}, after "
        f"the last answer {np.median(waits):.0f} s in the median, {max(waits):.0f} s at most."
    )


def flooded(flood: Counter[int]) -> str:
    """What the flood was answered."""
    told = ", ".join(f"{count:,} × {status}" for status, count in sorted(flood.items()))
    return f"The flood: {flood.total():,} links in {PHASE:.0f} s ({told})."
