"""Whether to call a company about its marketing, and what for: the stake, the worth of asking.

The money at stake a year is what the first organisation costs, times the share of its worth that
the present one falls short of, over the futures and preferences in which it does. With nobody in
place, all of it is. What an answer is worth is brought to the same money: its share of the worth of
the first organisation, times what that costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import FACTS
from timonier.engine.quantiles import median

if TYPE_CHECKING:
    from timonier.engine.decision import Decision
    from timonier.engine.information.questions import Candidate

BASKETS = ("act_now", "one_question", "talk", "leave_in_peace", "not_enough_known")
ORDER: Mapping[str, int] = {basket: i for i, basket in enumerate(BASKETS)}
REASONS: Mapping[str, str] = {  # and the basket of each
    "deadline": "act_now",
    "contract_ends": "act_now",
    "team_at_risk": "act_now",
    "one_answer": "one_question",
    "open": "talk",
    "better_exists": "talk",
    "nobody_there": "talk",
    "no_team": "talk",
    "as_good": "leave_in_peace",
    "all_alike": "leave_in_peace",
    "few_answers": "not_enough_known",
}


@dataclass(frozen=True)
class Stake:
    """What the present organisation misses against the first one.

    ``share`` of the worth of the first, 0-1, where the present falls short of it; ``chance`` that
    it does, over futures and preferences; ``cost`` of the first, in currency a year; ``worth`` of
    the first, in utility.
    """

    share: float
    chance: float
    cost: float
    worth: float

    @property
    def money(self) -> float:
        """At stake a year where the present organisation falls short, in currency."""
        return self.share * self.cost

    def learning(self, utility: float) -> float:
        """What an answer worth that much utility is worth a year, in the same money."""
        return self.cost * utility / self.worth if self.worth > 0 else 0.0


NOTHING = Stake(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Call:
    """Whether to call, and why. ``score``: currency a year per minute of call."""

    basket: str
    reason: str
    facts: Mapping[str, Any]  # what the reason names: a month, a warning, a fact
    score: float
    stake: float  # currency a year
    chance: float  # that the call changes the organisation
    learning: float  # currency a year
    minutes: float


def stake(decision: Decision) -> Stake:
    """What the present organisation misses against the first one, draw by draw."""
    first = decision.first
    if first is None:
        return NOTHING
    final, row = decision.final, decision.row
    paid = decision.judged.measures.paid[row[first]]
    at = decision.ranked.index(first)
    best = _worth(final.values[at], final.allowed[at], decision.weights)
    now = np.zeros_like(best)
    if "as_is" in row:
        there = row["as_is"]
        values = decision.judged.scores.values[there]
        now = _worth(values, decision.judged.allowed[there], decision.weights)
    gap, mean = best - now, float(best.mean())
    short = gap > 0
    missed = float(gap[short].mean()) / mean if short.any() and mean > 0 else 0.0
    cost = median(paid) / (decision.world.months / 12.0)
    return Stake(min(1.0, missed), float(short.mean()), cost, mean)


def _worth(
    values: NDArray[np.float32], allowed: NDArray[np.bool_], weights: NDArray[np.float32]
) -> NDArray[np.float64]:
    """(draw,) the utility of a team, nil in the draws in which it is unsafe."""
    utility = (values.astype(np.float64) * weights.T).sum(axis=0)
    return np.where(allowed, utility, 0.0)


def call(decision: Decision, candidates: Sequence[Candidate], holds: float) -> Call:
    """Whether and why to call; ``candidates`` all that could be asked, the ones worth it first.

    ``holds``: the chance that the advice would hold if all that is not answered were known.
    """
    found = stake(decision)
    asked = [c for c in candidates if c.fact in FACTS]
    reason, facts = _reason(decision, found, asked, holds)
    best = asked[0] if asked else None
    learning = found.learning(best.worth.value) if best else 0.0
    minutes = decision.world.rules.call_minutes + _asking(reason, asked)
    score = (found.money * found.chance + learning) / minutes
    return Call(REASONS[reason], reason, facts, score, found.money, found.chance, learning, minutes)


def _asking(reason: str, asked: Sequence[Candidate]) -> float:
    """Minutes of questions: those without which no advice is given, else the first one."""
    if reason == "few_answers":
        return sum(c.effort for c in asked if c.required)
    return sum(c.effort for c in asked[:1] if c.worth.value > 0)


def _reason(
    decision: Decision, found: Stake, asked: Sequence[Candidate], holds: float
) -> tuple[str, Mapping[str, Any]]:
    rules, said = decision.world.rules, decision.verdict
    if said is None:
        return "no_team", {}
    if said.too_few_answers:
        return "few_answers", {}
    much = found.share * found.chance >= rules.call_much
    urgent = _urgent(decision, much) if found.chance >= 0.5 else None
    if urgent is not None:
        return urgent
    if said.status == "clear" or holds >= rules.stop_holds:
        if not much:
            return "as_good", {}
        return ("better_exists" if "as_is" in decision.row else "nobody_there"), {}
    if _one_is_enough(asked, rules.call_one_question):
        return "one_answer", {"fact": asked[0].fact}
    return ("open" if much else "all_alike"), {}


def _urgent(decision: Decision, much: bool) -> tuple[str, Mapping[str, Any]] | None:
    """A date that comes soon, or a warning on a team in place that misses much."""
    soon = decision.world.rules.call_soon_months
    deadline = decision.company.get("marketing.deadline_month")
    if isinstance(deadline, int | float) and deadline <= soon:
        return "deadline", {"month": int(deadline)}
    held = decision.world.in_place
    ends = [m.end_month for m in (*held.stay, *held.expiring.values()) if m.end_month is not None]
    if ends and min(ends) <= soon:
        return "contract_ends", {"month": min(ends)}
    raised = [w for w in decision.warnings if w.about == "as_is"]
    if raised and much:
        return "team_at_risk", {"warning": max(raised, key=lambda w: w.share).code}
    return None


def _one_is_enough(asked: Sequence[Candidate], share: float) -> bool:
    """Whether the first question is worth most of what all of them are."""
    total = sum(c.worth.value for c in asked)
    return total > 0 and asked[0].worth.value >= share * total
