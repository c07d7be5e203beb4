"""Why to call a company and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timonier.app.document import Answered
from timonier.app.document.numbers import rounded, whole
from timonier.app.document.words import Words
from timonier.app.portfolio.line import Called
from timonier.app.wording import month_label
from timonier.engine.call import Call, call
from timonier.engine.information.questions import Candidate


def called(decision: Answered, candidates: Sequence[Candidate], holds: float) -> Called:
    """Whether to call, the score with its parts, the reason and the action in both languages."""
    found = call(decision, candidates, holds)
    said = {
        f"call_{part}_{lang}": _said(decision, found, part, lang)
        for part in ("reason", "action")
        for lang in ("fr", "en")
    }
    return Called(
        call_score=rounded(found.score, 2),
        call_stake=whole(found.stake),
        call_chance=rounded(found.chance),
        call_learning=whole(found.learning),
        call_minutes=found.minutes,
        call_basket=found.basket,
        call_reason=found.reason,
        **said,
    )


def _said(decision: Answered, found: Call, part: str, lang: str) -> str:
    words = Words.of(decision, lang)
    return words.say(f"call.{part}.{found.reason}", **_fields(decision, found, words))


def _fields(decision: Answered, found: Call, words: Words) -> dict[str, Any]:
    first, facts = decision.first, found.facts
    known, lang = decision.knowledge, words.lang
    out: dict[str, Any] = {"stake": words.about(found.stake), "model": "", "second": ""}
    if first is not None:
        order = sorted(decision.ranked, key=lambda m: -_chance(decision, m))
        out |= {"model": words.noun(first), "second": words.noun(order[min(1, len(order) - 1)])}
    if "month" in facts:
        out["month"] = month_label(facts["month"] - 1, decision.company.get("company.start"), lang)
    if "warning" in facts:
        out["warning"] = known.warnings[facts["warning"]].label[lang]
        out["remedy"] = known.warnings[facts["warning"]].remedy[lang]
    if "fact" in facts:
        out["question"] = known.facts[facts["fact"]].question[lang]
    return out


def _chance(decision: Answered, model: str) -> float:
    assert decision.ranking is not None
    return float(decision.ranking.chance_of_best[decision.ranked.index(model)])
