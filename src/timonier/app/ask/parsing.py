"""What somebody typed, as an answer: a value, "I don't know", "not concerned", or a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from timonier.app.document.parts import Bounds, Shape

UNKNOWN: Final = "unknown"
NOT_CONCERNED: Final = "not_concerned"
BACK: Final = ("r", "b")
QUIT: Final = ("q",)
YES: Final = ("yes", "y", "oui", "o", "true")
NO: Final = ("no", "n", "non", "false")


@dataclass(frozen=True)
class Refusal:
    """Why what was typed is no answer: a sentence of ``ask.*`` and what fills it."""

    key: str
    values: Mapping[str, object]


def parse(typed: str, question: Shape) -> Any:
    """The value to write in the company file, or a Refusal; ``question`` is the document's."""
    read = typed.strip()
    if read == "?":
        return UNKNOWN
    if read == "-":
        refusal = Refusal("not_not_concerned", {})
        return NOT_CONCERNED if question.may_be_not_concerned else refusal
    if question.kind in ("int", "float"):
        return _number(read, question)
    return _choice(read, question)


def _number(read: str, question: Shape) -> Any:
    bounds = question.bounds or Bounds(low=None, high=None)
    low, high = bounds.low, bounds.high
    refusal = Refusal("bad_number", {"read": read, "low": low, "high": high})
    digits = re.sub(r"[\s_\u00a0\u202f$€]", "", read)
    match = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)(k|%)?", digits, re.IGNORECASE)
    if match is None:
        return refusal
    value = float(match[1].replace(",", "."))
    value *= {"k": 1000.0, "%": 0.01}.get((match[2] or "").lower(), 1.0)
    if (low is not None and value < low) or (high is not None and value > high):
        return refusal
    if question.kind == "int":
        return int(value) if value == int(value) else refusal
    return int(value) if value == int(value) and high != 1 else round(value, 6)


def _choice(read: str, question: Shape) -> Any:
    values = [choice.value for choice in question.choices]
    found: Any = None
    if read.isdigit() and 1 <= int(read) <= len(values):
        found = values[int(read) - 1]
    elif read.casefold() in values:
        found = read.casefold()
    elif question.kind == "bool":
        found = _yes_or_no(read.casefold())
    if found is None:
        return Refusal("bad_choice", {"read": read, "count": len(values)})
    return found == "yes" if question.kind == "bool" else found


def _yes_or_no(word: str) -> str | None:
    return "yes" if word in YES else "no" if word in NO else None
