"""For each fact and figure, the nearest value that changes the first model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import FACTS, NUMBERS, Company, Fact
from timonier.engine.information.tipping import flip_among, flip_on_a_line, joint_flips
from timonier.engine.information.whatif import WhatIf
from timonier.engine.information.worths import Answer, Learning
from timonier.engine.priors import draw_facts

DRAWS = 1024
HALVINGS = 5
ADAPTATIONS = 6  # times that teams adapt in the search of one tipping point
MOVES = 3  # by which a team adapts
PAIRED = 4  # facts tried in pairs


@dataclass(frozen=True)
class Tipping:
    """The first model becomes ``to`` at ``at``; ``inside`` is the last value found to keep it.

    ``now`` is None for an unknown fact. ``side``: above, below, or answer for a choice.
    """

    key: str
    now: Any
    at: Any
    inside: Any
    side: str
    to: str


@dataclass(frozen=True)
class JointTipping:
    """Two facts that change the first model together and not alone."""

    parts: tuple[Tipping, Tipping]
    to: str


def unknown_tips(learnings: Iterable[Learning], today: str | None) -> list[Tipping]:
    """Tipping points of what is unknown, read on the draws: nearest to the middle of them."""
    tips = (_unknown_tip(item, today) for item in learnings if not item.worth.is_nil)
    return [tip for tip in tips if tip is not None]


def _unknown_tip(item: Learning, today: str | None) -> Tipping | None:
    answers = sorted(item.answers, key=lambda a: a.low)
    middle = _middle(answers)
    flips = [i for i, a in enumerate(answers) if a.reading.first not in (today, None)]
    if not flips:
        return None
    at = min(flips, key=lambda i: (abs(i - middle), i))
    answer, to = answers[at], str(answers[at].reading.first)
    fact = FACTS.get(item.key)
    if fact is not None and fact.kind not in NUMBERS:
        return Tipping(item.key, None, _choice(fact, answer.low), None, "answer", to)
    if at >= middle:
        inside = answers[at - 1].high if at else None
        return Tipping(item.key, None, answer.low, inside, "above", to)
    return Tipping(item.key, None, answer.high, answers[at + 1].low, "below", to)


def _middle(answers: Sequence[Answer]) -> int:
    reached = np.cumsum([a.chance for a in answers])
    return int(np.searchsorted(reached, 0.5 * reached[-1]))


def _choice(fact: Fact, code: float) -> Any:
    return bool(code) if fact.kind == "bool" else fact.choices[int(code)]


class _Advice:
    """The first model for a changed company, its teams given a chance to adapt before it loses.

    The decision would search again: a model must not lose because its team was chosen for a
    company that no longer is. ``left`` counts the adaptations that a fact may still use.
    """

    def __init__(self, company: Company, what_if: WhatIf, today: str) -> None:
        self.company, self.what_if, self.today = company, what_if, today
        self.gap = what_if.knowledge.method["verdict.undecided_gap"].value.median
        self.left = 0

    def _reading(self, changed: Company) -> str:
        """The first model, today's unless another leads it by more than what is undecided."""
        found = self.what_if.reading(changed)
        first = found.first or self.today
        ahead = found.chance.get(first, 0.0) - found.chance.get(self.today, 0.0)
        return first if ahead > self.gap else self.today

    def first(self, changes: Mapping[str, Any]) -> str:
        """The first model when these facts have these values."""
        changed = self.company
        for key, value in changes.items():
            changed = changed.with_fact(key, value)
        first = self._reading(changed)
        if first != self.today and self.left > 0:
            self.left -= 1
            self.what_if = self.what_if.adapted(changed, {self.today: MOVES})
            first = self._reading(changed)
        return first

    def winner(self, key: str, value: Any) -> str:
        """The first model at a tipping point, the others given a chance to adapt as well."""
        changed = self.company.with_fact(key, value)
        rivals = {model: 1 for model in MODELS if model != self.today}
        return self.what_if.adapted(changed, rivals).reading(changed).first or self.today


def known_tips(
    company: Company, knowledge: Knowledge, what_if: WhatIf, today: str, rng: np.random.Generator
) -> tuple[list[Tipping], dict[str, list[Any]], WhatIf]:
    """Tipping points of the known facts, the plausible other values of those that have none, and
    the what-if with the teams that it came to know."""
    advice = _Advice(company, what_if, today)
    tips, others = [], {}
    for key, values in plausible(company, knowledge, rng).items():
        advice.left = ADAPTATIONS
        tip = _known_tip(advice, key, values)
        if tip is not None:
            tips.append(tip)
        else:
            others[key] = [v for v in values if v != company.get(key)]
    return tips, others, advice.what_if


