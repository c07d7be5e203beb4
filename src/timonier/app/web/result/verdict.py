"""The verdict as a sentence, how sure it is, how much, and what the sentence alone would hide."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.budget import likely_passed
from timonier.app.web.drawing import dial, futures
from timonier.app.web.result.reading import Decision, about, full, word
from timonier.app.web.words import say
from timonier.app.wording import listing, percent
from timonier.engine.catalogue import MODELS


@dataclass(frozen=True)
class Verdict:
    """What the eye must find in five seconds: which, how sure, how much."""

    model: str | None
    status: str
    sentence: str
    sure: str  # how sure, in one word
    confidence: str
    chances: tuple[tuple[str, str, str], ...]  # each model that has one, its name, likeliest first
    dial: str
    futures: str
    cost: str
    cost_range: str
    dear: str  # a budget that is likely to be passed


def verdict(decision: Decision) -> Verdict:
    """Word the verdict of a decision."""
    said = decision.document.verdict
    shown = decision.leading
    low, middle, high = _cost(decision, shown)
    shares = {m: decision.document.models[m].chance_of_best for m in MODELS}
    label = _in_words(decision, shares)
    return Verdict(
        model=said.model,
        status=said.status,
        sentence=said.text,
        sure=str(say(f"result.sure.{said.status}")),
        confidence=said.confidence,
        chances=tuple(
            (m, decision.named(m), percent(shares[m], decision.lang)) for m in _likeliest(shares)
        ),
        dial=_dial(decision, shares, label),
        futures=futures(shares, label),
        cost=middle,
        cost_range=str(say("result.span", low=low, high=high)) if shown else "",
        dear=_dear(decision),
    )


def _cost(decision: Decision, shown: str | None) -> tuple[str, str, str]:
    if shown is None:
        return "", "", ""
    low, middle, high = (about(decision, v) for v in decision.team(shown).cost.months_12)
    return low, middle, high


def _likeliest(shares: dict[str, float]) -> list[str]:
    return sorted((m for m in shares if shares[m] > 0), key=lambda m: -shares[m])


def _in_words(decision: Decision, shares: dict[str, float]) -> str:
    words = [f"{decision.named(m)} {percent(share, decision.lang)}" for m, share in shares.items()]
    return str(say("result.dial", models=listing(words, decision.lang)))


def _dear(decision: Decision) -> str:
    """A stated budget that the team is likely to pass; "" where it is not."""
    leading = decision.leading
    found = likely_passed(decision.document, leading) if leading else None
    if found is None:
        return ""
    budget, share = full(decision, found[0]), percent(found[2], decision.lang)
    return str(say("result.over_budget", budget=budget, share=share))


def other_reading(decision: Decision) -> str:
    """The model that the article's framework would prefer, when it is another one."""
    said, favourite = decision.document.verdict, decision.document.framework.favourite
    if not favourite or favourite == said.leading:
        return ""
    key = "result.two_readings" if favourite in decision.staffed else "result.favourite_closed"
    return str(say(key, model=word(f"model_noun.{favourite}")))


def _dial(decision: Decision, shares: dict[str, float], label: str) -> str:
    shown = decision.leading
    value = percent(shares[shown], decision.lang) if shown else "–"
    name = decision.named(shown) if shown else ""
    return dial(shares, decision.document.verdict.model, label, value, name)
