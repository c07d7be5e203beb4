"""A handful of processes, each begun again when it dies, all ended together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

Post = Callable[[int], None]  # what a process does, given the number of the one that started it
LOOK = 0.2  # seconds between two looks at the processes
SHORT = 1.0  # a life shorter than that is not begun again at once
GRACE = 10.0  # seconds given to the processes to end what they do


def run(posts: Sequence[Post]) -> None:
    """Keep a process at each post until this one is told to stop."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, told)
    alive: dict[int, tuple[Post, float]] = {}
    late: list[tuple[float, Post]] = [(0.0, post) for post in posts]
    while not stop.is_set():
        now = time.monotonic()
        for due, post in [one for one in late if one[0] <= now]:
            late.remove((due, post))
            alive[_begin(post)] = (post, now)
        for number in _ended(alive):
            post, born = alive.pop(number)
            late.append((now + (SHORT if now - born < SHORT else 0.0), post))
        stop.wait(LOOK)
    _end(alive)


def _begin(post: Post) -> int:
    """Fork a process that does one thing; memory already read is shared with it."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_DFL)
        post(parent)
        code = 0
    except SystemExit:
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _ended(alive: dict[int, tuple[Post, float]]) -> list[int]:
    return [number for number in alive if os.waitpid(number, os.WNOHANG)[0]]


def _end(alive: dict[int, tuple[Post, float]]) -> None:
    """Ask every process to end, and end those that do not in time."""
    for number in alive:
        os.kill(number, signal.SIGTERM)
    until = time.monotonic() + GRACE
    left = dict(alive)
    while left and time.monotonic() < until:
        for number in _ended(left):
            del left[number]
        time.sleep(0.05)
    for number in left:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
