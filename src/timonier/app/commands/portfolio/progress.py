"""How far a run is, at what rate and for how long still, on standard error."""

from __future__ import annotations

import sys
from collections import deque
from time import monotonic
from types import TracebackType
from typing import Any

from timonier.app.commands.shell import console, message
from timonier.app.commands.speech import say
from timonier.app.portfolio.run import Report

EVERY = 15.0  # seconds between two lines where there is no terminal to draw a bar on
WINDOW = 120.0  # seconds that the rate looks back


class Progress:
    """A bar on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int, lang: str) -> None:
        self.total, self.lang, self.done = total, lang, 0
        self.seen = deque([(monotonic(), 0)])
        self.said = monotonic()
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            self.bar = Bar(
                BarColumn(bar_width=24), TextColumn("{task.description}"),
                console=console(err=True), transient=True,
            )  # fmt: skip
            self.task = self.bar.add_task("", total=self.total)
            self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()
            self.bar = None

    def tell(self, report: Report) -> None:
        """Hear where the run stands; what was there already counts, but not in the rate."""
        self.done, now = report.done, monotonic()
        self.seen.append((now, report.computed))
        while len(self.seen) > 2 and now - self.seen[0][0] > WINDOW:
            self.seen.popleft()
        if self.bar is not None:
            self.bar.update(self.task, completed=self.done, description=self.words())
        elif now - self.said > EVERY:
            self.said = now
            message(self.words())

    def words(self) -> str:
        """1,250 / 10,000 companies · 204 a minute · 42 min left."""
        from timonier.app.wording import number, span

        lang = self.lang
        done, total = (number(n, lang) for n in (self.done, self.total))
        told = [f"{done} / {total} {say('portfolio.run.doing', lang)}"]
        (start, before), (now, after) = self.seen[0], self.seen[-1]
        if after > before and now > start:
            rate = (after - before) / (now - start)
            shown = number(60 * rate, lang, 0 if rate > 0.2 else 1)
            told.append(say("portfolio.run.rate", lang, rate=shown))
            left = span((self.total - self.done) / rate, lang)
            told.append(say("portfolio.run.left", lang, time=left))
        return " · ".join(told)
