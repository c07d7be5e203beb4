"""The server in front, as the guide writes it: a real nginx before the real application."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.postgres import free_port
from tests.tree import ROOT
from tests.web.conftest import COMPANY
from tests.web.serving import answers, serving, until
from timonier.app import links

GUIDE = ROOT / "docs" / "how-to" / "serve.md"
NAME = "advice.example"
FORM = "application/x-www-form-urlencoded"
Headers = dict[str, str]


@dataclass
class Front:
    """The server in front, reached as a visitor does, from any address of this machine."""

    port: int
    folder: Path

    @property
    def trust(self) -> ssl.SSLContext:
        trusted = ssl.create_default_context(cafile=self.folder / "advice.example.pem")
        trusted.check_hostname = False
        return trusted

    def open(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=self.trust, timeout=60, source_address=(source, 0)
        )

    def ask(
        self, path: str, body: bytes | None = None, source: str = "127.0.0.1", **more: str
    ) -> tuple[http.client.HTTPResponse, str]:
        asked = self.open(source)
        asked.request("POST" if body else "GET", path, body, {"Host": NAME, **more})
        answer = asked.getresponse()
        return answer, answer.read().decode("utf-8", "replace")

    def half(self, text: str) -> socket.socket:
        """A client that has begun a request and never ends it."""
        opened = self.trust.wrap_socket(socket.create_connection(("127.0.0.1", self.port)))
        opened.sendall(text.encode())
        return opened


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with the guide's block, its ports and paths made this machine's; its journals kept."""
    folder = tmp_path_factory.mktemp("front")
    key = [
        "-keyout",
        str(folder / "advice.example.key"),
        "-out",
        str(folder / "advice.example.pem"),
    ]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    subprocess.run([*made, *key], check=True, capture_output=True)
    behind = {"TIMONIER_PROXIES": "1", "TIMONIER_PUBLIC_URL": f"https://{NAME}",
              "TIMONIER_SECONDS_PER_MINUTE": "1"}  # fmt: skip
    with serving(folder, **behind) as served:
        found = Front(free_port(), folder)
        file = folder / "nginx.conf"
        file.write_text(configuration(found, served.port), encoding="utf-8")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        running = subprocess.Popen([program, "-c", str(file), "-p", str(folder)])
        try:
            until(lambda: answers(found.port) or running.poll() is not None)
            yield found
        finally:
            running.terminate()
            running.wait(10)


def configuration(front: Front, behind: int) -> str:
    """The guide's block inside the least that nginx needs around it."""
    page = GUIDE.read_text(encoding="utf-8")
    written = re.findall(r"```text\n(log_format.*?)```", page, re.DOTALL)
    assert len(written) == 1
    block = written[0].replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    block = block.replace("listen 443 ssl", f"listen 127.0.0.1:{front.port} ssl")
    block = block.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    block = re.sub(r"/(etc/ssl|var/log/nginx)/", f"{front.folder}/", block)
    temporary = "\n".join(
        f"{kind}_temp_path {front.folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around = f"daemon off; pid {front.folder}/pid; error_log {front.folder}/start.log;"
    return f"{around}\nevents {{ worker_connections 1024; }}\nhttp {{\n{temporary}\n{block}\n}}"


def begun(front: Front, source: str = "127.0.0.1") -> tuple[str, Headers]:
    """Where a new situation is, begun with the front page's form, and the visitor's cookies."""
    answer, page = front.ask("/fr/", source=source)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    kept = answer.headers.get_all("Set-Cookie") or []
    assert all(one.startswith("__Host-csrftoken=") for one in kept)
    cookies = [one.partition(";")[0] for one in kept]
    sent: Headers = {"Content-Type": FORM, "Origin": f"https://{NAME}",
                     "Referer": f"https://{NAME}/fr/", "Cookie": "; ".join(cookies)}  # fmt: skip
    body = urlencode({"csrfmiddlewaretoken": token}).encode()
    answer, _ = front.ask("/fr/start/", body, source, **sent)
    assert answer.status == 302
    given = answer.headers.get_all("Set-Cookie") or []
    assert given
    assert all(one.startswith("__Host-") and "; Secure" in one for one in given)
    return answer.headers["Location"], {"Cookie": given[0].partition(";")[0]}


def test_forms_cookies_and_files_pass_through_it(front: Front) -> None:
    home, cookies = begun(front)
    answer, page = front.ask(home.replace("next", "answers"), **cookies)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Strict-Transport-Security"]
    file, _ = front.ask(re.findall(r'href="(/static/[^"]+\.css)"', page)[0])
    assert "immutable" in file.headers["Cache-Control"]


def test_its_slow_clients_hold_nobody(front: Front) -> None:
    head = f"POST /fr/start/ HTTP/1.1\r\nHost: {NAME}\r\n"
    with ExitStack() as held:
        for n in range(120):
            rest = "X-Half: " if n % 2 else "Content-Length: 50\r\n\r\na"
            held.enter_context(front.half(head + rest))
        started = time.perf_counter()
        other, _ = front.ask("/fr/", source="127.0.0.2")
        assert (other.status, time.perf_counter() - started < 1.0) == (200, True)
        own, _ = front.ask("/fr/")
        assert own.status == 429  # who holds forty requests has no more


def test_a_body_too_large_never_reaches_the_application(front: Front) -> None:
    head = f"POST /fr/start/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 3000000\r\n\r\n"
    with front.half(head) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_share_of_work_is_each_visitor_s_whatever_he_claims(front: Front) -> None:
    greedy, statuses = front.open("127.0.0.3"), [200]
    costly = links.encode(links.Shared(COMPANY, "0" * 12, 0, ()))
    while statuses[-1] == 200 and len(statuses) < 900:
        claimed = {"Host": NAME, "X-Forwarded-For": f"198.51.100.{len(statuses) % 250}"}
        greedy.request("GET", f"/fr/s/{costly}/", headers=claimed)
        answer = greedy.getresponse()
        answer.read()
        statuses.append(answer.status)
    assert statuses[-1] == 429
    assert begun(front, "127.0.0.4")


def test_its_journals_hold_neither_addresses_nor_answers(front: Front) -> None:
    front.ask("/fr/embed/?marketing.budget=123456", source="127.0.0.5")
    kept = [one for one in front.folder.glob("*.log") if one.name != "start.log"]
    assert {one.name for one in kept} == {"timonier.log", "timonier-errors.log"}
    said = "".join(one.read_text(encoding="utf-8") for one in kept)
    assert " GET 200 " in said
    assert not re.search(r"123456|127\.0\.0|/fr/|\?", said)
