"""Which question comes next: what decides first, then what is worth most, never reordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timonier.app.web.forms import answers, figures
from timonier.app.web.models import Situation
from timonier.engine.company import FACTS, falls_away
from timonier.knowledge import load

# Nothing can be computed without the market, nor means much before the size and the business.
OPENING = ("company.market", "company.headcount", "company.business", "company.stage")
FIGURES = "assumptions"


@dataclass(frozen=True)
class Place:
    """Where a question stands on this browser's way through them."""

    number: int  # counted from 1
    previous: str | None
    following: str | None  # the one already met after it, if any


def may_be_asked(key: str, document: Mapping[str, Any]) -> bool:
    """Whether a key can be asked on a screen of its own: a fact with words, or a figure."""
    return (key in FACTS and key in load().facts) or figures.is_figure(key, document)


def is_open(document: Mapping[str, Any], key: str) -> bool:
    """Whether nobody has answered a question yet; "I don't know" is an answer, save for one."""
    if key == answers.NEEDED:
        return not answers.is_known(document, key)
    if key in FACTS:
        return not answers.is_answered(document, key)
    return key not in document.get(FIGURES, {})


def next_question(situation: Situation, worth: Sequence[str]) -> str | None:
    """The next question: the opening ones, then by worth; None when none is left worth asking.

    ``worth`` is the order of the last computed advice, largest worth per effort first.
    """
    document = situation.document
    candidates: Iterable[str] = (*OPENING, *worth)
    return next((k for k in candidates if may_be_asked(k, document) and _asked(document, k)), None)


def _asked(document: Mapping[str, Any], key: str) -> bool:
    """Whether a question is open and still applies after the other answers."""
    away = key in FACTS and falls_away(key, lambda other: answers.meant(document, other))
    return is_open(document, key) and not away


def fallback(document: dict[str, Any]) -> list[str]:
    """The order of the questionnaire, when no advice has been computed yet."""
    drawn = (key for key in load().facts if key in FACTS and FACTS[key].drawn)
    return [key for key in drawn if _asked(document, key)]


def place(situation: Situation, key: str) -> Place:
    """Where a question stands among those met; a new one comes after them all."""
    met = list(situation.asked)
    if key not in met:
        return Place(len(met) + 1, met[-1] if met else None, None)
    at = met.index(key)
    following = met[at + 1] if at + 1 < len(met) else None
    return Place(at + 1, met[at - 1] if at else None, following)


def total(situation: Situation, key: str, left: int) -> int:
    """How many questions there will be, roughly: those met, this one, those still worth asking."""
    document = situation.document
    met = len(set(situation.asked) | {key})
    return met + left - (1 if left and is_open(document, key) else 0)
