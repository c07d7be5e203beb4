"""The first day of an action, and how long it takes: its causes, its search, the season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timonier.engine.plan.diary import Diary
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Action
from timonier.engine.plan.schedule.made import A_WEEK, A_YEAR, Schedule
from timonier.engine.plan_catalogue import ActionTemplate


def causes_of(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> list[Action]:
    """What must be done before: for the same person, else for everybody concerned."""
    found = []
    for name in template.after:
        own = f"{name}.{subject.key}" if subject else ""
        if own in made.placed:
            found.append(made.placed[own])
            continue
        for one in made.placed.values():
            if one.kind == name and _waits(made, one, subject):
                found.append(one)
    return [*found, *_lead_comes(made, template, found)]


def _lead_comes(
    made: Schedule, template: ActionTemplate, found: Sequence[Action]
) -> Iterator[Action]:
    """The first day of whoever is to lead, for what they deliver, if they come within the year."""
    if not template.delivers or template.owner[0] != "pilot":
        return
    for one in made.placed.values():
        comes = one.kind.startswith("begin_") and one.subject in made.seats["pilot"]
        if comes and one not in found and one.last < made.diary.first + A_YEAR:
            yield one


def _waits(made: Schedule, one: Action, subject: PlanMember | None) -> bool:
    """Whether an action waits for what is about somebody else: a pilot who is due about then."""
    other = next((m for m in made.given.members if m.key == one.subject), None)
    if other is None or not other.outside_pilot:
        return subject is None or not one.subject
    due = subject.arrival if subject else 0
    return other.arrival <= due + made.plan.settings["pilot_wait_months"]


def earliest_day(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None, causes: Sequence[Action]
) -> tuple[int, str, str]:
    """The first day that its causes, its search and the season allow; which action it waits for,
    and why."""
    diary = made.diary
    last = max(causes, key=lambda one: (one.last, one.key), default=None)
    day = diary.first if last is None else diary.later(last.last, 1)
    cause, waits = ("", "") if last is None else (last.key, "after")
    for other, name, why in _holds(made, template, subject):
        if other > day:
            day, cause, waits = other, name or cause, why
    if template.movable and made.given.peak_days:
        moved = _after_peak(made.given, day)
        if moved > day:
            day, waits = moved, "season"
    return diary.open_from(day), cause, waits


def _holds(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None
) -> Iterator[tuple[int, str, str]]:
    """Days before which an action is held back: (day, the action that frees it, why)."""
    diary = made.diary
    if template.key == "season_ready":
        yield _before_peak(made), "", "season"
    if subject is None:
        return
    lead = round(A_WEEK * subject.lead_weeks)
    if template.step == "open":
        yield from _crowded(made, subject)
        yield diary.earlier(_due(made, subject), lead + 3 * A_WEEK), "", "date"
    elif template.step == "arrive":
        sign = f"{template.after[0]}.{subject.key}"
        signed = made.placed[sign].last
        free = diary.later(signed, max(1, round(A_WEEK * subject.lead_weeks * template.lead)))
        yield _begins(subject, free, diary), sign, "after"
        yield _begins(subject, _due(made, subject), diary), "", "date"
    elif template.step == "leave" and not subject.inside:
        yield _replaced(made, subject), "", "after"


def _crowded(made: Schedule, subject: PlanMember) -> Iterator[tuple[int, str, str]]:
    """When a search may open, so that no more are open at once than can be led."""
    limits = [("searches_at_once", made.closed)]
    if subject.inside:
        limits.append(("hires_at_once", [one for one in made.closed if one[2]]))
    for name, searches in limits:
        most = int(made.plan.settings[name])
        if len(searches) >= most:
            ends, key, _ = sorted(searches, reverse=True)[most - 1]
            yield made.diary.later(ends, 1), key, "searches"


def _due(made: Schedule, subject: PlanMember) -> int:
    """The first day that the decision planned for somebody."""
    months = made.diary.months
    return made.diary.open_from(
        max(made.diary.first, months[min(subject.arrival, len(months) - 1)])
    )


def _begins(subject: PlanMember, day: int, diary: Diary) -> int:
    """The first day at work: an employee's is the first worked day of a week."""
    return diary.open_from(day + (1 - day) % 7 if subject.inside else day)


def _replaced(made: Schedule, subject: PlanMember) -> int:
    """When a contract may be ended: its last day falls once those who come are settled in; one
    that runs out is told so before its notice begins."""
    notice = round(30 * subject.notice_months)
    if subject.until is not None and subject.until > made.diary.first:
        return max(made.diary.first, made.diary.earlier(subject.until - notice, A_WEEK))
    arrivals = [one.last for one in made.placed.values() if one.kind.startswith("begin_")]
    if not arrivals:
        return made.diary.first
    settled = made.diary.later(max(arrivals), int(made.plan.settings["handover_days"]))
    return max(made.diary.first, settled - notice)


def length(template: ActionTemplate, subject: PlanMember | None) -> int:
    """Worked days that an action takes at least."""
    if subject is None or not template.lead or template.step == "arrive":
        return max(1, template.days)
    return max(1, template.days, round(A_WEEK * subject.lead_weeks * template.lead))


def busy(given: PlanInput, first: int, last: int) -> bool:
    """Whether an action falls, in part, in the busiest weeks."""
    return any(begins <= last and first <= ends for begins, ends in given.peak_days)


def _after_peak(given: PlanInput, day: int) -> int:
    """The first day from ``day`` on that is outside the busiest weeks."""
    for begins, ends in given.peak_days:
        if begins <= day <= ends:
            day = ends + 1
    return day


def _before_peak(made: Schedule) -> int:
    """When to prepare the next busy season: six weeks before it, or once this one is over."""
    ahead = 6 * A_WEEK
    for begins, ends in made.given.peak_days:
        if begins > made.diary.first + 7 * ahead // A_WEEK:
            return made.diary.earlier(begins, ahead)
        if ends > made.diary.first:
            following = [b for b, _ in made.given.peak_days if b > ends]
            return made.diary.earlier(following[0], ahead) if following else made.diary.first
    return made.diary.first
