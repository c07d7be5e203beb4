"""Logs that a machine reads, and that say nothing about anyone."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

FIELDS = ("method", "route", "status", "milliseconds", "request")


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
