"""A question's address, and what is kept of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timonier.app.web.models import Situation

Keep = Callable[..., Any]


def address(situation: Situation, key: str, lang: str = "fr") -> str:
    return f"/{lang}/c/{situation.pk}/question/{key}/"


def held(situation: Situation, section: str, name: str) -> Any:
    situation.refresh_from_db()
    return situation.document.get(section, {}).get(name)
