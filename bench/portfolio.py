"""Many companies: what a row costs with each effort, and what running a list adds to it.

Companies are drawn as the list of an adviser has them. Processor seconds are compared, because the
clock of a shared machine says little; what needs the clock (two processes against one, Dask) is
measured in turns, and told beside what each process computed. ``python -m bench.portfolio
[companies [triaged… [quick]]]`` runs other sizes: of lists, and the last of quick decisions.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil

from bench.effort import listed
from bench.timing import machine, table, times
from timonier.app.company_file import to_document
from timonier.app.portfolio import dask, local
from timonier.app.portfolio.folder import Folder
from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.run import Engine, Job, run
from timonier.app.portfolio.work import ROWS, Done, Feed, Piece, compute
from timonier.engine.effort import EFFORTS, FULL, QUICK, TRIAGE

COMPANIES = 1_000  # ten pieces of a triage: two processes share no single one
CORES, MILLION, SEED = 64, 1_000_000, 41
TURNS = 3
WATCHED = 0.05  # seconds between two looks at what processes take
FEW = 200  # companies run with and without cutting, hashing and writing
EVERY_EFFORT = 20  # companies decided with every effort
TRIAGED, QUICKLY = (1_000, 10_000, 100_000), 1_000  # companies of one worker


def rows(count: int) -> list[Given]:
    """Companies as a list gives them."""
    return [
        Given(i + 1, f"C-{i}", None, to_document(company))
        for i, company in enumerate(listed(count, SEED))
    ]


def costs(companies: Sequence[Given]) -> dict[str, float]:
    """Processor seconds of a row with each effort, in turns."""
    some = companies[:: max(1, len(companies) // EVERY_EFFORT)][:EVERY_EFFORT]
    for effort in EFFORTS:
        line_of(some[0], How(effort))
    spent = dict.fromkeys(EFFORTS, 0.0)
    for row in some:
        for effort in EFFORTS:
            start = time.process_time()
            line_of(row, How(effort))
            spent[effort] += time.process_time() - start
    return {effort: s / len(some) for effort, s in spent.items()}


def in_a_worker(count: int, effort: str) -> tuple[float, float]:
    """(processor seconds, peak megabytes) of one process after so many companies, piece by piece
    as a worker of a list has them."""
    made, size = rows(20), ROWS[effort]
    for row in made[:3]:
        line_of(row, How(effort))
    begun = time.process_time()
    for start in range(0, count, size):
        some = [made[i % len(made)] for i in range(start, min(start + size, count))]
        compute(Piece("", start, tuple(some), How(effort)))
    spent = time.process_time() - begun
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grown(counts: Sequence[int], effort: str) -> list[tuple[int, float, float]]:
    """(companies, processor seconds, peak megabytes), each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    out = []
    for count in counts:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            out.append((count, *pool.submit(in_a_worker, count, effort).result()))
    return out


def slope(found: Sequence[tuple[int, float, float]]) -> float:
    """Of the logarithm of the time on that of the number of companies."""
    counts, seconds, _ = (np.log(np.array(column)) for column in zip(*found, strict=True))
    return float(np.polyfit(counts, seconds, 1)[0])


def here(feed: Feed):  # type: ignore[no-untyped-def]
    """The engine without any: this process alone."""
    while (piece := feed.take()) is not None:
        yield Done(piece, compute(piece))


