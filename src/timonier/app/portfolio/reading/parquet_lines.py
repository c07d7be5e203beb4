"""Parquet: batches of rows, so that a file larger than the memory is read all the same.

A few kilobytes may hold one long text a million times, or unpack into gigabytes: what a page
announces is bounded before it is unpacked, and so is how long a text that it holds once may be.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from timonier.app.portfolio.reading.files import Line
from timonier.app.portfolio.reading.parquet_pages import Page, Unreadable, longest, pages
from timonier.app.portfolio.reading.values import Cell, ListError

ROWS = 4096
LARGEST = 1_000_000_000  # bytes of all cells, as of a workbook
LARGEST_COLUMN = 256_000_000  # bytes once unpacked, of one group of rows
AT_ONCE = 64_000_000  # bytes of the rows that are held at the same time
MOST_CELLS = 100_000_000
LONGEST = 100_000  # bytes of a cell: as long as one of a workbook may be
TIMES = 100  # the bytes of a file, those of its cells may be, beyond a list that is small anyhow
TEXT = "BYTE_ARRAY"
UNPACKED, BY_NAME = "UNCOMPRESSED", ("SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4_RAW")


class _TooLarge(Exception):
    """More than any list holds."""


def parquet_lines(path: Path) -> Iterator[Line]:
    """The names of the columns as line 1, then the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            rows = _rows_at_once(path, file.metadata)
            yield Line(1, "", list(file.schema_arrow.names))
            yield from _lines(file.iter_batches(batch_size=rows), path.stat().st_size)
    except (_TooLarge, MemoryError):
        raise ListError("unpacked", file=str(path)) from None
    except (pa.ArrowException, OSError, Unreadable):
        raise ListError("no_parquet", file=str(path)) from None


def _lines(batches: Iterator[Any], packed: int) -> Iterator[Line]:
    """The rows of batches, until they are more than a file of that size holds of companies."""
    whole, number = 0, 2
    most = min(LARGEST, max(AT_ONCE, TIMES * packed))
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            cells = [_cell(value) for value in values]
            whole += sum(len(cell) for cell in cells if isinstance(cell, str))
            if whole > most:
                raise _TooLarge
            yield Line(number, "", cells)
            number += 1


def _rows_at_once(path: Path, said: Any) -> int:
    """How many rows may be unpacked together; _TooLarge if the file holds more than any list."""
    size = cells = 0
    cell: dict[int, int] = {}  # the longest of each column
    with path.open("rb") as file:
        for group in range(said.num_row_groups):
            for number in range(said.num_columns):
                column = said.row_group(group).column(number)
                cells += max(column.num_values, said.row_group(group).num_rows)
                found = list(pages(file, *_place(column)))
                unpacked = sum(page.size for page in found)
                size += unpacked
                if unpacked > LARGEST_COLUMN or size > LARGEST or cells > MOST_CELLS:
                    raise _TooLarge
                most = _longest(file, said.schema.column(number), column, found)
                cell[number] = max(most, cell.get(number, 0))
    return max(1, min(ROWS, AT_ONCE // max(1, sum(cell.values()))))


def _longest(file: BinaryIO, kind: Any, column: Any, found: Sequence[Page]) -> int:
    """How long a cell of a column may be, where the file holds it in less; _TooLarge beyond any.

    A row may hold all the values of a column whose values are lists.
    """
    most = max(0, int(kind.length))
    if kind.physical_type == TEXT:
        most = max((_once(file, column, page) for page in found if page.is_dictionary), default=0)
    if most > LONGEST or (kind.max_repetition_level and most * column.num_values > LARGEST_COLUMN):
        raise _TooLarge
    if any(page.shares_beginnings for page in found):
        most = sum(page.size for page in found)
        if kind.max_repetition_level and most * column.num_values > LARGEST_COLUMN:
            raise _TooLarge
    return most


def _once(file: BinaryIO, column: Any, page: Page) -> int:
    """The longest text of a page that holds each of them once."""
    import pyarrow as pa

    file.seek(page.start)
    content: Any = file.read(page.packed)
    if column.compression in BY_NAME:
        content = pa.Codec(column.compression.lower()).decompress(content, page.size)
    elif column.compression != UNPACKED:
        return int(page.size)
    return longest(bytes(content))


def _place(column: Any) -> tuple[int, int]:
    """Where a column of a group begins and ends, as pyarrow reads it."""
    start = column.data_page_offset
    if column.has_dictionary_page and 0 < column.dictionary_page_offset < start:
        start = column.dictionary_page_offset
    return start, start + column.total_compressed_size


def _cell(value: Any) -> Cell:
    if isinstance(value, str | bytes) and len(value) > LONGEST:
        raise _TooLarge
    if value is None or isinstance(value, str | bool | int | date | time):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)
