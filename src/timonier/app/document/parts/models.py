"""The teams: who is in them, what they do, cost and risk, and where each model stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from timonier.app.document.parts.money import Released, Year
from timonier.app.document.parts.part import Above, Number, Part, Range, Says, Share, Text, Whole
from timonier.app.document.parts.story import Point
from timonier.app.document.parts.work import ByFunction
from timonier.engine.catalogue import FUNCTIONS, MODELS
from timonier.engine.company import OWNER
from timonier.knowledge import load

EMPTY, SOME, TWO = Says({"maxItems": 0}), Says({"minItems": 1}), Says({"minItems": 2})


@dataclass(frozen=True, kw_only=True)
class Member(Part):
    """Somebody of a team, inside or outside; months count from 1."""

    role: Text
    label: Text
    name: str | None
    quantity: Annotated[Number, Says({"exclusiveMinimum": 0})]
    unit: Annotated[str, Says({"enum": ["fte", "contract"]})]
    hours: Above
    """A month, of one post or contract."""
    start_month: Annotated[int, Says({"minimum": 1})]
    """The month in which they begin to work."""
    search_month: int
    """The month in which the search for them begins."""
    end_month: int | None
    """The month after which they are gone."""
    existing: bool
    contact_only: bool
    """There to answer the providers, and for nothing else."""
    monthly_cost: Whole
    """In the document's currency, a month, before indexation."""
    share: Share
    """Their share of the hours that the team does well."""

    @property
    def in_posts(self) -> bool:
        """Whether people count them in full-time posts; an owner's few hours are told as hours."""
        return self.unit == "fte" and self.role != OWNER


@dataclass(frozen=True, kw_only=True)
class Condition(Part):
    """The article's "if", bound to the number that says whether it holds here (R117)."""

    text: Text
    metric: Text
    value: float
    needed: float
    met: bool


@dataclass(frozen=True, kw_only=True)
class Criterion(Range):
    """The measure of a criterion, in its unit, beside what the article says of it."""

    value: Share
    """What the ranking reads, from 0, the worst, to 1."""
    weight: Share
    """The mean of the weights drawn."""
    month_3: Range | None = None
    """Of the alignment: the same three months in."""
    weeks_80: Range | None = None
    """Of the speed: weeks until four fifths of the work is done; ``p10`` to ``p90`` are to a
    quarter."""
    cycle_days: Range | None = None
    """Of the speed: days from a request to its delivery."""
    money: Whole | None = None
    """Of the initial cost: in the document's currency, once."""
    unit: Text
    class_: Text | None
    article_class: Text | None
    condition: Condition | None


@dataclass(frozen=True, kw_only=True)
class InsideHours(Part):
    """Hours a month that a team takes from the company."""

    people: float
    """To manage people."""
    steering: float
    """To steer and brief providers."""


@dataclass(frozen=True, kw_only=True)
class Stoppable(Part):
    """The share of the next one or three months' spending that stopping today avoids."""

    months_1: Share
    months_3: Share


@dataclass(frozen=True, kw_only=True)
class Cost(Part):
    """What is paid, in the document's currency."""

    monthly: tuple[Whole, ...]
    """In each month."""
    months_12: Whole
    """Over the first 12 months."""
    months_24: Whole
    """Over the first 24 months."""
    months_36: Whole
    """Over the first 36 months."""
    a_year: Whole
    """A year, in the mean of all the months simulated."""
    by_year: tuple[Year, ...]
    """Each of the first three years."""
    paid_over_budget: Share
    """The chance that the dearest of them passes the budget of a year."""
    initial: Whole
    """Once, to begin."""
    exit: Whole
    """Once, to leave."""
    internal_time: Range
    """Hours a month of the people inside who steer."""
    inside_hours: InsideHours
    payroll_a_month: int
    """A month, pay and contributions."""
    stoppable: Stoppable

    def over(self, months: int) -> Whole:
        """What is paid over the first 12, 24 or 36 months."""
        return {12: self.months_12, 24: self.months_24, 36: self.months_36}[months]


@dataclass(frozen=True, kw_only=True)
class Supplied(Part):
    """Hours a month of steering or coordination, once settled."""

    required: Range
    supplied: Range
    ratio: Range


@dataclass(frozen=True, kw_only=True)
class Team(Part):
    """What a team does, costs and risks."""

    viable: Literal[True]
    team: Annotated[tuple[Member, ...], SOME]
    led_by: Annotated[str, Says({"enum": ["inside", "outside"]})]
    """Who steers once settled."""
    released: tuple[Released, ...]
    """People and contracts in place that this team ends."""
    criteria: Annotated[Mapping[str, Criterion], Says(lambda: {"required": list(load().criteria)})]
    cost: Cost
    coverage: ByFunction
    """Share of the needed hours that is done well, once settled."""
    coverage_by_month: Annotated[
        Mapping[str, tuple[Range, ...]], Says({"required": [*FUNCTIONS, "all"]})
    ]
    steering: Supplied
    coordination: Supplied
    risks: Annotated[Mapping[str, Range], Says(lambda: {"required": list(load().risks)})]
    """Each in its own unit, 0 when it is safe."""
    bus_factor: Annotated[int, Says({"minimum": 0})]
    """How many must leave before half of the covered work is lost."""

    @property
    def hires(self) -> bool:
        """Whether somebody is to be employed who is not there yet."""
        return any(one.in_posts and not one.existing for one in self.team)


@dataclass(frozen=True, kw_only=True)
class NoTeam(Part):
    """A model that no team can serve."""

    viable: Literal[False]
    team: Annotated[tuple[Member, ...], EMPTY] = ()
    released: Annotated[tuple[Released, ...], EMPTY] = ()
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    cost: Mapping[str, Whole] = field(default_factory=dict)
    coverage: Mapping[str, Range] = field(default_factory=dict)
    coverage_by_month: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)
    risks: Mapping[str, Range] = field(default_factory=dict)
    bus_factor: None


@dataclass(frozen=True, kw_only=True)
class Regret(Part):
    """How far a model falls short of the best, in utility from 0 to 1."""

    mean: float | None
    p95: float | None


@dataclass(frozen=True, kw_only=True)
class Ranked(Part):
    """Where a model stands among the three; all nil for one that has no team."""

    chance_of_best: Share
    standard_error: Above
    rank_acceptability: tuple[Share, ...]
    """The share of the draws in which it comes first, second, third."""
    central_weights: Mapping[str, Share] | None
    """The mean of the weights with which it comes first."""
    confidence: Share | None
    """The chance that it is first with those weights."""
    expected_utility: float | None
    regret: Regret


@dataclass(frozen=True, kw_only=True)
class Case(Part):
    """What speaks for and against a model, and where the article differs."""

    advantages: tuple[Point, ...]
    limits: tuple[Point, ...]
    why_not: tuple[Point, ...]
    differences: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Staffed(Case, Ranked, Team):
    """A model with a team."""

    advantages: Annotated[tuple[Point, ...], TWO]
    limits: Annotated[tuple[Point, ...], TWO]


@dataclass(frozen=True, kw_only=True)
class Closed(Case, Ranked, NoTeam):
    """A model without a team, and why it has none."""

    why_not: Annotated[tuple[Point, ...], SOME]


Model = Staffed | Closed


@dataclass(frozen=True, kw_only=True)
class Models(Part):
    """The three models."""

    in_house: Model
    outsourced: Model
    hybrid: Model

    def __getitem__(self, name: str) -> Model:
        """One of the three, by its key."""
        if name not in MODELS:
            raise KeyError(name)
        found: Model = getattr(self, name)
        return found
