"""A list written as a text, read with every cell accounted for."""

from __future__ import annotations

import io
from typing import Any

from tests.app.portfolio.sheets import accounted
from timonier.app.portfolio.reading import (
    Reading,
    Row,
    map_from,
    read_list,
)

LANGS = ("fr", "en")


def read(text: str, mapping: dict[str, Any] | None = None) -> tuple[Reading, list[Row]]:
    reading = read_list(io.BytesIO(text.encode()), map_from(mapping) if mapping else None)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    return reading, rows


def revenue(row: Row) -> Any:
    return row.facts["company"].get("revenue")
