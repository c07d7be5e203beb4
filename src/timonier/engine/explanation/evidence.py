"""What explanations are made of: the numbers of a decision, in the middle of the draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from timonier.engine.catalogue import MODELS, Role
from timonier.engine.criteria import months_to_stop, planned
from timonier.engine.decision import Decision
from timonier.engine.quantiles import median
from timonier.engine.team import Member, is_employee, is_pilot

CELL = "T"  # a row of the article's table; each of its cells has its statement
LETTER = {"in_house": "I", "outsourced": "O", "hybrid": "H"}


@dataclass(frozen=True)
class Point:
    """Something to say, in no language: which sentence, the statements behind it, its numbers.

    The end of a fact's name says what it is: ``_share``, ``_hours``, ``_weeks``, ``_months``,
    ``_money``, ``_ratio``, ``_count``, ``_level``, ``_class``; ``model``, ``role``, ``skills`` and
    ``criterion`` hold keys; ``own`` and ``other`` are measures of the criterion, those that
    ``measure`` names when it is there.
    """

    key: str
    statements: tuple[str, ...]
    metric: str
    value: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    strength: float = 0.0  # how much it weighs, in value 0-1; orders the points of one list


@dataclass(frozen=True)
class Evidence:
    """Middles of the measures and means of the values of every team of a decision."""

    decision: Decision

    @cached_property
    def weights(self) -> dict[str, float]:
        means = self.decision.weights.mean(axis=0, dtype=np.float64)
        return {k: float(w) for k, w in zip(self.decision.knowledge.criteria, means, strict=True)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The models that have a team, the likeliest to be best first."""
        ranking, ranked = self.decision.ranking, self.decision.ranked
        if ranking is None:
            return ()
        chance = dict(zip(ranked, ranking.chance_of_best, strict=True))
        return tuple(sorted(ranked, key=lambda m: -chance[m]))

    @property
    def first(self) -> str | None:
        """The model put forward: the likeliest, whether or not the verdict names it."""
        return self.order[0] if self.order else None

    def middle(self, model: str, name: str) -> float:
        """Median of a criterion as it is shown, or of another measure."""
        row = self.decision.row[model]
        return median(self.decision.judged.measures[name][row])

    def value(self, model: str, criterion: str) -> float:
        """Mean value 0-1 of a criterion, what the ranking reads."""
        values = self.decision.judged.measures.value(criterion)[self.decision.row[model]]
        return float(values.mean(dtype=np.float64))

    def outcome(self, model: str, metric: str, *, monthly: bool = True) -> float:
        """Median of something that the simulation adds up, a month once the team is settled."""
        world = self.decision.world
        row = self.decision.judged.outcomes[metric][self.decision.row[model]]
        months = world.steady_months if monthly else 1
        return median(row) / months

    def others(self, model: str) -> tuple[str, ...]:
        return tuple(m for m in MODELS if m in self.decision.row and m != model)

    def compared(self, better: str, other: str, criterion: str) -> tuple[str, float, float] | None:
        """A measure that shows why one model is worth more: its name, then that of each.

        What a company has at stake may order two models otherwise than the measure of the table;
        another measure of the same criterion is then told, or none.
        """
        known = self.decision.knowledge.criteria[criterion]
        for name in (criterion, *known.also):
            high, low = self.middle(better, name), self.middle(other, name)
            if high > low if known.higher_is_better else high < low:
                return name, high, low
        return None

    def best_other(self, model: str, criterion: str) -> str | None:
        """The other model of the three that is worth most on a criterion."""
        return max(self.others(model), key=lambda m: self.value(m, criterion), default=None)

    def role(self, member: Member) -> Role:
        return self.decision.knowledge.roles[member.role]

    def staff(self, model: str) -> tuple[Member, ...]:
        members = self.decision.team(model).members
        return tuple(m for m in members if is_employee(self.role(m)) and not m.contact_only)

    def providers(self, model: str) -> tuple[Member, ...]:
        return tuple(m for m in self.decision.team(model).members if not is_employee(self.role(m)))

    def pilots(self, model: str) -> tuple[Member, ...]:
        return tuple(m for m in self.decision.team(model).members if is_pilot(self.role(m)))

    def stoppable(self, model: str, horizon: float) -> float:
        """Share of the spend of the next ``horizon`` months that stopping today would avoid."""
        world = self.decision.world
        spent = avoided = 0.0
        for m in self.decision.team(model).members:
            cost, _ = planned(world, m)
            ends = months_to_stop(world, self.role(m), m.since_months if m.existing else 12.0)
            spent += cost
            avoided += cost * max(0.0, horizon - ends) / horizon
        return avoided / spent if spent > 0 else 0.0

    def fixed_cost(self, model: str) -> float:
        """Pay and contributions a month of the employees."""
        return sum(planned(self.decision.world, m)[0] for m in self.staff(model))

    def code(self, model: str, criterion: str) -> str:
        """The cell of the article's table, or what stands for it where the article has none."""
        said = self.decision.knowledge.criteria[criterion].statement
        if not said.startswith(CELL):
            return said
        return f"{said}{LETTER[model]}" if model in LETTER else "A10"
