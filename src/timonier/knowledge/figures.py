"""Records of numbers turned into figures, each with a key unique in the whole knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Figure, Source, Text, Triple
from timonier.knowledge.errors import nearest
from timonier.knowledge.reading import Place, Read
from timonier.knowledge.records import (
    ActivityRecord,
    FigureRecord,
    Measured,
    NoticeRecord,
    RoleRecord,
    SectorRecord,
)

MONEY_PERIOD = {"salary": "year", "day_rate": "day", "hour_rate": "hour", "retainer": "month"}
ROLE_UNITS = {
    "steering_capacity": "hours/month",
    "steering_need": "ratio",
    "max_productive_share": "ratio",
    "min_hours": "hours/month",
    "max_hours": "hours/month",
    "lead_time_weeks": "weeks",
    "ramp_up_months": "months",
    "knowledge_start": "ratio",
    "knowledge_max": "ratio",
    "coordination_overhead": "ratio",
    "flexibility": "ratio",
    "channel_bias": "ratio",
    "departure_rate": "ratio/year",
    "self_orchestration": "ratio",
}
ACTIVITY_UNITS = {
    "hours_8": "hours/month",
    "hours_30": "hours/month",
    "hours_100": "hours/month",
    "project_hours": "hours",
    "projects_per_year": "1/year",
}


OF = " — "  # between what is measured and which figure of it


@dataclass(frozen=True)
class Names:
    """What a figure refers to: units, what kinds of figure are called, and known sources."""

    units: Mapping[str, Text]
    wording: Mapping[str, Text]
    sources: Mapping[str, Source]

    def said(self, keys: Iterable[str]) -> str:
        """Name the sources of a record in one line: titles, and "estimate" as it is."""
        return "; ".join(self.sources[key].title if key in self.sources else key for key in keys)


def joined(thing: Text, kind: Text) -> Text:
    """Name a figure of a thing: "Responsable marketing salarié — Préavis"."""
    return Text(f"{thing.fr}{OF}{kind.fr}", f"{thing.en}{OF}{kind.en}")


def figure(key: str, label: Text, place: Place, record: Measured, names: Names) -> Figure:
    """Turn a sourced record into a figure; KnowledgeError when its unit is unknown."""
    if record.unit not in names.units:
        raise place.error(f"unknown unit '{record.unit}'", nearest(record.unit, names.units))
    return Figure(
        key=key,
        label=label,
        value=record.triple(),
        unit=record.unit,
        source=record.source,
        year=record.year,
        note=record.note.text(),
        review_by=record.review_by,
        estimate=record.source == "estimate",
        url=address(record.source),
    )


def address(source: str) -> str:
    """Find where a source can be read; empty for an estimate.

    >>> address("Insee: durée du travail, https://www.insee.fr/fr/statistiques/7767073")
    'https://www.insee.fr/fr/statistiques/7767073'
    """
    found = re.search(r"https?://\S+", source)
    return found.group() if found else ""


def plain_figures(
    rows: Iterable[Read[FigureRecord]], names: Names, prefix: str = ""
) -> dict[str, Figure]:
    """Return ``[[figure]]`` records by their own key; global keys start with ``prefix``."""
    found: dict[str, Figure] = {}
    for row in rows:
        key = row.record.key
        if key in found:
            raise row.place.error("duplicate key", "Keep one of the two records.")
        found[key] = figure(f"{prefix}{key}", row.record.label.text(), row.place, row.record, names)
    return found


def role_figures(role: RoleRecord, names: Names) -> list[Figure]:
    """Return the numbers of a role that a company may replace, keyed ``ROLE.FIGURE``."""
    return [
        _made(
            f"{role.key}.{kind}",
            getattr(role, kind),
            named=joined(role.label.text(), names.wording[f"figure.{kind}"]),
            unit=unit,
            sources=role.sources.get(kind, ["estimate"]),
            review_by=role.review_by,
            names=names,
        )
        for kind, unit in ROLE_UNITS.items()
    ]


def notice_figure(market: str, role: Text, record: NoticeRecord, names: Names) -> Figure:
    """Return the notice of a role in a market, keyed ``MARKET.ROLE.notice_months``."""
    return _made(
        f"{market}.{record.role}.notice_months",
        record.months,
        named=joined(role, names.wording["figure.notice_months"]),
        unit="months",
        sources=record.sources,
        review_by=record.review_by,
        names=names,
    )


def sector_figures(rows: Iterable[Read[SectorRecord]], names: Names) -> list[Figure]:
    """Return the share of revenue that each line of business puts into marketing."""
    kind = names.wording["figure.budget_share"]
    return [
        figure(
            f"sector.{row.record.key}.budget_share",
            joined(row.record.label.text(), kind),
            row.place,
            row.record,
            names,
        )
        for row in rows
    ]


def activity_figures(activity: ActivityRecord, names: Names) -> list[Figure]:
    """Return the hours of an activity, keyed ``ACTIVITY.FIGURE``."""
    values = {kind: getattr(activity, kind) for kind in ACTIVITY_UNITS}
    return [
        _made(
            f"{activity.key}.{kind}",
            value,
            named=joined(activity.label.text(), names.wording[f"figure.{kind}"]),
            unit=ACTIVITY_UNITS[kind],
            sources=["estimate"] if kind == "projects_per_year" else activity.sources,
            review_by=activity.review_by,
            names=names,
        )
        for kind, value in values.items()
        if value is not None
    ]


def _made(
    key: str,
    value: float | tuple[float, float, float],
    *,
    named: Text,
    unit: str,
    sources: list[str],
    review_by: str,
    names: Names,
) -> Figure:
    triple = Triple(*value) if isinstance(value, tuple) else Triple(value, value, value)
    backing = [names.sources[name] for name in sources if name in names.sources]
    return Figure(
        key=key,
        label=named,
        value=triple,
        unit=unit,
        source=names.said(sources),
        year=backing[0].year if backing else "2026",
        note=listed([source.supports for source in backing]),
        review_by=review_by,
        estimate="estimate" in sources,
        url=backing[0].url if backing else "",
    )


def listed(texts: Iterable[Text]) -> Text:
    """Put several short texts one after the other."""
    said = list(texts)
    return Text(". ".join(text.fr for text in said), ". ".join(text.en for text in said))
