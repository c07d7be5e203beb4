"""What the engine knows of the world: activities, skills, roles, figures, markets.

Everything here is a frozen value built by ``timonier.knowledge``; the engine never reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from timonier.engine.precedents import Library

FUNCTIONS = ("strategy", "execution", "measurement", "coordination")
MODELS = ("in_house", "outsourced", "hybrid")
WEEKS_PER_MONTH = 4.345

Nature = Literal["recurring", "seasonal", "project"]
Status = Literal["", "executive", "apprentice"]
Category = Literal["employee", "strategic_external", "agency", "freelancer", "internal_existing"]


@dataclass(frozen=True)
class Text:
    """One wording in the product's two languages."""

    fr: str
    en: str

    def __getitem__(self, lang: str) -> str:
        if lang not in ("fr", "en"):
            raise KeyError(f"language {lang!r}: expected 'fr' or 'en'")
        return self.fr if lang == "fr" else self.en


@dataclass(frozen=True)
class Triple:
    """A low / likely / high figure: P10, P50, P90 of what may be."""

    low: float
    median: float
    high: float


def as_triple(value: float | Triple) -> Triple:
    """A figure that a company gives: a single value is all three."""
    return value if isinstance(value, Triple) else Triple(*[float(value)] * 3)


def is_currency(code: str) -> bool:
    """Whether a unit is a currency: three capital letters, as ISO 4217 has them."""
    return len(code) == 3 and code.isalpha() and code.isupper()


@dataclass(frozen=True)
class Figure:
    """A dated, sourced number. ``key`` is unique; market figures start with the market's key."""

    key: str
    label: Text
    value: Triple  # low == median == high when the figure is a single value
    unit: str
    source: str
    year: str  # "2026", "2026-07" or "n.d."
    note: Text
    review_by: str  # ISO date
    estimate: bool  # True when no outside source backs the number
    url: str = ""  # where the source can be read; empty for an estimate or a book

    @property
    def is_range(self) -> bool:
        return self.value.low != self.value.high

    @property
    def is_money(self) -> bool:
        """Whether it is an amount, whatever its period: its unit begins with a currency."""
        return is_currency(self.unit.partition("/")[0])


@dataclass(frozen=True)
class Skill:
    key: str
    label: Text
    function: str
    description: Text


@dataclass(frozen=True)
class Activity:
    """A piece of marketing work. Hours are a month (a project's: for the whole project)."""

    key: str
    label: Text
    function: str
    skills: Mapping[str, int]  # skill -> required level 1-5
    nature: Nature
    hours: tuple[Triple, Triple, Triple]  # at 8, 30 and 100 people; zeros for a project
    active_months: int  # of a year, for seasonal work; 12 otherwise
    project_hours: Triple  # zeros unless a project
    projects_per_year: float
    specialisation: float
    company_knowledge: float
    brand_sensitivity: float
    strategic_content: float
    applies_to: frozenset[str]  # all, b2b, b2c, ecommerce, export, multi_site, regulated
    core: bool
    endogenous: bool  # no hours of its own: it is the steering and coordination of the team
    driver: Text  # what makes the hours grow
    source: str
    by_law: bool = False  # the law asks for it: nobody may give it up
    clarifies: str = ""  # part of the vision it makes clear: targets, channels, objectives


@dataclass(frozen=True)
class Role:
    """A kind of resource, existing or not. Market figures live in ``Market.roles``."""

    key: str
    label: Text
    category: Category
    status: Status  # what the law or the contract makes of an employee
    models_usual: tuple[str, ...]
    skills: Mapping[str, int]  # every skill -> level 0-5
    steering_level: int
    steering_capacity: float  # hours a month it can spend steering others
    steering_need: float  # senior hours required per productive hour
    max_productive_share: float
    min_hours: float
    max_hours: float
    lead_time_weeks: Triple
    ramp_up_months: float
    knowledge_start: float
    knowledge_max: float
    coordination_overhead: float
    flexibility: float
    channel_bias: float
    departure_rate: float  # a year
    self_orchestration: float
    failure_modes: Text
    source: str


@dataclass(frozen=True)
class Identifier:
    """The number by which a country knows a company."""

    key: str  # "siren"
    label: Text
    digits: int


@dataclass(frozen=True)
class Quiet:
    """Days of each year on which little is decided: from a day of a month on, or from the first
    such weekday on or after it."""

    label: Text
    month: int
    day: int
    weekday: int | None  # 0 is Monday
    days: int


@dataclass(frozen=True)
class Market:
    """One country or province: how it counts and writes, what things cost and what hires cost."""

    key: str  # "fr", "ca-qc": the name of its folder
    label: Text
    country: str  # ISO 3166
    subdivision: str  # of the country; "" for all of it
    timezone: str
    currency: str  # ISO 4217
    sign: str  # beside an amount
    currency_name: Text
    locales: Mapping[str, str]  # language of the product -> the tag of that language there
    paper: Literal["a4", "letter"]
    working_days: tuple[int, ...]  # 0 is Monday
    day_start: str  # "09:00"
    holidays: Text  # which public holidays and quiet weeks its calendar counts
    quiet: tuple[Quiet, ...]
    employer_rules: str  # a rule set of ``engine.cost``
    identifiers: tuple[Identifier, ...]
    proposed_in: tuple[str, ...]  # languages whose readers are offered this market first
    hours_per_day: float
    worked_hours_per_year: Figure
    roles: Mapping[str, Mapping[str, Figure]]  # role -> salary | day_rate | hour_rate | retainer
    notice: Mapping[str, Figure]  # role -> months; those who never leave have none
    figures: Mapping[str, Figure]  # recruitment_fee, onboarding_cost, equipment, seat, indexation…
    contributions: Mapping[str, Mapping[str, Figure]]  # date "2026-01" -> statutory figure key
    words: Mapping[str, Text]  # address of a text of the knowledge -> what is said there instead
    terms: Mapping[str, str]  # French words of the plan -> those that people there use
    library: Library | None = None  # teams of companies decided before, for a triage


