"""A connection that was just turned away rests before anything more is read of it.

No thread waits: the server simply does not look at it meanwhile. Who asks without a pause is then
answered on each connection once a second, then every two, four and eight seconds, however cheap the
answer: many connections of one caller would else come back together, every second.
"""

from __future__ import annotations

import time

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from timonier.app.web.api.door import TURNED_AWAY
from timonier.app.web.here import is_forwarded

REST, LONGEST = 1.0, 8.0  # seconds: of the first rest, and of the last of those that follow


class Task(WSGITask):  # type: ignore[misc]
    """One request, at the end of which its connection may have to rest."""

    def execute(self) -> None:
        """Answer; a connection that a server in front shares among its visitors never rests."""
        super().execute()
        environ = self.get_environment()
        if environ.get(TURNED_AWAY) and not is_forwarded(environ):
            self.channel.rest()
        else:
            self.channel.rests = 0


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = Task
    until = 0.0
    rests = 0  # one after the other, since it was last answered

    def rest(self) -> None:
        """Read nothing more for a while, twice as long as the last time."""
        self.until = time.monotonic() + min(LONGEST, REST * 2**self.rests)
        self.rests += 1

    def readable(self) -> bool:
        """Whether to read what it sends."""
        return time.monotonic() >= self.until and bool(super().readable())
