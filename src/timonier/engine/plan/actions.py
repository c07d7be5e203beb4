"""The first ninety days: dated actions, each with an owner and a proof that it is done."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Action
from timonier.engine.plan.seats import first
from timonier.engine.plan_catalogue import ActionTemplate, PlanKnowledge

CLARIFIES = ("clarify_vision", "complete_vision")
NINETY = 90  # what begins later is no part of the first ninety days
# The records give the days of a search that opens at once and ends with an arrival on day 31.
# These actions follow the search for the people they are about, or their arrival.
SEARCHING = ("contract_pilot", "brief_providers", "open_hiring", "choose_hire")
ARRIVING = ("contract_providers", "prepare_arrival", "first_deliveries", "reversibility_test")
USUAL_ARRIVAL = 30
A_WEEK = 7  # days of a search before anybody signs or arrives
HIRING = ("open_hiring", "choose_hire")


def actions(
    given: PlanInput, seats: Mapping[str, tuple[str, ...]], plan: PlanKnowledge
) -> tuple[Action, ...]:
    """What to do, in order: an unclear vision is clarified first (R083), and where an outside
    pilot is due the search for an employee opens only once the pilot has signed (R084)."""
    due = occasions(given)
    signed = signing_day(given, plan)
    found = []
    for one in plan.actions:
        if one.when in due:
            begins, ends = _days(one, given, signed)
            owner = _owner(one, ends, given, seats)
            found.append(Action(one.key, begins, ends, owner, _missing(one, given)))
    found = [action for action in found if action.first <= NINETY]
    return tuple(sorted(found, key=lambda a: (a.key not in CLARIFIES, a.first, a.last)))


def occasions(given: PlanInput) -> frozenset[str]:
    """Which kinds of action this company needs."""
    unclear = [key for key, known in given.vision.items() if known is not True]
    checks = {
        "always": True,
        "vision_unclear": len(unclear) == 3 or "vision_unclear" in given.warnings,
        "vision_partial": 0 < len(unclear) < 3,
        "no_contact": given.contact is False and any(not m.inside for m in given.members),
        "seasonal": given.seasonal,
        **{kind: bool(sought(given, kind)) for kind in ("pilot", "provider", "hire")},
    }
    return frozenset(key for key, due in checks.items() if due)


def sought(given: PlanInput, kind: str) -> list[PlanMember]:
    """The people of one kind who are still to be found: pilot, provider or hire."""
    return [m for m in given.members if m.coming and kind_of(m) == kind]


def kind_of(member: PlanMember) -> str:
    """How somebody is found: hired, signed as the pilot, or briefed as a provider."""
    if member.inside:
        return "hire"
    return "pilot" if member.outside_pilot else "provider"


def signing_day(given: PlanInput, plan: PlanKnowledge) -> int:
    """The day by which the outside pilot has signed; 0 when none is to be found."""
    if not sought(given, "pilot"):
        return 0
    template = next(one for one in plan.actions if one.key == "contract_pilot")
    return _days(template, given, 0)[1]


def _days(one: ActionTemplate, given: PlanInput, signed: int) -> tuple[int, int]:
    """When an action begins and ends: its record's days, moved with those it is about."""
    begins, ends = one.first, one.last
    if one.key in SEARCHING:
        opens = _opening(given, one.when)
        begins, ends = begins + opens, ends + opens
        ends = max(begins, min(ends, _first_day(given, one.when) - 1))
    elif one.key in ARRIVING:
        moved = _first_day(given, one.when) - USUAL_ARRIVAL
        begins = max(_opening(given, one.when) + A_WEEK, begins + moved)
        ends = max(begins, ends + moved)
    late = max(0, signed + 1 - begins) if one.key in HIRING else 0
    return begins + late, ends + late


def _opening(given: PlanInput, kind: str) -> int:
    return 30 * min(m.search for m in sought(given, kind))


def _first_day(given: PlanInput, kind: str) -> int:
    return min(m.first_day for m in sought(given, kind))


def _owner(
    one: ActionTemplate, ends: int, given: PlanInput, seats: Mapping[str, tuple[str, ...]]
) -> str:
    """The first seat whose holder is there before the action ends."""
    there = {
        seat: tuple(key for key in holders if _arrived(key, ends, given))
        for seat, holders in seats.items()
    }
    return first(there, one.owner)


def _arrived(key: str, day: int, given: PlanInput) -> bool:
    return all(m.first_day < day for m in given.members if m.key == key)


def _missing(one: ActionTemplate, given: PlanInput) -> tuple[str, ...]:
    if one.key != "complete_vision":
        return ()
    return tuple(key for key, known in given.vision.items() if known is not True)
