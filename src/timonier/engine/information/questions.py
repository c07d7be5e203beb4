"""What to ask next, and when to stop asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from timonier.engine.information.estimators import Worth

Reason = Literal["advice_withheld", "nothing_left", "holds", "may_turn"]


@dataclass(frozen=True)
class Candidate:
    """A question that could be asked.

    ``worth`` in utility, ``money`` its worth a year, ``effort`` in minutes, ``place`` its rank in
    the questionnaire, ``asks_first`` the facts that decide whether it applies. ``required``: no
    advice is given without it, whatever it is worth.
    """

    fact: str
    worth: Worth
    money: float
    effort: float
    place: int
    asks_first: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Stop:
    """Whether to stop asking, why, the chance left that the advice is not the best one, and the
    chance that it would hold if all that is not answered were known."""

    reached: bool
    reason: Reason
    chance_wrong: float
    holds: float

    @property
    def chance(self) -> float:
        """The chance that the advice is the best one."""
        return 1.0 - self.chance_wrong


def in_order(candidates: Sequence[Candidate], minute: float) -> list[Candidate]:
    """Questions worth their effort, largest worth per effort first, conditions before the rest.

    ``minute`` is what a minute of the person's time costs. The order depends on what is known
    alone, never on the way there, so going back and answering the same asks the same.
    """
    worthy = [c for c in candidates if c.required or _pays(c, minute)]
    ranked = sorted(worthy, key=lambda c: (-c.worth.value / c.effort, c.place))
    return _conditions_first(ranked, {c.fact: c for c in candidates})


def _pays(candidate: Candidate, minute: float) -> bool:
    return not candidate.worth.is_nil and candidate.money > candidate.effort * minute


def _conditions_first(ranked: Sequence[Candidate], every: dict[str, Candidate]) -> list[Candidate]:
    order: list[Candidate] = []
    for candidate in ranked:
        conditions = [every[fact] for fact in candidate.asks_first if fact in every]
        order += [c for c in (*conditions, candidate) if c not in order]
    return order


def stop(
    candidates: Sequence[Candidate], wishes_known: bool, chance: float, holds: float, enough: float
) -> Stop:
    """Stop when nothing is left to answer, or when the advice would hold with ``enough`` chance
    whatever the answers are, wishes included.

    ``chance`` of the first model to be the best, ``holds`` that it would be first if everything
    that is not answered were known.

    >>> stop([], True, 0.8, 0.7, 0.9).reason, stop([], False, 0.8, 0.7, 0.9).reason
    ('nothing_left', 'may_turn')
    """
    wrong = round(1.0 - chance, 12)
    if any(c.required for c in candidates):
        return Stop(False, "advice_withheld", wrong, holds)
    if not candidates and wishes_known:
        return Stop(True, "nothing_left", wrong, holds)
    if holds >= enough:
        return Stop(True, "holds", wrong, holds)
    return Stop(False, "may_turn", wrong, holds)
