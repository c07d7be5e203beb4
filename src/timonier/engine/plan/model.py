"""The plan as data, in no language: keys, hours, months and numbers; worded by the faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Triple
from timonier.engine.plan.inputs import PathStage, PlanMember

LEAST_SAID, SHARE_SAID = 0.5, 0.05  # hours, and share of the need, from which a lack is said
POSTS = ("ceo", "sales", "product", "finance")  # places held by people outside the marketing team


@dataclass(frozen=True)
class Assignment:
    """What one member does in a month, in hours; with ``reserve`` it adds up to the contract."""

    member: str
    work: Mapping[str, float]  # activity -> hours
    steering: float
    coordination: float
    reserve: float

    @property
    def planned(self) -> float:
        return sum(self.work.values()) + self.steering + self.coordination


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
    """Who takes over when a member is away: a colleague, else the role to line up outside."""

    member: str
    backup: str | None
    fit: float  # 0-1, share of the work that the backup, or the role, can take over
    standby_role: str | None


@dataclass(frozen=True)
class Meeting:
    ritual: str
    owner: str
    participants: tuple[str, ...]
    cadence: str
    minutes: int
    occurrences: float  # a month
    from_month: int

    @property
    def hours_each(self) -> float:
        return self.minutes / 60.0 * self.occurrences

    @property
    def hours(self) -> float:
        return self.hours_each * len(self.participants)


@dataclass(frozen=True)
class Milestone:
    """A date of the plan: ``days`` after the first day of ``month`` (0 is the first month)."""

    key: str  # stable: the same thing keeps it from one export to the next
    kind: str  # search | arrival | stage | trial | notice | review | path | end
    month: int
    days: int = 0
    subject: str = ""  # a member, a stage, a review or a model
    detail: str = ""


@dataclass(frozen=True)
class BudgetLine:
    key: str  # a member's key, or "start_up" and "contingency"
    monthly: tuple[float, ...]


@dataclass(frozen=True)
class Budget:
    """Median lines by month that add up to the decision's median, and its P10 and P90 beside."""

    months: int
    lines: tuple[BudgetLine, ...]
    total: tuple[Triple, ...]
    periods: Mapping[int, Triple]
    initial: Triple
    exit: Triple


@dataclass(frozen=True)
class SkillNeed:
    skill: str
    required: int  # level that the assigned activities ask for
    role_level: int  # level that this kind of profile usually has
    hours: float


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


@dataclass(frozen=True)
class ReportLine:
    level: str
    by: str


@dataclass(frozen=True)
class Action:
    key: str
    first: int  # days from the start
    last: int
    owner: str
    missing: tuple[str, ...] = ()  # parts of the vision that are missing


@dataclass(frozen=True)
class Plan:
    """Everything a company needs to act on one team."""

    model: str
    advised: str | None
    start: str
    people: Mapping[str, PlanMember]  # members by key; other holders are POSTS
    posts: tuple[str, ...]
    seats: Mapping[str, tuple[str, ...]]
    assignments: Mapping[str, Assignment]
    duties: tuple[DutyLine, ...]
    cover: tuple[Cover, ...]
    meetings: tuple[Meeting, ...]
    milestones: tuple[Milestone, ...]
    budget: Budget
    hires: tuple[Hire, ...]
    briefs: tuple[Brief, ...]
    indicators: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    service_levels: tuple[str, ...]
    tools: tuple[str, ...]
    clauses: Mapping[str, tuple[str, ...]]  # kind of provider -> clauses
    actions: tuple[Action, ...]
    path: tuple[PathStage, ...]
    warnings: tuple[str, ...]

    @property
    def overridden(self) -> bool:
        """Whether the company chose another model than the advised one."""
        return self.advised is not None and self.advised != self.model
