"""Decide again with one thing changed, on few scenarios and few teams, anchored on the decision.

The small world draws the same numbers whatever is changed, and each team is shifted by what the
small world gets wrong about it today, so that only the change itself is estimated on few draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import CRITERIA, Knowledge
from timonier.engine.company import Company
from timonier.engine.criteria import measure
from timonier.engine.feasibility import structural
from timonier.engine.information.panel import Panel, Reading, make_panel
from timonier.engine.ranking import Preferences, weight_draws
from timonier.engine.search import judge, neighbours
from timonier.engine.simulation import World, make_world, simulate_teams
from timonier.engine.team import Team

SEEDS = (20, 21)


@dataclass(frozen=True)
class WhatIf:
    """What a change of the company would make of the decision."""

    knowledge: Knowledge
    teams: tuple[Team, ...]
    months: int
    size: int
    shift: NDArray[np.float64]  # (team,) utility of the decision over that of the small world

    def reading(self, company: Company) -> Reading:
        """The decision for a changed company."""
        return self.panel(company).today

    def world(self, company: Company) -> World:
        """The small world of a changed company."""
        rng = np.random.default_rng(SEEDS[0])
        return make_world(company, self.knowledge, rng, self.size, self.months)

    def panel(self, company: Company) -> Panel:
        """The teams judged for a changed company, what they cost included."""
        world = self.world(company)
        weights = weight_draws(
            preferences(company), CRITERIA, np.random.default_rng(SEEDS[1]), world.size
        )
        panel = make_panel(
            world, self.teams, measure(world, simulate_teams(world, self.teams)), weights
        )
        panel.utility[:] += self.shift[:, None]
        return panel

    def adapted(self, company: Company, rounds: Mapping[str, int]) -> WhatIf:
        """With a team of each of these models improved for a changed company, move by move.

        The decision would search again: a model must not lose because its team was chosen for a
        company that no longer is.
        """
        panel = self.panel(company)
        weights = np.full(len(CRITERIA), 1 / len(CRITERIA))
        mean = panel.utility.mean(axis=1)
        found = []
        for model, moves in rounds.items():
            rows = [i for i, built in enumerate(panel.built) if built == model]
            start = panel.teams[max(rows or range(len(mean)), key=lambda i: mean[i])]
            found.append(_improved(panel.world, start, model, weights, moves))
        new = tuple(dict.fromkeys(t for t in found if t not in self.teams))
        shift = np.concatenate([self.shift, np.full(len(new), self.shift.mean())])
        return replace(self, teams=(*self.teams, *new), shift=shift)


def _improved(
    world: World, team: Team, model: str, weights: NDArray[np.float64], rounds: int
) -> Team:
    """The best team of a model within some moves of one, in this world."""
    for _ in range(rounds):
        moves = [t for t in neighbours(world, team) if structural(world, t)]
        judged = judge(world, [team, *dict.fromkeys(moves)], weights, strict=True)
        rows = [i for i, m in enumerate(judged.model) if m == model and judged.allowed[i].any()]
        merit = [
            (bool(judged.open[i]), judged.utility[i] if judged.open[i] else -judged.overrun[i])
            for i in rows
        ]
        if not rows:
            return team
        best = judged.teams[rows[max(range(len(rows)), key=lambda k: (*merit[k], -k))]]
        if best == team:
            return team
        team = best
    return team


def preferences(company: Company) -> Preferences:
    """What the company said about the importance of the criteria."""
    wants = tuple(company.get("marketing.wants") or ())
    return Preferences(wants=wants, order=company.order, tradeoffs=company.tradeoffs)


def make_what_if(
    panel: Panel, rows: Sequence[int], company: Company, size: int, others: Sequence[Team] = ()
) -> WhatIf:
    """A what-if on some teams of the decision's panel and ``others``, ``size`` scenarios a time.

    A team that the decision did not simulate is shifted like the rest on average.
    """
    world = panel.world
    known = [panel.teams[row] for row in rows]
    teams = (*known, *(team for team in others if team not in known))
    bare = WhatIf(world.knowledge, teams, world.months, size, np.zeros(len(teams)))
    small = bare.panel(company).utility.mean(axis=1)
    exact = panel.utility[list(rows)].mean(axis=1) - small[: len(known)]
    rest = np.full(len(teams) - len(known), exact.mean() if len(known) else 0.0)
    return WhatIf(world.knowledge, teams, world.months, size, np.concatenate([exact, rest]))
