"""The API: beside an empty endpoint, under fifty callers one of whom abuses it, and tormented.

Served as ``timonier serve`` does, on the machine's own processors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from bench.torment import Torment, torment
from bench.web import Visitor, servers

ROUNDS, CALLERS, SECONDS, FLOOD = 60, 49, 30.0, 16
EXAMPLES, MOST = 40, 1_800.0  # of Schemathesis for each address, and seconds at most
MOST_TRIES = 20  # of a decision that a busy machine has not made within an answer's patience
PAUSE = 0.5  # seconds between two calls of one caller: forty-nine of them make a hundred a second
COMPANY = {"company": {"market": "fr", "headcount": 35, "business": "b2b"},
           "marketing": {"budget": 140_000}}  # fmt: skip
JSON = {"Content-Type": "application/json"}


def report() -> str:
    """Measure, and return the tables as Markdown."""
    with tempfile.TemporaryDirectory(prefix="timonier-bench-") as folder:
        settings = {"TIMONIER_DATA_DIR": folder, "TIMONIER_SECONDS_PER_MINUTE": "20"}
        with servers(**settings) as (product, empty):
            callers = [Caller(product, one) for one in keys(folder, CALLERS)]
            times = in_turns(callers[0], Visitor(empty))
            idle = together(callers)
            with flood(product) as statuses:
                abused = together(callers)
        with servers(TIMONIER_DATA_DIR=folder) as (product, _):
            quick = throughput(product)
            found = torment(f"http://127.0.0.1:{product}/api/v1", EXAMPLES, seconds=MOST)
    return "\n\n".join([latencies(times), fairness(idle, abused, statuses), quick, said(found)])


class Caller(Visitor):
    """A program with its key, on a connection kept open."""

    def __init__(self, port: int, shown: str = "") -> None:
        super().__init__(port)
        self.bearing = {"Authorization": f"Bearer {shown}"} if shown else {}

    def call(self, method: str, path: str, body: object = None) -> float:
        """Send one request; the seconds until its whole answer is there."""
        started = time.perf_counter()
        sent = None if body is None else json.dumps(body)
        response = self._send(method, f"/api/v1/{path}", sent, {**JSON, **self.bearing})
        response.read()
        self.statuses.append(response.status)
        return time.perf_counter() - started


KEYS = """
import sys
from timonier.app.serve import open_database
open_database()
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import SCOPES
for _ in range(int(sys.argv[1])):
    print(keys.create("bench", SCOPES, 1, 0).shown)
