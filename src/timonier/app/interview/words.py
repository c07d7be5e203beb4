"""How the questions of the interview are worded, whether they ask one fact or several."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.interview.way import STEPS
from timonier.knowledge import load


@dataclass(frozen=True)
class Worded:
    """A question in one language: where it belongs, what it asks and why."""

    section: str
    text: str
    why: str


def worded(key: str, lang: str) -> Worded:
    """The words of a question of the core."""
    words, step = load().wording, STEPS[key]
    if len(step.asks) > 1:
        here = f"interview.{key}"
        return Worded(*(words[f"{here}.{name}"][lang] for name in ("section", "question", "why")))
    fact = load().facts[key]
    section = words[f"section.{key.split('.')[0]}"][lang]
    return Worded(section, fact.question[lang], fact.why[lang])


def unknown(key: str, lang: str) -> str:
    """What "I don't know" means for a question where it means more than that; "" elsewhere."""
    said = load().wording.get(f"interview.unknown.{key}")
    return said[lang] if said else ""