def plausible(
    company: Company, knowledge: Knowledge, rng: np.random.Generator
) -> dict[str, list[Any]]:
    """The values that each known fact could plausibly take, were it unknown: choices, or a range.

    A range is its ends; a fact that leaves no choice is absent.
    """
    seed, tail = int(rng.integers(2**32)), knowledge.method["tipping.tail"].value.median
    found: dict[str, list[Any]] = {}
    for key, fact in FACTS.items():
        if not fact.drawn or not company.knows(key) or isinstance(company.get(key), tuple):
            continue
        unknown = company.with_fact(key, None)
        draws = draw_facts(unknown, knowledge, np.random.default_rng(seed), DRAWS).get(key)
        if draws is not None and not np.isnan(draws).any():
            found[key] = _values(fact, draws, company.get(key), tail)
    return {key: values for key, values in found.items() if len(set(values)) > 1}


def _values(fact: Fact, draws: Any, now: Any, tail: float) -> list[Any]:
    if fact.kind == "bool":
        return [False, True]
    if fact.kind not in NUMBERS:
        return [fact.choices[int(code)] for code in np.unique(draws) if code >= 0]
    if fact.kind == "int" and fact.high is not None and fact.high <= 5:
        return [int(level) for level in np.unique(draws)]
    low, high = np.quantile(draws, [tail, 1 - tail])
    ends = [float(low), float(high)] if now is None else [min(low, now), max(high, now)]
    return [round(v) if fact.kind == "int" else float(v) for v in ends]


def _known_tip(advice: _Advice, key: str, values: Sequence[Any]) -> Tipping | None:
    fact, now = FACTS[key], advice.company.get(key)

    def first(value: Any) -> str:
        return advice.today if value == now else advice.first({key: _typed(fact, value)})

    if fact.kind in NUMBERS and len(values) == 2 and fact.high != 5:
        flip = flip_on_a_line(first, float(now), values, HALVINGS)
        if flip is None:
            return None
        side = "above" if flip.at > now else "below"
        at, inside = _typed(fact, flip.at), _typed(fact, flip.inside)
    else:
        found = flip_among(first, now, list(dict.fromkeys((*values, now))))
        if found is None:
            return None
        at, inside, side = found[0], now, "answer"
    to = advice.winner(key, at)
    return None if to == advice.today else Tipping(key, now, at, inside, side, to)


def _typed(fact: Fact, value: Any) -> Any:
    if fact.kind == "int":
        return round(value)
    return float(value) if fact.kind == "float" else value


def joint_tips(
    company: Company, what_if: WhatIf, others: Mapping[str, Sequence[Any]], today: str
) -> list[JointTipping]:
    """Pairs of facts that change the first model together, among those that shrink its lead."""
    pulls = sorted(
        (
            (_lead(what_if, company.with_fact(key, value), today), key, value)
            for key, values in others.items()
            for value in values
        ),
        key=lambda pull: (pull[0], pull[1]),
    )
    best: dict[str, Any] = {}
    for _, key, value in pulls:
        if key not in best and len(best) < PAIRED:
            best[key] = value

    def first(answers: Mapping[str, Any]) -> str:
        changed = company
        for key, value in answers.items():
            changed = changed.with_fact(key, value)
        return what_if.reading(changed).first or today

    found = joint_flips(first, {key: [value] for key, value in best.items()}, today)
    return [_joint(company, answers, to) for answers, to in found]


def _lead(what_if: WhatIf, company: Company, today: str) -> float:
    reading = what_if.reading(company)
    rivals = [worth for model, worth in reading.worth.items() if model != today]
    return reading.worth_of(today) - max(rivals, default=0.0)


def _joint(company: Company, answers: Mapping[str, Any], to: str) -> JointTipping:
    parts = [_part(company, key, value, to) for key, value in answers.items()]
    return JointTipping((parts[0], parts[1]), to)


def _part(company: Company, key: str, value: Any, to: str) -> Tipping:
    now, fact = company.get(key), FACTS[key]
    side = "answer" if fact.kind not in NUMBERS else "above" if value > now else "below"
    return Tipping(key, now, value, now, side, to)
