"""The verdict as a sentence, how sure it is, how much, and what comes first."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.budget import likely_passed
from timonier.app.document.parts import Member
from timonier.app.web.drawing import dial
from timonier.app.web.result.reading import Decision, about, word
from timonier.app.web.words import say
from timonier.app.wording import listing, percent
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load


@dataclass(frozen=True)
class Verdict:
    """What the eye must find in five seconds: which, how sure, how much, what first."""

    model: str | None
    status: str
    sentence: str
    confidence: str
    beyond: tuple[str, ...]  # a budget passed, disagreement with the article
    dial: str
    cost: str
    cost_range: str
    first: str


def verdict(decision: Decision) -> Verdict:
    """Word the verdict of a decision."""
    said = decision.document.verdict
    shown = decision.leading
    low, middle, high = _cost(decision, shown)
    return Verdict(
        model=said.model,
        status=said.status,
        sentence=said.text,
        confidence=said.confidence,
        beyond=tuple(beyond(decision)),
        dial=_dial(decision, shown),
        cost=middle,
        cost_range=str(say("result.span", low=low, high=high)) if shown else "",
        first=first_step(decision, shown),
    )


def _cost(decision: Decision, shown: str | None) -> tuple[str, str, str]:
    if shown is None:
        return "", "", ""
    low, middle, high = (about(decision, v) for v in decision.team(shown).cost.months_12)
    return low, middle, high


def beyond(decision: Decision) -> list[str]:
    """What the sentence alone would hide: a budget passed, another reading."""
    said, favourite = decision.document.verdict, decision.document.framework.favourite
    told = [said.money] if said.money else []
    told += _dear(decision)
    levers = decision.document.levers
    if levers is not None:
        told += [one.text for one in (levers.spend, levers.want_less, levers.wait) if one]
    if decision.document.bought is not None:
        told.append(decision.document.bought.text)
    if favourite and favourite != said.leading:
        staffed = favourite in decision.staffed
        key = "result.two_readings" if staffed else "result.favourite_closed"
        told.append(str(say(key, model=word(f"model_noun.{favourite}"))))
    return told


def _dear(decision: Decision) -> list[str]:
    leading = decision.leading
    found = likely_passed(decision.document, leading) if leading else None
    if found is None:
        return []
    budget, cost = (about(decision, amount) for amount in found[:2])
    share = percent(found[2], decision.lang)
    return [str(say("result.over_budget", budget=budget, cost=cost, share=share))]


def first_step(decision: Decision, shown: str | None) -> str:
    """Who comes first, and when."""
    if shown is None:
        return ""
    coming = [m for m in decision.team(shown).team if not m.existing]
    if not coming:
        return str(say("result.first_keep"))
    first = min(coming, key=_turn)
    search, month = max(1, first.search_month), first.start_month
    key = "result.first" if search >= month else "result.first_search"
    return str(say(key, role=first.label, month=month, search=search))


def _turn(member: Member) -> tuple[float, ...]:
    """Who to look for first; of those looked for at once, whoever steers the others."""
    role = load().roles[member.role]
    return (
        member.search_month,
        -role.steering_capacity * role.steering_level,
        member.start_month,
    )


def _dial(decision: Decision, shown: str | None) -> str:
    shares = {m: decision.document.models[m].chance_of_best for m in MODELS}
    words = [f"{word(f'model.{m}')} {percent(share, decision.lang)}" for m, share in shares.items()]
    label = str(say("result.dial", models=listing(words, decision.lang)))
    value = percent(shares[shown], decision.lang) if shown else "–"
    name = word(f"model.{shown}") if shown else ""
    return dial(shares, decision.document.verdict.model, label, value, name)
