"""One team in every scenario: what it begins with, and what it carries from month to month."""

from __future__ import annotations

import numpy as np

from tests.twin.money import pay
from tests.twin.presence import attend
from tests.twin.speed import speed
from tests.twin.steering import cut_share, steer
from tests.twin.work import serve, takers
from tests.twin.worth import count
from tests.twin_parts import Part, Singles, State, seats_of
from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.simulation import METRICS, SLOT_METRICS, World
from timonier.engine.team import Team


class Run:
    """One team in every scenario; ``state`` is what the months change."""

    def __init__(self, world: World, parts: list[Part], team: Team) -> None:
        self.world, self.parts, self.rules = world, parts, world.rules
        self.seats = seats_of(world, team)
        self.steady = world.rules.coverage_from_month - 1
        self.pilot = world.pilot_lanes.astype(np.float32)  # hours, weight, level, other level
        self.pilot_hours = self.pilot[0] * np.float32(self._pilot_stays(team))
        self.demand = world.needs.hours
        self.total = self.demand.sum(axis=0)
        rows = [a.function == "execution" for a in world.needs.activities]
        self.execution = self.demand[rows].sum(axis=0)
        self.arrived_hours = np.cumsum(self.demand, axis=1)
        self.orders = [takers(self, part) for part in parts]
        self.cut = cut_share(self)
        self.state = self._nothing_yet()

    def _nothing_yet(self) -> State:
        """The state before the first month."""
        size, seats = self.world.size, len(self.seats)
        none = np.zeros(size, np.float32)
        state = State(
            {metric: none.copy() for metric in METRICS},
            np.zeros((seats, len(SLOT_METRICS), size), np.float32),
            self._needed_by_month(),
            np.zeros((len(self.world.needs.activities), seats, size), np.float32),
            {i: none.copy() for i, part in enumerate(self.parts) if part.project},
            np.zeros((seats, size), np.float32),
            none,
        )
        state.metric["weeks_25"] -= 1
        state.metric["weeks_80"] -= 1
        return state

    def _needed_by_month(self) -> Singles:
        """The rows that a closer look shows, with the needs that no team changes."""
        month = np.zeros((9, self.world.months, self.world.size), np.float32)
        for activity, hours in zip(self.world.needs.activities, self.demand, strict=True):
            month[5 + FUNCTIONS.index(activity.function)] += hours
        return month

    def _pilot_stays(self, team: Team) -> bool:
        """The person of [steering] goes when the last leader in place is let go."""
        roles = self.world.knowledge.roles
        gone = any(roles[m.role].steering_level >= 3 for m in team.released)
        return not gone or any(seat.lends for seat in self.seats)

    def run(self) -> State:
        for t in range(self.world.months):
            attend(self, t)
            steer(self, t)
            self.work(t)
            pay(self, t)
            count(self, t)
            speed(self, t)
        return self.state

    def work(self, t: int) -> None:
        """Serve the month; a benchmark watches what there is to serve it with."""
        serve(self, t)
