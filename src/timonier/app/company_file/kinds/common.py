"""What several kinds need to read a file: unknown answers, keys among others, refusals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np

from timonier.app.company_file.errors import (
    CompanyFileError,
    Source,
    hint,
    nearest,
    printable,
    shown,
)
from timonier.app.company_file.places import Path
from timonier.engine.catalogue import Text
from timonier.engine.company import UNKNOWN

DO_NOT_KNOW: Final = {"", "?", "n/a", "na", "none", "null", "nan", "inconnu", "inconnue",
                      "je ne sais pas", "i don't know", "don't know", UNKNOWN}  # fmt: skip


def list_of(item: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The schema of a list: an unknown item is passed over, and one written twice is refused."""
    return {"type": "array", "items": {"anyOf": [item, {"enum": [UNKNOWN, None]}]}, **more}


def native(value: Any) -> Any:
    """A scalar of numpy as the Python value it stands for; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def is_unknown(value: Any) -> bool:
    """Whether a file says that it does not know."""
    return value is None or (isinstance(value, str) and value == UNKNOWN)


def refuse(
    source: Source, path: Path, value: Any, allowed: Text, remedy: Text | None = None
) -> CompanyFileError:
    """The commonest refusal: what was read, what is allowed."""
    if remedy is None and isinstance(value, str) and value.strip().casefold() in DO_NOT_KNOW:
        remedy = hint(source.knowledge, "write", f'"{UNKNOWN}"')
    code = "item_expected" if isinstance(path[-1], int) else "expected"
    return source.error(path, code, read=shown(value), allowed=allowed, hint=remedy)


def quoted(names: Collection[str]) -> str:
    """Keys as a file writes them, in a list."""
    return ", ".join(f'"{printable(name)}"' for name in names)


def things_named(things: Mapping[str, Any]) -> dict[str, str]:
    """The keys of activities, skills, roles… by key and by label."""
    names = {key: key for key in things}
    for key, thing in things.items():
        names.setdefault(thing.label.fr, key)
        names.setdefault(thing.label.en, key)
    return names


def first_words(text: str) -> str:
    """How a choice is called, what it looks like left out."""
    return re.split(r"\s*[:(,]", text)[0]


def key_among(
    source: Source,
    path: Path,
    value: Any,
    names: Mapping[str, str],
    allowed: Text,
    also: tuple[str, ...] = (),
) -> str:
    """One of the values of ``names``, which maps keys, and words that people may use, to keys."""
    value = native(value)
    if isinstance(value, str) and value in names.values():
        return value
    near = nearest(value, {**names, **{w: w for w in also}}) if isinstance(value, str) else None
    remedy = hint(source.knowledge, "near", f'"{near}"') if near else None
    raise refuse(source, path, value, allowed, remedy)


def keys_among(
    source: Source, path: Path, value: Any, names: Mapping[str, str], allowed: Text, item: Text
) -> tuple[str, ...]:
    """A list of different keys among ``names``; an item that is unknown is left out."""
    if not isinstance(value, list | tuple):
        near = nearest(value, names) if isinstance(value, str) else None
        remedy = hint(source.knowledge, "bracketed", f'["{near}"]') if near else None
        raise refuse(source, path, value, allowed, remedy)
    found: list[str] = []
    for i, one in enumerate(value):
        if is_unknown(native(one)):
            continue
        key = key_among(source, (*path, i), one, names, item)
        if key in found:
            raise source.error((*path, i), "repeated", read=shown(key))
        found.append(key)
    return tuple(found)


def all_among(value: Any, keys: Collection[str]) -> bool:
    """Whether a list holds different keys and nothing else: then there is nothing to explain."""
    return (
        isinstance(value, list | tuple)
        and all(isinstance(one, str) and one in keys for one in value)
        and len(set(value)) == len(value)
    )
