"""What the surroundings decide: every setting has a safe default and a clear refusal."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

KNOWN = (
    "TIMONIER_CACHE_DIR",
    "TIMONIER_COMPUTERS",
    "TIMONIER_DATABASE",
    "TIMONIER_DATA_DIR",
    "TIMONIER_DEBUG",
    "TIMONIER_HOSTS",
    "TIMONIER_LOG_LEVEL",
    "TIMONIER_LOG_SERVER",
    "TIMONIER_PORTFOLIO",
    "TIMONIER_PROXIES",
    "TIMONIER_PUBLIC_URL",
    "TIMONIER_SECONDS_PER_MINUTE",
    "TIMONIER_SECRET_KEY",
    "TIMONIER_THREADS",
    "TIMONIER_WORKERS",
)
SHORTEST_KEY = 32  # characters
SYSLOG = 514  # the port of a server of journals that names none
LOG_LEVELS = ("debug", "info", "warning", "error")
PORTFOLIOS = ("local", "yes", "no")


class BadSetting(ValueError):
    """A variable of the environment that cannot be used; the message says which and what to do."""

    def __init__(self, name: str, read: str, remedy: str) -> None:
        super().__init__(f"{name}={read!r} cannot be used. {remedy}")


@dataclass(frozen=True)
class Environment:
    """The settings of one installation, as read."""

    data_dir: Path
    database: str  # a path of SQLite, or a postgresql:// address
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    public_url: str  # "" when the application is only opened on this machine
    proxies: int  # how many trusted proxies stand in front
    seconds_per_minute: int  # of processor, for the pages of one address; 0: no limit
    log_level: str
    log_server: tuple[str, int] | None  # where the lines of the journal are sent as well
    workers: int  # processes that serve pages
    threads: int  # of each
    computers: int  # processes that compute; 0: the threads that serve do
    portfolio: str  # who may drop lists: "local", this machine alone; "yes", anybody; "no", nobody


def read(environ: Mapping[str, str]) -> Environment:
    """Read every ``TIMONIER_…`` variable, or raise ``BadSetting`` for the first wrong one."""
    _refuse_unknown(environ)
    data_dir = Path(environ.get("TIMONIER_DATA_DIR") or platformdirs.user_data_path("timonier"))
    public_url = _public_url(environ)
    return Environment(
        data_dir=data_dir,
        database=_database(environ, data_dir),
        secret_key=_secret_key(environ, data_dir),
        debug=_yes_or_no(environ, "TIMONIER_DEBUG", "no"),
        hosts=hosts(environ),
        public_url=public_url,
        proxies=_whole(environ, "TIMONIER_PROXIES", 0, 0, 10),
        seconds_per_minute=_whole(environ, "TIMONIER_SECONDS_PER_MINUTE", 20, 0, 1_000),
        log_level=_one_of(environ, "TIMONIER_LOG_LEVEL", "info", LOG_LEVELS),
        log_server=_log_server(environ),
        workers=_whole(environ, "TIMONIER_WORKERS", min(2, _cores()), 1, 64),
        threads=_whole(environ, "TIMONIER_THREADS", 32, 16, 256),
        computers=_whole(environ, "TIMONIER_COMPUTERS", _cores() // 2 or 1, 0, 64),
        portfolio=_one_of(environ, "TIMONIER_PORTFOLIO", "local", PORTFOLIOS),
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def database_settings(address: str) -> dict[str, object]:
    """Django's description of the database at an address of ``Environment.database``."""
    if "://" not in address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address,
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    parts = postgres_parts(address)
    options = {k: v for k, v in parts.items() if k not in DJANGO_NAMES}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(parts.get(key, "")) for key, name in DJANGO_NAMES.items()},
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


