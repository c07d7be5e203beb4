"""The path over time and the frequent questions, in the document."""

from __future__ import annotations

from typing import Any

from timonier.app.document.words import Words
from timonier.engine.decision import Decision


def outlook(decision: Decision, words: Words) -> dict[str, Any]:
    """The keys of the document about the path and the frequent questions."""
    return {"path": [], "faq": []}
