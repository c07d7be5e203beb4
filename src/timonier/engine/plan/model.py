"""The plan as data, in no language: keys, hours, months and numbers; worded by the faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from timonier.engine.catalogue import Triple
from timonier.engine.plan.diary import Diary, Presence
from timonier.engine.plan.inputs import PlanInput, PlanMember

BROUGHT = 2  # level from which a profile is said to bring a skill
LEAST_SAID, SHARE_SAID = 0.5, 0.05  # hours, and share of the need, from which a lack is said
POSTS = ("ceo", "sales", "product", "finance")  # places held by people outside the marketing team


@dataclass(frozen=True)
class Assignment:
    """What one member does in a month, in hours; with ``reserve``, which nothing fills, it adds up
    to the contract. ``likely`` is work that the decision expects without a date; ``running`` the
    job itself: messages, tools, accounts, learning. Meetings are counted apart."""

    member: str
    work: Mapping[str, float]  # activity -> hours
    steering: float
    coordination: float
    reserve: float
    meetings: float = 0.0
    running: float = 0.0
    likely: Mapping[str, float] = field(default_factory=dict)  # activity -> hours

    @property
    def producing(self) -> float:
        """Work, steering and coordination."""
        return sum(self.work.values()) + self.steering + self.coordination

    @property
    def planned(self) -> float:
        return self.producing + self.meetings + self.running + sum(self.likely.values())


@dataclass(frozen=True)
class DutyLine:
    """A row of the RACI, for real people: holder -> letters, exactly one of which has an A."""

    duty: str
    activities: tuple[str, ...]
    letters: Mapping[str, str]
    hours: Mapping[str, float]  # member -> hours a month
    needed: float
    left: Mapping[str, float]  # activity -> hours of need that the plan leaves undone

    @property
    def undone(self) -> float:
        return sum(self.left.values())

    @property
    def falls_short(self) -> bool:
        """Whether enough is left undone to be said."""
        return self.undone >= max(LEAST_SAID, SHARE_SAID * self.needed)

    @property
    def accountable(self) -> str:
        return next(holder for holder, said in self.letters.items() if "A" in said)


@dataclass(frozen=True)
class Cover:
    """Who takes over when a member is away: a colleague as far as their hours go; beyond them a
    role to buy, or work that waits."""

    member: str
    backup: str | None
    hours: float  # a month, that the backup takes
    fit: float  # 0-1, the share of the work that they are
    standby_role: str | None  # whom to buy the rest of what recurs from
    bought: float  # hours a month, of that role
    waits: Mapping[str, float]  # activity with an end -> hours a month


@dataclass(frozen=True)
class Meeting:
    ritual: str
    owner: str
    participants: tuple[str, ...]
    cadence: str
    minutes: int
    occurrences: float  # a month

    @property
    def hours_each(self) -> float:
        return self.minutes / 60.0 * self.occurrences

    @property
    def hours(self) -> float:
        return self.hours_each * len(self.participants)


@dataclass(frozen=True)
class Series:
    """Sittings of one ritual with the same people, on days: (the day of the rule, the day held)."""

    ritual: str
    owner: str
    participants: tuple[str, ...]
    cadence: str
    minutes: int
    days: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Milestone:
    """A date of the plan that is no action."""

    key: str  # stable: the same thing keeps it from one export to the next
    kind: str  # arrival | trial | trial_decision | notice | renew | end | peak | review | path
    day: int
    subject: str = ""  # a member, a review or a model


@dataclass(frozen=True)
class BudgetLine:
    """One person, their arrival, or the media space, by month of the plan."""

    key: str  # a member's key
    kind: str  # pay | order | entry | ending | media
    monthly: tuple[Triple, ...]


@dataclass(frozen=True)
class Budget:
    """What is paid as planned: everybody there from their first day on, nobody missing.

    ``decision`` and ``periods`` are what the decision computed for the same team, with vacancies,
    luck and the arrivals that it drew.
    """

    months: int
    lines: tuple[BudgetLine, ...]
    decision: tuple[Triple, ...]  # by month
    periods: Mapping[int, Triple]
    initial: Triple
    exit: Triple
    stated: float | None  # a year

    def month(self, index: int, *, media: bool = False) -> Triple:
        """The sum of a month's lines, media space apart."""
        months = [one.monthly[index] for one in self.lines if media or one.kind != "media"]
        return Triple(
            sum(one.low for one in months),
            sum(one.median for one in months),
            sum(one.high for one in months),
        )

    def over(self, first: int, last: int) -> float:
        """The middle of what is paid from one month to another, excluded, media space apart."""
        return sum(self.month(i).median for i in range(first, min(last, self.months)))


