"""What was assumed, and the work, before any model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from timonier.app.document.parts.part import Part, Range, Says, Share, Text, Whole
from timonier.engine.catalogue import FUNCTIONS, Nature

Function = Annotated[str, Says({"enum": list(FUNCTIONS)})]
Regularity = Annotated[str, Says({"enum": ["recurrent", "oneoff", "other"]})]
ByFunction = Annotated[Mapping[str, Range], Says({"required": [*FUNCTIONS, "all"]})]


@dataclass(frozen=True, kw_only=True)
class AssumedNumber(Part):
    """An unknown fact that was drawn as a number."""

    fact: Text
    label: Text
    numbers: Whole | Range | None
    """What was drawn, in the fact's own unit."""
    value: Text
    """The same in words."""
    source: Text


@dataclass(frozen=True, kw_only=True)
class AssumedChoice(Part):
    """An unknown fact that was drawn among answers."""

    fact: Text
    label: Text
    shares: Mapping[str, Share]
    """The share of the scenarios in which each answer was drawn."""
    value: Text
    """The same in words."""
    source: Text


Assumed = AssumedNumber | AssumedChoice


@dataclass(frozen=True, kw_only=True)
class Need(Part):
    """An activity that the company may need."""

    activity: Text
    text: Text
    function: Function
    nature: Nature
    label: Regularity
    hours_per_month: Range
    """Over the first year."""
    skills: Mapping[str, int]
    """The level, from 0 to 5, that each skill must have."""


@dataclass(frozen=True, kw_only=True)
class WithoutHours(Part):
    """An activity that has no hours of its own: not needed here, or made by the team itself."""

    activity: Text
    text: Text
    function: Function
    label: Regularity
    why: Annotated[str, Says({"enum": ["made_by_the_team", "not_needed"]})]


@dataclass(frozen=True, kw_only=True)
class Made(Part):
    """What made the numbers; the same makes the same document."""

    engine: Text
    knowledge: Text
    seed: int
    scenarios: int
    months: int


@dataclass(frozen=True, kw_only=True)
class Work(Part):
    """The work document: what a company needs, in one language."""

    language: Text
    company: Mapping[str, Any]
    """The company file as read."""
    assumed: tuple[Assumed, ...]
    needs: tuple[Need, ...]
    needs_by_function: ByFunction
    without_hours: tuple[WithoutHours, ...]
    provenance: Made
