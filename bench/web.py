"""The web application beside an empty Django page, and under fifty people at once.

Both answer from the same kind of server (waitress, as many threads), measured in turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from bench import crowd
from bench.visitor import HTMX, PREVIEW, Visitor, servers, token

ROUNDS = 120
BAR = 15  # times an empty Django page, for the 95th percentile of a what-if


def report() -> str:
    """Measure, and return the tables as Markdown."""
    with servers(TIMONIER_SECONDS_PER_MINUTE="20") as (product, empty):
        rows = in_turns(product, empty, prepare(product))
        under_load = crowd.measured(product)
    return f"{latencies(rows)}\n\n{under_load}"


def prepare(port: int) -> tuple[Visitor, str]:
    """A visitor with the sample company and its advice computed."""
    visitor = Visitor(port)
    visitor.ask("POST", "/fr/sample/", {"csrfmiddlewaretoken": token(visitor.ask("GET", "/fr/"))})
    head = visitor.address.removesuffix("result/")
    visitor.wait(f"{head}result/")
    page = visitor.wait(f"{head}what-if/")
    for move in range(3):
        slide(visitor, head, token(page), move)
    return visitor, head


def slide(visitor: Visitor, head: str, proof: str, move: int) -> str:
    """What the page's script asks while a slider is under the hand."""
    sent = {"csrfmiddlewaretoken": proof, "marketing.budget": 200_000 + 1_000 * move,
            "steering.hours_per_month": move % 60}  # fmt: skip
    return visitor.ask("POST", f"{head}what-if/", sent, **HTMX, **PREVIEW)


def in_turns(product: int, empty: int, prepared: tuple[Visitor, str]) -> dict[str, list[float]]:
    """Ask each page once a round, one after the other; seconds of every request."""
    visitor, head = prepared
    bare = Visitor(empty)
    proof = token(visitor.ask("GET", f"{head}what-if/"))
    asked: dict[str, Callable[[int], object]] = {
        "an empty Django page": lambda i: bare.ask("GET", "/"),
        "front page": lambda i: visitor.ask("GET", "/fr/"),
        "a question": lambda i: visitor.ask("GET", f"{head}question/steering.level/"),
        "all answers": lambda i: visitor.ask("GET", f"{head}answers/"),
        "the advice, computed before": lambda i: visitor.ask("GET", f"{head}result/"),
        "a what-if slider": lambda i: slide(visitor, head, proof, i + 10),
        "a chapter of the guide": lambda i: visitor.ask("GET", "/fr/guide/modeles/"),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for i in range(ROUNDS):
        for name, ask in asked.items():
            started = time.perf_counter()
            ask(i)
            times[name].append(time.perf_counter() - started)
    assert set(visitor.statuses) <= {200, 302}, sorted(set(visitor.statuses))
    return times


def latencies(times: dict[str, list[float]]) -> str:
    """The table of one client's latencies, each beside the empty page's."""
    base = np.percentile(times["an empty Django page"], [50, 95])
    lines = ["| page, one client | median, ms | p95, ms | p95 over the empty page |",
             "| --- | ---: | ---: | ---: |"]  # fmt: skip
    for name, held in times.items():
        middle, high = np.percentile(held, [50, 95])
        lines.append(f"| {name} | {1e3 * middle:.1f} | {1e3 * high:.1f} | {high / base[1]:.1f} |")
    ratio = np.percentile(times["a what-if slider"], 95) / base[1]
    met = "met" if ratio <= BAR else "not met"
    return "\n".join([*lines, "", f"Bar for a what-if: {BAR} times the empty page; {met}."])


if __name__ == "__main__":
    print(report())