"""


def keys(folder: str, count: int) -> list[str]:
    """Keys without a limit of their own, for the server of a folder."""
    command = [sys.executable, "-c", KEYS, str(count)]
    environ = {**os.environ, "TIMONIER_DATA_DIR": folder}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return done.stdout.split()


def another(n: int) -> dict[str, object]:
    """A company that nobody has asked about."""
    return {**COMPANY, "marketing": {"budget": 100_000 + 500 * n}}


def in_turns(caller: Caller, bare: Visitor) -> dict[str, list[float]]:
    """Ask each address once a round, one after the other; seconds of every request."""
    prepare(caller)
    tried = {"company": COMPANY, "changes": {"marketing.budget": 200_000}}
    asked: dict[str, Callable[[], float]] = {
        "a figure": lambda: caller.call("GET", "facts/fr.emp_head.salary"),
        "a decision found again": lambda: caller.call("POST", "decisions", {"company": COMPANY}),
        "a body refused": lambda: caller.call("POST", "decisions", {"company": {"compny": {}}}),
        "a what-if": lambda: caller.call("POST", "what-if", tried),
        "the needs": lambda: caller.call("POST", "needs", {"company": COMPANY}),
    }
    times: dict[str, list[float]] = {name: [] for name in ("an empty endpoint", *asked)}
    for _ in range(ROUNDS):
        started = time.perf_counter()
        bare.ask("GET", "/")
        times["an empty endpoint"].append(time.perf_counter() - started)
        for name, ask in asked.items():
            times[name].append(ask())
    times["a quick decision, new"] = [
        caller.call("POST", "decisions", {"company": another(n)}) for n in range(8)
    ]
    return times


def prepare(caller: Caller) -> None:
    """Have the company decided, however long that takes here."""
    for effort in ("quick", "full"):
        for _ in range(MOST_TRIES):
            caller.call("POST", "decisions", {"company": COMPANY, "effort": effort})
            if caller.statuses[-1] == 200:
                break


def together(callers: list[Caller]) -> list[float]:
    """What the callers wait for what is found again, each asking at its own pace."""
    times: list[float] = []

    def live(caller: Caller, first: float) -> None:
        time.sleep(first)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            times.append(caller.call("POST", "decisions", {"company": COMPANY}))
            time.sleep(PAUSE)

    firsts = np.linspace(0, PAUSE, len(callers))
    threads = [
        threading.Thread(target=live, args=pair) for pair in zip(callers, firsts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


@contextmanager
def flood(port: int) -> Iterator[Counter[int]]:
    """One address without a key asks for full decisions, on many connections, without a pause."""
    statuses: Counter[int] = Counter()
    over = threading.Event()

    def abuse(place: int) -> None:
        caller, n = Caller(port), 1_000 * place
        while not over.is_set():
            caller.call("POST", "decisions", {"company": another(n), "effort": "full"})
            statuses[caller.statuses[-1]] += 1
            n += 1

    threads = [threading.Thread(target=abuse, args=(n,), daemon=True) for n in range(FLOOD)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        over.set()
        for thread in threads:
            thread.join()


def throughput(port: int) -> str:
    """Quick decisions of new companies, four asked for at once."""
    done: list[float] = []
    started = time.monotonic()

    def live(place: int) -> None:
        caller = Caller(port)
        for n in range(5):
            body = {"company": another(5_000 + 10 * place + n)}
            done.append(caller.call("POST", "decisions", body))

    threads = [threading.Thread(target=live, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    a_minute = 60 * len(done) / (time.monotonic() - started)
    told = "Quick decisions of new companies, four at once, one process computing"
    return f"{told}: {a_minute:.0f} a minute."


def latencies(times: dict[str, list[float]]) -> str:
    """The table of an address beside an empty one, in milliseconds."""
    rows = ["| asked, in turns | median ms | p95 ms |", "| --- | --- | --- |"]
    for name, found in times.items():
        middle, high = np.quantile(1_000 * np.array(found), (0.5, 0.95))
        rows.append(f"| {name} | {middle:.1f} | {high:.1f} |")
    return "\n".join(rows)


def fairness(idle: list[float], abused: list[float], statuses: Counter[int]) -> str:
    """What forty-nine callers wait, alone and beside one who abuses."""
    alone, beside = (float(np.quantile(found, 0.95)) for found in (idle, abused))
    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    return (
        "Forty-nine callers with a key, a hundred calls a second in all: "
        f"p95 {1_000 * alone:.0f} ms. Beside one address that asks for full decisions on {FLOOD} "
        f"connections without a pause ({told}): p95 {1_000 * beside:.0f} ms, "
        f"{beside / alone:.1f} times as much (bar: 2)."
    )


def said(found: Torment) -> str:
    """What Schemathesis sent, and what it holds against the answers."""
    by_status: Counter[int] = Counter()
    for (_, status), count in found.statuses.items():
        by_status[status] += count
    told = ", ".join(f"{count} × {status}" for status, count in sorted(by_status.items()))
    wrong = "\n".join(f"- {name}: {title}" for name, title, _ in found.broken)
    held = (
        f"{len(found.broken)} broken promises:\n\n{wrong}" if found.broken else "no promise broken."
    )
    return f"Schemathesis, every phase: {found.cases} cases ({told}); {held}"
