"""How the questions of the interview are worded, whether they ask one fact or several."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.interview.way import MOST_USEFUL, STEPS, Place
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


def counted(place: Place, lang: str) -> str:
    """How far the interview is: the exact count of what is left, and what may be added."""
    key = "count_useful" if place.useful else "count"
    most = place.total if place.useful else MOST_USEFUL
    said = load().wording[f"interview.{key}"][lang]
    return said.format(n=place.number, total=place.total, most=most)


def unknown(key: str, lang: str) -> str:
    """What "I don't know" means for a question where it means more than that; "" elsewhere."""
    said = load().wording.get(f"interview.unknown.{key}")
    return said[lang] if said else ""
