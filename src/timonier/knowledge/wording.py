"""The product's sentences: nested tables of TOML whose leaves are ``{ fr, en }``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from timonier.engine.catalogue import Text
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.reading import read_toml
from timonier.knowledge.typography import typeset


def read_wording(root: Path) -> dict[str, Text]:
    """Return every sentence of ``root/wording/*.toml`` by its dotted key, each in one file only."""
    found: dict[str, tuple[str, Text]] = {}
    for path in sorted((root / "wording").glob("*.toml")):
        name = f"wording/{path.name}"
        for key, text in sentences(name, read_toml(root, name)):
            if key in found:
                remedy = f"It is already in {found[key][0]}; keep one."
                raise KnowledgeError(name, f"'{key}'", "duplicate key", remedy)
            found[key] = (name, text)
    return {key: text for key, (_, text) in found.items()}


def sentences(name: str, table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Text]]:
    """Return the leaves of nested tables by dotted key; ``name`` is the file's, for errors."""
    for part, value in table.items():
        key = f"{prefix}{part}"
        if not isinstance(value, dict):
            remedy = f'Write {part} = {{ fr = "…", en = "…" }}.'
            raise KnowledgeError(name, f"'{key}'", "is not a sentence", remedy)
        if any(isinstance(value.get(lang), str) for lang in ("fr", "en")):
            yield key, _text(name, key, value)
        else:
            yield from sentences(name, value, f"{key}.")


def _text(name: str, key: str, value: Mapping[str, Any]) -> Text:
    for lang, word in (("fr", "French"), ("en", "English")):
        said = value.get(lang)
        if not isinstance(said, str) or not said.strip():
            raise KnowledgeError(
                name, f"'{key}'", f"'{lang}' is missing", f"Write the {word} text."
            )
    for other in value:
        if other not in ("fr", "en"):
            raise KnowledgeError(name, f"'{key}'", f"unknown key '{other}'", "Allowed: en, fr.")
    return typeset(value["fr"], value["en"])
