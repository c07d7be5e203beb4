"""What was assumed where the company said nothing."""

from __future__ import annotations

import numpy as np

from timonier.app.document import parts
from timonier.app.document.numbers import money, rounded, spread
from timonier.app.document.words import Words
from timonier.engine.company import FACTS, NUMBERS
from timonier.engine.quantiles import median
from timonier.engine.simulation import World


def assumed(world: World, words: Words) -> tuple[parts.Assumed, ...]:
    """Every unknown fact that was drawn: what it may be, from which prior, in words and numbers."""
    sources = {p.fact: p.source for p in world.knowledge.priors}
    return tuple(
        _assumption(world, words, key, sources.get(key, "estimate"))
        for key, fact in FACTS.items()
        if fact.drawn and not world.company.knows(key) and key in world.facts
    )


def _assumption(world: World, words: Words, key: str, source: str) -> parts.Assumed:
    fact, draws = FACTS[key], np.asarray(world.facts[key])
    label, source = words.fact(key), words.source(source)
    if fact.kind in NUMBERS:
        known = draws[np.isfinite(draws)].astype(np.float64)
        if key == "needs.ambition":
            known = world.needs.ambition
        numbers = None
        if known.size:
            numbers = money(known) if median(known) >= 100 else spread(known, 2)
        said = words.assumed_number(key, numbers)
        return parts.AssumedNumber(
            fact=key, label=label, numbers=numbers, value=said, source=source
        )
    choices = fact.choices or ("no", "yes")
    drawn = {c: rounded(float((draws == i).mean())) for i, c in enumerate(choices)}
    shares = {c: s for c, s in drawn.items() if s > 0}
    said = words.assumed_choice(key, shares)
    return parts.AssumedChoice(fact=key, label=label, shares=shares, value=said, source=source)
