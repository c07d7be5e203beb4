"""Copy what is kept into one file, and put it back, here or in another database, while it serves.

The file is gzipped JSON lines: a header, the situations, their earlier states, their links, a last
line that counts and signs them. What was computed is left out: it is computed again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, transaction

from timonier import __version__
from timonier.app.web.models import Revision, SharedLink, Situation

FORMAT = 1
BATCH = 200  # situations put back in one transaction: those who answer meanwhile wait little
SNAPSHOT = "snapshot"
KEPT = (Situation, Revision, SharedLink)  # in an order in which each finds what it refers to


class Exact(DjangoJSONEncoder):
    """Django's JSON, with the whole of a date: it keeps milliseconds only."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class BadBackup(ValueError):
    """A file that cannot be put back; ``kind`` says why: "other", "newer" or "cut"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Counted:
    situations: int
    revisions: int


def backup(path: Path) -> Counted:
    """Write what is kept as it is at one moment; the file is its owner's alone, whole or absent."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file, gzip.open(file, "wb", 6) as packed:
            counts = _written(packed)
            packed.close()
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return counts


def _written(packed: Any) -> Counted:
    digest, counts = hashlib.sha256(), {}
    header = {"timonier": FORMAT, "version": __version__}
    packed.write((json.dumps(header) + "\n").encode())
    with _snapshot():
        for model in KEPT:
            counts[model] = 0
            rows = model._default_manager.using(SNAPSHOT).order_by("pk").iterator(500)
            for row in rows:
                line = serializers.serialize("jsonl", [row], cls=Exact).encode()
                digest.update(line)
                packed.write(line)
                counts[model] += 1
    end = {"end": sum(counts.values()), "sha256": digest.hexdigest()}
    packed.write((json.dumps(end) + "\n").encode())
    return Counted(counts[Situation], counts[Revision])


@contextmanager
def _snapshot() -> Iterator[None]:
    """A connection that sees one moment of the database and holds nobody up."""
    described = {**connections["default"].settings_dict}
    options = dict(described["OPTIONS"])
    if connections["default"].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # it reads: no writer waits for it
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.databases[SNAPSHOT] = {**described, "OPTIONS": options}
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def restore(path: Path) -> Counted:
    """Put back every situation of a file as it was there; those that it does not hold stay.

    Raises BadBackup, before anything is written, when the file is not whole.
    """
    _check(path)
    counts = Counted(0, 0)
    batch: dict[str, Situation] = {}
    earlier: list[Revision] = []
    for line in _lines(path):
        (read,) = serializers.deserialize("jsonl", line)
        row = read.object
        if isinstance(row, Situation):
            batch[row.pk] = row
            if len(batch) == BATCH:
                counts = _put(counts, list(batch.values()), [])
                batch = {}
        elif isinstance(row, Revision):
            counts = _put(counts, list(batch.values()), [])
            batch = {}
            earlier.append(row)
            if len(earlier) == BATCH:
                counts = _put(counts, [], earlier)
                earlier = []
        elif isinstance(row, SharedLink):
            counts = _put(counts, list(batch.values()), [])
            batch = {}
            row.save_base(raw=True)
    return _put(_put(counts, list(batch.values()), []), [], earlier)


def _put(counts: Counted, situations: list[Situation], revisions: list[Revision]) -> Counted:
    """Write situations, letting go of the earlier states that they have here; or earlier states."""
    with transaction.atomic():
        for situation in situations:
            situation.revisions.all().delete()
            situation.save_base(raw=True)  # with its own dates
        for revision in revisions:
            revision.pk = None
            revision.save_base(raw=True, force_insert=True)
    return Counted(counts.situations + len(situations), counts.revisions + len(revisions))


def _check(path: Path) -> None:
    """Refuse a file that is not a whole backup of a version we know."""
    digest, count, end = hashlib.sha256(), 0, None
    try:
        with gzip.open(path, "rb") as file:
            header = json.loads(file.readline(1_000))
            if not isinstance(header, dict) or not isinstance(header.get("timonier"), int):
                raise BadBackup("other")
            if header["timonier"] > FORMAT:
                raise BadBackup("newer")
            for line in file:
                if line.startswith(b'{"end"'):
                    end = json.loads(line)
                    break
                digest.update(line)
                count += 1
    except (EOFError, gzip.BadGzipFile, ValueError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup("cut" if count else "other") from error
    if end != {"end": count, "sha256": digest.hexdigest()}:
        raise BadBackup("cut")


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        file.readline()
        for line in file:
            if line.startswith('{"end"'):
                return
            yield line
