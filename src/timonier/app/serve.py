"""``timonier serve``: the web application on an embedded database, ready when the address shows."""

from __future__ import annotations

import gc
import hashlib
import ipaddress
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

# Each query lets another thread in, which then holds the interpreter for a whole turn: five
# milliseconds unless told otherwise, and a light page waits for as many as it has queries.
TURN = 0.0005  # seconds
SETTINGS = "timonier.app.web.settings"


class CannotServe(Exception):
    """Why the application cannot start, and what to do."""


def serve(host: str = "127.0.0.1", port: int = 8000, lang: str = "fr", *, urls: str = "") -> None:
    """Prepare the database and the static files, print the address, then answer until stopped.

    This process only watches over the others: some serve pages, some compute; ``urls`` names other
    addresses than all of them. Raises CannotServe,
    worded for people, when a setting is wrong or the address is taken.
    """
    application = prepare(urls)
    listening = listen(host, port)
    from django.conf import settings
    from django.db import connections

    from timonier.app import crew
    from timonier.app.web import working

    shown = f"[{host}]" if ":" in host else host
    ready = {"fr": "Timonier est ouvert à l’adresse", "en": "Timonier is open at"}[lang]
    stop = {"fr": "Ctrl+C pour arrêter", "en": "Ctrl+C to stop"}[lang]
    print(f"{ready} http://{shown}:{port}/ ({stop})", file=sys.stderr, flush=True)
    if is_beyond(host):
        print(BEYOND[lang], file=sys.stderr, flush=True)
    connections.close_all()  # each process opens its own
    gc.collect()
    gc.freeze()  # what all pages need is not searched for garbage again, in any process
    environment = settings.ENVIRONMENT
    pages = [lambda parent: _pages(application, listening, parent)] * environment.workers
    crew.run([*[working.run] * environment.computers, *pages])


BEYOND = {
    "fr": "Attention : ouvert au-delà de cette machine, sans HTTPS. Placez un serveur devant "
    "(docs/how-to/serve.md).",
    "en": "Beware: open beyond this machine, without HTTPS. Put a server in front "
    "(docs/how-to/serve.md).",
}


def is_beyond(host: str) -> bool:
    """Whether other machines reach an address: anything but this machine's own."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def prepare(urls: str = "") -> Any:
    """Open the database and lay the static files out; return the application.

    ``urls`` names other addresses than all of them.
    """
    open_database()
    if urls:
        from django.conf import settings

        settings.ROOT_URLCONF = urls
    _lay_out_static_files()
    from timonier.app.web.wsgi import application

    return application


def open_database() -> None:
    """Set Django up and bring the database to this version; CannotServe, in words, otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError

    os.umask(0o077)  # the database, its journals and what is laid out are their owner's
    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        raise CannotServe(str(error)) from error
    from timonier.app.web.storage import make_private

    make_private()


def _lay_out_static_files() -> None:
    """Copy the static files under hashed names, unless it was done for exactly these files."""
    from django.conf import settings
    from django.core.management import call_command

    sources = sorted(
        p for d in settings.STATICFILES_DIRS for p in Path(d).rglob("*") if p.is_file()
    )
    stamp = hashlib.sha256(
        "".join(f"{p}:{p.stat().st_size}:{p.stat().st_mtime_ns};" for p in sources).encode()
    ).hexdigest()
    mark = Path(settings.STATIC_ROOT) / ".laid-out"
    if mark.exists() and mark.read_text(encoding="ascii") == stamp:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(stamp, encoding="ascii")


def listen(host: str, port: int) -> socket.socket:
    """Take the address once for all the processes that serve: one that dies closes no door."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(1024)
    except OSError as error:
        taken.close()
        raise CannotServe(
            f"{host}:{port}: {error.strerror}. Choose another one with --host or --port."
        ) from error
    return taken


def _pages(application: Any, listening: socket.socket, parent: int) -> None:
    """Serve pages until told to stop, or until the process that started this one is gone.

    Waitress reads a whole request before a thread is given to it: slow clients hold none.
    """
    import waitress
    from django.conf import settings

    from timonier.app.web import memory
    from timonier.app.web.api import resting
    from timonier.app.web.portfolio.access import largest_body

    sys.setswitchinterval(TURN)

    def told(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    threading.Thread(target=memory.watch, name="erased", daemon=True).start()
    server = waitress.create_server(
        application,
        sockets=[listening],
        threads=settings.ENVIRONMENT.threads,
        ident="",
        channel_timeout=30,
        cleanup_interval=5,
        connection_limit=1_000,
        max_request_header_size=16_384,
        max_request_body_size=largest_body(settings.ENVIRONMENT),
        clear_untrusted_proxy_headers=False,  # Django reads them, where TIMONIER_PROXIES says so
        asyncore_use_poll=True,
    )
    server.channel_class = resting.Channel
    server.run()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
