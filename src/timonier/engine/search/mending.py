"""Teams that are closed narrowly, and that fewer hours may open.

A large contract costs a little too much: all its neighbours are worth less than what is open
already, but a smaller one of them may not be. Of several contracts one has a little too little
work: cut to what it has, the team holds.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.search.candidates import trimmed
from timonier.engine.search.judging import Screened
from timonier.engine.simulation import World
from timonier.engine.team import Team

WORTH_IT = 0.005  # of utility, that a closed team has more than the best open one of its model
AT_A_TIME = 3  # of each model
TRIMMED = 12  # of each model
DEAR = 0.75  # chance of passing the budget, at most


class Nearly:
    """The teams of each model that cost a little too much, with what they are worth."""

    def __init__(self, weights: NDArray[Any]) -> None:
        self._weights = weights
        self._found: dict[str, dict[Team, float]] = {m: {} for m in MODELS}
        self._idle: dict[str, dict[Team, tuple[float, NDArray[Any]]]] = {m: {} for m in MODELS}

    def note(self, pool: Screened) -> None:
        """Remember those of some teams that are closed narrowly."""
        if not pool.teams:
            return
        narrowly = ~pool.open & pool.allowed.any(axis=1) & (pool.overrun < DEAR)
        merit = pool.merit(self._weights)
        for i in narrowly.nonzero()[0].tolist():
            self._found[pool.model[i]][pool.teams[i]] = float(merit[i])
        for i in pool.idle.nonzero()[0].tolist():
            self._idle[pool.model[i]][pool.teams[i]] = float(merit[i]), pool.used[i]

    def trimmed(self, world: World, best: Mapping[str, float]) -> list[Team]:
        """The best of those in which somebody has too little work, cut to what there is, where they
        would do clearly better than the ``best`` that is open; each is given once."""
        given: list[Team] = []
        for model, found in self._idle.items():
            better = [t for t, (worth, _) in found.items() if worth > best[model] + WORTH_IT]
            for team in sorted(better, key=lambda t: -found[t][0])[:TRIMMED]:
                cut = trimmed(world, team, found.pop(team)[1])
                if cut is not None:
                    given.append(cut)
        return given

    def worth_mending(self, best: Mapping[str, float], models: Container[str]) -> list[Team]:
        """The best of these models that would do clearly better than the ``best`` that is open;
        each is given once."""
        given: list[Team] = []
        for model, found in self._found.items():
            if model in models:
                better = (t for t, worth in found.items() if worth > best[model] + WORTH_IT)
                chosen = sorted(better, key=lambda t: -found[t])[:AT_A_TIME]
                given += chosen
                for team in chosen:
                    del found[team]
        return given
