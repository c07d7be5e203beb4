"""Run a list: parts that exist are skipped, the others computed by an engine and written whole."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice

from timonier.app.portfolio.calls import tally
from timonier.app.portfolio.folder import PARTIAL, Folder, name_of, rows_of_part
from timonier.app.portfolio.given import Given
from timonier.app.portfolio.judging import How, lost_line
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.parquet import encode
from timonier.app.portfolio.work import ROWS, Done, Feed, Piece

Engine = Callable[[Feed], Generator[Done, None, None]]
Tell = Callable[["Report"], None]


@dataclass
class Report:
    """Where a run stands. ``missing``: rows that no process could compute, with the reason."""

    companies: int = 0  # read so far
    computed: int = 0
    found: int = 0  # in parts that were there already
    parts: list[str] = field(default_factory=list)  # their names
    statuses: Mapping[str, int] = field(default_factory=dict)  # of all, once done
    failed: list[int] = field(default_factory=list)  # rows whose computation raised
    missing: dict[int, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return self.computed + self.found

    @property
    def complete(self) -> bool:
        """Whether every row that was read has its decision, or the reason why it has none."""
        return not self.missing and not self.failed


@dataclass
class _Part:
    """A part under way: its rows come back in any order."""

    rows: tuple[Given, ...]
    lines: dict[int, Line] = field(default_factory=dict)
    missing: bool = False


@dataclass(frozen=True)
class Job:
    """What to run, into what; ``shard`` is (I, N): the I-th of N shares of the parts, from 1."""

    rows: Iterable[Given]
    folder: Folder
    how: How
    shard: tuple[int, int] = (1, 1)
    head: bool = False


def run(job: Job, engine: Engine, tell: Tell) -> Report:
    """Compute what is not there yet; ``tell`` hears of every piece.

    Raises OSError where a part cannot be written: what is written stays, and is found next time.
    """
    state = _Run(job, tell)
    feed = Feed(state.pieces())
    with closing(engine(feed)) as results:
        for done in results:
            state.take(done, feed)
    job.folder.end_at(state.count, job.head)
    report = state.report
    report.statuses, failed = tally([job.folder.path / name for name in report.parts])
    report.failed = [row for row in failed if row not in report.missing]
    tell(report)
    return report


class _Run:
    """A run under way."""

    def __init__(self, job: Job, tell: Tell) -> None:
        self.job, self.tell, self.report = job, tell, Report()
        self.under_way: dict[str, _Part] = {}
        self.count = 0

    def pieces(self) -> Iterator[Piece]:
        """The pieces of the parts that are not there; the list is read as they are asked for."""
        rows, how, (share, shares) = iter(self.job.rows), self.job.how, self.job.shard
        size, few = rows_of_part(how), ROWS[how.effort]
        while part := tuple(islice(rows, size)):
            index, self.count = self.count, self.count + 1
            if index % shares != share - 1:
                continue
            self.report.companies += len(part)
            name = name_of(part, index, how, self.job.head)
            if self.job.folder.has(name):
                self.report.found += len(part)
                self.report.parts.append(name)
                self.tell(self.report)
                continue
            self.under_way[name] = _Part(part)
            for start in range(0, len(part), few):
                yield Piece(name, start, part[start : start + few], how)

    def take(self, done: Done, feed: Feed) -> None:
        """Keep what has come; write the part when it is whole."""
        piece, part = done.piece, self.under_way[done.piece.part]
        if done.lost and len(piece.rows) > 1:  # one of them may be to blame for all
            feed.again.extend(
                replace(piece, start=piece.start + i, rows=(row,))
                for i, row in enumerate(piece.rows)
            )
            return
        lines = done.lines
        if done.lost:
            row = piece.rows[0]
            part.missing = True
            self.report.missing[row.source_row] = done.lost
            lines = (lost_line(row, piece.how, done.lost),)
        self.report.computed += len(lines)
        for i, line in enumerate(lines):
            part.lines[piece.start + i] = line
        if len(part.lines) == len(part.rows):
            self._write(piece.part, part)
        self.tell(self.report)

    def _write(self, name: str, part: _Part) -> None:
        """Under its name, by which it is found next time; one that lacks a row under another."""
        del self.under_way[name]
        name = name.replace(".parquet", PARTIAL) if part.missing else name
        self.job.folder.put(name, encode([part.lines[i] for i in range(len(part.rows))]))
        self.report.parts.append(name)
