"""``timonier serve`` as people run it: its processes, and a browser that waits for its answers."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.postgres import free_port

READY = 180  # seconds
THREADS = 16  # a process that serves has more, one that computes fewer


@dataclass
class Served:
    """A running server: its address, its processes by number."""

    address: str
    port: int
    process: subprocess.Popen[str]
    log: Path  # what it says on standard error

    def children(self, name: str = "") -> set[int]:
        """The processes that this one began, those that compute or those that serve if asked."""
        found = set()
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parts = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(parts[1]) == self.process.pid:
                is_serving = int(parts[17]) > THREADS
                if not name or name == ("serves" if is_serving else "computes"):
                    found.add(int(path.parent.name))
        return found


def ended(number: int) -> bool:
    """Whether a process is over, even where whoever took it up has not asked how it ended yet."""
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@contextmanager
def serving(folder: Path, *options: str, port: int = 0, **settings: str) -> Iterator[Served]:
    """Start a server on a folder and a port, of its own if none is given, and end it."""
    port = port or free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("TIMONIER_", "DJANGO_"))}
    environ |= {"TIMONIER_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "timonier.app.cli", "serve", "--port", str(port), *options]
    with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log:
        process = subprocess.Popen(command, env=environ, stderr=log, text=True)
    served = Served(f"http://127.0.0.1:{port}", port, process, Path(log.name))
    try:
        until(lambda: answers(port) or process.poll() is not None, READY)
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def until(reached: Callable[[], object], seconds: float = 180) -> None:
    """Wait for something to be true; it fails after so many seconds."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.1)


@dataclass
class Browser:
    """A browser that keeps its cookies, and asks again for what is being computed."""

    address: str
    opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    )

    def get(self, path: str, wait: float = 240) -> tuple[str, str]:
        """The page of a path and where it led; a page of waiting is asked again."""
        end = time.monotonic() + wait
        while True:
            try:
                with self.opener.open(self.address + path, timeout=180) as response:
                    page, status = response.read().decode(), response.status
                    where = response.url.removeprefix(self.address)
            except (http.client.HTTPException, ConnectionError, urllib.error.URLError) as error:
                if getattr(error, "code", 503) not in (503, 502):
                    raise
                page, status, where = "", 503, path
            if status == 200 and 'class="waiting"' not in page:
                return page, where
            assert time.monotonic() < end, f"still waiting for {path}: {page[:300]}"
            time.sleep(0.3)

    def post(self, path: str, **sent: str) -> str:
        """Send a form; the answer is where it led."""
        home = self.opener.open(f"{self.address}/en/", timeout=180).read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', home)[0]
        body = "&".join(f"{k}={v}" for k, v in {"csrfmiddlewaretoken": token, **sent}.items())
        form = urllib.request.Request(f"{self.address}{path}", body.encode())
        form.add_header("Referer", f"{self.address}/en/")
        with self.opener.open(form, timeout=180) as response:
            return str(response.url).removeprefix(self.address)

    def situation(self, headcount: int) -> str:
        """The path of a new situation, enough of its questions answered for advice."""
        where = self.post("/en/start/")
        activity = {"company.business": "b2b", "company.stage": "structuring"}
        for key, sent in (
            ("company.market", {"value": "fr"}),
            ("company.headcount", {"value": str(headcount)}),
            ("activity", activity),
        ):
            assert key in where
            where = self.post(where, **sent)
        home = where.split("question/")[0]
        enough = {"steering.level": "3", "steering.hours_per_month": "20",
                  "needs.recurrent_share": "70", "marketing.role": "growth_lever"}  # fmt: skip
        for key, value in enough.items():
            self.post(f"{home}question/{key}/", value=value)
        return home
