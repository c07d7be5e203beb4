"""What every part of a document is made of, and how it becomes plain data and text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, ClassVar

Number = int | float
Answer = bool | int | float | str | None


class Part:
    """A part of a document: a frozen dataclass whose fields are its keys, in the order written.

    A field whose default is None is left out while it is None; ``class_`` is written ``class``.
    Reading back and the published schema are made from these types by pydantic, which the command
    that decides never imports.
    """

    __pydantic_config__: ClassVar[Mapping[str, object]] = {
        "alias_generator": lambda name: name.rstrip("_"),
        "strict": True,
        "use_attribute_docstrings": True,
    }


@dataclass(frozen=True, eq=False)  # a type must be hashable
class Says:
    """What the schema says beyond a type; what is read back is not held to it."""

    keywords: Mapping[str, object] | Callable[[], Mapping[str, object]]

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        found = self.keywords() if callable(self.keywords) else self.keywords
        return {**handler(core), **found}


Share = Annotated[float, Says({"minimum": 0, "maximum": 1})]
Above = Annotated[float, Says({"minimum": 0})]
Text = Annotated[str, Says({"minLength": 1})]
Code = Annotated[str, Says({"pattern": "^(A[0-9]{2}|T[1-5][IOH])$"})]


@dataclass(frozen=True)
class Range(Part):
    """The middle of what was drawn, between the ends that hold eight draws in ten."""

    p10: float
    p50: float
    p90: float

    def __iter__(self) -> Iterator[float]:
        return iter((self.p10, self.p50, self.p90))


@dataclass(frozen=True)
class Whole(Range):
    """A range in whole numbers: money, in the document's currency, or a count."""

    p10: int
    p50: int
    p90: int


def opened(part: Part) -> dict[str, Any]:
    """The keys of a part with what they hold, itself left as it is."""
    kind: Any = type(part)
    held = ((key, getattr(part, name), lacks) for name, key, lacks in _keys(kind))
    return {key: one for key, one, lacks in held if one is not None or not lacks}


def plain(value: Any) -> Any:
    """A part, or anything inside one, as JSON holds it."""
    if isinstance(value, Part):
        value = opened(value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


@cache
def _keys(kind: Any) -> tuple[tuple[str, str, bool], ...]:
    """The name of each field, its key, and whether it may be left out."""
    return tuple((f.name, f.name.rstrip("_"), f.default is None) for f in fields(kind))


def dump(written: object) -> str:
    """One JSON text per document: indented, in the order of the fields, ended by a line feed."""
    return json.dumps(plain(written), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
