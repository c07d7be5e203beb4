"""The dates of a plan: searches, arrivals, first ninety days, trials, notices, reviews, path."""

from __future__ import annotations

from timonier.engine.plan.actions import signing_day
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Milestone
from timonier.engine.plan_catalogue import PlanKnowledge

KINDS = ("search", "arrival", "stage", "trial", "notice", "end", "review", "path")


def milestones(given: PlanInput, plan: PlanKnowledge) -> tuple[Milestone, ...]:
    """Every dated item, in order of time; the same item keeps its key from one plan to the next."""
    signed = signing_day(given, plan)
    found = [m for member in given.members for m in _of_member(member, signed, plan)]
    found += [
        Milestone(f"review.{review.key}", "review", review.month, 0, review.key)
        for review in plan.reviews
    ]
    found += [
        Milestone(f"path.{stage.model}", "path", stage.from_month, 0, stage.model)
        for stage in given.path
        if stage.from_month > 0
    ]
    return tuple(sorted(found, key=_when))


def _when(one: Milestone) -> tuple[int, int, str]:
    """By day, then what comes first on one day: a search before an arrival."""
    return (30 * one.month + one.days, KINDS.index(one.kind), one.key)


def _of_member(member: PlanMember, signed: int, plan: PlanKnowledge) -> list[Milestone]:
    """``signed``: the day the outside pilot has signed, before which no hiring opens (R084)."""
    found = _coming(member, signed, plan) if member.coming else []
    if member.end_month is not None:
        found += _ending(member, plan)
    return found


def _coming(member: PlanMember, signed: int, plan: PlanKnowledge) -> list[Milestone]:
    """The search, the first day, the stages of the first ninety days, the end of a trial."""
    hired = member.category == "employee"
    waits = max(0, signed - 30 * member.search) if hired else 0
    into = member.first_day - 30 * member.arrival
    after = {f"stage.{one.key}": one.day for one in plan.stages if one.day > 0}
    if not member.inside:
        after["trial"] = int(plan.settings["trial_days"])
    found = [
        Milestone(f"search.{member.key}", "search", member.search, waits, member.key),
        Milestone(f"arrival.{member.key}", "arrival", member.arrival, into, member.key),
    ]
    for name, days in after.items():
        if _still_there(member, days):
            kind, _, detail = name.partition(".")
            key = f"{name}.{member.key}"
            day = into + days
            found.append(Milestone(key, kind, member.arrival, day, member.key, detail))
    return found


def _still_there(member: PlanMember, days: int) -> bool:
    return member.end_month is None or days <= 30 * (member.end_month - member.arrival)


def _ending(member: PlanMember, plan: PlanKnowledge) -> list[Milestone]:
    end = member.end_month
    assert end is not None
    before = round(30 * member.notice_months) + int(plan.settings["notice_warning_days"])
    notice = Milestone(f"notice.{member.key}", "notice", end, -before, member.key)
    return [notice, Milestone(f"end.{member.key}", "end", end, 0, member.key)]
