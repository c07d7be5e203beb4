"""Parquet: batches of rows, so that a file larger than the memory is read all the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.values import Cell, ListError

ROWS = 4096


def parquet_lines(path: Path) -> Iterator[Line]:
    """The names of the columns as line 1, then the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield Line(1, "", list(file.schema_arrow.names))
            number = 2
            for batch in file.iter_batches(batch_size=ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    yield Line(number, "", [_cell(value) for value in values])
                    number += 1
    except (pa.ArrowInvalid, OSError):
        raise ListError("no_parquet", file=str(path)) from None


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool | int | date | time):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)
