"""What templates may say: sentences of the knowledge, and numbers as the language writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from timonier.app.web import drawing, numbers, words
from timonier.knowledge.typography import NARROW

register = template.Library()


@register.simple_tag
def say(key: str, **values: object) -> SafeString:
    """Write one sentence of the knowledge in the page's language."""
    return words.say(key, **values)


@register.simple_tag
def say_number(key: str, n: float, **values: object) -> SafeString:
    """Write one sentence that counts something."""
    return words.say_number(key, n, **values)


@register.simple_tag
def say_under(place: str, key: object, **values: object) -> SafeString:
    """Write the sentence that a key names under a place of the wording."""
    return words.say(f"{place}.{key}", **values)


@register.simple_tag
def term(place: str, key: object) -> SafeString:
    """Write the word of the common vocabulary that a key names under a place of the wording."""
    return words.term(f"{place}.{key}")


@register.simple_tag
def called(names: Mapping[str, str], model: str) -> str:
    """Write what a decision calls a model."""
    return names[model]


@register.simple_tag
def colon() -> str:
    """Write a colon and its spaces, as the language sets them."""
    return f"{NARROW}: " if words.current() == "fr" else ": "


@register.simple_tag
def glyph(model: str) -> SafeString:
    """Draw the shape of a model."""
    return drawing.glyph(model)


@register.simple_tag
def json_data(value: object, kind: str = "application/json", name: str = "") -> SafeString:
    """Write data for scripts or machines, safe inside the page."""
    text = json.dumps(value, ensure_ascii=False)
    for character, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, code)
    named = format_html(' id="{}"', name) if name else ""
    return format_html('<script type="{}"{}>{}</script>', kind, named, mark_safe(text))


@register.simple_tag
def plain(value: float) -> str:
    """Write a number with the decimals it has."""
    return numbers.plain(value)


@register.simple_tag
def raw(value: float) -> str:
    """Write a number as HTML attributes read it."""
    return repr(int(value) if float(value).is_integer() else round(float(value), 4))
