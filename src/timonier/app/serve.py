"""``timonier serve``: the web application on an embedded database, ready when the address shows."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

SETTINGS = "timonier.app.web.settings"


class CannotServe(Exception):
    """Why the application cannot start, and what to do."""


def serve(host: str = "127.0.0.1", port: int = 8000, lang: str = "fr") -> None:
    """Prepare the database and the static files, print the address, then answer until stopped.

    Raises CannotServe, worded for people, when a setting is wrong or the address is taken.
    """
    application = prepare()
    _refuse_taken(host, port)
    shown = f"[{host}]" if ":" in host else host
    ready = {"fr": "Timonier est ouvert à l’adresse", "en": "Timonier is open at"}[lang]
    stop = {"fr": "Ctrl+C pour arrêter", "en": "Ctrl+C to stop"}[lang]
    print(f"{ready} http://{shown}:{port}/ ({stop})", file=sys.stderr, flush=True)
    _gunicorn(application, f"{shown}:{port}").run()


def prepare() -> Any:
    """Open the database and lay the static files out; return the application."""
    open_database()
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


def _warm_up() -> None:
    """Decide for the sample company in the background: compiled code ready, its page at once."""
    from timonier.app.web import computing, samples

    threading.Thread(
        target=lambda: computing.decision(samples.document(), 0, "fr"), name="warm-up", daemon=True
    ).start()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"{host}:{port}: {error.strerror}. Choose another one with --host or --port."
            ) from error


def _gunicorn(application: Any, address: str) -> Any:
    from django.conf import settings
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options = {
                "bind": address,
                "workers": settings.ENVIRONMENT.workers,
                "threads": settings.ENVIRONMENT.threads,
                "worker_class": "gthread",
                "timeout": 120,
                "graceful_timeout": 10,
                "keepalive": 5,
                "loglevel": "error",
                "limit_request_line": 8190,
                "proc_name": "timonier",
                "post_worker_init": lambda _worker: _warm_up(),
            }
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> Any:
            return application

    return Server()
