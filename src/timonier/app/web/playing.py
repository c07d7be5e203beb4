"""What-ifs in a tenth of a second: the teams of a decision judged again for a changed company.

Anchored on the decision, as the engine's tipping points are, so that only the change is estimated
on few scenarios. The anchor is small and kept with the decision, so any process can play.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np

from timonier.app.document.parts import IN_HOUSE, Part, called
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company
from timonier.engine.decision import Decision
from timonier.engine.information.panel import Panel, make_panel
from timonier.engine.information.whatif import WhatIf, make_what_if
from timonier.engine.rules import rules_of
from timonier.engine.team import Team, hires
from timonier.knowledge import load

TEAMS_OF_EACH = 2  # of each model: the best, and one to fall back on when a change closes it
WORLDS = 4  # drawn worlds that a board keeps: sliding back and forth comes to the same ones


@dataclass(frozen=True)
class Glimpse:
    """What a change would make of the advice: chances, and what a year costs, by model."""

    first: str | None
    chance: dict[str, float]
    a_year: dict[str, tuple[float, float, float]]  # P10, P50, P90
    hires: bool = True  # the in-house team employs somebody new, or there is none

    def called(self, model: str) -> str:
        """The key of the words of a model with the team that the change leaves it."""
        return called(model, self.hires)


@dataclass(frozen=True)
class Anchor(Part):
    """What must be kept of a decision to play with it."""

    teams: tuple[Team, ...]
    shift: tuple[float, ...]
    months: int
    size: int


def anchor(decision: Decision) -> Anchor:
    """What must be kept of a decision to play with it."""
    size = rules_of(decision.knowledge.method).sampling_what_if_scenarios
    panel = make_panel(
        decision.world, decision.judged.teams, decision.judged.measures, decision.weights
    )
    rows = [row for model in MODELS for row in _best_rows(decision, model)]
    if not rows:  # no team at all: nothing to play with, and an advice that says so
        return Anchor((), (), decision.world.months, size)
    what_if = make_what_if(panel, rows, decision.company, size)
    return Anchor(what_if.teams, tuple(what_if.shift.tolist()), what_if.months, size)


def _best_rows(decision: Decision, model: str) -> list[int]:
    """The best teams of a model, those that something closes today included."""
    utility = decision.judged.utility
    wanted = {*decision.found.best[model], *decision.found.closed.get(model, ())}
    rows = [i for i, team in enumerate(decision.judged.teams) if team in wanted]
    return sorted(rows, key=lambda i: -utility[i])[:TEAMS_OF_EACH]


@dataclass(frozen=True)
class Board:
    """The anchored teams, with the worlds already drawn for them: a move often needs the same."""

    what_if: WhatIf
    turn: Lock

    def judged(self, company: Company, fitted: Sequence[Team]) -> Panel:
        """The teams, and as many fitted ones, in the world of a changed company."""
        what_if = replace(
            self.what_if,
            teams=(*self.what_if.teams, *fitted),
            shift=np.tile(self.what_if.shift, 2 if fitted else 1),
        )
        with self.turn:
            while len(what_if.worlds) >= WORLDS:
                del what_if.worlds[next(iter(what_if.worlds))]
            return what_if.panel(company)


def board(kept: Anchor) -> Board:
    """Lay out what was kept of a decision."""
    what_if = WhatIf(load(), kept.teams, kept.months, kept.size, np.array(kept.shift))
    return Board(what_if, Lock())


def glimpse(board: Board, company: Company, budget: float = 1.0) -> Glimpse:
    """Judge the anchored teams for a changed company.

    ``budget`` is its ratio to the budget that the teams were found for: their providers' hours are
    tried to its measure as well, as the search would.
    """
    if not board.what_if.teams:
        return Glimpse(None, {}, {})
    fitted = [_to_measure(team, budget) for team in board.what_if.teams if budget != 1.0]
    panel = board.judged(company, fitted)
    reading = panel.today
    years, own = board.what_if.months / 12, reading.team.get(IN_HOUSE)
    return Glimpse(
        reading.first,
        dict(reading.chance),
        {m: _spread(panel.scores.paid[row] / years) for m, row in reading.team.items()},
        own is None or hires(panel.teams[own], load().roles),
    )


def _to_measure(team: Team, ratio: float) -> Team:
    """The team with its new providers' hours multiplied, within what each role sells."""
    roles = load().roles
    members = tuple(
        member
        if member.existing or not member.hours
        else member._replace(
            hours=min(
                max(round(member.hours * ratio), roles[member.role].min_hours),
                roles[member.role].max_hours,
            ),
        )
        for member in team.members
    )
    return team._replace(members=members)


def _spread(values: np.ndarray[Any, Any]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)
