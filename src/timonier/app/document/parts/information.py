"""What would change the advice, what to ask next, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from timonier.app.document.parts.part import Answer, Number, Part, Says, Share, Text


@dataclass(frozen=True, kw_only=True)
class Worth(Part):
    """What knowing is worth."""

    evppi: float
    """In utility."""
    error: float
    """Standard error, in utility."""
    money: int
    """In the document's currency, a year."""
    money_error: int
    """Standard error, in the document's currency, a year."""
    changes: Share
    """The chance that the first model changes."""


@dataclass(frozen=True, kw_only=True)
class Named(Part):
    """A fact of the company, or a figure of a role."""

    fact: Text
    label: Text


@dataclass(frozen=True, kw_only=True)
class Learning(Worth, Named):
    """What knowing one of the unknowns is worth."""

    to: str | None
    """The model that may come first then."""


@dataclass(frozen=True, kw_only=True)
class Facts(Part):
    """Several facts."""

    facts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Group(Worth, Facts):
    """What knowing several of the unknowns together is worth."""


@dataclass(frozen=True, kw_only=True)
class ValueOfInformation(Part):
    """The worth of knowing everything, each unknown and each group of them."""

    perfect: Worth
    unknown: int
    nil: int
    """How many of the unknowns are worth nothing."""
    facts: tuple[Learning, ...]
    groups: tuple[Group, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Tip(Named):
    """The first model becomes ``to`` at ``flips_at``; ``now`` is null for an unknown fact."""

    now: Answer
    inside: Answer
    """The last value found that keeps the first model."""
    flips_at: Answer
    side: Annotated[str, Says({"enum": ["above", "below", "answer"]})]
    to: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class Joint(Part):
    """Two facts that change the first model together and not alone."""

    facts: tuple[Tip, ...]
    to: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class Tolerance(Part):
    """How exact the tipping points are, in chances of being the best, or why there is none."""

    chance: Share
    text: Text


@dataclass(frozen=True, kw_only=True)
class Bounds(Part):
    """What an answer may be, in its unit; null where there is no limit."""

    low: Number | None
    high: Number | None


@dataclass(frozen=True, kw_only=True)
class Choice(Part):
    """An answer, or a level, and what it means."""

    value: Answer
    text: Text


@dataclass(frozen=True, kw_only=True)
class Default(Part):
    """What stands in for the answer until it is given."""

    text: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class Shape(Part):
    """How to ask, and what an answer may be."""

    text: Text
    why: str
    help: str
    kind: Text
    unit: str
    bounds: Bounds | None
    choices: tuple[Choice, ...]
    anchors: tuple[Choice, ...]
    default: Default | None
    may_be_unknown: bool
    may_be_not_concerned: bool


@dataclass(frozen=True, kw_only=True)
class Effort(Part):
    """What answering takes."""

    minutes: Number


@dataclass(frozen=True, kw_only=True)
class Ask(Shape, Effort, Worth, Named):
    """A question with all that helps to answer it, and why it is asked now."""

    reason: Text


@dataclass(frozen=True, kw_only=True)
class Stop(Part):
    """Whether to stop asking and why, and what could turn the advice."""

    reached: bool
    reason: Text
    chance_wrong: Share
    holds_if_known: Share
    """The chance that the advice would be the same if all that is not answered were known."""
    turns: tuple[Tip, ...]
    """Answers that could turn the advice, at most three."""
    text: Text
