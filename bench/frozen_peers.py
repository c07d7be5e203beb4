"""The frozen simulation as one would write it with SimPy and with NumPy."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.frozen_workload import (
    DELAY,
    HIRING_FEE,
    LEAVING,
    MEAN,
    MONTHS,
    PEOPLE,
    RETAINER_FEE,
    SIGMA,
    SKILLS,
    TEAM,
    Futures,
    Singles,
    Team,
    replacement_months,
)

Result = tuple[NDArray[Any], NDArray[Any]]  # (n,) mean cost a month, (n, SKILLS) coverage


# SimPy: one process a person, one for the months


def run_simpy(scenarios: int, seed: int = 0) -> Result:
    rng = random.Random(seed)
    runs = [_one_simpy_scenario(rng) for _ in range(scenarios)]
    return np.array([cost for cost, _ in runs]), np.array([coverage for _, coverage in runs])


class _Firm:
    """One scenario in SimPy: two people and the months as processes that share a state."""

    def __init__(self, rng: random.Random) -> None:
        import simpy

        self.rng, self.clock = rng, simpy.Environment()
        self.ramp, self.present, self.fees = [0.0] * PEOPLE, [0.0] * PEOPLE, 0.0
        self.spent, self.served, self.asked = 0.0, [0.0] * SKILLS, [0.0] * SKILLS

    def person(self, seat: int, tenure: int) -> Iterator[Any]:
        low, likely, high = DELAY
        while True:
            if tenure == 0:
                yield self.clock.timeout(math.ceil(self.rng.triangular(low, high, likely)))
                self.fees += HIRING_FEE
            self.present[seat] = 1.0
            stays = True
            while stays:
                tenure = min(tenure + 1, 3)
                self.ramp[seat] = tenure / 3
                yield self.clock.timeout(1)
                stays = self.rng.random() >= LEAVING
            self.ramp[seat] = self.present[seat] = 0.0
            tenure = 0

    def months(self) -> Iterator[Any]:
        yield self.clock.timeout(0.5)
        for t in range(MONTHS):
            salaries = sum(p * s for p, s in zip(self.present, _SALARY, strict=True))
            self.spent += RETAINER_FEE + self.fees + salaries
            self.fees = 0.0
            for s in range(SKILLS):
                demand = _MEAN[t][s] * math.exp(SIGMA * self.rng.gauss(0, 1))
                own = _RETAINER[s] + self.ramp[0] * _HOURS[0][s] + self.ramp[1] * _HOURS[1][s]
                bought = min(max(demand - own, 0.0), _FREELANCE[s])
                self.spent += bought * _RATE[s]
                self.served[s] += min(demand, own + bought)
                self.asked[s] += demand
            yield self.clock.timeout(1)


def _one_simpy_scenario(rng: random.Random) -> tuple[float, list[float]]:
    firm = _Firm(rng)
    for process in (firm.person(0, tenure=2), firm.person(1, tenure=0), firm.months()):
        firm.clock.process(process)
    firm.clock.run(until=MONTHS)
    return firm.spent / MONTHS, [x / d for x, d in zip(firm.served, firm.asked, strict=True)]


_MEAN, _HOURS, _SALARY = MEAN.tolist(), TEAM.hours.tolist(), TEAM.salary.tolist()
_RETAINER, _FREELANCE, _RATE = TEAM.retainer.tolist(), TEAM.freelance.tolist(), TEAM.rate.tolist()


# NumPy: every scenario at once, month by month


@dataclass(frozen=True)
class Drawn:
    """The same scenarios as NumPy likes them: months first, skills last."""

    demand: Singles  # (MONTHS, n, SKILLS)
    total: Singles  # (n, SKILLS)
    leaves: NDArray[np.bool_]  # (MONTHS, n, PEOPLE)
    delay: NDArray[np.int64]  # (MONTHS, n, PEOPLE)
    first_delay: NDArray[np.int64]  # (n,)


def draw_numpy(scenarios: int, rng: np.random.Generator) -> Drawn:
    """Draw as little as NumPy can: delays only where somebody leaves."""
    noise = rng.standard_normal((MONTHS, scenarios, SKILLS), dtype=np.float32)
    noise *= np.float32(SIGMA)
    demand = np.exp(noise, out=noise)
    demand *= MEAN[:, None, :].astype(np.float32)
    leaves = rng.random((MONTHS, scenarios, PEOPLE), dtype=np.float32) < LEAVING
    delay = np.zeros(leaves.shape, np.int64)
    delay[leaves] = replacement_months(rng, int(leaves.sum()))
    return Drawn(demand, demand.sum(axis=0), leaves, delay, replacement_months(rng, scenarios))


def as_numpy_likes(futures: Futures) -> Drawn:
    """Lay the blocks out for NumPy: the numbers stay the same."""
    demand = futures.demand.transpose(2, 0, 3, 1).reshape(MONTHS, -1, SKILLS)
    delay = futures.leaving.transpose(2, 0, 3, 1).reshape(MONTHS, -1, PEOPLE).astype(np.int64)
    return Drawn(
        np.ascontiguousarray(demand),
        np.ascontiguousarray(futures.total.transpose(0, 2, 1)).reshape(-1, SKILLS),
        delay > 0,
        delay,
        futures.first_delay.ravel().astype(np.int64),
    )


def part(drawn: Drawn, start: int, stop: int) -> Drawn:
    """Cut scenarios out, contiguous."""
    months = (drawn.demand, drawn.leaves, drawn.delay)
    demand, leaves, delay = (np.ascontiguousarray(a[:, start:stop]) for a in months)
    return Drawn(demand, drawn.total[start:stop], leaves, delay, drawn.first_delay[start:stop])


def run_numpy(drawn: Drawn, team: Team = TEAM) -> Result:
    hours, salary, retainer, freelance, rate = (
        np.asarray(a, np.float32)
        for a in (team.hours, team.salary, team.retainer, team.freelance, team.rate)
    )
    n = len(drawn.first_delay)
    start = np.full((n, PEOPLE), -2)
    start[:, 1] = drawn.first_delay
    cost = np.full(n, RETAINER_FEE * MONTHS, np.float32)
    served = np.zeros((n, SKILLS), np.float32)
    for t in range(MONTHS):
        tenure = t - start
        present = tenure >= 0
        own = (np.clip(tenure + 1, 0, 3).astype(np.float32) / np.float32(3)) @ hours
        own += retainer
        done = np.minimum(drawn.demand[t], own + freelance)
        served += done
        done -= own
        cost += present @ salary + (tenure == 0).sum(axis=1) * np.float32(HIRING_FEE)
        cost += np.maximum(done, 0, out=done) @ rate
        gone = present & drawn.leaves[t]
        start[gone] = t + 1 + drawn.delay[t][gone]
    return cost / MONTHS, served / drawn.total
