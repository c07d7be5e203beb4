"""Read the rows of a file of the plan, and hold them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from timonier.engine.catalogue import Text
from timonier.knowledge.errors import KnowledgeError, nearest
from timonier.knowledge.reading import (
    Place,
    Read,
    read_records,
)
from timonier.knowledge.records import Record, TextRecord

R = TypeVar("R", bound=Record)


def texts(records: Iterable[TextRecord]) -> tuple[Text, ...]:
    return tuple(record.text() for record in records)


def rows_of(root: Path, name: str, table: str, model: type[R]) -> list[Read[R]]:
    rows = read_records(root, name, table, model)
    refuse_twice(rows)
    return rows


def refuse_twice(rows: Sequence[Read[R]]) -> None:
    seen: set[str] = set()
    for row in rows:
        key = str(row.record.key)  # type: ignore[attr-defined]
        if key in seen:
            raise row.place.error("duplicate key", "Keep one of the two records.")
        seen.add(key)


def check_known(place: Place, words: Iterable[str], known: Iterable[str], what: str) -> None:
    allowed = list(known)
    for word in words:
        if word not in allowed:
            raise place.error(f"unknown {what} '{word}'", nearest(word, allowed))


def check_all_there(name: str, found: Iterable[str], wanted: Iterable[str], what: str) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        problem = f"{what} {', '.join(missing)} have no record"
        raise KnowledgeError(name, "", problem, "Add one record for each.")
