"""What every page knows: its language, its theme, itself in the other language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from timonier import __version__
from timonier.app.web.portfolio import access
from timonier.app.web.words import current, say
from timonier.knowledge import load

THEMES = ("auto", "light", "dark")
NAMES = {"fr": "Français", "en": "English"}


def page(request: HttpRequest) -> dict[str, object]:
    """The values that ``base.html`` shows on every page."""
    lang = current()
    theme = request.COOKIES.get(settings.THEME_COOKIE, "auto")
    theme = theme if theme in THEMES else "auto"
    next_theme = THEMES[(THEMES.index(theme) + 1) % len(THEMES)]
    alternates = [(code, translate_url(request.get_full_path(), code)) for code in NAMES]
    return {
        "lang": lang,
        "theme": theme,
        "next_theme": next_theme,
        "theme_label": say(f"frame.theme.{next_theme}"),
        "here": request.get_full_path(),
        "alternates": alternates,
        "other_languages": [(c, NAMES[c], address) for c, address in alternates if c != lang],
        "takes_lists": access.is_open(request),
        "version": __version__,
        "knowledge_version": load().version,
    }
