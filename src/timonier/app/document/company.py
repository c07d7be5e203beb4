"""What was assumed where the company said nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from timonier.app.document.numbers import rounded, spread
from timonier.app.document.words import Words
from timonier.engine.company import FACTS, NUMBERS
from timonier.engine.decision import Decision
from timonier.engine.quantiles import median
from timonier.engine.simulation import World


def assumed(decision: Decision, words: Words) -> list[dict[str, Any]]:
    """Every unknown fact that was drawn: what it may be, from which prior, in words and numbers."""
    return assumed_in(decision.world, words)


def assumed_in(world: World, words: Words) -> list[dict[str, Any]]:
    """The same for a world alone, before any team."""
    sources = {p.fact: p.source for p in world.knowledge.priors}
    return [
        _assumption(world, words, key, sources.get(key, "estimate"))
        for key, fact in FACTS.items()
        if fact.drawn and not world.company.knows(key) and key in world.facts
    ]


def _assumption(world: World, words: Words, key: str, source: str) -> dict[str, Any]:
    fact, draws = FACTS[key], np.asarray(world.facts[key])
    said: dict[str, Any] = {"fact": key, "label": words.fact(key)}
    if fact.kind in NUMBERS:
        known = draws[np.isfinite(draws)].astype(np.float64)
        if key == "needs.ambition":
            known = world.needs.ambition
        decimals = 0 if known.size and median(known) >= 100 else 2
        said["numbers"] = spread(known, decimals) if known.size else None
        said["value"] = words.assumed_number(key, said["numbers"])
    else:
        choices = fact.choices or ("no", "yes")
        shares = {c: rounded(float((draws == i).mean())) for i, c in enumerate(choices)}
        said["shares"] = {c: s for c, s in shares.items() if s > 0}
        said["value"] = words.assumed_choice(key, said["shares"])
    return {**said, "source": words.source(source)}
