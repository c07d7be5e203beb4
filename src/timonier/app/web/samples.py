"""The sample companies, one for each market, one click away."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from timonier.app.web.region import markets
from timonier.app.web.words import say


@cache
def _texts() -> dict[str, str]:
    """The sample company file of each market that has one."""
    folder = files("timonier.app") / "samples"
    texts = [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".toml")]
    return {tomllib.loads(text)["company"]["market"]: text for text in texts}


def market() -> str:
    """Whose sample this visitor is shown: of their country, when it has one."""
    return next(one for one in markets() if one in _texts())


def every_market() -> tuple[str, ...]:
    """The markets that have a sample."""
    return tuple(_texts())


def document(of: str) -> dict[str, Any]:
    """The sample company file of a market, as a document of its own."""
    return tomllib.loads(_texts()[of])


def is_one(document: dict[str, Any]) -> bool:
    """Whether a document is a sample as it stands."""
    return any(document == tomllib.loads(text) for text in _texts().values())


def name(of: str) -> str:
    """What the sample of a market is called in the page's language."""
    return str(say(f"mine.sample_name.{of}"))


def copy_name(title: str) -> str:
    """What the copy of a situation is called."""
    return str(say("mine.copy_of", name=title))
