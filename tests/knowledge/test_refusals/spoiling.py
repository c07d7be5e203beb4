"""Spoil a file of the knowledge, and read why it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from timonier.knowledge import KnowledgeError
from timonier.knowledge.loader import read


def spoil(root: Path, file: str, old: str, new: str) -> str:
    """Replace the first ``old`` of a file, load, and return the message of the refusal."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read(root)
    return str(refusal.value)


def append(root: Path, file: str, text: str) -> str:
    """Add text at the end of a file, load, and return the message of the refusal."""
    path = root / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read(root)
    return str(refusal.value)
