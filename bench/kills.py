"""Lists killed at random moments, and gone on with: the same bytes as a list nobody touched.

``kill -9`` takes, ten times each: a process that computes, the run itself, and under Dask the
scheduler too, which somebody then starts again. After each the same command is run again until it
says that all is there, and the folder must hold what an undisturbed run wrote, byte for byte.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.timing import table
from tests.app.portfolio import lists
from tests.postgres import free_port

TIMES = 10  # of each kind
COMPANIES = 9
WORKERS = 2
SEED = 16
RUNS = 6  # of the same command, at most, until all is there
WINDOW = 5.0  # seconds in which the moment is drawn
MOST = 4  # runs for each kill, at most
LOCAL, DASK = "local", "Dask"


@dataclass
class Met:
    """What the killings of one kind met."""

    times: int = 0
    killed: int = 0  # somebody was there to be killed
    runs: int = 0  # of the command until all was there
    same: int = 0  # folders equal to the undisturbed one
    found: list[str] = field(default_factory=list)  # what differed


def command(out: Path, engine: str) -> list[str]:
    """A run in a process of its own; the engine is "local", "dask" or "dask=ADDRESS"."""
    return [sys.executable, "-m", "tests.app.portfolio.lists", str(out), str(COMPANIES), engine]


def started(out: Path, engine: str) -> psutil.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return psutil.Popen(command(out, engine), **quiet)


@contextmanager
def cluster() -> Iterator[tuple[str, Callable[[], psutil.Process], Callable[[], None]]]:
    """(the address of a scheduler and its workers, how to find the scheduler, how to mend it)."""
    port = free_port()
    address, held = f"tcp://127.0.0.1:{port}", list[psutil.Popen]()
    parts = [
        ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"],
        *([["worker", address, "--nthreads", "1", "--no-dashboard"]] * WORKERS),
    ]

    def begin() -> None:
        for one in held:
            _end(one)
        held[:] = [_dask(part) for part in parts]

    begin()
    try:
        yield address, lambda: held[0], begin
    finally:
        for one in held:
            _end(one)


def _dask(part: list[str]) -> psutil.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return psutil.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + part[0], *part[1:]], **quiet
    )


def _end(process: psutil.Process) -> None:
    """Kill a process and its children."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for one in family:
        if one.is_running():
            one.kill()
    psutil.wait_procs(family, 10)


def computing(process: psutil.Process) -> list[psutil.Process]:
    """Processes below one, that live: those that compute, and the servers that fork them."""
    try:
        found = process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [p for p in found if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def disturbed(
    engine: str,
    victims: Callable[[psutil.Popen], list[psutil.Process]],
    whole: dict[str, bytes],
    mend: Callable[[], None] = lambda: None,
) -> Met:
    """Kill a victim at random moments of as many runs; then go on until all is there.

    The moment is drawn once somebody is there to be killed; where all was over by then, it is drawn
    again in another run.
    """
    met, rng = Met(), random.Random(SEED)
    while met.killed < TIMES and met.times < MOST * TIMES:
        met.times += 1
        with tempfile.TemporaryDirectory(prefix="timonier-kills-") as folder:
            out = Path(folder) / "out"
            process = started(out, engine)
            while process.poll() is None and not victims(process):
                time.sleep(0.02)
            time.sleep(rng.uniform(0.0, WINDOW))
            present = victims(process) if process.poll() is None else []
            if present:
                met.killed += 1
                rng.choice(present).kill()
            mend()
            met.runs += _until_whole(process, out, engine)
            held = lists.parts(out)
            met.same += held == whole
            if held != whole:
                met.found.append(", ".join(sorted(set(held) ^ set(whole))) or "other bytes")
    return met


def _until_whole(process: psutil.Popen, out: Path, engine: str) -> int:
    """Let the run end, then run the same command until it says that all is there."""
    for runs in range(1, RUNS + 1):
        code = process.wait()
        _end(process)
        if code == 0:
            return runs
        process = started(out, engine)
    _end(process)
    return RUNS + 1


def report() -> str:
    """Kill everything everywhere, and return the table as Markdown."""
    with tempfile.TemporaryDirectory(prefix="timonier-kills-") as folder:
        lists.run_here(Path(folder), lists.companies(COMPANIES), WORKERS)
        whole = lists.parts(Path(folder))
    rows = {
        (LOCAL, "one that computes"): disturbed("local", computing, whole),
        (LOCAL, "the run"): disturbed("local", lambda run: [run], whole),
        (DASK, "one that computes"): disturbed("dask", computing, whole),
        (DASK, "the run, its scheduler within"): disturbed("dask", lambda run: [run], whole),
    }
    with cluster() as (address, scheduler, mend):
        far = f"dask={address}"
        rows[DASK, "the scheduler, apart"] = disturbed(far, lambda _: [scheduler()], whole, mend)
    head = ["engine", "killed with -9", "lists", "killed", "runs until whole", "same bytes"]
    shown = [
        [*who, str(m.times), str(m.killed), f"{m.runs / m.times:.1f}", f"{m.same} of {m.times}"]
        for who, m in rows.items()
    ]
    wrong = [f"- {engine}, {who}: {one}" for (engine, who), m in rows.items() for one in m.found]
    said = (
        f"{COMPANIES} companies, one of which cannot be read, in {WORKERS} processes; the "
        f"moment is drawn in {WINDOW:g} s from when somebody is there to be killed, and the same "
        "command is run again until it says that all is there."
    )
    return "\n\n".join([said, table(head, shown), *(["\n".join(wrong)] if wrong else [])])


if __name__ == "__main__":
    print(report())
