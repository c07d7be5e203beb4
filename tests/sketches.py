"""Documents made for a test: from another's plain data, or from the few keys that matter to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from timonier.app.document import Document, read

BLANK: Mapping[Any, object] = {str: "–", int: 0, float: 0.0, bool: False, NoneType: None}


def typed(document: Mapping[str, Any]) -> Document:
    """The decision document that plain data holds."""
    return read(json.dumps(document))


def changed(document: Mapping[str, Any], change: Callable[[dict[str, Any]], None]) -> Document:
    """A decision document after its plain data was changed; the original stays as it is."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    change(copy)
    return typed(copy)


def sketch(kind: Any, given: Any = MISSING) -> Any:
    """A value of a type from the keys that are given; what is not given is blank."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return sketch(args[0], given)
    if origin in (Union, UnionType):
        return _one_of(args, given)
    if origin is Literal:
        return args[0] if given is MISSING else given
    if origin is tuple:
        return tuple(sketch(args[0], one) for one in (() if given is MISSING else given))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {k: sketch(args[1], v) for k, v in ({} if given is MISSING else given).items()}
    if is_dataclass(kind):
        return _part(kind, {} if given is MISSING else given)
    return BLANK[kind] if given is MISSING else given


def _part(kind: Any, given: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind, include_extras=True)
    return kind(
        **{
            field.name: sketch(hints[field.name], given.get(_key(field), MISSING))
            for field in fields(kind)
            if _key(field) in given or field.default is field.default_factory is MISSING
        }
    )


def _key(field: Field[Any]) -> str:
    return field.name.rstrip("_")


def _one_of(args: tuple[Any, ...], given: Any) -> Any:
    parts = [kind for kind in args if is_dataclass(kind)]
    if given is MISSING or given is None or not parts:
        return None if given is MISSING else given
    return sketch(next(kind for kind in parts if _may_be(kind, given)), given)


def _may_be(kind: Any, given: Mapping[str, Any]) -> bool:
    """Whether what is given has the fixed values of a type."""
    hints = get_type_hints(kind)
    fixed = {k: get_args(hint) for k, hint in hints.items() if get_origin(hint) is Literal}
    return all(given.get(key) in values for key, values in fixed.items())
