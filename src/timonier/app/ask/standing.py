"""Where a conversation stands: what the file says, what is advised, and what to ask now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import tomlkit

import timonier
from timonier.app.ask.answers import said_unknown
from timonier.app.document.information import question, stop_text
from timonier.app.document.parts import Ask
from timonier.app.document.words import Words
from timonier.engine.catalogue import MODELS
from timonier.engine.decision import Decision
from timonier.engine.information.questions import Candidate, in_order
from timonier.knowledge import load


@dataclass(frozen=True)
class Standing:
    """The decision for a company file, without what was already answered by "I don't know"."""

    text: str
    decision: Decision
    left: tuple[Candidate, ...]

    @property
    def chances(self) -> dict[str, float]:
        """Each model's chance of being the best; a model that is ruled out is absent."""
        ranking = self.decision.ranking
        if ranking is None:
            return {}
        pairs = zip(self.decision.ranked, ranking.chance_of_best, strict=True)
        return {model: float(chance) for model, chance in pairs}

    @property
    def ruled_out(self) -> tuple[str, ...]:
        """The models that no team can serve as things stand."""
        return tuple(m for m in MODELS if m not in self.chances)

    def next_question(self, words: Words) -> Ask | None:
        """The question worth most per effort, as the document writes it; None to stop."""
        asked = in_order(self.left, self.decision.matters.minute)
        return question(asked[0], self.decision, words) if asked else None

    def stop(self, words: Words) -> str:
        """Why asking can stop here."""
        said, minute = self.decision.stop, self.decision.matters.minute
        left = in_order(self.left, minute)
        found = said if left else replace(said, reached=True, reason="nothing_left")
        return stop_text(found, (), words)


def standing(text: str, *, seed: int, scenarios: int) -> Standing:
    """Decide on what the file says. Raises CompanyFileError on a file that cannot be read."""
    mapping: Mapping[str, Any] = tomlkit.parse(text).unwrap()
    decision = timonier.decide(timonier.company_from(mapping), seed=seed, scenarios=scenarios)
    asked = said_unknown(text)
    left = tuple(c for c in decision.matters.candidates if c.fact not in asked)
    return Standing(text, decision, left)


def words_of(found: Standing, lang: str) -> Words:
    """The sentences of a standing in one language."""
    return Words(load(), lang, found.decision.world.market.currency)
