"""The page's sentences, taken from the knowledge's wording under ``web.``."""

from __future__ import annotations

from typing import Literal

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from timonier.app.wording import number
from timonier.knowledge import load

Lang = Literal["fr", "en"]
GROUPED = 10_000  # from which a whole number is hard to read in one piece


def current() -> Lang:
    """The language of the page being made."""
    return "en" if get_language() == "en" else "fr"


def say(key: str, **values: object) -> SafeString:
    """Return one sentence in the page's language, its ``{places}`` filled and escaped.

    Raises KeyError when the knowledge holds no such sentence.
    """
    text: str = escape(load().wording[f"web.{key}"][current()])
    if values:
        text = text.format_map({name: _escaped(v) for name, v in values.items()})
    return mark_safe(text)  # our own words, and every value escaped


def _escaped(value: object) -> SafeString:
    """A value in a sentence; a whole number of five digits or more is grouped by thousands."""
    if isinstance(value, int) and abs(value) >= GROUPED:
        value = number(value, current())
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def term(key: str) -> SafeString:
    """Return a word of the product's common vocabulary in the page's language."""
    return mark_safe(escape(load().wording[key][current()]))


def say_number(key: str, n: float, **values: object) -> SafeString:
    """Like ``say``, with the sentence under ``.one`` or ``.other`` that the number asks for."""
    one = abs(n) < 2 if current() == "fr" else n == 1
    return say(f"{key}.{'one' if one else 'other'}", n=n, **values)
