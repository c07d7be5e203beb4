"""Lists as programs and offices write them, each with what an adviser would find in it.

Companies and people are made up; SIREN and SIRET are any numbers whose key is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class List:
    """``holds`` says by row, then by key ("id", "siren", "company.headcount"…), what is read;
    ``wrong`` by row the codes of what is wrong; ``asks`` the codes of the questions."""

    content: str | bytes | Sheets
    encoding: str = "utf-8"
    formats: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    holds: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    wrong: Mapping[int, set[str]] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
