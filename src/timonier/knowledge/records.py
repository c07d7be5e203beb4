"""The shape of each kind of record, refused when a key is unknown, missing or of another type."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from timonier.engine.catalogue import Category, Nature, Status, Text, Triple
from timonier.knowledge.typography import typeset

Filled = Annotated[str, Field(min_length=1, pattern=r"\S")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.\-]*$")]
Share = Annotated[float, Field(ge=0, le=1)]
Level = Annotated[int, Field(ge=0, le=5)]
Positive = Annotated[float, Field(ge=0)]
Function = Literal["strategy", "execution", "measurement", "coordination"]


def _iso_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write it like 2027-11-30") from None


def _in_order(values: tuple[float, float, float]) -> tuple[float, float, float]:
    if not values[0] <= values[1] <= values[2]:
        raise ValueError(f"range {list(values)} is not in the order low, median, high")
    return values


def _sourced(text: str) -> str:
    if text != "estimate" and not re.search(r"https?://\S", text):
        raise ValueError(f"{text!r} has no web address; write 'title, address', or 'estimate'")
    return text


Day = Annotated[str, AfterValidator(_iso_day)]
Range = Annotated[
    tuple[Positive, Positive, Positive], Field(strict=False), AfterValidator(_in_order)
]
Source = Annotated[Filled, AfterValidator(_sourced)]
Sources = Annotated[list[Filled], Field(min_length=1)]
Url = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Year = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2})?|n\.d\.)$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TextRecord(Record):
    fr: Filled
    en: Filled

    def text(self) -> Text:
        return typeset(self.fr, self.en)


class Measured(Record):
    """What a sourced number needs, whatever it is the number of."""

    value: float | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    unit: Filled
    source: Source
    year: Year
    note: TextRecord
    review_by: Day

    @model_validator(mode="after")
    def _one_value_or_one_range(self) -> Measured:
        bounds = (self.low, self.median, self.high)
        if self.value is not None:
            if any(bound is not None for bound in bounds):
                raise ValueError("has both 'value' and a range; keep one of them")
        elif any(bound is None for bound in bounds):
            raise ValueError("needs 'value', or 'low', 'median' and 'high'")
        else:
            _in_order(bounds)  # type: ignore[arg-type]
        return self

    def triple(self) -> Triple:
        if self.value is not None:
            return Triple(self.value, self.value, self.value)
        return Triple(self.low, self.median, self.high)  # type: ignore[arg-type]


class FigureRecord(Measured):
    key: Key
    label: TextRecord


class ContributionRecord(FigureRecord):
    from_: Month = Field(alias="from")


class AddedRecord(Record):
    """Who came: ``hours`` of a pilot a month, of another provider the share that its work fills."""

    role: Key
    quantity: Annotated[float, Field(gt=0, le=50)] = 1.0
    hours: Positive = 0.0
    start: Annotated[int, Field(ge=0, le=36)] = 0
    bridge: bool = False


class PrecedentRecord(Record):
    model: Literal["in_house", "outsourced", "hybrid"]
    added: list[AddedRecord]
    suits: list[float]


class LibraryRecord(Record):
    made_from: Filled
    companies: Annotated[int, Field(ge=1)]
    effort: Filled
    traits: Annotated[list[Filled], Field(min_length=1)]


class PriceRecord(Measured):
    role: Filled
    figure: Literal["salary", "day_rate", "hour_rate", "retainer"]


Locale = Annotated[str, Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")]


class LocalesRecord(Record):
    fr: Locale
    en: Locale


class MarketRecord(Record):
    key: Key
    label: TextRecord
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    subdivision: str
    timezone: Filled
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    sign: Filled
    money: TextRecord  # how units write the currency
    currency_name: TextRecord
    locales: LocalesRecord
    paper: Literal["a4", "letter"]
    working_days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1)]
    day_start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    holidays: TextRecord
    employer_rules: Filled
    proposed_in: list[Literal["fr", "en"]] = []


class IdentifierRecord(Record):
    key: Key
    label: TextRecord
    digits: Annotated[int, Field(gt=0)]


class WordRecord(Record):
    common: Filled
    here: Filled


class QuietRecord(Record):
    label: TextRecord
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    days: Annotated[int, Field(ge=1, le=31)]
    source: Filled


class NoticeRecord(Record):
    role: Filled
    months: Positive
    sources: Sources = ["estimate"]
    review_by: Day


class UnitRecord(Record):
    key: Filled
    label: TextRecord


class SkillRecord(Record):
    key: Key
    label: TextRecord
    function: Function
    description: TextRecord


class ActivityRecord(Record):
    key: Key
    label: TextRecord
    function: Function
    skills: dict[str, Annotated[int, Field(ge=1, le=5)]]
    nature: Nature
    hours_8: Range | None = None
    hours_30: Range | None = None
    hours_100: Range | None = None
    active_months: Annotated[int, Field(ge=1, le=12)] | None = None
    project_hours: Range | None = None
    projects_per_year: Positive | None = None
    specialisation: Share
    company_knowledge: Share
    brand_sensitivity: Share
    strategic_content: Share
    applies_to: list[Literal["all", "b2b", "b2c", "ecommerce", "export", "multi_site", "regulated"]]
    core: bool
    endogenous: bool
    by_law: bool = False
    driver: TextRecord
    clarifies: Literal["", "targets", "channels", "objectives"] = ""
    sources: Sources
    review_by: Day

    @model_validator(mode="after")
    def _hours_that_fit_the_nature(self) -> ActivityRecord:
        monthly = {"hours_8", "hours_30", "hours_100"}
        once = {"project_hours", "projects_per_year"}
        wanted = once if self.nature == "project" else monthly
        if self.nature == "seasonal":
            wanted = wanted | {"active_months"}
        given = {
            name for name in monthly | once | {"active_months"} if getattr(self, name) is not None
        }
        if given != wanted:
            names = ", ".join(sorted(wanted))
            raise ValueError(f"a {self.nature} activity has exactly {names}")
        return self


class RoleRecord(Record):
    key: Key
    label: TextRecord
    category: Category
    status: Status = ""
    models_usual: list[Literal["in_house", "outsourced", "hybrid"]]
    skills: dict[str, Level]
    steering_level: Level
    steering_capacity: Positive
    steering_need: Positive
    max_productive_share: Share
    min_hours: Positive
    max_hours: Positive
    lead_time_weeks: Range
    ramp_up_months: Positive
    knowledge_start: Share
    knowledge_max: Share
    coordination_overhead: Share
    flexibility: Share
    channel_bias: Share
    departure_rate: Share
    self_orchestration: Share
    failure_modes: TextRecord
    sheet: dict[str, Any] = {}  # what a plan says of it: see ``plan_records.SheetRecord``
    sources: dict[str, Sources]
    review_by: Day

    @model_validator(mode="after")
    def _bounds_in_order(self) -> RoleRecord:
        if self.min_hours > self.max_hours:
            raise ValueError("min_hours is above max_hours")
        if self.knowledge_start > self.knowledge_max:
            raise ValueError("knowledge_start is above knowledge_max")
        if self.status and self.category != "employee":
            raise ValueError("only an employee has a status")
        return self


class SectorRecord(Measured):
    """A line of business; the number is the share of revenue that it puts into marketing."""

    key: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    label: TextRecord
    words: Annotated[list[Filled], Field(min_length=1)]


class PriorRecord(Record):
    fact: Key
    given: str = ""
    kind: Literal["choice", "bernoulli", "beta", "lognormal", "constant"]
    values: dict[str, float] = Field(default_factory=dict)
    figure: str = ""
    scale: str = ""
    source: Source
    note: TextRecord | None = None
    review_by: Day

    @model_validator(mode="after")
    def _values_or_a_figure(self) -> PriorRecord:
        if bool(self.values) == bool(self.figure):
            raise ValueError("needs either 'values' or the 'figure' that holds them")
        return self
