"""The web application beside an empty Django page, and under fifty people at once.

Both answer from the same kind of server (waitress, as many threads), measured in turns.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np

ROUNDS = 120
PEOPLE = 50
LIGHT, SLOW = 20, 8
CALM = 3  # times the 95th percentile of light pages on an idle server
BAR = 15  # times an empty Django page, for the 95th percentile of a what-if
WARM_UP = 300  # seconds given to the first decision, whose code may still have to be compiled
EMPTY = """
import os, django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
django.setup()
urlpatterns = [path("", lambda request: HttpResponse(""))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
SAID = {"company.market": "fr", "company.headcount": "35", "company.business": "b2b",
        "company.stage": "structuring"}  # fmt: skip


@dataclass
class Visitor:
    """One browser: a connection kept open, its cookies, the token of its forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def ask(self, method: str, path: str, sent: dict[str, str] | None = None, **more: str) -> str:
        """Send one request, follow where it leads, and return the last page."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **more}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        response = self._send(method, path, urlencode(sent) if sent else None, headers)
        body = response.read().decode()
        self.times.append(time.perf_counter() - started)
        self.statuses.append(response.status)
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if response.status in (301, 302):
            self.address = response.headers["Location"]
            return self.ask("GET", self.address)
        self.address = path
        return body

    def wait(self, path: str) -> str:
        """Ask for a page until what it waits for is there, as its own script does."""
        page = self.ask("GET", path)
        while 'class="waiting"' in page:
            time.sleep(0.5)
            page = self.ask("GET", path)
        return page

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """Send as a browser does: a kept connection that the server let go of is opened again."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            if not self.statuses:
                raise
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()


def report() -> str:
    """Measure, and return the tables as Markdown."""
    with servers() as (product, empty):
        situation = prepare(product)
        rows = in_turns(product, empty, situation)
        idle = light(product)
        with hostile(product):
            under_way: list[str] = []
            people = threading.Thread(target=lambda: under_way.append(crowd(product)))
            people.start()
            busy = light(product)
            while people.is_alive():
                busy += light(product)
            people.join()
    return f"{latencies(rows)}\n\n{under_way[0]}\n\n{beside(idle, busy)}"


@contextmanager
def servers(**settings: str) -> Iterator[tuple[int, int]]:
    """The product as ``timonier serve`` runs it, and an empty Django page, until they are done."""
    product, empty = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="timonier-bench-") as folder:
        with open(os.path.join(folder, "empty_page.py"), "w", encoding="utf-8") as file:
            file.write(EMPTY)
        environ = {**os.environ, "TIMONIER_DATA_DIR": folder, "TIMONIER_SECONDS_PER_MINUTE": "0",
                   "TIMONIER_LOG_LEVEL": "error", **settings}  # fmt: skip
        serve = [sys.executable, "-m", "timonier.app.cli", "serve", "--port", str(product)]
        bare = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{empty}", "--threads=32",
                "empty_page:application"]  # fmt: skip
        running = [subprocess.Popen(serve, env=environ), subprocess.Popen(bare, cwd=folder)]
        try:
            for port in (product, empty):
                wait_for(port)
            yield product, empty
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until a server accepts connections."""
    for _ in range(WARM_UP):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(1)
    raise TimeoutError(f"no server on port {port}")


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]


def prepare(port: int) -> tuple[Visitor, str]:
    """A visitor with the sample company and its advice computed."""
    visitor = Visitor(port)
    visitor.ask("POST", "/fr/sample/", {"csrfmiddlewaretoken": token(visitor.ask("GET", "/fr/"))})
    head = visitor.address.removesuffix("result/")
    visitor.wait(f"{head}result/")
    for budget in range(3):
        visitor.ask("GET", what_if(head, budget), **{"HX-Request": "true"})
    return visitor, head


def what_if(head: str, move: int) -> str:
    moves = {"marketing.budget": 200_000 + 1_000 * move, "steering.hours_per_month": move % 60}
    return f"{head}what-if/?{urlencode(moves)}"


