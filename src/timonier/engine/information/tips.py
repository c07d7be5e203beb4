"""For each fact and figure, the nearest value that changes the first model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import FACTS, NUMBERS, Company, Fact, Range
from timonier.engine.criteria import planned
from timonier.engine.information.panel import Reading
from timonier.engine.information.tipping import flip_among, flip_on_a_line, joint_flips
from timonier.engine.information.whatif import WhatIf
from timonier.engine.information.worths import Answer, Learning
from timonier.engine.priors import draw_facts
from timonier.engine.quantiles import quantiles
from timonier.engine.rules import rules_of
from timonier.engine.search import neighbours
from timonier.engine.simulation import World
from timonier.engine.team import Team

DRAWS = 1024
HALVINGS = 5
ADAPTATIONS = 2  # times that today's team adapts in the search of one tipping point
MOVES = 2  # by which it adapts each time
FIRST_ROUNDS = 2  # moves by which every team grows with the first larger budget,
ROUNDS = 1  # then with each next one
BUDGET = "marketing.budget"
PAIRED = 4  # facts tried in pairs


@dataclass(frozen=True)
class Tipping:
    """The first model becomes ``to`` at ``at``; ``inside`` is the last value found to keep it.

    ``now`` is None for an unknown fact. ``side``: above, below, or answer for a choice. ``far``:
    the share, 0-1, of what was plausible that lies between today's answer, or the middle of what is
    unknown, and ``at``.
    """

    key: str
    now: Any
    at: Any
    inside: Any
    side: str
    to: str
    far: float = 0.0


@dataclass(frozen=True)
class JointTipping:
    """Two facts that change the first model together and not alone."""

    parts: tuple[Tipping, Tipping]
    to: str


def unknown_tips(learnings: Iterable[Learning], today: str | None) -> list[Tipping]:
    """Tipping points of what is unknown, read on the draws, the nearest to their middle first."""
    tips = (_unknown_tip(item, today) for item in learnings if not item.worth.is_nil)
    return nearest_first(tip for tip in tips if tip is not None)


def nearest_first(tips: Iterable[Tipping]) -> list[Tipping]:
    """In the order of how little of what was plausible lies between."""
    return sorted(tips, key=lambda tip: tip.far)


def _unknown_tip(item: Learning, today: str | None) -> Tipping | None:
    answers = sorted(item.answers, key=lambda a: a.low)
    middle = _middle(answers)
    flips = [i for i, a in enumerate(answers) if a.reading.first not in (today, None)]
    if not flips:
        return None
    at = min(flips, key=lambda i: (abs(i - middle), i))
    answer, to = answers[at], str(answers[at].reading.first)
    far = sum(a.chance for a in answers[min(at, middle) : max(at, middle)])
    fact = FACTS.get(item.key)
    if fact is not None and fact.kind not in NUMBERS:
        return Tipping(item.key, None, _choice(fact, answer.low), None, "answer", to, far)
    if at >= middle:
        inside = answers[at - 1].high if at else None
        return Tipping(item.key, None, answer.low, inside, "above", to, far)
    return Tipping(item.key, None, answer.high, answers[at + 1].low, "below", to, far)


def _middle(answers: Sequence[Answer]) -> int:
    reached = np.cumsum([a.chance for a in answers])
    return int(np.searchsorted(reached, 0.5 * reached[-1]))


def _choice(fact: Fact, code: float) -> Any:
    return bool(code) if fact.kind == "bool" else fact.choices[int(code)]


class Advice:
    """The first model for a changed company, teams given a chance to adapt to the change.

    The decision would search again: a model must not lose because its team was chosen for a
    company that no longer is, and every team grows with a budget. ``left`` counts the times that
    today's team may still adapt to a fact. Of the small worlds only the change of the chances
    counts, added to those of ``today``.
    """

    def __init__(self, company: Company, what_if: WhatIf, today: Reading) -> None:
        self.company, self.what_if, self.today = company, what_if, today.first or ""
        small = what_if.reading(company).chance
        self.offset = {m: share - small.get(m, 0.0) for m, share in today.chance.items()}
        self.gap = rules_of(what_if.knowledge.method, company.assumptions).verdict_undecided_gap
        self.left = 0
        self.funded: dict[float, WhatIf] = {}  # by larger budget

    def _chances(self, changed: Company) -> dict[str, float]:
        """Of each model being the best; a model that the change closes has none."""
        found = self._fitted(changed).reading(changed).chance
        return {m: share + self.offset.get(m, 0.0) for m, share in found.items()}

    def _reading(self, changed: Company) -> str:
        """The first model, today's unless another leads it by more than what is undecided."""
        chance = self._chances(changed)
        first = max(chance, key=lambda m: chance[m], default=self.today)
        ahead = chance.get(first, 0.0) - chance.get(self.today, 0.0)
        return first if ahead > self.gap else self.today

    @property
    def level(self) -> bool:
        """Whether two models are level today: anything would turn the advice, so nothing does."""
        return self.lead(self.company) <= self.gap

    def _fitted(self, changed: Company) -> WhatIf:
        """With teams grown with the money there is; those of one budget serve for the next ones."""
        now, at = self.company.middle(BUDGET), changed.middle(BUDGET)
        if now is None or at is None or at <= now:
            return self.what_if
        if at not in self.funded:
            known = [*self.funded.values()][-1] if self.funded else self.what_if
            rounds = ROUNDS if self.funded else FIRST_ROUNDS
            self.funded[at] = known.adapted(changed, MODELS, rounds, _dearer)
        return self.funded[at]

    def lead(self, changed: Company) -> float:
        """How far today's model is ahead of the others, in chances of being the best."""
        chance = self._chances(changed)
        rivals = [share for model, share in chance.items() if model != self.today]
        return chance.get(self.today, 0.0) - max(rivals, default=0.0)

    def first(self, changes: Mapping[str, Any]) -> str:
        """The first model when these facts have these values."""
        changed = self.company
        for key, value in changes.items():
            changed = changed.with_fact(key, value)
        first = self._reading(changed)
        if first != self.today and self.left > 0:
            self.left -= 1
            self._adapt(changed, [self.today], MOVES)
            first = self._reading(changed)
        return first

    def _adapt(self, changed: Company, models: Sequence[str], rounds: int) -> None:
        adapted = self._fitted(changed).adapted(changed, models, rounds)
        if changed.get(BUDGET) in self.funded:
            self.funded[changed.get(BUDGET)] = adapted
        else:
            self.what_if = adapted

    def holds(self, changed: Company) -> bool:
        """Whether today's model is still first after a search for a larger budget.

        Only a search knows what other teams more money could buy: a rival grown from its team of
        today may come first too late.
        """
        self.funded[changed.get(BUDGET)] = self._fitted(changed).searched(changed)
        return self._reading(changed) == self.today

    def winner(self, key: str, value: Any) -> str:
        """The first model at a tipping point, the others given a chance to adapt as well."""
        changed = self.company.with_fact(key, value)
        rivals = [model for model in MODELS if model != self.today]
        self._adapt(changed, rivals, 1)
        return self._reading(changed)


