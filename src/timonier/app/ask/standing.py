"""Where a conversation stands: what the file says, what is advised, and what to ask now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit

import timonier
from timonier.app.document import parts
from timonier.app.document.information import information
from timonier.app.document.words import Words
from timonier.app.interview import answers, way
from timonier.app.interview.posed import Posed, posed
from timonier.engine.catalogue import MODELS
from timonier.engine.decision import Decision
from timonier.knowledge import load

GLIMPSE = 512  # scenarios of the chances shown on the way: they decide no question


@dataclass(frozen=True)
class Standing:
    """A company file, read, and the decision that it makes; None before it means anything."""

    text: str
    document: way.Document
    decision: Decision | None

    @property
    def chances(self) -> dict[str, float]:
        """Each model's chance of being the best; a model that is ruled out is absent."""
        decision = self.decision
        if decision is None or decision.ranking is None:
            return {}
        pairs = zip(decision.ranked, decision.ranking.chance_of_best, strict=True)
        return {model: float(chance) for model, chance in pairs}

    @property
    def is_early(self) -> bool:
        """Whether too little is known to advise."""
        return self.decision is None or self.decision.stop.reason == "advice_withheld"

    @property
    def ruled_out(self) -> tuple[str, ...]:
        """The models that no team can serve as things stand."""
        known = self.decision is not None
        return tuple(m for m in MODELS if known and m not in self.chances)


@dataclass(frozen=True)
class Asked:
    """The question to ask now, and the count beside it."""

    question: Posed | parts.Ask
    place: way.Place | None
    may_be_empty: bool = False


def next_question(
    found: Standing, asked: Sequence[str], passed: Sequence[str], words: Words
) -> Asked | None:
    """The question of the core that is open, else the useful one; None to stop.

    ``asked`` are the useful questions met, ``passed`` those that were left empty.
    """
    step = way.first_open(found.document)
    if step is not None:
        key = next(k for k in way.left_of(found.document, step) if k not in passed)
        place = way.place(found.document, asked, step.key)
        return Asked(posed(key, words), place, key in step.beside)
    assert found.decision is not None
    told = _told(found.decision, words)
    key_ = way.next_useful(found.document, asked, told)
    if key_ is None:
        return None
    question = next((q for q in told.next_questions if q.fact == key_), None)
    return Asked(question or posed(key_, words), way.place(found.document, asked, key_))


def stop_text(found: Standing, words: Words) -> str:
    """Why asking can stop here, or what stopping leaves."""
    assert found.decision is not None
    return _told(found.decision, words).stop.text


@dataclass(frozen=True)
class _Told:
    """What the document would say of what is left to find out."""

    next_questions: tuple[parts.Ask, ...]
    stop: parts.Stop


_TOLD = frozenset(_Told.__dataclass_fields__)


def _told(decision: Decision, words: Words) -> _Told:
    return _Told(**{k: v for k, v in information(decision, words).items() if k in _TOLD})


def standing(text: str, *, seed: int, scenarios: int | None) -> Standing:
    """Decide on what the file says: a glimpse on the way, the whole decision after the core.

    Raises CompanyFileError on a file that cannot be read.
    """
    mapping: Mapping[str, Any] = tomlkit.parse(text).unwrap()
    if any(way.is_open(mapping, key) for key in way.OPENING):
        if answers.is_known(mapping, answers.NEEDED):
            timonier.company_from(mapping)
        return Standing(text, mapping, None)
    whole = way.first_open(mapping) is None
    many = scenarios if whole else min(GLIMPSE, scenarios or GLIMPSE)
    decision = timonier.decide(timonier.company_from(mapping), seed=seed, scenarios=many)
    return Standing(text, mapping, decision)


def words_of(found: Standing, lang: str) -> Words:
    """The sentences of a standing in one language, with the currency of its market."""
    if found.decision is not None:
        return Words.of(found.decision, lang)
    markets = load().markets
    market = markets.get(str(answers.read(found.document, answers.NEEDED)))
    return Words(load(), lang, (market or next(iter(markets.values()))).currency)
