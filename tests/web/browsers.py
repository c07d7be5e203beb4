"""The browser of the tests, Debian's, and another site for it to open."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

INSTALL = "apt-get install --yes --no-install-recommends chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-dev-shm-usage", "--disable-component-update", "--no-first-run")  # fmt: skip


def chromium() -> str:
    """The path of the system's chromium; never the copy that playwright can download."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError(f"no chromium on this machine; install it as root: {INSTALL}")
    return found


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """A site of one page, served from an origin of its own; the value is its address."""

    class OnePage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/"
            self.send_response(200 if known else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode() if known else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Keep what the tests print readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), OnePage)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
