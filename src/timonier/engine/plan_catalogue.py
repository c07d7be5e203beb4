"""What the engine knows of organising a team: rituals, duties, indicators, clauses, actions.

Frozen values built by ``timonier.knowledge.plan``, like those of ``catalogue``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from timonier.engine.catalogue import Text

SETTINGS = (
    "indicators_per_function.exploring",
    "indicators_per_function.structuring",
    "indicators_per_function.established",
    "meeting_share",
    "cover_fit",
    "trial_days",
    "trial_notice_days",
    "handover_days",
    "procedure_days",
    "pilot_wait_months",
    "searches_at_once",
    "hires_at_once",
    "launch_share",
    "launch_share_pilot",
    "one_off_share",
    "one_off_share_pilot",
    "post_share",
    "post_hours.ceo",
    "post_hours.sales",
    "post_hours.product",
    "post_hours.finance",
    "crafts_most",
    "crafts.employee",
    "crafts.freelancer",
    "crafts.agency",
    "crafts.strategic_external",
    "crafts.idle",
    "pilot_level",
    "interview_skills",
    "crumb_hours",
    "crumb_share",
    "weekly_from_hours",
    "ritual_share",
    "one_head_below",
)

Kind = Literal["employee", "provider", "pilot"]


@dataclass(frozen=True)
class Slot:
    """When a ritual takes place: a weekday (0 is Monday), a week of the month (0 if weekly)."""

    weekday: int
    week: int
    time: str  # HH:MM, in the company's time zone


@dataclass(frozen=True)
class Ritual:
    key: str
    order: int  # what is kept first when time is short
    label: Text
    cadence: str
    minutes: Mapping[str, int]  # model -> length of one occurrence
    minimum_minutes: int
    slot: Slot
    needs: str
    seats: Mapping[str, tuple[str, ...]]  # model -> who takes part, the owner's seat first
    agenda: tuple[Text, ...]
    output: Text
    source: str


@dataclass(frozen=True)
class Duty:
    """A row of the RACI: seats -> letters (A answers, R does, C consulted, I informed)."""

    key: str
    label: Text
    activities: tuple[str, ...]
    needs: str
    letters: Mapping[str, Mapping[str, str]]  # model -> seat -> letters


@dataclass(frozen=True)
class Indicator:
    key: str
    function: str
    rank: int
    label: Text
    formula: Text
    unit: Text
    frequency: str
    data: Text
    target: Text
    activities: tuple[str, ...]
    businesses: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Clause:
    key: str
    label: Text
    check: Text
    applies: tuple[str, ...]
    key_clause: bool
    media: bool = False  # only where media space is bought


@dataclass(frozen=True)
class ReportLevel:
    key: str
    order: int
    label: Text
    cadence: str
    by: tuple[str, ...]
    content: tuple[Text, ...]
    needs: str
    ritual: str = ""  # the one that it is written for


@dataclass(frozen=True)
class ServiceLevel:
    key: str
    order: int
    label: Text
    value: Text
    side: str  # both | provider | company


@dataclass(frozen=True)
class Tool:
    key: str
    order: int
    label: Text
    rule: Text
    set_up_hours: float
    needs: str


@dataclass(frozen=True)
class Stage:
    """A step of the first ninety days of whoever arrives."""

    key: str
    day: int
    label: Text
    proof: Text
    steps: Mapping[str, tuple[Text, ...]]  # kind -> what happens


@dataclass(frozen=True)
class RoleSheet:
    role: str
    title: Text | None  # of the offer of a job; none for a mission
    mission: Text
    decisions: Text
    deliverables: tuple[Text, ...]
    out_of_scope: Text
    questions: tuple[Text, ...]
    indicators: tuple[str, ...]
    steered_by: str


@dataclass(frozen=True)
class Task:
    """What an activity asks of the person who has it, and what comes out of it."""

    activity: str
    responsibility: Text
    deliverable: Text


@dataclass(frozen=True)
class Interview:
    skill: str
    question: Text
    strong: Text
    weak: Text
    exercise: Text


@dataclass(frozen=True)
class SelectionCriterion:
    key: str
    label: Text
    look_for: Text
    weights: Mapping[str, int]  # agency | freelancer | pilot | consultant -> points of 100


@dataclass(frozen=True)
class SelectionQuestion:
    key: str
    text: Text
    applies: tuple[str, ...]


@dataclass(frozen=True)
class ActionTemplate:
    """A kind of action: of the company ``when`` it is due, or ``about`` each person of a kind.

    ``after`` are the kinds that must be done before; ``hours`` those of its owner, ``others`` those
    of one holder of each other seat; it takes ``days`` worked days at least, or ``lead``, a share
    of the time that finding such a person takes. ``movable``: may wait until a busy season is over.
    ``delivers``: the activity of which it is the first delivery, "" for most.
    """

    key: str
    when: str
    about: str
    step: str
    after: tuple[str, ...]
    owner: tuple[str, ...]  # seats, or "subject"
    hours: float
    others: Mapping[str, float]
    days: int
    lead: float
    movable: bool
    delivers: str
    label: Text
    done_when: Text


@dataclass(frozen=True)
class Rule:
    """A rule of law as it was read, to be checked before anybody acts on it."""

    key: str
    topic: str  # offer | hire | trial | end | buy | rights | data | money | language
    when: str  # the situation of a plan in which it is said
    headcount: tuple[int, int | None]  # the sizes of company that it is for
    label: Text
    text: Text
    article: str
    url: str
    read_on: str  # ISO day of the text that was read
    review_by: str
    official: bool  # read in an official text; otherwise in a secondary source
    lawyer: bool  # whether to see a lawyer before acting


@dataclass(frozen=True)
class LawPack:
    """The rules of one market, and its trials: status -> (months, days of warning).

    ``least_post``: the smallest part of a whole post that is usually signed, from 0 to 1.

    ``first_language``: the one in which what is sent out is written first; "" when none is.
    """

    market: str
    first_language: str
    contract: Text  # what a permanent post is called in an ad
    least_post: float
    trials: Mapping[str, tuple[float, int]]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class DecisionReview:
    key: str
    month: int
    label: Text


@dataclass(frozen=True)
class PlanKnowledge:
    """Everything a plan is made from, beside the decision itself."""

    seats: Mapping[str, Text]
    seat_headcount: Mapping[str, int]  # headcount from which a seat is held by somebody apart
    settings: Mapping[str, float]  # the plan's own numbers
    rituals: tuple[Ritual, ...]  # in order
    duties: tuple[Duty, ...]
    indicators: Mapping[str, Indicator]
    clauses: tuple[Clause, ...]
    reports: tuple[ReportLevel, ...]
    service_levels: tuple[ServiceLevel, ...]
    tools: tuple[Tool, ...]
    stages: tuple[Stage, ...]
    sheets: Mapping[str, RoleSheet]
    tasks: Mapping[str, Task]
    interviews: Mapping[str, Interview]
    criteria: tuple[SelectionCriterion, ...]
    questions: tuple[SelectionQuestion, ...]
    actions: tuple[ActionTemplate, ...]
    reviews: tuple[DecisionReview, ...]
    laws: Mapping[str, LawPack]  # by market
    wording: Mapping[str, Text]  # every other sentence of the plan and the report
