"""The warnings of a team that was not advised, judged like the advised one's (R128)."""

from __future__ import annotations

from dataclasses import replace

from timonier.app.document import Answered
from timonier.app.document.parts import Caution
from timonier.app.document.story import warnings
from timonier.app.document.words import Words
from timonier.engine.warnings import find_warnings


def own_warnings(decision: Answered, model: str, lang: str) -> tuple[Caution, ...]:
    """What to beware of with one team, in the document's shape."""
    found = find_warnings(decision.world, decision.judged, decision.row, model)
    words = Words.of(decision, lang)
    return warnings(replace(decision, warnings=found), words)