@dataclass(frozen=True)
class Delivery:
    """A piece of work with an end: one activity, by one person, delivered on ``last``; the first,
    second… of ``parts`` where it is more than is delivered at once. ``step`` is the action that it
    is, for the first delivery of what an action delivers."""

    activity: str
    member: str
    hours: float
    first: int
    last: int
    yearly: float  # times a year
    part: int = 1
    parts: int = 1
    step: str = ""  # the key of the action


@dataclass(frozen=True)
class Fate:
    """What becomes of a person or a contract in place, until when, at what cost, who follows."""

    member: str
    decision: str  # keep | reshape | renew | end | expire
    last_day: int | None
    cost: float
    hands_over_to: tuple[str, ...]


@dataclass(frozen=True)
class SkillNeed:
    skill: str
    required: int  # level that the assigned activities ask for
    role_level: int  # level that this kind of profile usually has
    hours: float

    @property
    def advertised(self) -> int:
        """The level that an ad may ask for: no more than such a profile has; 0 for a skill that it
        does not bring."""
        return min(self.required, self.role_level) if self.role_level >= BROUGHT else 0


@dataclass(frozen=True)
class Hire:
    member: str
    role: str
    salary: Triple  # gross a year
    yearly_cost: Triple
    skills: tuple[SkillNeed, ...]  # what matters most first
    gaps: tuple[str, ...]  # skills asked above what the profile usually has
    indicators: tuple[str, ...]
    steered_by: str
    cautions: tuple[str, ...]  # keys of the rules of law that the contract meets


@dataclass(frozen=True)
class Brief:
    member: str
    role: str
    kind: str  # agency | freelancer | pilot | consultant
    hours: float
    monthly_cost: Triple
    functions: tuple[str, ...]
    indicators: tuple[str, ...]
    steered_by: str
    meetings: tuple[str, ...]  # rituals they take part in
    duration_months: int | None  # None: open-ended
    clauses: tuple[str, ...]  # to check before signing
    cautions: tuple[str, ...]  # keys of the rules of law that the contract meets


@dataclass(frozen=True)
class ReportLine:
    """A report with those who write it in turn: (author, the day from which they do)."""

    level: str
    authors: tuple[tuple[str, int], ...]
    cadence: str


@dataclass(frozen=True)
class Action:
    """Something to do, by somebody, from one day to another, once what it needs is done."""

    key: str  # its kind and its subject
    kind: str  # the key of its record
    subject: str  # the member that it is about; "" when it is about the company
    owner: str
    participants: tuple[str, ...]
    hours: Mapping[str, float]  # what it takes of each person
    first: int
    last: int
    after: tuple[str, ...]  # the actions that must be done before
    cause: str  # the one that it waited for; "" when it begins at once or on a date of its own
    waits: str  # after | hours | searches | date | season | ""
    lacking: float = 0.0  # hours that nobody has for it
    critical: bool = False
    busy: bool = False  # overlaps with the busiest weeks
    missing: tuple[str, ...] = ()  # parts of the vision that are missing


@dataclass(frozen=True)
class Plan:
    """Everything a company needs to act on one team."""

    given: PlanInput
    presence: Mapping[str, Presence]  # of everybody, those who leave included
    fates: tuple[Fate, ...]
    deliveries: tuple[Delivery, ...]
    posts: tuple[str, ...]
    seats: Mapping[str, tuple[str, ...]]
    assignments: Mapping[str, Assignment]
    duties: tuple[DutyLine, ...]
    cover: tuple[Cover, ...]
    meetings: tuple[Meeting, ...]
    series: tuple[Series, ...]
    milestones: tuple[Milestone, ...]
    budget: Budget
    hires: tuple[Hire, ...]
    briefs: tuple[Brief, ...]
    indicators: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    service_levels: tuple[str, ...]
    tools: tuple[str, ...]
    actions: tuple[Action, ...]
    cautions: tuple[str, ...]  # keys of the rules of law that this plan meets
    hours_by_month: Mapping[str, tuple[float, ...]]  # what each person is there for

    @property
    def model(self) -> str:
        return self.given.model

    @property
    def advised(self) -> str | None:
        return self.given.advised

    @property
    def start(self) -> str:
        """The plan's first month, like 2026-12."""
        return self.given.start

    @property
    def diary(self) -> Diary:
        return self.given.diary

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.given.warnings

    @cached_property
    def people(self) -> Mapping[str, PlanMember]:
        """The members by key; other holders are POSTS."""
        return {member.key: member for member in self.given.members}

    @cached_property
    def leaving(self) -> Mapping[str, PlanMember]:
        """Those in place whom this plan ends."""
        return {member.key: member for member in self.given.leaving}

    @cached_property
    def everybody(self) -> Mapping[str, PlanMember]:
        """The members, then those whom this plan ends."""
        return {**self.people, **self.leaving}

    @property
    def overridden(self) -> bool:
        """Whether the company chose another model than the advised one."""
        return self.advised is not None and self.advised != self.model
