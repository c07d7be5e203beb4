"""The dates of a plan: searches, arrivals, first ninety days, trials, notices, reviews, path."""

from __future__ import annotations

from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Milestone
from timonier.engine.plan_catalogue import PlanKnowledge

KINDS = ("search", "arrival", "stage", "trial", "notice", "end", "review", "path")


def milestones(given: PlanInput, plan: PlanKnowledge) -> tuple[Milestone, ...]:
    """Every dated item, in order of time; the same item keeps its key from one plan to the next."""
    found = [m for member in given.members for m in _of_member(member, plan)]
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


def _of_member(member: PlanMember, plan: PlanKnowledge) -> list[Milestone]:
    found = []
    if not member.existing and member.category != "internal_existing":
        found.append(Milestone(f"search.{member.key}", "search", member.search, 0, member.key))
        found.append(Milestone(f"arrival.{member.key}", "arrival", member.arrival, 0, member.key))
        found += [
            Milestone(
                f"stage.{stage.key}.{member.key}",
                "stage",
                member.arrival,
                stage.day,
                member.key,
                stage.key,
            )
            for stage in plan.stages
            if stage.day > 0 and _still_there(member, stage.day)
        ]
        trial = int(plan.settings["trial_days"])
        if not member.inside and _still_there(member, trial):
            key = f"trial.{member.key}"
            found.append(Milestone(key, "trial", member.arrival, trial, member.key))
    if member.end_month is not None:
        found += _ending(member, plan)
    return found


def _still_there(member: PlanMember, days: int) -> bool:
    return member.end_month is None or days <= 30 * (member.end_month - member.arrival)


def _ending(member: PlanMember, plan: PlanKnowledge) -> list[Milestone]:
    end = member.end_month
    assert end is not None
    before = round(30 * member.notice_months) + int(plan.settings["notice_warning_days"])
    notice = Milestone(f"notice.{member.key}", "notice", end, -before, member.key)
    return [notice, Milestone(f"end.{member.key}", "end", end, 0, member.key)]
