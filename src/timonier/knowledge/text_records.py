"""The shape of the records that are mostly words: facts, statements, criteria, warnings, terms."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from timonier.knowledge.records import Day, Filled, Key, Record, TextRecord, Url, Year

ModelKey = Literal["in_house", "outsourced", "hybrid"]
Shown = Literal[
    "share",
    "hours",
    "month",
    "count",
    "ratio",
    "level",
    "role",
    "function",
    "skills",
    "vision",
]


class FactRecord(Record):
    key: Key
    label: TextRecord
    question: TextRecord
    why: TextRecord
    help: TextRecord
    unit: TextRecord | None = None
    choices: dict[str, TextRecord] = Field(default_factory=dict)
    anchors: dict[str, TextRecord] = Field(default_factory=dict)
    example: str | TextRecord = ""
    minutes: Annotated[float, Field(gt=0)]


class AnsweringRecord(Record):
    """Where the minutes of every fact come from: one estimate, made once."""

    note: TextRecord
    year: Year
    review_by: Day


class StatementRecord(Record):
    code: Annotated[str, Field(pattern=r"^[AT]\d[0-9IOH]$")]
    text: TextRecord


class MeasureRecord(Record):
    key: Key
    label: TextRecord
    unit: TextRecord
    short_unit: TextRecord | None = None
    amount: TextRecord | None = None
    amount_one: TextRecord | None = None
    written: Literal["ratio", "number", "percent", "weeks", "days", "money"]
    decimals: Annotated[int, Field(ge=0, le=3)] = 2
    period: TextRecord | None = None
    description: TextRecord


class RiskRecord(MeasureRecord):
    formula: TextRecord


class CriterionRecord(MeasureRecord):
    amount: TextRecord
    formula: TextRecord
    higher_is_better: bool
    statement: str
    also: list[str] = Field(default_factory=list)
    more: dict[Key, str] = Field(default_factory=dict)
    facts: list[str] = Field(default_factory=list)
    figures: list[str] = Field(default_factory=list)
    role_figures: list[str] = Field(default_factory=list)
    article_class: dict[ModelKey, str] = Field(default_factory=dict)
    condition: dict[ModelKey, TextRecord] = Field(default_factory=dict)


class WarningRecord(Record):
    code: Key
    label: TextRecord
    text: TextRecord
    remedy: TextRecord
    statements: list[str]
    fields: dict[str, Shown]


class TermRecord(Record):
    key: Filled
    label: TextRecord
    definition: TextRecord


class SourceRecord(Record):
    key: Key
    title: Filled
    url: Url
    year: Year
    strength: Literal["A", "B", "C"]
    supports: TextRecord
