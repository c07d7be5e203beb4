"""Answers inside the stored document: the company file in JSON, one key at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timonier.engine.company import FACTS, TABLES

UNKNOWN: Final = "unknown"
NOT_CONCERNED: Final = "not_concerned"
NEEDED: Final = "company.market"  # the one fact that no decision can do without
WITHOUT_SECTION: Final = (*(key for key in TABLES if "." not in key), "assumptions")

Document = dict[str, Any]


def read(document: Mapping[str, Any], key: str) -> Any:
    """What the document says of a fact: a value, "unknown", "not_concerned", or None."""
    if key in WITHOUT_SECTION:
        return document.get(key)
    section, name = key.split(".")
    held = document.get(section)
    return held.get(name) if isinstance(held, Mapping) else None


def meant(document: Mapping[str, Any], key: str) -> Any:
    """What an answer computes as; None when the document says nothing of the fact."""
    held = read(document, key)
    return FACTS[key].when_not_concerned if held == NOT_CONCERNED else held


def write(document: Document, key: str, value: Any) -> None:
    """Put an answer in the document, in place; None takes it out."""
    if key in WITHOUT_SECTION:
        _put(document, key, value)
        return
    section, name = key.split(".")
    held = document.setdefault(section, {})
    _put(held, name, value)
    if not held:
        del document[section]


def _put(held: Document, name: str, value: Any) -> None:
    if value is None:
        held.pop(name, None)
    else:
        held[name] = value


def is_answered(document: Mapping[str, Any], key: str) -> bool:
    """Whether the question was answered, "I don't know" and "not concerned" included."""
    return read(document, key) is not None


def is_known(document: Mapping[str, Any], key: str) -> bool:
    """Whether the answer says something: a value, or that the question does not apply."""
    return read(document, key) not in (None, UNKNOWN)
