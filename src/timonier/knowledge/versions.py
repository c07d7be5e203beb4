"""The versions of the knowledge: of what is computed with, and of what is said."""

from __future__ import annotations

import json
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

SAID = {"wording", "glossary", "columns"}  # nothing but words, or how lists are read
LIBRARY = "teams"  # file of a market: found with the other figures, so of a version after theirs


class Versions(NamedTuple):
    """Twelve hexadecimal digits each."""

    figures: str
    words: str


def versions(root: Path) -> Versions:
    """The versions of the figures and of the words under ``root``.

    A sentence, a comment or the layout of a file changes no version of the figures; a figure
    changes no version of the words.
    """
    figures, words = _held(root)
    return Versions(_digest(figures), _digest(words))


def without_libraries(root: Path) -> str:
    """The version of the figures that libraries of teams are made from, themselves left out."""
    figures, _ = _held(root)
    return _digest({n: kept for n, kept in figures.items() if not n.endswith(f"/{LIBRARY}")})


def _held(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What each file holds to compute with, and its texts."""
    figures, words = {}, {}
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).with_suffix("").as_posix()
        said: list[str] = []
        kept = _apart(tomllib.loads(path.read_text(encoding="utf-8")), said)
        words[name] = said
        if not SAID & set(name.split("/")):
            figures[name] = kept
    return figures, words


def _apart(node: Any, said: list[str]) -> Any:
    """What is left of a record without its texts, which go to ``said`` in their order.

    >>> said = []
    >>> _apart({"value": 3, "label": {"fr": "trois", "en": "three"}}, said), said
    ({'value': 3, 'label': None}, ['trois', 'three'])
    """
    if isinstance(node, dict):
        if node and node.keys() <= {"fr", "en"} and all(isinstance(v, str) for v in node.values()):
            said.extend(node.values())
            return None
        return {key: _apart(value, said) for key, value in node.items()}
    if isinstance(node, list):
        return [_apart(one, said) for one in node]
    return node


def _digest(held: dict[str, Any]) -> str:
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:12]
