"""The explanations: for, against, why, why not, warnings, each with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from timonier.app.document.parts.part import Code, Part, Says, Share, Text


@dataclass(frozen=True, kw_only=True)
class Point(Part):
    """One explanation, as data and as a sentence."""

    code: Code
    key: Text
    statements: Annotated[tuple[Code, ...], Says({"minItems": 1})]
    metric: Text
    value: float
    facts: Mapping[str, Any]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Caution(Part):
    """What to beware of, about which team, with what to do."""

    code: Text
    about: Text
    chance: Share
    facts: Mapping[str, Any]
    statements: tuple[Code, ...]
    text: Text
    remedy: Text
