"""A real PostgreSQL for the tests: a private cluster, started with the session and gone with it."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

USER = "timonier"
INSTALL = "apt-get install --yes --no-install-recommends postgresql"


def server_programs() -> Path:
    """Find the folder of initdb and pg_ctl; Debian keeps the newest outside the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise FileNotFoundError(f"no PostgreSQL server on this machine; install it: {INSTALL}")


def server_account() -> str:
    """Name the account that runs the server, which refuses to run as root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(command: list[str], home: Path) -> None:
    """Run one program as the server's account; what it said is in the error when it fails."""
    prefix = [] if os.geteuid() != 0 else ["setpriv", *identity(server_account()), "--"]
    done = subprocess.run(
        [*prefix, *command],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        log = home / "server.log"
        said = log.read_text(encoding="utf-8") if log.exists() else ""
        raise RuntimeError(f"{command[0]}: {done.stderr}{done.stdout}{said}")


def identity(account: str) -> list[str]:
    entry = pwd.getpwnam(account)
    return [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def start(home: Path, programs: Path) -> str:
    """Create and start a cluster in a folder; the answer is the address of its database."""
    port = free_port()
    data, log = str(home / "data"), str(home / "server.log")
    settings = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    run([str(programs / "initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"], home)
    run([str(programs / "pg_ctl"), "-D", data, "-l", log, "-o", settings, "-w", "start"], home)
    return f"postgresql://{USER}@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL database of this session's own; its data go with the session."""
    programs = server_programs()
    home = Path(tempfile.mkdtemp(prefix="timonier-postgres-"))  # short: it holds the socket
    if os.geteuid() == 0:
        entry = pwd.getpwnam(server_account())
        os.chown(home, entry.pw_uid, entry.pw_gid)
    try:
        yield start(home, programs)
    finally:
        if (home / "data" / "postmaster.pid").exists():
            run(
                [str(programs / "pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "stop"],
                home,
            )
        shutil.rmtree(home)
