"""What becomes of the people and contracts in place: each has a line, a date, a cost and a heir."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.plan.diary import Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Assignment, Fate

HEIRS = 2  # people to whom somebody's work is handed over, at most


def fates(
    given: PlanInput, presence: Mapping[str, Presence], assigned: Mapping[str, Assignment]
) -> tuple[Fate, ...]:
    """One line for everybody in place, those who stay first."""
    there = [m for m in given.members if m.existing and m.category != "internal_existing"]
    stay = [
        Fate(
            m.key,
            m.becomes,
            presence[m.key].last if m.until is None else m.until,
            0.0,
            heirs(m, given, assigned) if m.becomes == "expire" else (),
        )
        for m in there
    ]
    leave = [
        Fate(
            m.key,
            m.becomes,
            None if m.inside else presence[m.key].last,  # no date before the reason and the talk
            m.ending,
            heirs(m, given, assigned),
        )
        for m in given.leaving
    ]
    return (*stay, *leave)


def heirs(
    member: PlanMember, given: PlanInput, assigned: Mapping[str, Assignment]
) -> tuple[str, ...]:
    """Those of the plan who have most of the hours that somebody's kind of work takes: same role
    first, then whoever works most."""
    working = [m for m in given.members if assigned[m.key].work and m.key != member.key]
    rated = sorted(
        working,
        key=lambda m: (m.role != member.role, -sum(assigned[m.key].work.values()), m.key),
    )
    return tuple(m.key for m in rated[:HEIRS])
