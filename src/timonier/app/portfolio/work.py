"""Pieces of a list, as they are handed to whoever computes: a process, or a machine."""

from __future__ import annotations

import ctypes
import gc
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.line import Line

ROWS = {"triage": 100, "quick": 4, "full": 1}  # of a piece: some seconds of work


@dataclass(frozen=True)
class Piece:
    """Some rows of a part; ``start`` is the place of the first one in it."""

    part: str
    start: int
    rows: tuple[Given, ...]
    how: How

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells it from every other piece."""
        return self.part, self.start, len(self.rows)


@dataclass(frozen=True)
class Done:
    """What became of a piece; ``lost`` says why there is nothing, in the machine's words."""

    piece: Piece
    lines: tuple[Line, ...] = ()
    lost: str = ""


@dataclass
class Feed:
    """Pieces to compute, taken as there is room for them; some come back to be taken again."""

    fresh: Iterator[Piece]
    again: deque[Piece] = field(default_factory=deque)

    def take(self) -> Piece | None:
        """The next piece, None when there is none for now."""
        return self.again.popleft() if self.again else next(self.fresh, None)


def compute(piece: Piece) -> tuple[Line, ...]:
    """Decide for the rows of a piece, then give the memory back."""
    lines = tuple(line_of(row, piece.how) for row in piece.rows)
    trim()
    return lines


def trim() -> None:
    """A long-lived process keeps what it has freed in pieces too small to use again."""
    gc.collect()
    give_back = _malloc_trim()
    if give_back is not None:
        give_back(0)


@cache
def _malloc_trim() -> ctypes._NamedFuncPointer | None:
    """The C library's own, where there is one."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
