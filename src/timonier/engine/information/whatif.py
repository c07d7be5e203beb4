"""Decide again with one thing changed, on few scenarios and few teams, anchored on the decision.

The small world draws the same numbers whatever is changed, and each team is shifted by what the
small world gets wrong about it today, so that only the change itself is estimated on few draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import CRITERIA, Knowledge
from timonier.engine.company import Company
from timonier.engine.criteria import measure
from timonier.engine.information.panel import Panel, Reading, make_panel
from timonier.engine.ranking import Preferences, weight_draws
from timonier.engine.simulation import make_world, simulate_teams
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

    def panel(self, company: Company) -> Panel:
        """The teams judged for a changed company, what they cost included."""
        world = make_world(
            company, self.knowledge, np.random.default_rng(SEEDS[0]), self.size, self.months
        )
        weights = weight_draws(
            preferences(company), CRITERIA, np.random.default_rng(SEEDS[1]), world.size
        )
        panel = make_panel(
            world, self.teams, measure(world, simulate_teams(world, self.teams)), weights
        )
        panel.utility[:] += self.shift[:, None]
        return panel


def preferences(company: Company) -> Preferences:
    """What the company said about the importance of the criteria."""
    wants = tuple(company.get("marketing.wants") or ())
    return Preferences(wants=wants, order=company.order, tradeoffs=company.tradeoffs)


def make_what_if(panel: Panel, rows: Sequence[int], company: Company, size: int) -> WhatIf:
    """A what-if on some teams of the decision's panel, ``size`` scenarios each time."""
    world = panel.world
    teams = tuple(panel.teams[row] for row in rows)
    bare = WhatIf(world.knowledge, teams, world.months, size, np.zeros(len(teams)))
    small = bare.panel(company)
    shift = panel.utility[list(rows)].mean(axis=1) - small.utility.mean(axis=1)
    return WhatIf(world.knowledge, teams, world.months, size, shift)
