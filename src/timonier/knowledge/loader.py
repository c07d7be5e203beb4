"""Read the whole knowledge, check it, freeze it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from timonier.engine.catalogue import Figure, Knowledge, Market, Prior, Sector, Text
from timonier.engine.rules import RULES, name_of
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.figures import (
    Names,
    activity_figures,
    plain_figures,
    role_figures,
    sector_figures,
)
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.markets import market_figures, read_heads, read_market
from timonier.knowledge.measures import read_criteria, read_measures, read_risks
from timonier.knowledge.reading import read_records
from timonier.knowledge.records import (
    ActivityRecord,
    FigureRecord,
    MarketRecord,
    PriorRecord,
    RoleRecord,
    SectorRecord,
    SkillRecord,
    UnitRecord,
)
from timonier.knowledge.spoken import spoken_in
from timonier.knowledge.texts import (
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
    check_same,
    sector_priors,
)
from timonier.knowledge.versions import versions
from timonier.knowledge.wording import read_wording

CURRENCY = "currency"  # of a unit, standing for each market's own


def read(root: Path) -> Knowledge:
    """Return the knowledge kept under ``root``; KnowledgeError at the first bad record."""
    heads = read_heads(root)
    names = _names(root, heads)
    skills = by_key(read_records(root, "skills.toml", "skill", SkillRecord), build_skill)
    activity_rows = read_records(root, "activities.toml", "activity", ActivityRecord)
    activities = by_key(activity_rows, lambda row: build_activity(row, skills, names))
    role_rows = read_records(root, "roles.toml", "role", RoleRecord)
    roles = by_key(role_rows, lambda row: build_role(row, skills, names))
    markets = Frozen({head.key: read_market(root, head, roles, names) for head in heads})
    method = _method(root, names)
    facts, minutes = read_facts(root, markets)
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
    known = Knowledge(
        version=versions(root).figures,
        skills=skills,
        activities=activities,
        roles=roles,
        markets=markets,
        method=Frozen(method),
        priors=_priors(root, sectors, markets, figures),
        figures=figures,
        facts=facts,
        sectors=sectors,
        **_words(root, names, method),
    )
    for market in markets:
        spoken_in(known, market)  # every word of a market takes the place of another
    return known


def _method(root: Path, names: Names) -> dict[str, Figure]:
    rows = read_records(root, "method.toml", "figure", FigureRecord)
    check_same(rows, "figure", RULES, name_of)
    return plain_figures(rows, names)


def _priors(
    root: Path,
    sectors: Mapping[str, Sector],
    markets: Mapping[str, Market],
    figures: Mapping[str, Figure],
) -> tuple[Prior, ...]:
    rows = read_records(root, "priors.toml", "prior", PriorRecord)
    return (*sector_priors(sectors.values(), figures), *build_priors(rows, markets, figures))


def _words(root: Path, names: Names, method: Mapping[str, Figure]) -> dict[str, Any]:
    """What is read and never computed with."""
    statements = read_statements(root)
    measures = read_measures(root, method)
    return {
        "words_version": versions(root).words,
        "statements": statements,
        "criteria": read_criteria(root, names.wording, statements, method, measures),
        "risks": read_risks(root, method),
        "measures": measures,
        "warnings": read_warnings(root, statements),
        "wording": names.wording,
        "glossary": read_glossary(root),
        "sources": names.sources,
        "units": names.units,
    }


def _names(root: Path, heads: Iterable[MarketRecord]) -> Names:
    rows = read_records(root, "units.toml", "unit", UnitRecord)
    said = by_key(rows, lambda row: row.record.label.text())
    units = {key: label for key, label in said.items() if not _of_currency(key)}
    for head in heads:
        money = head.money.text()
        units |= {
            key.replace(CURRENCY, head.currency): Text(
                label.fr.format(money=money.fr), label.en.format(money=money.en)
            )
            for key, label in said.items()
            if _of_currency(key)
        }
    return Names(Frozen(units), Frozen(read_wording(root)), read_sources(root))


def _of_currency(unit: str) -> bool:
    return unit.partition("/")[0] == CURRENCY


def _unique(figures: Iterable[Figure]) -> Frozen[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.key in found:
            remedy = "Rename one of the two records: a figure's key is unique."
            raise KnowledgeError("the whole knowledge", figure.key, "duplicate figure", remedy)
        found[figure.key] = figure
    return Frozen(found)
