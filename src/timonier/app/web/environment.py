"""What the surroundings decide: every setting has a safe default and a clear refusal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import platformdirs

LOG_LEVELS = ("debug", "info", "warning", "error")


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
    rate_per_minute: int  # costly requests of one address; 0: no limit
    log_level: str
    workers: int
    threads: int


def read(environ: Mapping[str, str]) -> Environment:
    """Read every ``TIMONIER_…`` variable, or raise ``BadSetting`` for the first wrong one."""
    data_dir = Path(environ.get("TIMONIER_DATA_DIR") or platformdirs.user_data_path("timonier"))
    public_url = _public_url(environ)
    return Environment(
        data_dir=data_dir,
        database=_database(environ, data_dir),
        secret_key=_secret_key(environ, data_dir),
        debug=_yes_or_no(environ, "TIMONIER_DEBUG", "no"),
        hosts=_hosts(environ, public_url),
        public_url=public_url,
        proxies=_whole(environ, "TIMONIER_PROXIES", 0, 0, 10),
        rate_per_minute=_whole(environ, "TIMONIER_RATE_PER_MINUTE", 600, 0, 1_000_000),
        log_level=_one_of(environ, "TIMONIER_LOG_LEVEL", "info", LOG_LEVELS),
        workers=_whole(environ, "TIMONIER_WORKERS", 1, 1, 64),
        threads=_whole(environ, "TIMONIER_THREADS", 8, 1, 256),
    )


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
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _database(environ: Mapping[str, str], data_dir: Path) -> str:
    value = environ.get("TIMONIER_DATABASE", "")
    remedy = "Give the path of a SQLite file or postgresql://user:password@host:5432/name."
    if not value:
        return str(data_dir / "timonier.sqlite3")
    if "://" not in value:
        return value
    parts = urlsplit(value)
    try:
        complete = bool(parts.hostname and parts.path.strip("/")) and (parts.port or 1) > 0
    except ValueError:
        complete = False
    if parts.scheme not in ("postgres", "postgresql") or not complete:
        # The address may hold a password: only its scheme is repeated.
        raise BadSetting("TIMONIER_DATABASE", f"{parts.scheme}://…", remedy)
    return value


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """The key given, else the one of this installation, made once and kept beside its data."""
    given = environ.get("TIMONIER_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise BadSetting("TIMONIER_SECRET_KEY", "…", "Give at least 32 random characters.")
        return given
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError as error:
        remedy = f"Name a folder that can be written to ({error.strerror})."
        raise BadSetting("TIMONIER_DATA_DIR", str(data_dir), remedy) from error


def _public_url(environ: Mapping[str, str]) -> str:
    value = environ.get("TIMONIER_PUBLIC_URL", "").rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise BadSetting("TIMONIER_PUBLIC_URL", value, "Give for example https://advice.example.")
    return value


def _hosts(environ: Mapping[str, str], public_url: str) -> tuple[str, ...]:
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
