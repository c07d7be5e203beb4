"""The API: beside an empty endpoint, and under fifty callers one of whom abuses it.

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
from collections.abc import Callable

import numpy as np

from bench import crowd
from bench.visitor import Answer, Visitor, servers

ROUNDS, CALLERS, FLOOD = 25, 49, 16
TURNS, SECONDS = 3, 8.0  # of the callers, alone and beside the abuse, one after the other
PAUSE = 0.5  # seconds between two calls of one caller: forty-nine of them make a hundred a second
NEW = 5  # decisions of companies that nobody has asked about, one at a time, then as many at once
MOST_TRIES = 20  # of a decision that a busy machine has not made within an answer's patience
COMPANY = {"company": {"market": "fr", "headcount": 35, "business": "b2b"},
           "marketing": {"budget": 140_000}}  # fmt: skip
JSON = {"Content-Type": "application/json"}


def report() -> str:
    """Measure, and return the tables as Markdown."""
    with tempfile.TemporaryDirectory(prefix="timonier-bench-") as folder:
        settings = {"TIMONIER_DATA_DIR": folder, "TIMONIER_SECONDS_PER_MINUTE": "20"}
        with servers(**settings) as (product, empty):
            shown = keys(folder, CALLERS)
            callers = [Caller(product, one) for one in shown]
            times = in_turns(callers[0], Visitor(empty))
            alone, beside, statuses = abused(product, callers)
            until_nobody_waits(product, callers[0])
            quick = throughput(product, shown[0])
    return "\n\n".join([latencies(times), fairness(alone, beside, statuses), quick])


def abused(product: int, callers: list[Caller]) -> tuple[list[float], list[float], Counter[int]]:
    """What the callers wait alone and beside the abuse, in turns, and what the abuse was answered.

    The abuse comes from a process of its own: here it would slow the callers' own threads.
    """
    alone, beside, statuses = [], [], Counter[int]()
    for turn in range(TURNS):
        alone += together(callers)
        command = [sys.executable, "-m", "bench.api", str(product), str(turn)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as flood:
            assert flood.stdout is not None
            flood.stdout.readline()  # it has begun
            beside += together(callers)
            said, _ = flood.communicate(b"enough")
        statuses += Counter({int(status): count for status, count in json.loads(said).items()})
    return alone, beside, statuses


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
        self.answers.append(Answer(path, response.status, time.perf_counter() - started))
        return self.answers[-1].seconds


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
        caller.call("POST", "decisions", {"company": another(n)}) for n in range(NEW)
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


def flood(port: int, turn: int) -> None:
    """Ask for full decisions without a key, on many connections, without a pause, until told."""
    statuses: Counter[int] = Counter()
    over = threading.Event()

    def abuse(place: int) -> None:
        caller, n = Caller(port), 1_000 * (1 + place + FLOOD * turn)
        while not over.is_set():
            caller.call("POST", "decisions", {"company": another(n), "effort": "full"})
            statuses[caller.statuses[-1]] += 1
            n += 1

    for n in range(FLOOD):
        threading.Thread(target=abuse, args=(n,), daemon=True).start()
    print("begun", flush=True)
    sys.stdin.read()
    over.set()
    print(json.dumps(statuses), flush=True)
    os._exit(0)  # those that wait for a decision wait in vain


def until_nobody_waits(port: int, caller: Caller) -> None:
    """Wait until what was asked for before is computed, or left."""
    while crowd.ready(port).get("waiting"):
        time.sleep(0.5)
    caller.call("POST", "decisions", {"company": another(4_000)})  # after what is under way


def throughput(port: int, shown: str) -> str:
    """Quick decisions of new companies, as many asked for at once."""
    done: list[float] = []
    started = time.monotonic()

    def live(place: int) -> None:
        body = {"company": another(5_000 + place)}
        done.append(Caller(port, shown).call("POST", "decisions", body))

    threads = [threading.Thread(target=live, args=(n,)) for n in range(NEW)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    a_minute = 60 * len(done) / (time.monotonic() - started)
    told = f"Quick decisions of new companies, {NEW} at once, one process computing"
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
        "Forty-nine callers with a key, a hundred calls a second in all, in turns: "
        f"p95 {1_000 * alone:.0f} ms. Beside one address that asks for full decisions on {FLOOD} "
        f"connections without a pause ({told}): p95 {1_000 * beside:.0f} ms, "
        f"{beside / alone:.1f} times as much (bar: 2)."
    )


if __name__ == "__main__":
    flood(int(sys.argv[1]), int(sys.argv[2]))