def _dearer(world: World, team: Team) -> list[Team]:
    """Teams one move away that only more money could buy."""

    def cost(of: Team) -> float:
        return sum(planned(world, member)[0] for member in of.members)

    now = cost(team)
    return [near for near in neighbours(world, team) if cost(near) > now]


def known_tips(
    advice: Advice, rng: np.random.Generator
) -> tuple[list[Tipping], dict[str, list[Any]]]:
    """Tipping points of the known facts, and the plausible other values of those that have none."""
    tips, others = [], {}
    for key, (values, draws) in plausible(advice.company, advice.what_if.knowledge, rng).items():
        advice.left = ADAPTATIONS
        tip = _known_tip(advice, key, values)
        if tip is not None:
            tips.append(replace(tip, far=_between(FACTS[key], draws, tip.now, tip.at)))
        else:
            others[key] = [v for v in values if v != advice.company.get(key)]
    return tips, others


def plausible(
    company: Company, knowledge: Knowledge, rng: np.random.Generator
) -> dict[str, tuple[list[Any], NDArray[Any]]]:
    """The values that each known fact could plausibly take, were it unknown: choices, or a range;
    and the draws that say so, choices as their codes.

    A range is its ends; a fact that leaves no choice is absent. A budget is only looked at upwards:
    below, no team that was found fits any more, and only a whole search could tell.
    """
    seed, tail = (
        int(rng.integers(2**32)),
        rules_of(knowledge.method, company.assumptions).tipping_tail,
    )
    found: dict[str, tuple[list[Any], NDArray[Any]]] = {}
    for key, fact in FACTS.items():
        now = company.get(key)
        if not fact.drawn or not company.knows(key) or isinstance(now, tuple | Range):
            continue  # no single value to move away from
        unknown = company.with_fact(key, None)
        draws = draw_facts(unknown, knowledge, np.random.default_rng(seed), DRAWS).get(key)
        if draws is not None and not np.isnan(draws).any():
            found[key] = _values(fact, draws, now, tail), draws
    return {key: held for key, held in found.items() if len(set(held[0])) > 1}


