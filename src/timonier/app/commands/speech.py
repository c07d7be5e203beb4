"""The words of the command line, and in which language: read before anything heavy is imported."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LANGS = ("fr", "en")
WORDS = Path(__file__).parents[2] / "knowledge" / "data" / "wording" / "cli.toml"
MARKETS = WORDS.parents[1] / "markets"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
NARROW = "\u202f"


def say(key: str, lang: str, **values: object) -> str:
    """A sentence of the command line; KeyError when there is none."""
    found: Any = _words()["cli"]
    for part in key.split("."):
        found = found[part]
    said = str(found[lang])
    if lang == "fr":
        for sign in (":", ";", "?", "!", "»"):
            said = said.replace(f" {sign}", f"{NARROW}{sign}")
        said = said.replace("« ", f"«{NARROW}")
    return said.format(**values) if values else said


def markets() -> list[str]:
    """The markets that there are, by the names of their folders: a help page reads no record."""
    return sorted(path.name for path in MARKETS.iterdir() if path.is_dir())


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def language(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """The language asked for by ``--lang``, else the environment's, else French.

    >>> language(["decide", "--lang=en"], {}), language([], {"LANG": "en_CA.UTF-8"})
    ('en', 'en')
    """
    asked = stated(arguments)
    return asked if asked in LANGS else spoken(environment)


def stated(arguments: Sequence[str]) -> str | None:
    """What follows ``--lang``, whatever it is."""
    for i, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
    return None


def spoken(environment: Mapping[str, str] | None = None) -> str:
    """The environment's language when the product speaks it, else French."""
    known = os.environ if environment is None else environment
    for name in VARIABLES:
        if known.get(name):
            return "en" if known[name].lower().startswith("en") else "fr"
    return "fr"
