"""The kinds of facts: for each, how it is read, checked, typed, described and shown, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timonier.app.company_file.errors import Source
from timonier.app.company_file.kinds.base import Kind, Line, Refused, Said, Sent, number_shown
from timonier.app.company_file.kinds.choices import Choice, Choices, Seasonality, YesNo
from timonier.app.company_file.kinds.common import is_unknown, native
from timonier.app.company_file.kinds.keys import Hours, Keys, Levels, Role
from timonier.app.company_file.kinds.numbers import Number
from timonier.app.company_file.kinds.texts import Month, OneLine, Timezone
from timonier.engine.company import NOT_CONCERNED, Fact

__all__ = ["KINDS", "Kind", "Line", "Refused", "Said", "Sent", "kind_of", "number_shown",
           "read_answer"]  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {
    "int": Number(),
    "float": Number(),
    "bool": YesNo(),
    "choice": Choice(),
    "choices": Choices(),
    "seasonality": Seasonality(),
    "keys": Keys(),
    "hours": Hours(),
    "role": Role(),
    "levels": Levels(),
    "text": OneLine(),
    "month": Month(),
    "timezone": Timezone(),
}


def kind_of(fact: Fact) -> Kind:
    """What a fact, or a column of a table, can do."""
    return KINDS[fact.kind]


def read_answer(source: Source, fact: Fact, value: Any) -> Any:
    """The value of a fact as a Company holds it, NOT_CONCERNED, or None when unknown."""
    path, value = tuple(fact.key.split(".")), native(value)
    if is_unknown(value):
        return None
    if value == NOT_CONCERNED.value and isinstance(value, str):
        if fact.may_be_not_concerned:
            return NOT_CONCERNED
        allowed = kind_of(fact).allowed(source.knowledge, fact)
        raise source.error(path, "not_concerned", allowed=allowed)
    return kind_of(fact).read(source, path, fact, value)
