"""What the API answers beside the documents of the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from timonier.app.document.parts import (
    Ask,
    Bought,
    Explained,
    Levers,
    Part,
    Provenance,
    Says,
    Share,
    Step,
    Stop,
    Text,
    ValueOfInformation,
    Whole,
)
from timonier.app.interview.posed import Posed
from timonier.app.portfolio.line import Line

Spoken = Annotated[str, Says({"enum": ["fr", "en"]})]


@dataclass(frozen=True, kw_only=True)
class NextQuestions(Part):
    """What to find out next, and whether to stop asking."""

    language: Spoken
    next_questions: tuple[Ask, ...]
    stop: Stop
    value_of_information: ValueOfInformation
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Interviewed(Part):
    """The question that an interview asks now; null when it is time to decide."""

    language: Spoken
    question: Ask | Posed | None
    write_at: str | None
    """Where its answer goes in the company: SECTION.KEY, or a section alone."""
    allowed: str
    """What may be written there."""
    unknown: str
    """What "unknown" means there, where it means more than "I don't know"."""
    number: int | None
    """Of the questions that everybody is asked; null for those that follow."""
    of: int | None
    stop: str
    """Whether asking can stop here, and why; "" before everybody's questions are answered."""


@dataclass(frozen=True, kw_only=True)
class Frontier(Part):
    """What each of several budgets buys, and what to do where this one buys too little."""

    language: Spoken
    currency: str
    frontier: tuple[Step, ...]
    levers: Levers | None
    bought: Bought | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Tried(Part):
    """One model before and after a change; ``a_year`` is null where no team of it is open."""

    chance_before: Share
    chance_after: Share
    open: bool
    a_year: Whole | None


@dataclass(frozen=True, kw_only=True)
class WhatIf(Part):
    """What a change would make of the advice, on the teams already found."""

    language: Spoken
    currency: str
    before: str | None
    after: str | None
    text: Text
    models: dict[str, Tried]
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Explanations(Part):
    """Where figures of a decision document come from, by their path in it."""

    language: Spoken
    explanations: dict[str, Explained]


@dataclass(frozen=True, kw_only=True)
class Spread(Part):
    """The value of a figure: one number three times, or low, likely, high."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Figure(Part):
    """A figure of the knowledge, with its source and its dates."""

    key: Text
    label: Text
    value: Spread
    unit: Text
    said: Text
    """The value in words."""
    note: str
    source: Text
    url: str
    year: str
    review_by: str


@dataclass(frozen=True, kw_only=True)
class Figures(Part):
    """A page of figures; ``next`` asks for the following one, null at the end."""

    facts: tuple[Figure, ...]
    next: str | None
    total: int


@dataclass(frozen=True, kw_only=True)
class JobStanding(Part):
    """Where a job stands; times are ISO 8601, in UTC."""

    id: Text
    kind: Text
    state: Annotated[str, Says({"enum": ["waiting", "running", "done", "failed", "cancelled"]})]
    reason: str
    """Why it ended without a result: failed, lost, no_team, stopped."""
    progress: Annotated[int, Says({"minimum": 0, "maximum": 100})]
    place: int
    """In line; 0 once begun."""
    seconds_left: int
    asked_at: str | None
    finished_at: str | None
    kept_until: str | None
    result: str | None
    """The address of what it made."""


@dataclass(frozen=True, kw_only=True)
class PlanFile(Part):
    """A file of a plan, and its address."""

    path: Text
    media_type: Text
    bytes: int
    address: Text


@dataclass(frozen=True, kw_only=True)
class PlanFiles(Part):
    """The files of a plan; ``archive`` is the address of all of them in one."""

    id: Text
    language: Spoken
    archive: Text
    files: tuple[PlanFile, ...]


@dataclass(frozen=True, kw_only=True)
class Counts(Part):
    """How far a list is, and how many of its companies each basket of calls holds."""

    id: Text
    state: str
    companies: int
    decided: int
    baskets: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Rows(Part):
    """A page of rows; ``next`` is the cursor of the following one, null at the end."""

    rows: tuple[Line, ...]
    next: int | None
