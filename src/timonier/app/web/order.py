"""What can be asked on a screen of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timonier.app.web.forms import figures
from timonier.engine.company import FACTS
from timonier.knowledge import load


def may_be_asked(key: str, document: Mapping[str, Any]) -> bool:
    """Whether a key can be asked on a screen of its own: a fact with words, or a figure."""
    return (key in FACTS and key in load().facts) or figures.is_figure(key, document)