def in_turns(product: int, empty: int, prepared: tuple[Visitor, str]) -> dict[str, list[float]]:
    """Ask each page once a round, one after the other; seconds of every request."""
    visitor, head = prepared
    bare = Visitor(empty)
    htmx = {"HX-Request": "true"}
    asked: dict[str, Callable[[int], object]] = {
        "an empty Django page": lambda i: bare.ask("GET", "/"),
        "front page": lambda i: visitor.ask("GET", "/fr/"),
        "a question": lambda i: visitor.ask("GET", f"{head}question/steering.level/"),
        "all answers": lambda i: visitor.ask("GET", f"{head}answers/"),
        "the advice, computed before": lambda i: visitor.ask("GET", f"{head}result/"),
        "a what-if slider": lambda i: visitor.ask("GET", what_if(head, i + 10), **htmx),
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


def light(port: int) -> list[float]:
    """Seconds of the front page and of a chapter, asked for in turn by somebody who just reads."""
    reader, times = Visitor(port), []
    for _ in range(LIGHT):
        for path in ("/fr/", "/fr/guide/modeles/"):
            started = time.perf_counter()
            reader.ask("GET", path)
            times.append(time.perf_counter() - started)
        time.sleep(0.05)
    return times


@contextmanager
def hostile(port: int) -> Iterator[None]:
    """Clients that never end their requests, and one that floods with links that open nothing."""
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for one in slow:
        one.sendall(b"POST /fr/start/ HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
    over = threading.Event()

    def flood() -> None:
        stranger, number = Visitor(port), 0
        while not over.is_set():
            number += 1
            stranger.ask("GET", f"/fr/s/1{'A' * 20}{number}/")

    flooding = threading.Thread(target=flood, daemon=True)
    flooding.start()
    try:
        yield
    finally:
        over.set()
        flooding.join(30)
        for one in slow:
            one.close()


def beside(idle: list[float], busy: list[float]) -> str:
    """What the crowd and the hostile ones do to who just reads."""
    quiet, loud = 1e3 * np.percentile(idle, 95), 1e3 * np.percentile(busy, 95)
    met = "met" if loud <= CALM * quiet else "not met"
    return (
        f"Light pages meanwhile, with {SLOW} slow clients and a flood of bad links: p95 "
        f"{loud:.0f} ms, {loud / quiet:.1f} times that of an idle server ({quiet:.0f} ms). "
        f"Bar: {CALM} times; {met}."
    )


def crowd(port: int) -> str:
    """Fifty people from the front page to the advice at once, without an error."""
    visitors = [Visitor(port) for _ in range(PEOPLE)]
    threads = [threading.Thread(target=whole_way, args=(v, i)) for i, v in enumerate(visitors)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    statuses = [status for visitor in visitors for status in visitor.statuses]
    errors = sum(status >= 400 for status in statuses)
    times = np.array([t for visitor in visitors for t in visitor.times])
    middle, high = 1e3 * np.percentile(times, [50, 95])
    return (
        f"{PEOPLE} people at once, from the front page to the advice: {len(statuses)} requests in "
        f"{took:.0f} s, {errors} errors, median {middle:.0f} ms, p95 {high:.0f} ms, the wait "
        f"for the decisions of {len(set(HEADCOUNTS))} different companies included."
    )


HEADCOUNTS = (20, 35, 60)


def whole_way(visitor: Visitor, number: int) -> None:
    """Front page, four answers, the panel, the advice, a what-if, a link."""
    page = visitor.ask("GET", "/fr/")
    page = visitor.ask("POST", "/fr/start/", {"csrfmiddlewaretoken": token(page)})
    said = {**SAID, "company.headcount": str(HEADCOUNTS[number % len(HEADCOUNTS)])}
    for key, value in said.items():
        assert f"/question/{key}/" in visitor.address, visitor.address
        sent = {"csrfmiddlewaretoken": token(page), "value": value}
        page = visitor.ask("POST", visitor.address, sent)
    head = visitor.address.split("question/")[0]
    visitor.wait(f"{head}result/")
    visitor.ask("GET", what_if(head, number), **{"HX-Request": "true"})
    visitor.ask("GET", f"{head}share/")


if __name__ == "__main__":
    print(report())