class Watch(threading.Thread):
    """What each process below this one takes of a processor, in seconds, until it is stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over, self.spent = threading.Event(), dict[int, float]()

    def run(self) -> None:
        while not self.over.wait(WATCHED):
            for one in psutil.Process().children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    found = one.cpu_times()
                    self.spent[one.pid] = found.user + found.system

    def stop(self) -> float:
        """The seconds of the busiest."""
        self.over.set()
        self.join()
        return max(self.spent.values(), default=0.0)


def whole(companies: Sequence[Given], engine: Engine) -> None:
    """A run in triage, from a list to its parts."""
    with tempfile.TemporaryDirectory() as path:
        folder, how = Folder(Path(path)), How(TRIAGE)
        folder.open(how)
        run(Job(companies, folder, how), engine, lambda _: None)


def clocked(companies: Sequence[Given], engine: Engine) -> tuple[float, float]:
    """Of a whole run: seconds by the clock, and of the busiest process."""
    watch, start = Watch(), time.perf_counter()
    watch.start()
    whole(companies, engine)
    return time.perf_counter() - start, watch.stop()


def overhead(companies: Sequence[Given]) -> float:
    """Share of processor time that cutting, hashing and writing add to the decisions: medians of
    a few turns, without a watch beside, which takes of the same processor."""
    for row in companies[:3]:
        line_of(row, How(TRIAGE))
    bare, run_whole = [], []
    for _ in range(TURNS):
        start = time.process_time()
        for row in companies:
            line_of(row, How(TRIAGE))
        bare.append(time.process_time() - start)
        start = time.process_time()
        whole(companies, here)
        run_whole.append(time.process_time() - start)
    return float(np.median(run_whole) / np.median(bare)) - 1.0


def engines(companies: Sequence[Given]) -> dict[str, tuple[float, float]]:
    """What ``clocked`` says of the same run with each engine, its start included; medians of a few
    turns."""
    ways: dict[str, Callable[[Feed], object]] = {
        "one process": lambda feed: local.run(feed, 1),
        "two processes": lambda feed: local.run(feed, 2),
        "Dask, two workers": lambda feed: dask.run(feed, None, 2),
    }
    laps: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, engine in ways.items():
            laps[name].append(clocked(companies, engine))  # type: ignore[arg-type]
    return {name: tuple(map(float, np.median(lap, axis=0))) for name, lap in laps.items()}  # type: ignore[misc]


def report(count: int = COMPANIES, triaged: Sequence[int] = TRIAGED, quickly: int = QUICKLY) -> str:
    """Measure all of it on ``count`` companies, and lists of other sizes in one worker."""
    companies = rows(count)
    seconds = costs(companies)
    head = ["effort", "processor s a row", "times faster",
            "core-hours for a million", f"hours on {CORES} cores"]  # fmt: skip
    table_of = [
        [
            effort,
            f"{s:.3f}",
            times(seconds[FULL] / s),
            f"{s * MILLION / 3600:,.0f}",
            f"{s * MILLION / 3600 / CORES:.1f}",
        ]
        for effort, s in seconds.items()
    ]
    few = min(len(companies), EVERY_EFFORT)
    return "\n\n".join(
        [f"{few} companies, the whole row, what to ask included. {machine()}.",
         table(head, table_of), _running(companies, triaged, quickly)]
    )  # fmt: skip


def _running(companies: Sequence[Given], triaged: Sequence[int], quickly: int) -> str:
    """What the running of a list is worth, in triage."""
    found, quick = grown(triaged, TRIAGE), grown([quickly], QUICK)
    both = [*found, *quick]
    spent = engines(companies)
    one, two, far = spent.values()
    rows_ = [
        ["companies of one worker", *(f"{n:,}" for n, _, _ in found), f"{quickly:,}, quick"],
        ["processor s", *(f"{s:.1f}" for _, s, _ in both)],
        ["processor s a company", *(f"{s / n:.4f}" for n, s, _ in both)],
        ["peak memory, MB", *(f"{m:.0f}" for _, _, m in both)],
    ]
    said = [
        f"slope of the cost {slope(found):.2f}, peak memory {times(found[-1][2] / found[0][2])}",
        f"{len(companies)} companies: two processes {times(one[0] / two[0])} one by the clock of "
        f"a machine in use, {times(one[1] / two[1])} by what the busiest of them computed",
        f"Dask {times(far[0] / two[0])} the time of two local processes, its start included",
        f"cutting, hashing and writing add {overhead(companies[:FEW]):.1%} to the processor time",
    ]
    return table(rows_[0], rows_[1:]) + "\n\n" + "\n".join(f"- {one}" for one in said)


if __name__ == "__main__":
    said = [int(one) for one in sys.argv[1:]]
    print(
        report(said[0] if said else COMPANIES, said[1:-1] or TRIAGED, (said[2:] or [QUICKLY])[-1])
    )
