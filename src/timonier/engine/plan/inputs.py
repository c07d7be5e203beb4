"""What a plan is computed from: one team of a decision, its hours and dates, the facts it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from timonier.engine.catalogue import Triple
from timonier.engine.plan.diary import Diary

INSIDE = ("employee", "internal_existing")
NOTHING = Triple(0.0, 0.0, 0.0)
BUSY = 1.25  # times an even month, from which a month is one of the busiest (estimate)


@dataclass(frozen=True)
class PlanMember:
    """One person or provider. Months count from 0, the company's first month.

    ``search`` and ``arrival`` are the months that the decision planned for somebody to be found;
    ``lead_weeks`` is how long finding them usually takes, from the brief to the first day.
    ``hours`` are those contracted a month (worked hours of an employee, bought hours of a provider,
    stated hours of the internal pilot), ``hours_before`` those of a contract in place that changes.
    ``entry`` is the one-off cost of an arrival, ``ending`` what it costs to end it. ``decision`` is
    what becomes of somebody in place, when it is not to keep them as they are: reshape, renew, end
    or expire.
    """

    key: str
    role: str
    category: str
    hours: float
    name: str = ""
    quantity: float = 1.0
    search: int = 0
    arrival: int = 0
    end_month: int | None = None  # exclusive
    existing: bool = False
    monthly_cost: Triple = NOTHING
    notice_months: float = 0.0
    lead_weeks: float = 4.0
    since_months: float = 0.0
    entry: Triple = NOTHING
    ending: float = 0.0
    decision: str = ""
    hours_before: float | None = None
    until: int | None = None  # the last day of a contract in place
    leads: bool = False  # whether somebody of this role can steer others
    executive: bool = False  # whether the law of the market counts the post among executives
    least_hours: float = 0.0  # the smallest engagement that the market sells, hours a month
    least_cost: float = 0.0  # and its price a month
    on_top: float = 0.0  # hours a month that may be ordered beyond ``hours``
    on_top_cost: Triple = NOTHING  # what they cost a month when all are ordered

    @property
    def coming(self) -> bool:
        """Whether somebody is still to be found."""
        return not self.existing and self.category != "internal_existing"

    @property
    def becomes(self) -> str:
        """keep, reshape, renew, end, expire, or new for somebody still to be found."""
        return self.decision or ("new" if self.coming else "keep")

    @property
    def inside(self) -> bool:
        return self.category in INSIDE

    @property
    def on_order(self) -> bool:
        """Whether hours are bought as they are needed: of a provider who is still to be signed."""
        return self.coming and not self.inside

    @property
    def outside_pilot(self) -> bool:
        return self.category == "strategic_external" and self.role != "consultant"


@dataclass(frozen=True)
class Need:
    """An activity's hours a month over the first year, and its nature."""

    hours: Triple
    function: str
    nature: str


@dataclass(frozen=True)
class Trigger:
    """A condition of the path: met today or not, and when it should be (None: not foreseeable)."""

    key: str
    met: bool | None
    month: int | None = None


@dataclass(frozen=True)
class PathStage:
    """From ``from_month`` on, this model, once its triggers hold."""

    from_month: int
    model: str
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True)
class Money:
    """What a team costs, month by month and over the periods that the decision publishes."""

    monthly: tuple[Triple, ...]
    totals: Mapping[int, Triple]  # months (12, 24, 36) -> total
    growth: tuple[float, ...] = ()  # how prices rise: a factor for each month; none when empty
    initial: Triple = NOTHING
    exit: Triple = NOTHING
    budget: float | None = None  # a year, as the company stated it
    media: float | None = None  # media space a year, outside the budget


@dataclass(frozen=True)
class PlanInput:
    """One team to organise. ``work`` holds hours a month by activity, then by member."""

    model: str
    advised: str | None
    members: tuple[PlanMember, ...]
    needs: Mapping[str, Need]
    work: Mapping[str, Mapping[str, float]]
    money: Money
    diary: Diary
    leaving: tuple[PlanMember, ...] = ()  # people and contracts in place that this team ends
    steering: Mapping[str, float] = field(default_factory=dict)  # hours a month by member
    coordination: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    path: tuple[PathStage, ...] = ()
    vision: Mapping[str, bool | None] = field(default_factory=dict)  # targets, channels, objectives
    contact: bool | None = None
    steering_level: float = 0.0
    seasonal: bool = False
    season: tuple[float, ...] = ()  # the factor of each of the plan's first twelve months, if known
    market: str = "fr"
    business: str = "both"
    stage: str = "structuring"
    headcount: int = 20
    transfer_hours: float = 0.0
    start: str = ""  # the plan's first month, "2026-12"
    decided: bool = True  # whether a model was advised or chosen
    unfunded: tuple[str, ...] = ()  # to come, who buy media space for which no budget was stated
    organisation: str = ""  # the model that the team makes; "" when ``model`` is one of them

    @property
    def shape(self) -> str:
        """in_house, outsourced or hybrid: whose duties and rituals this team follows."""
        made = self.organisation or self.model
        return made if made in ("in_house", "outsourced", "hybrid") else "in_house"

    @property
    def peak_days(self) -> tuple[tuple[int, int], ...]:
        """The busiest weeks of the plan, as first and last days; none when they are not known."""
        months = self.diary.months
        found: list[tuple[int, int]] = []
        for i in range(len(months) - 1 if self.season else 0):
            if self.season[i % 12] < BUSY:
                continue
            begins, ends = months[i], months[i + 1] - 1
            if found and found[-1][1] == begins - 1:
                begins = found.pop()[0]
            found.append((begins, ends))
        return tuple(found)
