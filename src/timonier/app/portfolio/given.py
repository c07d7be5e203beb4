"""Companies that come from Python: mappings of facts, by their whole key or by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from timonier.app.portfolio.line import Line
from timonier.engine.company import FACTS, TABLES

IDENTIFIERS = ("siren", "neq", "sector_code", "sector_version", "adviser")
SECTIONS = frozenset(
    {*(key.split(".")[0] for key in FACTS), *TABLES, "preferences", "decision", "assumptions"}
)


@dataclass(frozen=True)
class Mapped:
    """A company from a mapping, or from a row already computed."""

    source_row: int
    id: str
    name: str | None
    facts: Mapping[str, Any]
    kept: Mapping[str, Any] = field(default_factory=dict)
    identifiers: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Any, ...] = ()


def mapped(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapped]:
    """One company for each mapping, numbered from 1.

    Keys are those of the company file ("company.headcount", or a section as a mapping), ``id``,
    ``name`` and the identifiers; any other is kept as it is. None and NaN are unknown.
    """
    for number, row in enumerate(rows, 1):
        said = {k: v for k, v in row.items() if not _nothing(v)}
        name = said.get("name") or said.get("company.name")
        yield Mapped(
            source_row=number,
            id=str(said.get("id", number)),
            name=None if name is None else str(name),
            facts={k: _plain(v) for k, v in said.items() if _is_fact(k)},
            kept={
                k: v
                for k, v in row.items()
                if not _is_fact(k) and k not in ("id", "name", *IDENTIFIERS)
            },
            identifiers={k: str(said[k]) for k in IDENTIFIERS if k in said},
        )


def again(line: Line) -> Mapped:
    """The company of a row already computed, to be decided with another effort."""
    return Mapped(
        source_row=line.source_row,
        id=line.id,
        name=line.name,
        facts=line.document,
        kept=line.kept,
        identifiers={k: v for k in IDENTIFIERS if (v := getattr(line, k)) is not None},
        problems=line.problems if line.status == "invalid" else (),
    )


def _is_fact(key: str) -> bool:
    return key.partition(".")[0] in SECTIONS


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _plain(value: Any) -> Any:
    """A number of NumPy, as data frames hold them, as one of Python's."""
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
