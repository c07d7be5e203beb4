"""A connection that was just turned away rests before anything more is read of it.

No thread waits: the server simply does not look at it meanwhile. Who asks without a pause is then
answered once a second on each connection, however cheap the answer.
"""

from __future__ import annotations

import time

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from timonier.app.web.api.door import TURNED_AWAY
from timonier.app.web.here import is_forwarded

REST = 1.0  # seconds


class Task(WSGITask):  # type: ignore[misc]
    """One request, at the end of which its connection may have to rest."""

    def execute(self) -> None:
        """Answer; a connection that a server in front shares among its visitors never rests."""
        super().execute()
        environ = self.get_environment()
        if environ.get(TURNED_AWAY) and not is_forwarded(environ):
            self.channel.until = time.monotonic() + REST


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = Task
    until = 0.0

    def readable(self) -> bool:
        """Whether to read what it sends."""
        return time.monotonic() >= self.until and bool(super().readable())
