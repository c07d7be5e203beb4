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
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Cluster:
    """A cluster of one's own in a folder, on a port: it can be stopped and begun again."""

    home: Path
    port: int
    programs: Path

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def begin(self) -> None:
        settings = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._control("-l", str(self.home / "server.log"), "-o", settings, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that loses its power does."""
        self._control("-m", "immediate", "stop")

    def _control(self, *command: str) -> None:
        program = str(self.programs / "pg_ctl")
        run([program, "-D", str(self.home / "data"), "-w", *command], self.home)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new cluster, begun; its data go with it."""
    programs = server_programs()
    home = Path(tempfile.mkdtemp(prefix="timonier-postgres-"))  # short: it holds the socket
    if os.geteuid() == 0:
        entry = pwd.getpwnam(server_account())
        os.chown(home, entry.pw_uid, entry.pw_gid)
    made = Cluster(home, free_port(), programs)
    data = str(home / "data")
    try:
        run([str(programs / "initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"], home)
        made.begin()
        yield made
    finally:
        if (home / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The PostgreSQL of this session's tests."""
    with cluster() as begun:
        yield begun


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    """The address of its database."""
    return postgres.url