@dataclass(frozen=True)
class Statement:
    """A statement of the article, in our own words."""

    code: str
    text: Text


@dataclass(frozen=True)
class Measure:
    """A quantity that is measured of a team, and the one way in which its number is written.

    ``written``: "ratio" (0-1, two decimals), "number", "percent", "weeks", "days", "money".
    ``period`` may hold figures of the method, and the texts the period, between braces.
    """

    key: str
    label: Text
    unit: Text
    short_unit: Text  # where there is little room
    amount: Text  # ``{n}`` with its unit, as it reads inside a sentence
    amount_one: Text  # the same for one
    written: str
    decimals: int  # of a ratio or a number
    period: Text | None  # when it is measured; None when the unit says it
    description: Text


@dataclass(frozen=True)
class Risk(Measure):
    """What a team may come to suffer; the ranking does not read it."""

    formula: Text  # how it is computed


@dataclass(frozen=True)
class Criterion(Measure):
    """A measure that ranks teams; what the article says is shown beside it and read by no rule."""

    formula: Text  # how it is computed, with the numbers that its function gives
    higher_is_better: bool
    statement: str  # behind it: a row of the article's table, else one statement for every model
    also: tuple[str, ...]  # other measures that may show why a model is worth more, best first
    more: Mapping[str, str]  # key in the document -> another measure that is told with it
    facts: tuple[str, ...]  # what it is computed from, beside the team and the needs
    figures: tuple[str, ...]  # of the method
    role_figures: tuple[str, ...]  # of each role in the team
    article_class: Mapping[str, str]  # model -> class key
    condition: Mapping[str, Text]  # model -> the article's "if …"


@dataclass(frozen=True)
class Warning_:
    code: str
    label: Text
    text: Text  # a str.format template over the facts that raised it
    remedy: Text
    statements: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)  # field of the text -> how it is shown


@dataclass(frozen=True)
class Sector:
    """A line of business, and the words by which a company tells that it is its own."""

    key: str
    label: Text
    words: tuple[str, ...]  # in either language


@dataclass(frozen=True)
class Prior:
    """How an unknown fact is drawn. ``given`` is "" or a condition key the engine understands."""

    fact: str
    given: str
    kind: str  # choice | bernoulli | beta | lognormal | constant
    values: Mapping[str, float]
    source: str
    scale: str = ""  # the fact that multiplies what is drawn: a revenue is drawn per head


@dataclass(frozen=True)
class FactText:
    """How one fact of the company file is asked, in the order of the file that holds them all.

    ``key`` is one of ``engine.company.FACTS``, or a table (``team``, ``preferences.order`` …).
    """

    key: str
    label: Text  # a few words
    question: Text
    why: Text  # why it is asked
    help: Text  # how to find the answer
    unit: Text  # empty when the answer is no number; "{currency}" stands for the market's
    choices: Mapping[str, Text]  # value -> the option as offered; "yes" and "no" of a boolean
    anchors: Mapping[str, Text]  # number, as text -> what it looks like in real life
    example: Text  # a plausible value as the company file writes it, never a default
    minutes: float  # what answering costs; estimate


@dataclass(frozen=True)
class Term:
    """A word of the trade, explained to someone who never met it."""

    key: str  # its name in code
    label: Text
    definition: Text


@dataclass(frozen=True)
class Source:
    """A public page, and what it backs. Strength: A research, B survey, C practice."""

    key: str
    title: str
    url: str
    year: str
    strength: str
    supports: Text


@dataclass(frozen=True)
class Knowledge:
    """Everything, validated and frozen."""

    version: str  # of the figures: what is computed with
    words_version: str
    skills: Mapping[str, Skill]
    activities: Mapping[str, Activity]
    roles: Mapping[str, Role]
    markets: Mapping[str, Market]
    method: Mapping[str, Figure]  # parameters of the method, all estimates
    priors: tuple[Prior, ...]
    statements: Mapping[str, Statement]
    criteria: Mapping[str, Criterion]  # in the order in which they are shown, as are risks
    risks: Mapping[str, Risk]
    measures: Mapping[str, Measure]  # told with a criterion
    warnings: Mapping[str, Warning_]
    wording: Mapping[str, Text]  # every other sentence of the product, by key
    figures: Mapping[str, Figure] = field(repr=False)  # all of them, by key: what `facts` shows
    facts: Mapping[str, FactText] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    sectors: Mapping[str, Sector] = field(default_factory=dict)
    units: Mapping[str, Text] = field(default_factory=dict)  # how each unit reads
