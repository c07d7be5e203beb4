"""The first ninety days: dated actions, each with an owner and a proof that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.model import Action
from timonier.engine.plan.seats import first
from timonier.engine.plan_catalogue import ActionTemplate, PlanKnowledge

CLARIFIES = ("clarify_vision", "complete_vision")


def actions(
    given: PlanInput, seats: Mapping[str, tuple[str, ...]], plan: PlanKnowledge
) -> tuple[Action, ...]:
    """What to do, in order: an unclear vision is clarified first (R083), and where an outside
    pilot is due the search for an employee opens only once the pilot has signed (R084)."""
    due = occasions(given)
    found = [
        Action(one.key, one.first, one.last, _owner(one, given, seats), _missing(one, given))
        for one in plan.actions
        if one.when in due
    ]
    found.sort(key=lambda action: (action.key not in CLARIFIES, action.first, action.last))
    return tuple(_pilot_first(found))


def occasions(given: PlanInput) -> frozenset[str]:
    """Which kinds of action this company needs."""
    unclear = [key for key, known in given.vision.items() if known is not True]
    coming = [m for m in given.members if not m.existing and m.category != "internal_existing"]
    checks = {
        "always": True,
        "vision_unclear": len(unclear) == 3 or "vision_unclear" in given.warnings,
        "vision_partial": 0 < len(unclear) < 3,
        "no_contact": given.contact is False and any(not m.inside for m in given.members),
        "pilot": any(m.outside_pilot for m in coming),
        "provider": any(not m.inside and not m.outside_pilot for m in coming),
        "hire": any(m.category == "employee" for m in coming),
        "seasonal": given.seasonal,
    }
    return frozenset(key for key, due in checks.items() if due)


def _owner(one: ActionTemplate, given: PlanInput, seats: Mapping[str, tuple[str, ...]]) -> str:
    """The first seat whose holder is there when the action begins."""
    there = {
        seat: tuple(key for key in holders if _arrived(key, one.last, given))
        for seat, holders in seats.items()
    }
    return first(there, one.owner)


def _arrived(key: str, day: int, given: PlanInput) -> bool:
    return all(30 * m.arrival < day for m in given.members if m.key == key)


def _missing(one: ActionTemplate, given: PlanInput) -> tuple[str, ...]:
    if one.key != "complete_vision":
        return ()
    return tuple(key for key, known in given.vision.items() if known is not True)


def _pilot_first(found: list[Action]) -> list[Action]:
    """Push the opening of a hire after the signature of the outside pilot."""
    signed = max((a.last for a in found if a.key == "contract_pilot"), default=0)
    moved = []
    for action in found:
        late = signed - action.first + 1 if action.key == "open_hiring" else 0
        if late > 0:
            action = replace(action, first=action.first + late, last=action.last + late)
        moved.append(action)
    head = [a for a in moved if a.key in CLARIFIES]
    rest = sorted((a for a in moved if a.key not in CLARIFIES), key=lambda a: (a.first, a.last))
    return head + rest
