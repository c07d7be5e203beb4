"""Companies that come from Python: mappings of facts, by their whole key or by section."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from timonier.app.portfolio.line import Line, Trouble
from timonier.app.portfolio.reading import ListMap, Problem, Reading, Row
from timonier.app.portfolio.reading.outcomes import text_of
from timonier.engine.company import FACTS, TABLES
from timonier.knowledge.columns import fold

CONTACTS = ("adviser", "contact", "phone", "email")
READ_ONLY = ("postal_code", "vat", "currency")  # of what a list says of a company
OURS = "timonier "  # how the headings that we add to a list begin, once folded
IDENTIFIERS = ("siren", "siret", "neq", "sector_code", "sector_version", *CONTACTS)
SECTIONS = frozenset(
    {*(key.split(".")[0] for key in FACTS), *TABLES, "preferences", "decision", "assumptions"}
)


@dataclass(frozen=True)
class Given:
    """A company of a portfolio, before it is decided. One with problems is not."""

    source_row: int
    id: str
    name: str | None
    facts: Mapping[str, Any]
    kept: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Trouble, ...] = ()


def listed(reading: Reading) -> Iterator[Given]:
    """The companies of a list, in its order."""
    return (given_of(row, reading.mapping) for row in reading.rows())


def given_of(row: Row, mapping: ListMap) -> Given:
    """The company of a row of a list."""
    contacts = {c.heading for c in mapping.columns if c.reads in CONTACTS}
    kept = {k: text_of(v) for k, v in row.kept.items() if _is_own(k, contacts)}
    return Given(
        source_row=row.original_row or row.source_row,
        id=row.id,
        name=row.name or None,
        facts=row.facts,
        kept=kept | _given_back(row, mapping),
        identifiers={**row.identifiers, **row.contact},
        problems=tuple(_trouble(p) for p in row.problems),
    )


def _given_back(row: Row, mapping: ListMap) -> dict[str, str]:
    """What was read to understand the row, and has no column of its own among the results."""
    told = zip(mapping.columns, row.cells, strict=False)
    return {c.heading: text_of(v) for c, v in told if c.reads in READ_ONLY and text_of(v)}


def is_ours(heading: str) -> bool:
    """Whether a column is one that Timonier added to a list.

    >>> is_ours("Timonier : panier"), is_ours("Budget")
    (True, False)
    """
    return fold(heading).startswith(OURS)


def _is_own(heading: str, contacts: Container[str]) -> bool:
    """Whether a column is the list's own, and has no place of its own in the row."""
    return heading not in contacts and not is_ours(heading)


def _trouble(problem: Problem) -> Trouble:
    fr, en = (f"{problem.reason[lang]} {problem.remedy[lang]}" for lang in ("fr", "en"))
    return Trouble(
        column=problem.column, value=problem.value, code=problem.code, text_fr=fr, text_en=en
    )


def mapped(rows: Iterable[Mapping[str, Any]]) -> Iterator[Given]:
    """One company for each mapping, numbered from 1.

    Keys are those of the company file ("company.headcount", or a section as a mapping), ``id``,
    ``name`` and the identifiers; any other is kept as it is. None and NaN are unknown.
    """
    for number, row in enumerate(rows, 1):
        said = {k: v for k, v in row.items() if not _nothing(v)}
        name = said.get("name") or said.get("company.name")
        yield Given(
            source_row=number,
            id=str(said.get("id", number)),
            name=None if name is None else str(name),
            facts={k: _plain(v) for k, v in said.items() if _is_fact(k)},
            kept={
                k: "" if _nothing(v) else str(v)
                for k, v in row.items()
                if not _is_fact(k) and k not in ("id", "name", *IDENTIFIERS)
            },
            identifiers={k: str(said[k]) for k in IDENTIFIERS if k in said},
        )


def again(line: Line) -> Given:
    """The company of a row already computed, to be decided with another effort."""
    return Given(
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