def _between(fact: Fact, draws: NDArray[Any], now: Any, at: Any) -> float:
    """The share of the draws that lie between two answers, the nearer one excluded."""
    if fact.choices:
        now, at = fact.choices.index(now), fact.choices.index(at)
    low, high = sorted((float(now), float(at)))
    inside = (draws >= low) & (draws <= high) & (draws != float(now))
    return float(inside.mean())


def _values(fact: Fact, draws: Any, now: Any, tail: float) -> list[Any]:
    if fact.kind == "bool":
        return [False, True]
    if fact.kind not in NUMBERS:
        return [fact.choices[int(code)] for code in sorted({*draws.tolist()}) if code >= 0]
    if fact.kind == "int" and fact.high is not None and fact.high <= 5:
        return [int(level) for level in sorted({*draws.tolist()})]
    low, high = quantiles(draws, (tail, 1 - tail)).tolist()
    ends = [float(low), float(high)] if now is None else [min(low, now), max(high, now)]
    ends = [now, ends[1]] if fact.key == BUDGET and now is not None else ends
    return [round(v) if fact.kind == "int" else float(v) for v in ends]


def _known_tip(advice: Advice, key: str, values: Sequence[Any]) -> Tipping | None:
    fact, now = FACTS[key], advice.company.get(key)

    def first(value: Any) -> str:
        return advice.today if value == now else advice.first({key: _typed(fact, value)})

    if fact.kind in NUMBERS and len(values) == 2 and fact.high != 5:
        flip = flip_on_a_line(first, float(now), values, HALVINGS)
        if flip is None:
            return None
        if key == BUDGET and not advice.holds(advice.company.with_fact(key, flip.inside)):
            return None  # it is nearer, and where would take a search at every step
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


def joint_tips(advice: Advice, others: Mapping[str, Sequence[Any]]) -> list[JointTipping]:
    """Pairs of facts that change the first model together, among those that shrink its lead most.

    Only pairs whose pulls together make up for the whole lead are tried.
    """
    company, lead = advice.company, advice.lead(advice.company)
    pulls: dict[str, tuple[float, Any]] = {}
    for key, values in others.items():
        for value in values:
            pull = lead - advice.lead(company.with_fact(key, value))
            if pull > pulls.get(key, (0.0, None))[0]:
                pulls[key] = pull, value
    most = sorted(pulls, key=lambda key: (-pulls[key][0], key))[:PAIRED]

    def first(answers: Mapping[str, Any]) -> str:
        if sum(pulls[key][0] for key in answers) < lead:
            return advice.today
        advice.left = 1
        return advice.first(answers)

    found = joint_flips(first, {key: [pulls[key][1]] for key in most}, advice.today)
    return [_joint(company, answers, to) for answers, to in found]


def _joint(company: Company, answers: Mapping[str, Any], to: str) -> JointTipping:
    parts = [_part(company, key, value, to) for key, value in answers.items()]
    return JointTipping((parts[0], parts[1]), to)


def _part(company: Company, key: str, value: Any, to: str) -> Tipping:
    now, fact = company.get(key), FACTS[key]
    side = "answer" if fact.kind not in NUMBERS else "above" if value > now else "below"
    return Tipping(key, now, value, now, side, to)
