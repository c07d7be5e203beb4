"""Who sits where: the places of a plan given to the people and providers of one team."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import POSTS
from timonier.engine.plan_catalogue import PlanKnowledge

OWNER = "owner"  # the one who runs the company, where they do its marketing themselves
MANAGERS = ("emp_cmo", "emp_head")  # employees who lead when nobody else does


def posts(given: PlanInput, plan: PlanKnowledge) -> tuple[str, ...]:
    """The places outside marketing that a company of this size fills apart.

    In a very small one the inside person who steers the marketing is the management itself.
    """
    own = _owner(given, plan)
    return tuple(
        post
        for post in POSTS
        if given.headcount >= plan.seat_headcount[post] and not (post == "ceo" and own)
    )


def post_hours(plan: PlanKnowledge) -> dict[str, float]:
    """Hours a month that the holder of each place outside marketing can give to it."""
    return {post: plan.settings[f"post_hours.{post}"] for post in POSTS}


def _owner(given: PlanInput, plan: PlanKnowledge) -> str | None:
    own = [m.key for m in given.members if m.role == OWNER]
    if given.headcount < plan.settings["one_head_below"]:
        own += [m.key for m in given.members if m.category == "internal_existing"]
    return own[0] if own else None


def seating(given: PlanInput, plan: PlanKnowledge) -> dict[str, tuple[str, ...]]:
    """Give each seat its holders; the contact is the internal pilot, else the management."""
    members = given.members
    pilot = _pilot(members, given.steering_level, plan.settings["pilot_level"])
    inside = [m.key for m in members if m.category == "internal_existing"]
    executors = tuple(m.key for m in members if m.category == "employee" and m.key != pilot)
    providers = tuple(m.key for m in members if not m.inside and m.key != pilot)
    seats: dict[str, tuple[str, ...]] = {post: (post,) for post in posts(given, plan)}
    own = _owner(given, plan)
    seats["ceo"] = (own,) if own else ("ceo",)
    seats["pilot"] = (pilot,) if pilot else ()
    seats["contact"] = tuple(key for key in inside if key != pilot)[:1]
    seats["executor"] = executors
    seats["provider"] = providers
    return seats


def _pilot(members: tuple[PlanMember, ...], level: float, needed: float) -> str | None:
    """An outside pilot, else the steering person inside, else a marketing manager, else nobody."""
    for wanted in (
        [m for m in members if m.outside_pilot],
        [m for m in members if m.category == "internal_existing" and level >= needed],
        [m for role in MANAGERS for m in members if m.role == role],
    ):
        if wanted:
            return max(wanted, key=lambda m: m.hours).key
    return None


def first(seats: Mapping[str, tuple[str, ...]], order: tuple[str, ...]) -> str:
    """The holder of the first seat that is filled; the management when none is."""
    for seat in order:
        if seats.get(seat):
            return seats[seat][0]
    return seats["ceo"][0]


def holds(needs: str, given: PlanInput, seats: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether what a ritual, a duty or a tool needs is there."""
    checks = {
        "": True,
        "executor": any(m.category == "employee" for m in given.members),
        "provider": any(not m.inside for m in given.members),
        "hire": any(m.category == "employee" and not m.existing for m in given.members),
        "sales_link": bool(seats.get("sales")),
        "content": _needed(given, "editorial_content", "social_organic", "premium_content"),
        "transfer": given.transfer_hours > 0
        or (given.shape == "hybrid" and any(not m.inside for m in given.members)),
    }
    return checks[needs]


def _needed(given: PlanInput, *activities: str) -> bool:
    return any(given.needs[a].hours.median > 0 for a in activities if a in given.needs)
