"""Who asks in the benchmarks of the web application, and the servers that they ask."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

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
ASKS_AGAIN = re.compile(r'hx-get="([^"]+)" hx-trigger="load delay:(\d+)ms"')
UNAVAILABLE = 503
HTMX = {"HX-Request": "true"}
PREVIEW = {"Timonier-Preview": "1"}  # a slider still under the hand
Form = Mapping[str, Any] | None


@dataclass(frozen=True)
class Answer:
    """What one request met: its path, its status, and the seconds until it was read whole."""

    path: str
    status: int
    seconds: float


@dataclass
class Visitor:
    """One browser: a connection kept open, its cookies, the token of its forms.

    ``source``: the address it comes from, any of this machine's; a visitor has one of its own.
    """

    port: int
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    address: str = ""
    told: http.client.HTTPMessage = field(default_factory=http.client.HTTPMessage)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=600, source_address=(self.source, 0)
        )

    @property
    def statuses(self) -> list[int]:
        return [one.status for one in self.answers]

    def ask(
        self, method: str, path: str, sent: Mapping[str, Any] | None = None, **more: str
    ) -> str:
        """Send one request, follow where it leads, and return the last page."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **more}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        body = urlencode(sent, doseq=True) if sent else None
        response = self._send(method, path, body, headers)
        page = response.read().decode()
        self.answers.append(Answer(path, response.status, time.perf_counter() - started))
        self.told = response.headers
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if response.status in (301, 302):
            return self.ask("GET", response.headers["Location"])
        self.address = path
        return page

    def stay(self, page: str, seconds: float) -> None:
        """Read a page for so long, while what it awaits is asked for as its own script does."""
        until = time.monotonic() + seconds
        while (again := ASKS_AGAIN.search(page)) and time.monotonic() < until:
            time.sleep(min(int(again[2]) / 1e3, max(0.0, until - time.monotonic())))
            here = self.address
            page = self.ask("GET", unescape(again[1]), **HTMX)
            self.address = here
        time.sleep(max(0.0, until - time.monotonic()))

    def wait(self, path: str) -> str:
        """Ask for a page until what it waits for is there, as its own script does."""
        page = self.ask("GET", path)
        return self.waited(page)

    def waited(self, page: str) -> str:
        """What a page becomes once all that it waits for is there; a refusal is tried again."""
        while 'class="waiting"' in page or self.statuses[-1] == UNAVAILABLE:
            here = self.address
            if self.statuses[-1] == UNAVAILABLE:
                time.sleep(float(self.told.get("Retry-After", 1)))
            while (again := ASKS_AGAIN.search(page)) and "HX-Refresh" not in self.told:
                time.sleep(int(again[2]) / 1e3)
                page = self.ask("GET", unescape(again[1]), **HTMX)
            page = self.ask("GET", here)
        return page

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """Send as a browser does: a kept connection that the server let go of is opened again."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            if not self.answers:
                raise
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()


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
    """The token that a page's forms send back."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]
