"""Rows as Parquet: the schema comes from the row, the list's own columns follow ours."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from timonier.app.document.parts import plain
from timonier.app.portfolio.line import COLUMNS, Line, Trouble

KEPT, OWN = b"timonier.kept", "list."  # what a column of the list is called where ours has its name
SIMPLE: Mapping[type, pa.DataType] = {
    str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()
}  # fmt: skip
STORED = tuple(name for name in COLUMNS if name != "kept")


@cache
def schema() -> pa.Schema:
    """Our columns, in the order of the row."""
    hints = get_type_hints(Line, include_extras=True)
    return pa.schema([_field(name, hints[name]) for name in STORED])


def _field(name: str, hint: Any) -> pa.Field:
    hint = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    optional = get_origin(hint) in (Union, UnionType)
    if optional:
        hint = next(one for one in get_args(hint) if one is not NoneType)
    return pa.field(name, _type(hint), nullable=optional)


def _type(hint: Any) -> pa.DataType:
    if get_origin(hint) is Annotated:
        return _type(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return pa.list_(_type(get_args(hint)[0]))
    if hint is Trouble:
        return pa.struct([_field(f.name, str) for f in fields(Trouble)])
    return SIMPLE[hint]


def encode(lines: Sequence[Line]) -> bytes:
    """A whole Parquet file of one row group; the same lines give the same bytes."""
    own = list(dict.fromkeys(heading for line in lines for heading in line.kept))
    named = {f"{OWN}{h}" if h in COLUMNS else h: h for h in own}
    columns = [
        pa.array([plain(getattr(line, f.name)) for line in lines], type=f.type) for f in schema()
    ]
    columns += [
        pa.array([line.kept.get(h) for line in lines], type=pa.string()) for h in named.values()
    ]
    whole = pa.schema(
        [*schema(), *(pa.field(name, pa.string()) for name in named)],
        metadata={KEPT: json.dumps(named, ensure_ascii=False)},
    )
    out = io.BytesIO()
    table = pa.Table.from_arrays(columns, schema=whole)
    pq.write_table(table, out, compression="zstd", row_group_size=max(1, len(lines)))
    return out.getvalue()


def lines_of(table: pa.Table) -> Iterable[Line]:
    """The rows of a part, or of several put together."""
    own = json.loads((table.schema.metadata or {}).get(KEPT, b"{}"))
    for row in table.to_pylist():
        kept = {h: row[name] for name, h in own.items() if row.get(name) is not None}
        yield _line(row, kept)


def _line(row: Mapping[str, Any], kept: Mapping[str, str]) -> Line:
    held = {name: row[name] for name in STORED}
    held["problems"] = tuple(Trouble(**one) for one in held["problems"] or ())
    held["warnings"] = tuple(held["warnings"] or ())
    return Line(**held, kept=kept)


def read(paths: Sequence[Path], columns: Sequence[str] | None = None) -> pa.Table:
    """Parts put together, in their order; all their columns, or some of ours."""
    tables = [pq.read_table(path, columns=columns) for path in paths]
    if not tables:
        return schema().empty_table()
    own: dict[str, str] = {}
    for table in tables:
        own |= json.loads((table.schema.metadata or {}).get(KEPT, b"{}"))
    whole = pa.concat_tables(tables, promote_options="default")
    return whole.replace_schema_metadata({KEPT: json.dumps(own, ensure_ascii=False)})


def rows_in(path: Path) -> int:
    """How many rows a part holds."""
    return int(pq.read_metadata(path).num_rows)
