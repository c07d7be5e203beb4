"""Processes of this machine, each on one thread; one that dies is replaced, its piece done again.

A pool of the standard library loses everything with one dead worker, or hangs: here the parent
knows which process holds which piece.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from timonier.app.portfolio.judging import named
from timonier.app.portfolio.work import Done, Feed, Piece, compute

TRIES = 2  # of a piece that a process died with
RECYCLED = 2_000  # companies after which a process makes way for a fresh one
STILLBORN = 3  # processes in a row that end before they are ready: nothing can be computed here


class NoWorker(RuntimeError):
    """Processes end before they can compute."""


@dataclass
class Worker:
    """A process and what it holds."""

    process: BaseProcess
    pipe: Connection
    piece: Piece | None = None
    ready: bool = False
    companies: int = 0


def run(feed: Feed, workers: int) -> Iterator[Done]:
    """Compute the pieces in ``workers`` processes, and yield them as they are done."""
    pool = _Pool(feed, workers)
    try:
        yield from pool.run()
    finally:
        pool.stop()


class _Pool:
    def __init__(self, feed: Feed, workers: int) -> None:
        self.feed, self.size, self.stillborn = feed, workers, 0
        self.context = _context()
        self.workers: list[Worker] = []
        self.tries: dict[tuple[str, int, int], int] = {}

    def run(self) -> Iterator[Done]:
        while True:
            self._hand_out()
            busy = [w for w in self.workers if w.piece is not None]
            if not busy:
                return
            for found in wait([w.pipe for w in busy]):
                worker = next(w for w in busy if w.pipe is found)
                done = self._hear(worker)
                if done is not None:
                    yield done

    def _hand_out(self) -> None:
        """Give a piece to every process that has none, as long as there are pieces."""
        while True:
            worker = next((w for w in self.workers if w.piece is None), None)
            if worker is None and len(self.workers) >= self.size:
                return
            piece = self.feed.take()
            if piece is None:
                return
            if worker is not None and worker.companies >= RECYCLED:
                self._end(worker)
                worker = None
            worker = worker or self._start()
            worker.piece = piece
            with suppress(OSError):  # it died while it waited: its pipe will say so
                worker.pipe.send(piece)

    def _start(self) -> Worker:
        ours, theirs = self.context.Pipe()
        process: Any = self.context.Process(target=_work, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _hear(self, worker: Worker) -> Done | None:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            return self._died(worker)
        if said is None:
            worker.ready, self.stillborn = True, 0
            return None
        assert worker.piece is not None
        piece, worker.piece = worker.piece, None
        worker.companies += len(piece.rows)
        return Done(piece, lost=said) if isinstance(said, str) else Done(piece, said)

    def _died(self, worker: Worker) -> Done | None:
        """Its piece is tried once more, then reported as lost."""
        piece, code = worker.piece, self._end(worker)
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= STILLBORN:
                raise NoWorker(f"exit code {code}")
        assert piece is not None
        tried = self.tries[piece.key] = self.tries.get(piece.key, 0) + worker.ready
        if tried < TRIES:
            self.feed.again.appendleft(piece)
            return None
        return Done(piece, lost=f"worker ended with exit code {code}")

    def _end(self, worker: Worker) -> int | None:
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.join(1)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        return worker.process.exitcode

    def stop(self) -> None:
        """End every process, whatever it does: parts are written whole by the parent alone."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()


def _context() -> BaseContext:
    """Processes forked off a small server that has imported all, where the system has it."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["timonier.app.portfolio.work"])
    return context


def _work(pipe: Connection) -> None:
    """What a process does: pieces come, lines go; the end of the pipe is the end of the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    try:
        pipe.send(None)
        while True:
            piece = pipe.recv()
            try:
                said: Any = compute(piece)
            except (MemoryError, OSError) as error:
                said = named(error)
            pipe.send(said)
    except (EOFError, OSError):  # nobody listens any more
        return
