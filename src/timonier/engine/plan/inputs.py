"""What a plan is computed from: one team of a decision, its hours and dates, the facts it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from timonier.engine.catalogue import Triple

INSIDE = ("employee", "internal_existing")
NOTHING = Triple(0.0, 0.0, 0.0)
SHORTEST = 14  # days of a search that the decision counts as less than a month


@dataclass(frozen=True)
class PlanMember:
    """One person or provider. Months count from 0, the company's first month.

    ``search`` is when the search begins and ``arrival`` the first month of work; equal for somebody
    in place. ``hours`` are those contracted a month (worked hours of an employee, bought hours of a
    provider, stated hours of the internal pilot).
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

    @property
    def coming(self) -> bool:
        """Whether somebody is still to be found."""
        return not self.existing and self.category != "internal_existing"

    @property
    def first_day(self) -> int:
        """Days from the start to the first day of work; nobody is found in less than two weeks."""
        same_month = self.coming and self.arrival == self.search
        return 30 * self.arrival + (SHORTEST if same_month else 0)

    @property
    def inside(self) -> bool:
        return self.category in INSIDE

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
    by_member: Mapping[str, tuple[float, ...]]  # median cost by month
    totals: Mapping[int, Triple]  # months (12, 24, 36) -> total
    initial: Triple = NOTHING
    exit: Triple = NOTHING


@dataclass(frozen=True)
class PlanInput:
    """One team to organise. ``work`` holds hours a month by activity, then by member."""

    model: str
    advised: str | None
    members: tuple[PlanMember, ...]
    needs: Mapping[str, Need]
    work: Mapping[str, Mapping[str, float]]
    money: Money
    steering: Mapping[str, float] = field(default_factory=dict)  # hours a month by member
    coordination: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    path: tuple[PathStage, ...] = ()
    vision: Mapping[str, bool | None] = field(default_factory=dict)  # targets, channels, objectives
    contact: bool | None = None
    steering_level: float = 0.0
    seasonal: bool = False
    market: str = "fr"
    business: str = "both"
    stage: str = "structuring"
    headcount: int = 20
    transfer_hours: float = 0.0
    start: str = ""  # "2026-12"; "" when the company gave none
    organisation: str = ""  # the model that the team makes; "" when ``model`` is one of them

    @property
    def shape(self) -> str:
        """in_house, outsourced or hybrid: whose duties and rituals this team follows.

        The mixed organisation is led from inside: it follows those of an in-house team.
        """
        made = self.organisation or self.model
        return made if made in ("in_house", "outsourced", "hybrid") else "in_house"
