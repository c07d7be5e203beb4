"""Skills, activities, roles and priors: their records turned into the engine's values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from timonier.engine.catalogue import Activity, Figure, Prior, Role, Sector, Skill, Triple
from timonier.engine.company import FACTS
from timonier.engine.conditions import conditions
from timonier.knowledge.errors import nearest
from timonier.knowledge.figures import ROLE_UNITS, Names
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.reading import Place, Read
from timonier.knowledge.records import (
    ActivityRecord,
    PriorRecord,
    Record,
    RoleRecord,
    SectorRecord,
    SkillRecord,
)

NO_HOURS = (0.0, 0.0, 0.0)
PRIOR_VALUES = {
    "bernoulli": {"yes"},
    "beta": {"a", "b"},
    "lognormal": {"p10", "median", "p90"},
    "constant": {"value"},
}

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def by_key(rows: Iterable[Read[R]], make: Callable[[Read[R]], T]) -> Frozen[str, T]:
    """Build each record under its ``key`` or ``code``; KnowledgeError when one comes twice."""
    found: dict[str, T] = {}
    for row in rows:
        key = getattr(row.record, "key", None) or row.record.code  # type: ignore[attr-defined]
        if key in found:
            raise row.place.error("duplicate key", "Keep one of the two records.")
        found[key] = make(row)
    return Frozen(found)


def check_known(place: Place, words: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise KnowledgeError for the first of ``words`` that is not a known ``what``."""
    allowed = list(known)
    for word in words:
        if word not in allowed:
            raise place.error(f"unknown {what} '{word}'", nearest(word, allowed))


def check_same(
    rows: Sequence[Read[Any]],
    what: str,
    read: Iterable[str],
    named: Callable[[str], str] = str,
) -> None:
    """Raise KnowledgeError for a record that the engine does not read, or one that it misses.

    ``read``: what the engine reads; ``named``: how it names a key.
    """
    missing = set(read)
    for row in rows:
        name = named(row.record.key)
        check_known(row.place, [name], read, what)
        missing.discard(name)
    for name in sorted(missing):
        place = Place(rows[0].place.file if rows else f"{what}.toml", f"{what} '{name}'")
        raise place.error("is missing", "Add the record: the engine reads it.")


def build_skill(row: Read[SkillRecord]) -> Skill:
    """Turn a skill record into a skill."""
    r = row.record
    return Skill(r.key, r.label.text(), r.function, r.description.text())


def build_activity(
    row: Read[ActivityRecord], skills: Mapping[str, Skill], names: Names
) -> Activity:
    """Turn an activity record into an activity; its skills and sources must exist."""
    r = row.record
    check_known(row.place, r.skills, skills, "skill")
    check_known(row.place, r.sources, [*names.sources, "estimate"], "source")
    return Activity(
        key=r.key,
        label=r.label.text(),
        function=r.function,
        skills=Frozen(r.skills),
        nature=r.nature,
        hours=(
            Triple(*(r.hours_8 or NO_HOURS)),
            Triple(*(r.hours_30 or NO_HOURS)),
            Triple(*(r.hours_100 or NO_HOURS)),
        ),
        active_months=r.active_months or 12,
        project_hours=Triple(*(r.project_hours or NO_HOURS)),
        projects_per_year=r.projects_per_year or 0.0,
        specialisation=r.specialisation,
        company_knowledge=r.company_knowledge,
        brand_sensitivity=r.brand_sensitivity,
        strategic_content=r.strategic_content,
        applies_to=frozenset(r.applies_to),
        core=r.core,
        endogenous=r.endogenous,
        by_law=r.by_law,
        driver=r.driver.text(),
        clarifies=r.clarifies,
        source=names.said(r.sources),
    )


