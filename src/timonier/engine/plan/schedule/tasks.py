"""Which actions a company needs, each about whom."""

from __future__ import annotations

from collections.abc import Iterator

from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan_catalogue import ActionTemplate, PlanKnowledge


def occasions(given: PlanInput) -> frozenset[str]:
    """Which kinds of action this company needs."""
    unclear = [key for key, known in given.vision.items() if known is not True]
    checks = {
        "always": True,
        "vision_unclear": len(unclear) == 3 or "vision_unclear" in given.warnings,
        "vision_partial": 0 < len(unclear) < 3 and "vision_unclear" not in given.warnings,
        "no_contact": given.contact is False and any(not m.inside for m in given.members),
        "seasonal": given.seasonal,
        "provider": any(not m.inside and not m.outside_pilot for m in given.members),
        "undecided": not given.decided,
        "media_unstated": bool(given.unfunded),
        "staffed": any(m.existing and m.category != "internal_existing" for m in given.members)
        or bool(given.leaving),
    }
    return frozenset(key for key, due in checks.items() if due)


def kind_of(member: PlanMember) -> str:
    """How somebody is found: hired, signed as the pilot, or briefed as a provider."""
    if member.inside:
        return "hire"
    return "pilot" if member.outside_pilot else "provider"


def subjects(given: PlanInput, about: str) -> list[PlanMember]:
    """The people that one kind of action is about, those who are needed first before the others."""
    if about in ("post_end", "contract_end"):
        run_out = [m for m in given.members if m.becomes == "expire"]
        ends = [m for m in (*given.leaving, *run_out) if m.inside == (about == "post_end")]
        return sorted(ends, key=lambda m: m.key)
    if about in ("reshape", "renew"):
        paid = [m for m in given.members if m.category != "internal_existing"]
        return [m for m in paid if m.becomes == about]
    found = [m for m in given.members if m.coming and kind_of(m) == about]
    return sorted(found, key=lambda m: (not m.leads, m.arrival, -m.hours, m.key))


def tasks(
    given: PlanInput, plan: PlanKnowledge
) -> Iterator[tuple[ActionTemplate, PlanMember | None]]:
    """Every action to place: those of the company, and the whole chain of one person at a time."""
    due = occasions(given)
    i = 0
    while i < len(plan.actions):
        about = plan.actions[i].about
        chain = [plan.actions[i]]
        while about and i + 1 < len(plan.actions) and plan.actions[i + 1].about == about:
            i += 1
            chain.append(plan.actions[i])
        i += 1
        if about:
            for member in subjects(given, about):
                yield from ((template, member) for template in chain)
        elif chain[0].when in due:
            yield chain[0], None
