"""The library of teams of one market: what it was made from, and its precedents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from timonier.engine.catalogue import Role
from timonier.engine.precedents import Library, Precedent
from timonier.engine.team import Member
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.reading import Place, Read, parse_at, parse_records, read_toml
from timonier.knowledge.records import LibraryRecord, PrecedentRecord

TABLE = "team"


def read_library(root: Path, name: str, roles: Mapping[str, Role]) -> Library | None:
    """Read one; None where the market has none, for then it has no triage."""
    if not (root / name).exists():
        return None
    content = read_toml(root, name)
    head = {key: value for key, value in content.items() if key != TABLE}
    made = parse_at(Place(name, "library"), head, LibraryRecord).record
    rows = parse_records(name, content, TABLE, PrecedentRecord)
    return Library(
        made_from=made.made_from,
        companies=made.companies,
        effort=made.effort,
        traits=tuple(made.traits),
        precedents=tuple(_precedent(row, len(made.traits), roles) for row in rows),
    )


def _precedent(row: Read[PrecedentRecord], traits: int, roles: Mapping[str, Role]) -> Precedent:
    record = row.record
    if len(record.suits) != traits:
        raise _outdated(row.place, f"{len(record.suits)} traits, where the library names {traits}")
    for one in record.added:
        if one.role not in roles:
            raise _outdated(row.place, f"unknown role '{one.role}'")
    added = tuple(
        Member(
            role=one.role,
            quantity=one.quantity,
            hours=one.hours,
            start_month=one.start,
            end_month=1 if one.bridge else None,
        )
        for one in record.added
    )
    return Precedent(record.model, added, tuple(record.suits))


def _outdated(place: Place, problem: str) -> KnowledgeError:
    return place.error(problem, "Delete the file, then make it again: make library.")