def build_role(row: Read[RoleRecord], skills: Mapping[str, Skill], names: Names) -> Role:
    """Turn a role record into a role; it must rate every skill."""
    r = row.record
    backed = dict.fromkeys(key for keys in r.sources.values() for key in keys)
    check_known(row.place, r.sources, [*ROLE_UNITS, "failure_modes"], "figure")
    check_known(row.place, backed, names.sources, "source")
    check_known(row.place, r.skills, skills, "skill")
    for missing in (key for key in skills if key not in r.skills):
        raise row.place.error(f"skills: '{missing}' is missing", "Add it to the record.")
    return Role(
        key=r.key,
        label=r.label.text(),
        category=r.category,
        status=r.status,
        models_usual=tuple(r.models_usual),
        skills=Frozen(r.skills),
        steering_level=r.steering_level,
        steering_capacity=r.steering_capacity,
        steering_need=r.steering_need,
        max_productive_share=r.max_productive_share,
        min_hours=r.min_hours,
        max_hours=r.max_hours,
        lead_time_weeks=Triple(*r.lead_time_weeks),
        ramp_up_months=r.ramp_up_months,
        knowledge_start=r.knowledge_start,
        knowledge_max=r.knowledge_max,
        coordination_overhead=r.coordination_overhead,
        flexibility=r.flexibility,
        channel_bias=r.channel_bias,
        departure_rate=r.departure_rate,
        self_orchestration=r.self_orchestration,
        failure_modes=r.failure_modes.text(),
        source=names.said([*backed, "estimate"]),
    )


def build_sector(row: Read[SectorRecord]) -> Sector:
    """Turn a sector record into a sector."""
    r = row.record
    return Sector(r.key, r.label.text(), tuple(r.words))


MARKET_FIGURE = "market."  # a prior's figure that each market has its own of


def build_priors(
    rows: Iterable[Read[PriorRecord]], markets: Iterable[str], figures: Mapping[str, Figure]
) -> tuple[Prior, ...]:
    """Turn prior records into priors, one for each fact and condition, and for each market where
    the figure is the market's."""
    seen: set[tuple[str, str]] = set()
    made = []
    for row in (each for one in rows for each in _of_markets(one, markets)):
        r = row.record
        if (r.fact, r.given) in seen:
            raise row.place.error("duplicate fact and condition", "Keep one of the two records.")
        seen.add((r.fact, r.given))
        check_known(row.place, [r.fact, *([r.scale] if r.scale else [])], FACTS, "fact")
        _check_condition(row)
        values = _values(row, figures)
        made.append(Prior(r.fact, r.given, r.kind, Frozen(values), r.source, r.scale))
    return tuple(made)


def sector_priors(sectors: Iterable[Sector], figures: Mapping[str, Figure]) -> tuple[Prior, ...]:
    """How a budget nobody stated follows from the sector, which says more than who the customers
    are: put before the priors that read those."""
    made = []
    for sector in sectors:
        share = figures[f"sector.{sector.key}.budget_share"]
        value = share.value
        values = {"p10": value.low, "median": value.median, "p90": value.high}
        made.append(
            Prior(
                "marketing.budget",
                f"sector_{sector.key}",
                "lognormal",
                Frozen(values),
                share.source,
                "company.revenue",
            )
        )
    return tuple(made)


def _of_markets(row: Read[PriorRecord], markets: Iterable[str]) -> Iterator[Read[PriorRecord]]:
    name = row.record.figure.removeprefix(MARKET_FIGURE)
    if name == row.record.figure:
        yield row
        return
    for key in markets:
        changes = {"figure": f"{key}.{name}", "given": f"market_{key}"}
        yield Read(row.place, row.record.model_copy(update=changes))


def _values(row: Read[PriorRecord], figures: Mapping[str, Figure]) -> dict[str, float]:
    """What a prior states itself, or what the figure it names holds."""
    kind, key = row.record.kind, row.record.figure
    if not key:
        _check_values(row)
        return row.record.values
    check_known(row.place, [key], figures, "figure")
    value = figures[key].value
    if kind == "lognormal":
        return {"p10": value.low, "median": value.median, "p90": value.high}
    if kind == "constant":
        return {"value": value.median}
    raise row.place.error(f"a {kind} prior takes no figure", "Write its 'values'.")


def _check_condition(row: Read[PriorRecord]) -> None:
    try:
        conditions(row.record.given)
    except ValueError as problem:
        raise row.place.error(str(problem), "Correct 'given'.") from None


def _check_values(row: Read[PriorRecord]) -> None:
    kind, values = row.record.kind, row.record.values
    if kind == "choice":
        if abs(sum(values.values()) - 1) > 1e-9:
            total = sum(values.values())
            raise row.place.error(f"chances sum to {total:g}", "Make them sum to 1.")
    elif set(values) != PRIOR_VALUES[kind]:
        wanted = ", ".join(sorted(PRIOR_VALUES[kind]))
        raise row.place.error(f"a {kind} prior has exactly {wanted}", "Correct 'values'.")
    elif kind == "beta" and min(values.values()) < 1.0:
        raise row.place.error("a beta prior of a parameter below 1", "Give 1 or more.")