# What PostgreSQL calls them, and what Django does.
DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def postgres_parts(address: str) -> dict[str, object]:
    """A PostgreSQL address in parts, its options too; ValueError when PostgreSQL refuses it."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        return dict(conninfo_to_dict(address))
    except ProgrammingError as error:
        raise ValueError from error


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    """Refuse a name that nothing reads: a misspelt setting would be the default one, silently."""
    for name in sorted(environ):
        if name.startswith("TIMONIER_") and name not in KNOWN:
            near = get_close_matches(name, KNOWN, n=1, cutoff=0.0)[0]
            raise BadSetting(name, "…", f"No setting has this name; the nearest is {near}.")


def _database(environ: Mapping[str, str], data_dir: Path) -> str:
    value = environ.get("TIMONIER_DATABASE", "")
    remedy = (
        "Give the path of a SQLite file or postgresql://user:password@host:5432/name, "
        "with options that PostgreSQL knows, such as ?sslmode=require."
    )
    if not value:
        return str(data_dir / "timonier.sqlite3")
    if "://" not in value:
        return value
    try:
        parts = postgres_parts(value)
        is_complete = bool(parts.get("host") and parts.get("dbname"))
        is_complete &= all(port.isdecimal() for port in str(parts.get("port", 1)).split(","))
    except ValueError:
        is_complete = False
    scheme = value.partition("://")[0]
    if scheme not in ("postgres", "postgresql") or not is_complete:
        # The address may hold a password: only its scheme is repeated.
        raise BadSetting("TIMONIER_DATABASE", f"{scheme}://…", remedy)
    return value


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """The key given, else the one of this installation, made once and kept beside its data."""
    given = environ.get("TIMONIER_SECRET_KEY")
    if given is not None:
        if len(given) < SHORTEST_KEY:
            remedy = f"Give at least {SHORTEST_KEY} random characters, or leave it out."
            raise BadSetting("TIMONIER_SECRET_KEY", "…", remedy)
        return given
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        key = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        remedy = f"Name a folder that can be written to ({error.strerror})."
        raise BadSetting("TIMONIER_DATA_DIR", str(data_dir), remedy) from error
    if len(key) < SHORTEST_KEY:
        remedy = f"{path} does not hold a whole key: restore it, or delete it to have one made."
        raise BadSetting("TIMONIER_SECRET_KEY", "…", remedy)
    return key


def _write_once(path: Path, text: str) -> None:
    """Write a file for its owner alone, whole or not at all; the first of two writers wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _public_url(environ: Mapping[str, str]) -> str:
    value = environ.get("TIMONIER_PUBLIC_URL", "").rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise BadSetting("TIMONIER_PUBLIC_URL", value, "Give for example https://advice.example.")
    return value


def _log_server(environ: Mapping[str, str]) -> tuple[str, int] | None:
    value = environ.get("TIMONIER_LOG_SERVER", "")
    if not value:
        return None
    try:
        parts = urlsplit(f"//{value}")
        return str(ipaddress.ip_address(parts.hostname or "")), parts.port or SYSLOG
    except ValueError as error:
        remedy = "Give an IP address and a port, such as 10.0.0.5:514 or [fd00::5]:514."
        raise BadSetting("TIMONIER_LOG_SERVER", value, remedy) from error


def hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The names that a server answers to: this machine's, and those that were named."""
    public_url = _public_url(environ)
    given = tuple(h.strip() for h in environ.get("TIMONIER_HOSTS", "").split(",") if h.strip())
    if "*" in given:
        raise BadSetting("TIMONIER_HOSTS", "*", "Name the hosts, separated by commas.")
    own = (urlsplit(public_url).hostname or "",) if public_url else ()
    return ("localhost", "127.0.0.1", "[::1]", *own, *given)


def _one_of(environ: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name, default).lower()
    if value not in allowed:
        raise BadSetting(name, value, f"Allowed: {', '.join(allowed)}.")
    return value


def _yes_or_no(environ: Mapping[str, str], name: str, default: str) -> bool:
    return _one_of(environ, name, default, ("yes", "no")) == "yes"


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = environ.get(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise BadSetting(name, value, f"Give a whole number from {low} to {high}.")
    return int(value)
