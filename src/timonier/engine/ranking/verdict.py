"""Say how sure the first place is, in the product's three words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from timonier.engine.ranking.acceptability import Ranking
from timonier.engine.rules import Rules

Status = Literal["clear", "leaning", "undecided"]


@dataclass(frozen=True)
class Verdict:
    """The first model and how far it can be trusted; ``model`` is None when undecided."""

    model: str | None
    status: Status
    chance_of_best: float  # of the first model, whatever the status
    expected_regret: float  # utility 0-1
    standard_error: float  # of the chance
    by_elimination: bool  # no other model was open in any draw
    no_team: float  # share of the draws in which no model has a team
    too_few_answers: bool = False  # withheld: what is not answered yet could turn it


def verdict(
    ranking: Ranking,
    models: tuple[str, ...],
    framework_agrees: Callable[[str], bool] | Mapping[str, bool],
    rules: Rules,
) -> Verdict:
    """Judge the first place with the thresholds ``verdict.*`` of the method.

    ``models`` names the ranking's alternatives in their order. The first place is by chance of
    being best; where its lead in expected utility is within what a search may miss, or another
    leads, the verdict is not clear. Where nothing else is open there is nothing to disagree about.
    Raises ``ValueError`` when the names do not match the ranking.
    """
    if len(models) != len(ranking.chance_of_best):
        raise ValueError(f"models {models}: the ranking has {len(ranking.chance_of_best)}")
    chances = ranking.chance_of_best
    first = ranking.first
    alone = bool(chances[first] > 0 and not np.delete(ranking.allowed_share, first).any())
    agrees = alone or _agrees(framework_agrees, models[first])
    status = _status(ranking, first, agrees, rules)
    return Verdict(
        model=None if status == "undecided" else models[first],
        status=status,
        chance_of_best=float(chances[first]),
        expected_regret=float(ranking.regret_mean[first]),
        standard_error=float(ranking.chance_error[first]),
        by_elimination=alone,
        no_team=max(0.0, 1.0 - float(chances.sum())),
    )


def _agrees(framework: Callable[[str], bool] | Mapping[str, bool], model: str) -> bool:
    return framework[model] if isinstance(framework, Mapping) else framework(model)


def _status(ranking: Ranking, first: int, agrees: bool, rules: Rules) -> Status:
    chances = ranking.chance_of_best
    runner_up = max(np.delete(chances, first), default=0.0)
    if chances[first] <= rules.verdict_undecided_below:
        return "undecided"
    if chances[first] - runner_up <= rules.verdict_undecided_gap:
        return "undecided"
    sure = chances[first] >= rules.verdict_clear_chance
    harmless = ranking.regret_mean[first] <= rules.verdict_clear_regret
    worth = ranking.expected_utility
    rest = max(np.delete(worth, first), default=0.0)
    ahead = worth[first] - rest > rules.search_gap  # what a search may miss
    return "clear" if sure and harmless and ahead and agrees else "leaning"
