"""What is followed: the indicators, reports, service levels, tools and clauses that apply here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.plan.diary import Presence
from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import Meeting, ReportLine, Series
from timonier.engine.plan.seats import holds
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
    sat: Sequence[Series],
    presence: Mapping[str, Presence],
    plan: PlanKnowledge,
) -> tuple[ReportLine, ...]:
    """The levels of reporting that apply, each with who writes it and how often; those of the
    ritual that a report is written for, where it is held.

    An author who is still to come writes it from their first day on, and until then whoever is
    there in the order of the record, the management last; the note of those who do the work begins
    with the first of them.
    """
    held_for = {one.ritual: one for one in held}
    found = []
    for level in plan.reports:
        mine = held_for.get(level.ritual)
        if holds(level.needs, given, seats):
            by = turns(mine, sat) if mine else ()
            by = by or _in_turn(level.by, seats, presence, given.diary.first)
            found.append(ReportLine(level.key, by, mine.cadence if mine else level.cadence))
    return tuple(found)


def turns(meeting: Meeting, sat: Sequence[Series]) -> tuple[tuple[str, int], ...]:
    """Who owns a meeting in turn, each from the first sitting that they own."""
    found: list[tuple[str, int]] = []
    mine = [one for one in sat if one.ritual == meeting.ritual]
    for one in sorted(mine, key=lambda one: one.days[0][1]):
        if not found or found[-1][0] != one.owner:
            found.append((one.owner, one.days[0][1]))
    return tuple(found)


def _in_turn(
    order: Sequence[str],
    seats: Mapping[str, tuple[str, ...]],
    presence: Mapping[str, Presence],
    day: int,
) -> tuple[tuple[str, int], ...]:
    """The first seat that is filled, and whoever stands in until its holder arrives."""
    holders = [key for seat in (*order, "ceo") for key in seats.get(seat, ())[:1]]
    found: list[tuple[str, int]] = []
    until = day + 1
    for key in holders:
        begins = max(day, presence[key].first)
        if not found or begins < until:
            found.insert(0, (key, begins))
            until = begins
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
