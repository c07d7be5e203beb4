"""Records of numbers turned into figures, each with a key unique in the whole knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Figure, Text, Triple
from timonier.knowledge.errors import nearest
from timonier.knowledge.reading import Place, Read
from timonier.knowledge.records import ActivityRecord, FigureRecord, Measured, RoleRecord

NOTHING = Text("", "")
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


@dataclass(frozen=True)
class Names:
    """What composing a figure needs to know: the units, and what kinds of figure are called."""

    units: frozenset[str]
    wording: Mapping[str, Text]


def joined(thing: Text, kind: Text) -> Text:
    """Name a figure of a thing: "Responsable marketing salarié — Préavis"."""
    return Text(f"{thing.fr} — {kind.fr}", f"{thing.en} — {kind.en}")


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
        note=Text(record.note, record.note) if isinstance(record.note, str) else record.note.text(),
        review_by=record.review_by,
        estimate=record.source == "estimate",
        url=record.url,
    )


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
    return [_own(role, kind, unit, names) for kind, unit in ROLE_UNITS.items()] + [
        _made(f"{market}.{role.key}.notice_months", role, "notice_months", months, "months", names)
        for market, months in role.notice_months.items()
    ]


def activity_figures(activity: ActivityRecord, names: Names) -> list[Figure]:
    """Return the hours of an activity, keyed ``ACTIVITY.FIGURE``."""
    return [
        _own(activity, kind, unit, names)
        for kind, unit in ACTIVITY_UNITS.items()
        if getattr(activity, kind) is not None
    ]


def _own(thing: RoleRecord | ActivityRecord, kind: str, unit: str, names: Names) -> Figure:
    value = getattr(thing, kind)
    return _made(f"{thing.key}.{kind}", thing, kind, value, unit, names)


def _made(
    key: str,
    thing: RoleRecord | ActivityRecord,
    kind: str,
    value: float | tuple[float, float, float],
    unit: str,
    names: Names,
) -> Figure:
    triple = Triple(*value) if isinstance(value, tuple) else Triple(value, value, value)
    return Figure(
        key=key,
        label=joined(thing.label.text(), names.wording[f"figure.{kind}"]),
        value=triple,
        unit=unit,
        source=thing.source,
        year="n.d." if "http" in thing.source else "2026",
        note=NOTHING,
        review_by=thing.review_by,
        estimate="http" not in thing.source,
    )
