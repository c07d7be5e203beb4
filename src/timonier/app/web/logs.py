"""Logs that a machine reads, here and elsewhere, and that say nothing about anyone."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import SysLogHandler
from typing import Any

FIELDS = ("method", "route", "status", "milliseconds", "request", "key")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a failure brings its traceback, never the request's content."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["failure"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Elsewhere(SysLogHandler):
    """Sends each line to a server of journals; one that is away holds up and stops nothing."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """The line is on standard error all the same."""


def handlers(server: tuple[str, int] | None) -> dict[str, dict[str, Any]]:
    """Where lines go: standard error, and the server of journals where there is one."""
    here = {"class": "logging.StreamHandler", "formatter": "json"}
    if server is None:
        return {"here": here}
    there = {"class": "timonier.app.web.logs.Elsewhere", "formatter": "json", "address": server}
    return {"here": here, "there": there}
