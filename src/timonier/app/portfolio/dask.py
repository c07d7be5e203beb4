"""Dask distributed: machines that are there already, or processes that it starts on this one.

The same pieces as here, a few under way at a time: the scheduler slows down with a million tasks.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from typing import Any

from timonier import __version__
from timonier.app.portfolio.judging import named
from timonier.app.portfolio.work import Done, Feed, Piece, compute
from timonier.knowledge import load

AHEAD = 3  # pieces under way for each thread that computes
RETRIES = 2  # of a piece that raised; one whose worker dies is done again by the scheduler
PATIENCE = 30.0  # seconds to find the scheduler and a first worker


class NoDask(Exception):
    """Dask is not installed here."""


class NoCluster(Exception):
    """No scheduler, or no worker, at an address, or no longer."""


class OtherVersion(Exception):
    """A worker has another version of the product, so that the rows would differ."""


def run(feed: Feed, address: str | None, workers: int) -> Generator[Done, None, None]:
    """Compute the pieces at ``address``, or in ``workers`` processes that Dask starts here.

    Raises NoDask, NoCluster and OtherVersion, each before anything is computed.
    """
    try:
        import distributed
    except ImportError as error:
        raise NoDask from error
    with ExitStack() as open_:
        if address is None:
            address = open_.enter_context(_own(distributed, workers)).scheduler_address
        client = open_.enter_context(_client(distributed, address))
        room, ahead = AHEAD * _threads(client), _ahead(distributed, client)
        while True:
            while ahead.count() < room and (piece := feed.take()) is not None:
                ahead.add(_submit(client, piece))
            if not ahead.count():
                return
            done = _done(next(ahead))
            if done.lost and client.status != "running":
                raise NoCluster(done.lost)
            yield done


def _own(distributed: Any, workers: int) -> Any:
    """Processes on this machine, each on one thread."""
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    )


def _ahead(distributed: Any, client: Any) -> Any:
    """The pieces under way, as they are done."""
    return distributed.as_completed(loop=client.loop)


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise NoCluster(named(error)) from error


def _threads(client: Any) -> int:
    """How many pieces can be computed at once; every worker must have this version."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise NoCluster(named(error)) from error
    try:
        found = set(client.run(versions).values())
    except ImportError as error:
        raise OtherVersion(named(error)) from error
    if found != {versions()}:
        raise OtherVersion(", ".join(sorted(" ".join(v) for v in found)))
    return sum(client.nthreads().values())


def versions() -> tuple[str, str, str]:
    """What a row depends on."""
    known = load()
    return __version__, known.version, known.words_version


def _submit(client: Any, piece: Piece) -> Any:
    future = client.submit(compute, piece, pure=False, retries=RETRIES)
    future.piece = piece
    return future


def _done(future: Any) -> Done:
    piece: Piece = future.piece
    try:
        lines = future.result()
    except Exception as error:  # a worker killed too often, memory, a lost connection
        return Done(piece, lost=named(error))
    return Done(piece, lines)
