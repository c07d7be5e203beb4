"""The company in the document: as read, and what was assumed where it said nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from timonier.app.document.numbers import rounded, spread
from timonier.app.document.words import Words
from timonier.engine.catalogue import Triple
from timonier.engine.company import FACTS, NOT_CONCERNED, NUMBERS, Company, Position
from timonier.engine.decision import Decision

LISTS = ("order", "tradeoffs")


def as_read(company: Company) -> dict[str, Any]:
    """The company in the shape of its file; unknown facts are absent."""
    out: dict[str, Any] = {}
    for key in FACTS:
        if company.knows(key):
            section, name = key.split(".")
            out.setdefault(section, {})[name] = _plain(company.facts[key])
    if company.team:
        out["team"] = [_position(p) for p in company.team]
    if company.intended:
        out["intended"] = [_position(p) for p in company.intended]
    wishes = {k: _plain(getattr(company, k)) for k in LISTS if getattr(company, k)}
    if wishes:
        out["preferences"] = wishes
    if company.chosen:
        out["decision"] = {"chosen": company.chosen}
    if company.assumptions:
        out["assumptions"] = {k: _plain(v) for k, v in sorted(company.assumptions.items())}
    return out


def _position(position: Position) -> dict[str, Any]:
    out: dict[str, Any] = {"role": position.role, "quantity": position.quantity}
    for name in ("name", "since_months", "cost"):
        value = getattr(position, name)
        if value not in (None, ""):
            out[name] = value
    return out


def _plain(value: Any) -> Any:
    if value is NOT_CONCERNED:
        return NOT_CONCERNED.value
    if isinstance(value, Triple):
        return [value.low, value.median, value.high]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return [_plain(v) for v in value]
    return value


def assumed(decision: Decision, words: Words) -> list[dict[str, Any]]:
    """Every unknown fact that was drawn: what it may be, from which prior, in words and numbers."""
    sources = {p.fact: p.source for p in decision.knowledge.priors}
    return [
        _assumption(decision, words, key, sources.get(key, "estimate"))
        for key, fact in FACTS.items()
        if fact.drawn and not decision.company.knows(key) and key in decision.world.facts
    ]


def _assumption(decision: Decision, words: Words, key: str, source: str) -> dict[str, Any]:
    fact, draws = FACTS[key], np.asarray(decision.world.facts[key])
    said: dict[str, Any] = {"fact": key, "label": words.fact(key)}
    if fact.kind in NUMBERS:
        known = draws[np.isfinite(draws)].astype(np.float64)
        if key == "needs.ambition":
            known = decision.world.needs.ambition
        decimals = 0 if known.size and np.median(known) >= 100 else 2
        said["numbers"] = spread(known, decimals) if known.size else None
        said["value"] = words.assumed_number(key, said["numbers"])
    else:
        choices = fact.choices or ("no", "yes")
        shares = {c: rounded(float((draws == i).mean())) for i, c in enumerate(choices)}
        said["shares"] = {c: s for c, s in shares.items() if s > 0}
        said["value"] = words.assumed_choice(key, said["shares"])
    return {**said, "source": words.source(source)}
