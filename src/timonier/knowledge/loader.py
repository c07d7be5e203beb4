"""Read the whole knowledge, check it, freeze it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from timonier.engine.catalogue import Figure, Knowledge, Prior, Sector
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.figures import (
    Names,
    activity_figures,
    plain_figures,
    role_figures,
    sector_figures,
)
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.markets import market_figures, market_keys, read_market
from timonier.knowledge.reading import read_records
from timonier.knowledge.records import (
    ActivityRecord,
    FigureRecord,
    PriorRecord,
    RoleRecord,
    SectorRecord,
    SkillRecord,
    UnitRecord,
)
from timonier.knowledge.texts import (
    read_criteria,
    read_facts,
    read_glossary,
    read_sources,
    read_statements,
    read_warnings,
)
from timonier.knowledge.things import (
    build_activity,
    build_priors,
    build_role,
    build_sector,
    build_skill,
    by_key,
    sector_priors,
)
from timonier.knowledge.wording import read_wording


def read(root: Path) -> Knowledge:
    """Return the knowledge kept under ``root``; KnowledgeError at the first bad record."""
    names = _names(root)
    skills = by_key(read_records(root, "skills.toml", "skill", SkillRecord), build_skill)
    activity_rows = read_records(root, "activities.toml", "activity", ActivityRecord)
    activities = by_key(activity_rows, lambda row: build_activity(row, skills, names))
    role_rows = read_records(root, "roles.toml", "role", RoleRecord)
    keys = market_keys(root)
    roles = by_key(role_rows, lambda row: build_role(row, skills, keys, names))
    markets = Frozen({key: read_market(root, key, roles, names) for key in keys})
    method = plain_figures(read_records(root, "method.toml", "figure", FigureRecord), names)
    facts, minutes = read_facts(root)
    sector_rows = read_records(root, "sectors.toml", "sector", SectorRecord)
    figures = _unique(
        [
            *method.values(),
            *(figure for market in markets.values() for figure in market_figures(market)),
            *(figure for row in role_rows for figure in role_figures(row.record, names)),
            *(figure for row in activity_rows for figure in activity_figures(row.record, names)),
            *sector_figures(sector_rows, names),
            *minutes,
        ]
    )
    sectors = by_key(sector_rows, build_sector)
    return Knowledge(
        version=version(root),
        skills=skills,
        activities=activities,
        roles=roles,
        markets=markets,
        method=Frozen(method),
        priors=_priors(root, sectors, figures),
        figures=figures,
        facts=facts,
        sectors=sectors,
        **_words(root, names),
    )


def _priors(
    root: Path, sectors: Mapping[str, Sector], figures: Mapping[str, Figure]
) -> tuple[Prior, ...]:
    rows = read_records(root, "priors.toml", "prior", PriorRecord)
    return (*sector_priors(sectors.values(), figures), *build_priors(rows, figures))


def _words(root: Path, names: Names) -> dict[str, Any]:
    """What is read and never computed with."""
    statements = read_statements(root)
    return {
        "statements": statements,
        "criteria": read_criteria(root, names.wording, statements),
        "warnings": read_warnings(root, statements),
        "wording": names.wording,
        "glossary": read_glossary(root),
        "sources": names.sources,
        "units": names.units,
    }


def _names(root: Path) -> Names:
    rows = read_records(root, "units.toml", "unit", UnitRecord)
    units = by_key(rows, lambda row: row.record.label.text())
    return Names(units, Frozen(read_wording(root)), read_sources(root))


def _unique(figures: Iterable[Figure]) -> Frozen[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.key in found:
            remedy = "Rename one of the two records: a figure's key is unique."
            raise KnowledgeError("the whole knowledge", figure.key, "duplicate figure", remedy)
        found[figure.key] = figure
    return Frozen(found)


def version(root: Path) -> str:
    """Return 12 hexadecimal digits that change with any word or figure under ``root``."""
    digest = sha256()
    for path in sorted(root.rglob("*.toml"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        # Read as text: line endings differ between machines, the knowledge does not.
        digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()[:12]
