"""The shape of each kind of record of the plan, refused like the others' when it is wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from timonier.knowledge.records import Day as IsoDay
from timonier.knowledge.records import Filled, Function, Key, Positive, Record, TextRecord

Seat = Literal["ceo", "pilot", "contact", "executor", "provider", "sales", "product", "finance"]
Cadence = Literal["weekly", "biweekly", "monthly", "quarterly", "half_yearly", "yearly"]
Need = Literal["", "executor", "provider", "hire", "sales_link", "content", "transfer"]
Letters = Literal["A", "R", "AR", "C", "I"]
Model = Literal["in_house", "outsourced", "hybrid"]
Outside = Literal["agency", "freelancer", "pilot", "consultant"]
Occasion = Literal[
    "always",
    "vision_unclear",
    "vision_partial",
    "no_contact",
    "provider",
    "seasonal",
    "staffed",
    "undecided",
    "media_unstated",
]
About = Literal["", "pilot", "provider", "hire", "reshape", "renew", "contract_end", "post_end"]
Step = Literal["", "open", "close", "arrive", "leave"]
Situation = Literal[
    "always",
    "hire",
    "part_time",
    "apprentice",
    "end_post",
    "provider",
    "freelancer",
    "contacts",
    "entrusted",
    "media",
]


def _sourced(text: str) -> str:
    if "estimate" not in text and "http" not in text and "article" not in text:
        raise ValueError(f"{text!r} names no source; give a web address, or 'estimate'")
    return text


Source = Annotated[Filled, AfterValidator(_sourced)]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Minutes = Annotated[int, Field(gt=0, le=960)]
Day = Annotated[int, Field(ge=0, le=366)]
Texts = Annotated[list[TextRecord], Field(min_length=1)]


class ByModel(Record):
    in_house: list[Seat]
    outsourced: list[Seat]
    hybrid: list[Seat]


class MinutesByModel(Record):
    in_house: Minutes
    outsourced: Minutes
    hybrid: Minutes


class SlotRecord(Record):
    weekday: Annotated[int, Field(ge=0, le=6)]
    week: Annotated[int, Field(ge=0, le=4)] = 0
    time: Time


class SeatRecord(Record):
    key: Seat
    label: TextRecord
    from_headcount: Annotated[int, Field(ge=1)]


class SettingRecord(Record):
    key: Key
    value: Positive
    note: TextRecord
    source: Source


class RitualRecord(Record):
    key: Key
    order: int
    label: TextRecord
    cadence: Cadence
    minutes: MinutesByModel
    minimum_minutes: Minutes
    start: SlotRecord
    needs: Need
    seats: ByModel
    agenda: Texts
    output: TextRecord
    source: Source


class DutyRecord(Record):
    key: Key
    label: TextRecord
    activities: list[Key]
    needs: Need
    in_house: dict[Seat, Letters]
    outsourced: dict[Seat, Letters]
    hybrid: dict[Seat, Letters]


class IndicatorRecord(Record):
    key: Key
    function: Function
    rank: int
    label: TextRecord
    formula: TextRecord
    unit: TextRecord
    frequency: Cadence
    data: TextRecord
    target: TextRecord
    activities: list[Key]
    businesses: list[Literal["b2b", "b2c", "both"]]
    source: Source


class ClauseRecord(Record):
    key: Key
    label: TextRecord
    check: TextRecord
    applies: Annotated[list[Outside], Field(min_length=1)]
    key_clause: bool
    media: bool = False


class ReportLevelRecord(Record):
    key: Key
    order: int
    label: TextRecord
    cadence: Cadence
    by: Annotated[list[Seat], Field(min_length=1)]
    content: Texts
    needs: Need
    ritual: str = ""


class ServiceLevelRecord(Record):
    key: Key
    order: int
    label: TextRecord
    value: TextRecord
    side: Literal["both", "provider", "company"]


class ToolRecord(Record):
    key: Key
    order: int
    label: TextRecord
    rule: TextRecord
    set_up_hours: Positive
    needs: Need


class StageRecord(Record):
    key: Key
    day: Day
    label: TextRecord
    proof: TextRecord
    employee: Texts
    provider: Texts
    pilot: Texts


class SheetRecord(Record):
    title: TextRecord | None = None  # of the offer of a job
    mission: TextRecord
    decisions: TextRecord
    deliverables: Texts
    out_of_scope: TextRecord
    questions: Texts
    kpis: Annotated[list[Key], Field(min_length=1)]
    steered_by: Seat


class TaskRecord(Record):
    key: Key
    responsibility: TextRecord
    deliverable: TextRecord


class InterviewRecord(Record):
    key: Key
    question: TextRecord
    strong: TextRecord
    weak: TextRecord
    exercise: TextRecord


class CriterionRecord(Record):
    key: Key
    label: TextRecord
    look_for: TextRecord
    weights: dict[Outside, Annotated[int, Field(gt=0, le=100)]]


class QuestionRecord(Record):
    key: Key
    text: TextRecord
    applies: Annotated[list[Outside], Field(min_length=1)]


class ActionRecord(Record):
    key: Key
    when: Occasion
    about: About = ""
    step: Step = ""
    after: list[Key] = Field(default_factory=list)
    owner: Annotated[list[Seat | Literal["subject"]], Field(min_length=1)]
    hours: Positive
    others: dict[Seat | Literal["subject"], Positive] = Field(default_factory=dict)
    days: Annotated[int, Field(gt=0, le=260)] = 1
    lead: Annotated[float, Field(ge=0, le=1)] = 0.0
    movable: bool = False
    delivers: Key | Literal[""] = ""
    label: TextRecord
    done_when: TextRecord


class PackRecord(Record):
    first_language: Literal["", "fr", "en"] = ""
    contract: TextRecord
    least_post: Annotated[float, Field(ge=0, le=1)] = 0.0


class TrialRecord(Record):
    status: Literal["executive", "employee"]
    months: Positive
    warning_days: Day
    note: TextRecord


class RuleRecord(Record):
    key: Key
    topic: Literal["offer", "hire", "trial", "end", "buy", "rights", "data", "money", "language"]
    when: Situation
    headcount_from: Annotated[int, Field(ge=1)] = 1
    headcount_to: Annotated[int, Field(ge=1)] | None = None
    label: TextRecord
    text: TextRecord
    article: Filled
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    read_on: IsoDay
    review_by: IsoDay
    official: bool
    lawyer: bool = False


class ReviewRecord(Record):
    key: Key
    month: Annotated[int, Field(gt=0, le=60)]
    label: TextRecord
