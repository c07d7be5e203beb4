"""The month's work of the product's simulation as discrete events, for SimPy to run.

Who is there and how many hours each has left for the work come from the NumPy twin; SimPy serves
every part of the work, hardest first, from the hours of whoever fits best. It does a part of what
the kernel does, so what it takes is a lower bound; the value of what nobody does must agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.twin import Run
from tests.twin_parts import hardest_first
from timonier.engine.simulation import World
from timonier.engine.team import Team


class Watched(Run):
    """The twin, keeping the hours that each has for the work of each month."""

    def __init__(self, world: World, team: Team) -> None:
        super().__init__(world, hardest_first(world), team)
        self.pools: list[tuple[NDArray[Any], NDArray[Any]]] = []

    def work(self, t: int) -> None:
        self.pools.append((self.state.now["plan"].copy(), self.state.now["extra"].copy()))
        super().work(t)


class Events:
    """One team ready to be served by SimPy, scenario after scenario."""

    def __init__(self, world: World, team: Team) -> None:
        self.world, self.twin = world, Watched(world, team)
        self.twin.run()
        rules, activities = world.rules, world.needs.activities
        self.least = rules.fit_minimum
        self.patience = rules.project_patience_months
        self.price = [world.market_price[a.key] for a in activities]

    def undone(self, scenario: int) -> float:
        """Money that the work which nobody did in this scenario would cost on the market."""
        import simpy

        environment = simpy.Environment()
        lost = [0.0]
        environment.process(self._months(environment, scenario, lost))
        environment.run()
        return lost[0]

    def expected(self, scenario: int) -> float:
        """The same, as the twin has it."""
        return float(self.twin.state.metric["undone"][scenario])

    def _months(self, environment: Any, j: int, lost: list[float]) -> Iterator[Any]:
        import simpy

        done = [0.0] * len(self.twin.parts)
        for t, (plan, extra) in enumerate(self.twin.pools):
            hours = {}
            for beyond, row in ((False, plan[:, j]), (True, extra[:, j])):
                for r, level in enumerate(row.tolist()):
                    hours[r, beyond] = simpy.Container(environment, init=max(level, 0.0))
            for i in range(len(self.twin.parts)):
                yield environment.process(self._part(i, t, j, hours, done, lost))
            yield environment.timeout(1)

    def _part(
        self, i: int, t: int, j: int, hours: dict[Any, Any], done: list[float], lost: list[float]
    ) -> Iterator[Any]:
        part = self.twin.parts[i]
        share = 1.0 / len(part.activity.skills)
        if part.project:
            arrived, expired = self.twin.arrived_hours[part.row], t - self.patience - 1
            if expired >= 0:
                gone = max(share * float(arrived[expired, j]) - done[i], 0.0)
                lost[0] += gone * self.price[part.row]
                done[i] += gone
            left = max(share * float(arrived[t, j]) - done[i], 0.0)
        else:
            left = share * float(self.twin.demand[part.row, t, j])
        for r, beyond in self.twin.orders[i]:
            if left <= 0.0:
                break
            pool = hours[r, beyond]
            taken = min(left, pool.level)
            if taken > 0.0 and (r > 0 or self._able(part, j)):
                yield pool.get(taken)
                left -= taken
        if part.project:
            done[i] = max(done[i], share * float(self.twin.arrived_hours[part.row, t, j]) - left)
        else:
            lost[0] += left * self.price[part.row]

    def _able(self, part: Any, j: int) -> bool:
        """Whether the internal pilot of this scenario has the level for a part."""
        mastered = part.skill in ("strategy", "planning", "coordination")
        return float(self.twin.pilot[2 if mastered else 3, j]) / part.level >= self.least


def check(events: Events, scenarios: int) -> float:
    """The largest difference from the twin, as a share of the mean of what is not done."""
    found = np.array([events.undone(j) for j in range(scenarios)])
    wanted = np.array([events.expected(j) for j in range(scenarios)])
    return float(np.abs(found - wanted).max() / max(wanted.mean(), 1.0))
