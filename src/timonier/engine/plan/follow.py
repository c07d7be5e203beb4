"""What is followed: the indicators, reports, service levels, tools and clauses that apply here."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import Meeting, ReportLine
from timonier.engine.plan.seats import first, holds
from timonier.engine.plan_catalogue import Indicator, PlanKnowledge


def indicators(given: PlanInput, plan: PlanKnowledge) -> tuple[str, ...]:
    """A few indicators for each function that has work, the most useful to this company first."""
    count = int(plan.settings[f"indicators_per_function.{given.stage}"])
    kept: list[str] = []
    for function in FUNCTIONS:
        if not any(n.hours.median > 0 for n in given.needs.values() if n.function == function):
            continue
        fitting = [
            one
            for one in plan.indicators.values()
            if one.function == function and _applies(one, given)
        ]
        fitting.sort(key=lambda one: (-_relevance(one, given), one.rank))
        kept += [one.key for one in fitting[:count]]
    return tuple(kept)


def _applies(one: Indicator, given: PlanInput) -> bool:
    business = not one.businesses or given.business in one.businesses
    return business and (not one.activities or _relevance(one, given) > 0)


def _relevance(one: Indicator, given: PlanInput) -> int:
    """2 when it always applies and leads its function, 1 when the work makes it useful."""
    if not one.activities:
        return 2 if one.rank == 1 else 1
    worked = any(given.needs[a].hours.median > 0 for a in one.activities if a in given.needs)
    return 1 if worked else 0


def reports(
    given: PlanInput,
    seats: Mapping[str, tuple[str, ...]],
    held: tuple[Meeting, ...],
    plan: PlanKnowledge,
) -> tuple[ReportLine, ...]:
    """The levels of reporting that apply, each with who writes it and how often; those of the
    ritual that a report is written for, where it is held."""
    held_for = {one.ritual: one for one in held}
    found = []
    for level in plan.reports:
        mine = held_for.get(level.ritual)
        if holds(level.needs, given, seats):
            by = mine.owner if mine else first(seats, level.by)
            found.append(ReportLine(level.key, by, mine.cadence if mine else level.cadence))
    return tuple(found)


def service_levels(given: PlanInput, plan: PlanKnowledge) -> tuple[str, ...]:
    """The promises of both sides; without a provider only those that colleagues make remain."""
    providers = any(not member.inside for member in given.members)
    return tuple(
        level.key for level in plan.service_levels if providers or level.side != "provider"
    )


def tools(
    given: PlanInput, seats: Mapping[str, tuple[str, ...]], plan: PlanKnowledge
) -> tuple[str, ...]:
    return tuple(tool.key for tool in plan.tools if holds(tool.needs, given, seats))
