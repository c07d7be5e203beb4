"""Where a number of the decision document comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from timonier.app.document.parts.part import Part, Says, Text


@dataclass(frozen=True, kw_only=True)
class Input(Part):
    """A fact or a figure that a number is computed from."""

    key: Text
    label: Text
    value: Text
    origin: Annotated[str, Says({"enum": ["mine", "assumed", "data"]})]
    source: str | None = None
    year: str | None = None


@dataclass(frozen=True, kw_only=True)
class Explained(Part):
    """How the value at a path was computed, worded."""

    language: Text
    path: Text
    title: Text
    value: Text
    definition: Text
    formula: str
    inputs: tuple[Input, ...]
    used_in: str
