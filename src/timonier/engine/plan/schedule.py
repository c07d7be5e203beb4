"""The actions of a plan in time: each begins when what it needs is done, and nobody does more in a
week than they have hours for.

A list schedule: actions are placed one by one in the order of their records, each at the first day
that its causes, the people it takes and the searches under way allow (Kolisch, Hartmann, "Heuristic
algorithms for the resource-constrained project scheduling problem", 1999, serial scheme).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from timonier.engine.plan.diary import Diary, Ledger, Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Action
from timonier.engine.plan_catalogue import ActionTemplate, PlanKnowledge

A_WEEK = 5  # worked days
PATIENCE = 8  # worked days that an action waits for its first owner before the next one takes it


@dataclass
class Schedule:
    """The schedule under way: what is placed, who is there from when, which searches are open."""

    given: PlanInput
    plan: PlanKnowledge
    seats: Mapping[str, tuple[str, ...]]
    ledger: Ledger
    placed: dict[str, Action] = field(default_factory=dict)
    # of each search: the last day of its choice, that action, whether it is a hire
    closed: list[tuple[int, str, bool]] = field(default_factory=list)

    @property
    def diary(self) -> Diary:
        return self.given.diary


def schedule(
    given: PlanInput,
    plan: PlanKnowledge,
    seats: Mapping[str, tuple[str, ...]],
    hours: Mapping[str, float],
    reserved: Mapping[str, float],
) -> Schedule:
    """Place every action that this company needs. ``hours`` that each person has a month, of which
    ``reserved`` for what recurs."""
    ledger = Ledger(given.diary, dict(hours), dict(reserved))
    for key in hours:
        if all(m.key != key for m in given.members if m.coming):
            ledger.presence[key] = Presence(given.diary.first)
    made = Schedule(given, plan, seats, ledger)
    for template, subject in _tasks(given, plan):
        _place(made, template, subject)
    made.placed = _critical(made.placed)
    return made


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


def _tasks(
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


def _place(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> None:
    causes = _causes(made, template, subject)
    earliest, cause, waits = _earliest(made, template, subject, causes)
    days = _length(template, subject)
    owner, start, last, hours = _people(made, template, subject, earliest, days)
    if start > earliest or last > made.diary.later(start, max(0, days - 1)):
        waits = "hours"
    for key, booked in hours.items():
        made.ledger.book(key, booked)
    who = subject.key if subject else ""
    action = Action(
        key=f"{template.key}.{who}" if who else template.key,
        kind=template.key,
        subject=who,
        owner=owner,
        participants=tuple(key for key in hours if key != owner),
        hours={key: sum(h for _, h in booked) for key, booked in hours.items()},
        lacking=template.hours if not hours[owner] and template.step != "arrive" else 0.0,
        first=start,
        last=last,
        after=tuple(one.key for one in causes),
        cause=cause,
        waits=waits,
        busy=_busy(made.given, start, last),
        missing=_missing(template, made.given),
    )
    made.placed[action.key] = action
    _remember(made, template, subject, action)


def _remember(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None, action: Action
) -> None:
    """What an action changes: a search opens or closes, somebody arrives or leaves."""
    if subject is None:
        return
    if template.step == "close":
        made.closed.append((action.last, action.key, subject.inside))
    elif template.step == "arrive":
        made.ledger.presence[subject.key] = Presence(action.first, _last_day(made, subject))
    elif template.step == "leave":
        procedure = int(made.plan.settings["procedure_days"]) if subject.inside else 0
        ends = action.last + procedure + round(30 * subject.notice_months)
        if subject.until is not None and subject.until > made.diary.first:
            ends = subject.until
        made.ledger.presence[subject.key] = Presence(made.diary.first, ends)


def _last_day(made: Schedule, subject: PlanMember) -> int | None:
    end = subject.end_month
    months = made.diary.months
    return None if end is None or end >= len(months) else months[end] - 1


def _causes(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> list[Action]:
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
    return found


def _waits(made: Schedule, one: Action, subject: PlanMember | None) -> bool:
    """Whether an action waits for what is about somebody else: a pilot who is due about then."""
    other = next((m for m in made.given.members if m.key == one.subject), None)
    if other is None or not other.outside_pilot:
        return subject is None or not one.subject
    due = subject.arrival if subject else 0
    return other.arrival <= due + made.plan.settings["pilot_wait_months"]


def _earliest(
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


def _length(template: ActionTemplate, subject: PlanMember | None) -> int:
    """Worked days that an action takes at least."""
    if subject is None or not template.lead or template.step == "arrive":
        return max(1, template.days)
    return max(1, template.days, round(A_WEEK * subject.lead_weeks * template.lead))


Booked = dict[str, list[tuple[int, float]]]


def _people(
    made: Schedule, template: ActionTemplate, subject: PlanMember | None, earliest: int, days: int
) -> tuple[str, int, int, Booked]:
    """Who does it and when: the first owner who has the hours soon, and those who take part."""
    tried = []
    patient = made.diary.later(earliest, PATIENCE + days)
    for owner in _owners(made, template, subject):
        found = _fitted(made, template, owner, subject, earliest, days)
        if found is None:
            continue
        if found[1] <= patient:
            return owner, *found
        tried.append((found[1], owner, found))
    if tried:
        _, owner, found = min(tried, key=lambda one: one[:2])
        return owner, *found
    owners = tuple(_owners(made, template, subject))
    there = (key for key in owners if made.ledger.presence[key].holds(earliest))
    owner = next(there, made.seats["ceo"][0])
    return owner, earliest, made.diary.later(earliest, days - 1), {owner: []}


def _owners(made: Schedule, template: ActionTemplate, subject: PlanMember | None) -> Iterator[str]:
    """Those who could own an action, in the order of its record; the management last."""
    for seat in (*template.owner, "ceo"):
        holders = (
            made.seats.get(seat, ()) if seat != "subject" else (subject.key,) if subject else ()
        )
        for key in holders:
            waiting = subject is not None and key == subject.key and template.step != "arrive"
            if seat == "subject" or (key in made.ledger.presence and not waiting):
                yield key


def _fitted(
    made: Schedule,
    template: ActionTemplate,
    owner: str,
    subject: PlanMember | None,
    earliest: int,
    days: int,
) -> tuple[int, int, Booked] | None:
    """First and last day of an action that one person owns, and the hours it takes of each."""
    diary, ledger = made.diary, made.ledger
    here = template.step == "arrive" and subject is not None
    if here:
        assert subject is not None
        ledger.presence[subject.key] = Presence(earliest, _last_day(made, subject))
    start = diary.open_from(max(earliest, ledger.presence[owner].first))
    asked = {owner: template.hours}
    for seat, hours in template.others.items():
        for key in _taking_part(made, seat, subject):
            if ledger.presence[key].holds(start):
                asked.setdefault(key, hours)
    booked: Booked = {}
    for key, hours in asked.items():
        there = ledger.presence[key]
        if here:  # a first day is one day, whatever is left for the next
            hours = min(hours, ledger.room(key, start))
        found = ledger.plan(key, max(start, there.first), hours)
        if found is None and key == owner:
            return None
        if found is not None:
            booked[key] = found
    if here:
        return start, start, booked
    start = max(start, booked[owner][0][0]) if booked[owner] else start
    ends = [day for found in booked.values() for day, _ in found]
    return start, max([diary.later(start, days - 1), *ends]), booked


def _taking_part(made: Schedule, seat: str, subject: PlanMember | None) -> tuple[str, ...]:
    if seat == "subject":
        return (subject.key,) if subject is not None and subject.key in made.ledger.presence else ()
    there = [key for key in made.seats.get(seat, ()) if key in made.ledger.presence]
    return tuple(there[:1])


def _missing(template: ActionTemplate, given: PlanInput) -> tuple[str, ...]:
    if template.key != "complete_vision":
        return ()
    return tuple(key for key, known in given.vision.items() if known is not True)


def _busy(given: PlanInput, first: int, last: int) -> bool:
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


def _critical(placed: Mapping[str, Action]) -> dict[str, Action]:
    """Mark the chain that sets the day on which the team is whole: its last arrival, and before it
    whatever each action waited for."""
    arrivals = [one for one in placed.values() if one.kind.startswith("begin_")]
    ends = arrivals or [one for one in placed.values() if one.kind == "six_month_plan"]
    chain: set[str] = set()
    key = max(ends, key=lambda one: (one.last, one.key)).key if ends else ""
    while key and key not in chain:
        chain.add(key)
        key = placed[key].cause
    return {name: replace(one, critical=name in chain) for name, one in placed.items()}
