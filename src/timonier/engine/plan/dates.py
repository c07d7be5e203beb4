"""The dates of a plan that are no actions: first days, trials, notices, busy weeks, reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from timonier.engine.plan.diary import Diary, Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Milestone
from timonier.engine.plan_catalogue import LawPack, PlanKnowledge

KINDS = ("arrival", "trial_decision", "trial", "notice", "renew", "end", "peak", "review", "path")
DEADLINES = ("trial_decision", "notice")  # to be kept at the latest: on the worked day before


def milestones(
    given: PlanInput, presence: Mapping[str, Presence], plan: PlanKnowledge
) -> tuple[Milestone, ...]:
    """Every dated item, in order of time; the same item keeps its key from one plan to the next."""
    diary = given.diary
    pack = plan.laws[given.market]
    found = [
        one
        for member in given.members
        for one in _of_member(member, presence[member.key], pack, plan, diary)
    ]
    for member in given.leaving:
        there = presence[member.key]
        if there.last is not None and not member.inside:
            found.append(_dated(f"end.{member.key}", "end", there.last, member.key, diary))
    for review in plan.reviews:
        day = diary.months[min(review.month, len(diary.months) - 1)]
        found.append(_dated(f"review.{review.key}", "review", day, review.key, diary))
    for stage in given.path:
        if 0 < stage.from_month < len(diary.months):
            day = diary.months[stage.from_month]
            found.append(_dated(f"path.{stage.model}", "path", day, stage.model, diary))
    for i, (begins, _) in enumerate(given.peak_days):
        if begins >= diary.first:
            found.append(_dated(f"peak.{i}", "peak", begins, "", diary))
    return tuple(sorted(found, key=lambda one: (one.day, KINDS.index(one.kind), one.key)))


def _dated(key: str, kind: str, day: int, subject: str, diary: Diary) -> Milestone:
    held = diary.open_by(day) if kind in DEADLINES else diary.open_from(day)
    return Milestone(key, kind, held, subject)


def _of_member(
    member: PlanMember, there: Presence, pack: LawPack, plan: PlanKnowledge, diary: Diary
) -> Iterator[Milestone]:
    """The first day, the trial and the last day to decide, the end and the last day for notice."""
    key = member.key
    if member.coming:
        yield Milestone(f"arrival.{key}", "arrival", there.first, key)
        days, warning = trial_of(member, pack, plan)
        ends = there.first + days
        if there.last is None or ends <= there.last:
            yield _dated(f"trial_decision.{key}", "trial_decision", ends - warning, key, diary)
            yield _dated(f"trial.{key}", "trial", ends, key, diary)
    last = member.until if member.until is not None else there.last
    if last is None or last <= diary.first:
        return
    warned = last - round(30 * member.notice_months)
    if warned >= diary.first:
        yield _dated(f"notice.{key}", "notice", warned, key, diary)
    kind = "renew" if member.becomes == "renew" else "end"
    yield _dated(f"{kind}.{key}", kind, last, key, diary)


def trial_of(member: PlanMember, pack: LawPack, plan: PlanKnowledge) -> tuple[int, int]:
    """Days of a trial, and of the warning that ends it in time: of the law for an employee, of the
    contract for a provider."""
    if not member.inside:
        return int(plan.settings["trial_days"]), int(plan.settings["trial_notice_days"])
    months, warning = pack.trials["executive" if member.executive else "employee"]
    return round(30.44 * months), warning
