"""Which question comes next: a core that everybody meets, then what is worth most to the decision.

Both are functions of the answers: the core through the facts that are still open, the rest through
the whole decision that the answers make. How long computing takes decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from timonier.app.document import parts
from timonier.app.interview import answers
from timonier.engine.company import FACTS, falls_away

Document = Mapping[str, Any]

MOST_USEFUL: Final = 4  # questions after the core, at most: a person has ten minutes
FIGURES: Final = "assumptions"


@dataclass(frozen=True)
class Step:
    """One question of the core: the answers that it needs, and those that it takes beside them."""

    key: str
    asks: tuple[str, ...]
    beside: tuple[str, ...] = ()


def _one(key: str) -> Step:
    return Step(key, (key,))


CORE: Final = (
    _one(answers.NEEDED),
    _one("company.headcount"),
    Step("activity", ("company.business", "company.stage"), beside=("company.sector",)),
    _one("team"),
    _one("marketing.budget"),
    Step("vision", ("vision.targets", "vision.channels", "vision.objectives")),
    _one("steering.level"),
    _one("steering.hours_per_month"),
    _one("hiring.can_recruit"),
    _one("needs.recurrent_share"),
    _one("marketing.role"),
    _one("marketing.wants"),
)
STEPS: Final[Mapping[str, Step]] = {step.key: step for step in CORE}
IN_CORE: Final = frozenset(key for step in CORE for key in (*step.asks, *step.beside))
# Nothing can be computed without the market, nor means much before the size and the business.
OPENING: Final = tuple(key for step in CORE[:3] for key in step.asks)


class Decided(Protocol):
    """What a decision document says of what is left to find out."""

    @property
    def next_questions(self) -> Sequence[parts.Ask]: ...

    @property
    def stop(self) -> parts.Stop: ...


@dataclass(frozen=True)
class Place:
    """Where a question stands: ``number`` of ``total``, counted from 1; ``previous`` leads back.

    ``useful``: it is one of those that follow the core, of which there are ``total`` at most.
    """

    number: int
    total: int
    useful: bool
    previous: str | None


def is_open(document: Document, key: str) -> bool:
    """Whether nobody has answered a question yet; "I don't know" is an answer, save for one."""
    if key == answers.NEEDED:
        return not answers.is_known(document, key)
    if key in IN_CORE or key in FACTS:
        return not answers.is_answered(document, key)
    return key not in document.get(FIGURES, {})


def applies(document: Document, key: str) -> bool:
    """Whether a question still makes sense after the other answers.

    >>> applies({"steering": {"level": 0}}, "steering.hours_per_month")
    False
    """
    away = key in FACTS and falls_away(key, lambda other: answers.meant(document, other))
    return not away


def core(document: Document) -> tuple[Step, ...]:
    """The questions that everybody meets, without those that other answers have made senseless."""
    return tuple(step for step in CORE if all(applies(document, key) for key in step.asks))


def step_of(key: str) -> Step | None:
    """The question of the core that asks a fact; None when none does."""
    return next((step for step in CORE if key in step.asks), None)


def left_of(document: Document, step: Step) -> tuple[str, ...]:
    """What a question of the core still asks, in its order; () once it is answered."""
    if not any(is_open(document, key) for key in step.asks):
        return ()
    return tuple(key for key in (*step.beside, *step.asks) if is_open(document, key))


def first_open(document: Document) -> Step | None:
    """The first question of the core that is not answered; None when the core is done.

    >>> first_open({"company": {"market": "fr"}}).key
    'company.headcount'
    """
    return next((step for step in core(document) if left_of(document, step)), None)


def met(document: Document, asked: Sequence[str]) -> tuple[str, ...]:
    """The useful questions among those asked, in their order."""
    return tuple(k for k in dict.fromkeys(asked) if k not in IN_CORE and applies(document, k))


def is_over(document: Document, asked: Sequence[str]) -> bool:
    """Whether as many useful questions were asked as there may be."""
    return len(met(document, asked)) >= MOST_USEFUL


def next_useful(document: Document, asked: Sequence[str], decision: Decided) -> str | None:
    """The question after the core, from the whole decision; None when it is time to stop.

    First what is worth its effort, then what the decision says could turn the advice.
    """
    if decision.stop.reached or is_over(document, asked):
        return None
    worth = (*decision.next_questions, *decision.stop.turns)
    keys = (one.fact for one in worth)
    return next((key for key in keys if is_open(document, key) and applies(document, key)), None)


def place(document: Document, asked: Sequence[str], key: str) -> Place | None:
    """Where a question stands in the interview; None when it is no part of it."""
    steps = [step.key for step in core(document)]
    if key in steps:
        at = steps.index(key)
        return Place(at + 1, len(steps), False, steps[at - 1] if at else None)
    if key in IN_CORE or key in STEPS:
        return None
    found = list(met(document, asked))
    at = found.index(key) if key in found else len(found)
    if at >= MOST_USEFUL:
        return None
    return Place(at + 1, MOST_USEFUL, True, found[at - 1] if at else steps[-1])
