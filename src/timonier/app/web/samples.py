"""The sample company, one click away."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from timonier.app.web.words import say


def document() -> dict[str, Any]:
    """The sample company file, as a document of its own."""
    return tomllib.loads(_text())


@cache
def _text() -> str:
    return (files("timonier.app") / "samples" / "jardinerie.toml").read_text(encoding="utf-8")


def name() -> str:
    """What the sample is called in the page's language."""
    return str(say("mine.sample_name"))


def copy_name(title: str) -> str:
    """What the copy of a situation is called."""
    return str(say("mine.copy_of", name=title))
