"""The call list: the rows of a folder in the order of the calls worth making, and what changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from timonier.app.portfolio.folder import Folder
from timonier.app.portfolio.line import Line
from timonier.app.portfolio.parquet import lines_of, read, rows_in
from timonier.engine.call import BASKETS

# Calls first, by their score; then those to ask first; then those to leave in peace.
TURN = {"act_now": 0, "one_question": 0, "talk": 0, "not_enough_known": 1, "leave_in_peace": 2}
LAST = 3
AT_ONCE = 1_000  # rows made at a time
WHEN = "timonier.when"  # column of the moment at which a part was written
DECIDED = ("ok", "no_team")


@dataclass(frozen=True)
class Change:
    """What is otherwise than in an earlier run: ``why`` are keys of facts, or of what was used."""

    kind: str  # new | first | basket | none
    previous_first: str | None
    previous_basket: str | None
    why: tuple[str, ...]


NO_CHANGE = Change("none", None, None, ())


@dataclass(frozen=True)
class Calls:
    """Rows in the order of the list; ``counts`` of each basket, and of the statuses without one."""

    table: pa.Table
    order: np.ndarray[Any, np.dtype[np.intp]]
    counts: Mapping[str, int]

    def lines(self, top: int | None = None) -> Iterator[Line]:
        """The first rows, all of them without ``top``; made as they are asked for."""
        for some in self._some(top):
            yield from lines_of(some)

    def timed(self, top: int | None = None) -> Iterator[tuple[Line, float]]:
        """The same, each with the moment at which its part was written."""
        for some in self._some(top):
            yield from zip(lines_of(some), some.column(WHEN).to_pylist(), strict=True)

    def _some(self, top: int | None) -> Iterator[pa.Table]:
        order = self.order[:top]
        for start in range(0, len(order), AT_ONCE):
            yield self.table.take(pa.array(order[start : start + AT_ONCE]))


def calls(folder: Folder, basket: str | None = None) -> Calls:
    """The rows that have a basket, or those of one; a row decided again stands for both."""
    return _ordered(rows_of(folder, timed=True), basket)


def head_of(folder: Folder, top: int) -> list[Line]:
    """The first ``top`` rows of the list as the lesser effort gives it."""
    return list(_ordered(read(folder.parts())).lines(top))


def _ordered(table: pa.Table, basket: str | None = None) -> Calls:
    found, status = (table.column(name).to_pylist() for name in ("call_basket", "status"))
    counts = Counter(b or s for b, s in zip(found, status, strict=True))
    turn = np.array([TURN.get(b or "", LAST) for b in found], dtype=int)
    score = table.column("call_score").to_numpy()
    order = np.lexsort((np.arange(len(turn)), -score, turn))
    kept = np.array([b is not None and basket in (None, b) for b in found], dtype=bool)
    return Calls(table, order[kept[order]], {b: counts.get(b, 0) for b in (*BASKETS, *OTHERS)})


OTHERS = ("invalid", "failed")


def rows_of(
    folder: Folder, columns: Sequence[str] | None = None, *, timed: bool = False
) -> pa.Table:
    """All rows of a folder; those of its head stand in the place of the ones they decide again."""
    needed = None if columns is None else list(dict.fromkeys([*columns, "id", "status"]))
    rows, head = (_parts(folder.parts(which), needed, timed) for which in (False, True))
    if not len(head):
        return rows
    again = pc.is_in(rows.column("id"), value_set=head.column("id").combine_chunks())
    again = pc.and_(again, pc.is_in(rows.column("status"), value_set=pa.array(DECIDED)))
    whole = pa.concat_tables([rows.filter(pc.invert(again)), head], promote_options="default")
    return whole.replace_schema_metadata(rows.schema.metadata)


def _parts(paths: Sequence[Path], columns: Sequence[str] | None, timed: bool) -> pa.Table:
    table = read(paths, columns)
    if not timed:
        return table
    moments = [path.stat().st_mtime for path in paths]
    when = [m for m, path in zip(moments, paths, strict=True) for _ in range(rows_in(path))]
    return table.append_column(WHEN, pa.array(when, pa.float64()))


def tally(paths: Sequence[Path]) -> tuple[Counter[str], list[int]]:
    """How many rows of each status some parts hold, and the rows that failed."""
    table = read(paths, ["status", "source_row"])
    found, rows = (table.column(name).to_pylist() for name in ("status", "source_row"))
    failed = [row for status, row in zip(found, rows, strict=True) if status == "failed"]
    return Counter(found), failed


def before(folder: Folder) -> dict[str, dict[str, Any]]:
    """What an earlier run said of each company, by identifier."""
    return {row["id"]: row for row in rows_of(folder, COMPARED).to_pylist()}


USED = ("effort", "engine_version", "knowledge_version", "seed")
COMPARED = ("first_model", "call_basket", "facts", "input_hash", *USED)


def change(line: Line, earlier: Mapping[str, dict[str, Any]]) -> Change:
    """What is otherwise than before for a company, and why."""
    then = earlier.get(line.id)
    if then is None:
        return Change("new", None, None, ())
    first, basket = then["first_model"], then["call_basket"]
    if first == line.first_model and basket == line.call_basket:
        return Change("none", first, basket, ())
    kind = "first" if first != line.first_model else "basket"
    facts = () if then["input_hash"] == line.input_hash else _differ(then["facts"], line.facts)
    used = tuple(name for name in USED if then[name] != getattr(line, name))
    return Change(kind, first, basket, (*facts, *used))


def _differ(then: str, now: str) -> tuple[str, ...]:
    """Keys of the facts that an earlier company file says otherwise."""
    one, other = (_flat(json.loads(text)) for text in (then, now))
    return tuple(key for key in {**one, **other} if one.get(key) != other.get(key))


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for section, held in document.items():
        if isinstance(held, Mapping):
            out.update({f"{section}.{name}": value for name, value in held.items()})
        else:
            out[section] = held
    return out
