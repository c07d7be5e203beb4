"""The frozen team simulation: 10,000 scenarios x 24 months x 12 skills, one team, four ways.

Two people (one already there, one to be hired), a retainer and freelancers serve a demand that
varies with the season and by chance. People leave, their seat stays empty, somebody is hired and
ramps up over three months. Each scenario gives a mean monthly cost and a coverage by skill. Sizes,
distributions and seeds never change; the product's own simulation is richer.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bench.timing import Measured, Way, duration, in_turns, machine, table, times

Singles = NDArray[np.float32]
Result = tuple[NDArray[Any], NDArray[Any]]  # (n,) mean cost a month, (n, SKILLS) coverage

SKILLS, MONTHS, PEOPLE = 12, 24, 2
SCENARIOS = 10_000
LANES = 128
SIGMA = 0.25  # of the logarithm of demand
LEAVING = 0.015  # chance that somebody present leaves at the end of a month
DELAY = (2.0, 3.0, 5.0)  # months to replace: lowest, likeliest, highest
HIRING_FEE = 6000.0
RETAINER_FEE = 2400.0
SIMPY_SCENARIOS = 500
TEAMS = 32


@dataclass(frozen=True)
class Team:
    """What one design can do in a month: hours by skill, and what they cost."""

    hours: NDArray[np.float64]  # (PEOPLE, SKILLS)
    salary: NDArray[np.float64]  # (PEOPLE,)
    retainer: NDArray[np.float64]  # (SKILLS,)
    freelance: NDArray[np.float64]  # (SKILLS,) most hours to be bought
    rate: NDArray[np.float64]  # (SKILLS,) of a freelance hour


@dataclass(frozen=True)
class Futures:
    """Scenarios drawn once for all teams, by block: B blocks of L lanes."""

    demand: Singles  # (B, SKILLS, MONTHS, L)
    leaving: NDArray[np.int8]  # (B, PEOPLE, MONTHS, L): months to replace, 0 when nobody leaves
    first_delay: NDArray[np.int8]  # (B, L) of the planned hire


def frozen() -> tuple[NDArray[np.float64], Team]:
    """Return the mean demand (MONTHS, SKILLS) and the team: always the same."""
    rng = np.random.default_rng(7)
    base = rng.uniform(5, 40, SKILLS)
    swing, phase = rng.uniform(0, 0.4, SKILLS), rng.uniform(0, 12, SKILLS)
    months = np.arange(MONTHS)[:, None]
    season = 1 + swing * np.sin(2 * np.pi * (months + phase) / 12)
    hours = rng.dirichlet(np.full(SKILLS, 0.7), PEOPLE) * 130.0
    retainer = np.where(rng.random(SKILLS) < 0.4, 10.0, 0.0)
    rate = rng.uniform(55, 110, SKILLS)
    team = Team(hours, np.array([5200.0, 4800.0]), retainer, base * 0.8, rate)
    return base * season * math.exp(-SIGMA * SIGMA / 2), team


MEAN, TEAM = frozen()


def draw_futures(seed: int = 0) -> Futures:
    """Draw every scenario's demand and departures, in whole blocks."""
    rng = np.random.Generator(np.random.SFC64(seed))
    blocks = SCENARIOS // LANES
    noise = rng.standard_normal((blocks, SKILLS, MONTHS, LANES), dtype=np.float32)
    demand = MEAN.T[:, :, None].astype(np.float32) * np.exp(np.float32(SIGMA) * noise)
    shape = (blocks, PEOPLE, MONTHS, LANES)
    leaving = np.where(rng.random(shape) < LEAVING, _delays(rng, shape), 0).astype(np.int8)
    first = _delays(rng, (blocks, LANES)).astype(np.int8)
    return Futures(demand, leaving, first)


def _delays(rng: np.random.Generator, shape: Any) -> NDArray[np.int64]:
    return np.ceil(rng.triangular(*DELAY, shape)).astype(np.int64)


# SimPy: one process a person, one for the months


def run_simpy(scenarios: int, seed: int = 0) -> Result:
    rng = random.Random(seed)
    runs = [_one_simpy_scenario(rng) for _ in range(scenarios)]
    return np.array([cost for cost, _ in runs]), np.array([coverage for _, coverage in runs])


def _one_simpy_scenario(rng: random.Random) -> tuple[float, list[float]]:
    import simpy

    environment = simpy.Environment()
    ramp, present, fees = [0.0] * PEOPLE, [0.0] * PEOPLE, [0.0]
    spent, served, asked = [0.0], [0.0] * SKILLS, [0.0] * SKILLS
    low, likely, high = DELAY

    def person(seat: int, tenure: int) -> Iterator[Any]:
        while True:
            if tenure == 0:
                yield environment.timeout(math.ceil(rng.triangular(low, high, likely)))
                fees[0] += HIRING_FEE
            present[seat] = 1.0
            stays = True
            while stays:
                tenure = min(tenure + 1, 3)
                ramp[seat] = tenure / 3
                yield environment.timeout(1)
                stays = rng.random() >= LEAVING
            ramp[seat] = present[seat] = 0.0
            tenure = 0

    def months() -> Iterator[Any]:
        yield environment.timeout(0.5)
        for t in range(MONTHS):
            salaries = sum(p * s for p, s in zip(present, _SALARY, strict=True))
            spent[0] += RETAINER_FEE + fees[0] + salaries
            fees[0] = 0.0
            for s in range(SKILLS):
                demand = _MEAN[t][s] * math.exp(SIGMA * rng.gauss(0, 1))
                own = _RETAINER[s] + ramp[0] * _HOURS[0][s] + ramp[1] * _HOURS[1][s]
                bought = min(max(demand - own, 0.0), _FREELANCE[s])
                spent[0] += bought * _RATE[s]
                served[s] += min(demand, own + bought)
                asked[s] += demand
            yield environment.timeout(1)

    environment.process(person(0, tenure=2))
    environment.process(person(1, tenure=0))
    environment.process(months())
    environment.run(until=MONTHS)
    return spent[0] / MONTHS, [x / d for x, d in zip(served, asked, strict=True)]


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
    delay[leaves] = _delays(rng, int(leaves.sum()))
    return Drawn(demand, demand.sum(axis=0), leaves, delay, _delays(rng, scenarios))


def as_numpy_likes(futures: Futures) -> Drawn:
    """Lay the blocks out for NumPy: the numbers stay the same."""
    demand = futures.demand.transpose(2, 0, 3, 1).reshape(MONTHS, -1, SKILLS)
    delay = futures.leaving.transpose(2, 0, 3, 1).reshape(MONTHS, -1, PEOPLE).astype(np.int64)
    return Drawn(
        np.ascontiguousarray(demand),
        demand.sum(axis=0),
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


# Ours: blocks of lanes, every loop over neighbours in memory


@njit(nogil=True, cache=True, fastmath={"contract", "nsz"})
def staff(leaving, first_delay, salary, ramp, cost):
    """Fill ``ramp`` (PEOPLE, MONTHS, L) and add salaries and hiring fees to ``cost`` (L,)."""
    lanes = cost.shape[0]
    start = np.empty(lanes, np.int32)
    none = np.float32(0.0)
    for p in range(PEOPLE):
        for k in range(lanes):
            start[k] = np.int32(-2) if p == 0 else np.int32(first_delay[k])
        pay = salary[p]
        for t in range(MONTHS):
            r = ramp[p, t]
            gone = leaving[p, t]
            for k in range(lanes):
                tenure = np.int32(np.int32(t) - start[k])
                reached = min(max(np.int32(tenure + 1), np.int32(0)), np.int32(3))
                r[k] = np.float32(reached) * np.float32(1 / 3)
                cost[k] += (pay if tenure >= 0 else none) + (
                    np.float32(HIRING_FEE) if tenure == 0 else none
                )
                back = np.int32(np.int32(t + 1) + np.int32(gone[k]))
                start[k] = back if gone[k] > 0 and tenure >= 0 else start[k]


@njit(nogil=True, cache=True, fastmath={"contract", "nsz"})
def serve(demand, ramp, can, cost, served):
    """Add up what one skill gets over the months: ``can`` is retainer, hours, cap and rate."""
    retainer, first, second, freelance, rate = can[0], can[1], can[2], can[3], can[4]
    none = np.float32(0.0)
    for k in range(cost.shape[0]):
        served[k] = none
    for t in range(0, MONTHS, 4):
        d0, d1, d2, d3 = demand[t], demand[t + 1], demand[t + 2], demand[t + 3]
        a0, a1, a2, a3 = ramp[0, t], ramp[0, t + 1], ramp[0, t + 2], ramp[0, t + 3]
        b0, b1, b2, b3 = ramp[1, t], ramp[1, t + 1], ramp[1, t + 2], ramp[1, t + 3]
        for k in range(cost.shape[0]):
            own0 = retainer + a0[k] * first + b0[k] * second
            own1 = retainer + a1[k] * first + b1[k] * second
            own2 = retainer + a2[k] * first + b2[k] * second
            own3 = retainer + a3[k] * first + b3[k] * second
            done0 = min(d0[k], own0 + freelance)
            done1 = min(d1[k], own1 + freelance)
            done2 = min(d2[k], own2 + freelance)
            done3 = min(d3[k], own3 + freelance)
            bought = max(done0 - own0, none) + max(done1 - own1, none)
            bought += max(done2 - own2, none) + max(done3 - own3, none)
            cost[k] += bought * rate
            served[k] += (done0 + done1) + (done2 + done3)


@njit(nogil=True, cache=True, fastmath={"contract", "nsz"})
def add_up(demand, total):
    """Sum the months of a block into ``total`` (SKILLS, L); its numbers are at hand from then on.

    One pass from end to end, which the memory foresees; the teams read in another order.
    """
    for s in range(SKILLS):
        for k in range(total.shape[1]):
            total[s, k] = demand[s, 0, k]
        for t in range(1, MONTHS):
            for k in range(total.shape[1]):
                total[s, k] += demand[s, t, k]


@njit(nogil=True, cache=True, fastmath={"contract", "nsz"})
def simulate(demand, leaving, first_delay, salary, can, cost, coverage):
    """Simulate D teams: ``salary`` (D, PEOPLE), ``can`` (D, SKILLS, 5), ``cost`` (D, B, L)."""
    lanes = demand.shape[3]
    total = np.empty((SKILLS, lanes), np.float32)
    ramp = np.empty((PEOPLE, MONTHS, lanes), np.float32)
    for b in range(demand.shape[0]):
        add_up(demand[b], total)
        for d in range(can.shape[0]):
            c = cost[d, b]
            for k in range(lanes):
                c[k] = np.float32(RETAINER_FEE * MONTHS)
            staff(leaving[b], first_delay[b], salary[d], ramp, c)
            for s in range(SKILLS):
                row = coverage[d, b, s]
                serve(demand[b, s], ramp, can[d, s], c, row)
                for k in range(lanes):
                    row[k] /= total[s, k]
            for k in range(lanes):
                c[k] *= np.float32(1 / MONTHS)


def room(futures: Futures, teams: int) -> tuple[Singles, Singles]:
    """Make room for results, to be used again: the cost (D, B, L), coverage (D, B, SKILLS, L)."""
    blocks, lanes = futures.first_delay.shape
    shape = (teams, blocks, SKILLS, lanes)
    return np.zeros((teams, blocks, lanes), np.float32), np.zeros(shape, np.float32)


def run_ours(futures: Futures, teams: tuple[Team, ...], out: tuple[Singles, Singles]) -> None:
    """Fill ``out`` with the cost and the coverage of each team."""
    salary = np.array([team.salary for team in teams], np.float32)
    can = np.array(
        [[team.retainer, *team.hours, team.freelance, team.rate] for team in teams], np.float32
    )
    ways = np.ascontiguousarray(can.transpose(0, 2, 1))
    simulate(futures.demand, futures.leaving, futures.first_delay, salary, ways, *out)


# What the machine could do at best

VECTOR = 16  # float32 in the widest register here; the limit scales alike on a narrower machine
SERVE_OPERATIONS = 8.25  # a month of a skill: own 2, cap 1, done 1, bought 3, served 1, price 1/4
STAFF_OPERATIONS = 14  # a month of a person: tenure, ramp, pay, fee, departure


@njit(nogil=True, fastmath={"contract", "nsz"})
def arithmetic(x, rounds):
    """Do 32 operations a number, in the kernel's mix, on numbers that never leave the core."""
    a, b, low, high = np.float32(0.999), np.float32(0.001), np.float32(0.1), np.float32(0.5)
    for _ in range(rounds):
        for k in range(x.size):
            y = x[k]
            for _ in range(8):
                y = max(min((y * a + b) + b, high), low)
            x[k] = y


@njit(nogil=True, fastmath={"contract", "reassoc", "nsz"})
def read(x):
    """Read every number once."""
    total = np.float32(0.0)
    for k in range(x.size):
        total += x[k]
    return total


def operations(scenarios: int) -> float:
    """Count the vector operations that one team needs, a fused multiply-add being one."""
    each = MONTHS * (SKILLS * SERVE_OPERATIONS + PEOPLE * STAFF_OPERATIONS)
    return scenarios * each / VECTOR


def limit(futures: Futures, measured: dict[str, Measured]) -> tuple[float, float]:
    """Return the seconds a team needs at least, for its arithmetic and for its memory."""
    scenarios = futures.first_delay.size
    peak = ROUNDS * RESIDENT * 32 / VECTOR / measured["arithmetic"].best
    moved = sum(a.nbytes for a in (futures.demand, futures.leaving, futures.first_delay))
    moved += scenarios * (1 + SKILLS) * 4
    bandwidth = futures.demand.nbytes / measured["memory"].best
    return operations(scenarios) / peak, moved / bandwidth


ROUNDS, RESIDENT = 200, 1024
OURS = "ours, one team"
BATCH = f"ours, {TEAMS} teams together"


def ways(futures: Futures) -> list[Way]:
    """List what is timed; a share says how much of one team on all scenarios a run does."""
    drawn = as_numpy_likes(futures)
    n = futures.first_delay.size
    parts = [part(drawn, i, i + 1248) for i in range(0, n, 1248)]
    resident = np.full(RESIDENT, 0.3, np.float32)
    flat = futures.demand.ravel()
    one, many = room(futures, 1), room(futures, TEAMS)
    seeds = iter(range(10**9))

    def generator() -> np.random.Generator:
        return np.random.Generator(np.random.SFC64(next(seeds)))

    def in_parts() -> None:
        for _ in range(10):
            run_numpy(draw_numpy(SCENARIOS // 10, generator()))

    return [
        Way(OURS, lambda: run_ours(futures, (TEAM,), one)),
        Way(BATCH, lambda: run_ours(futures, (TEAM,) * TEAMS, many), TEAMS),
        Way("arithmetic", lambda: arithmetic(resident, ROUNDS)),
        Way("memory", lambda: read(flat)),
        Way("NumPy float32, drawn before", lambda: run_numpy(drawn), n / SCENARIOS),
        Way("the same in parts of 1,248", lambda: [run_numpy(p) for p in parts], n / SCENARIOS),
        Way("NumPy float32, drawing anew", lambda: run_numpy(draw_numpy(SCENARIOS, generator()))),
        Way("the same in parts of 1,000", in_parts),
        Way("SimPy", lambda: run_simpy(SIMPY_SCENARIOS), SIMPY_SCENARIOS / SCENARIOS),
    ]


def agreement(futures: Futures) -> str:
    """Say how far apart the ways are: rounding on the same draws, chance on others."""
    cost, coverage = room(futures, 1)
    run_ours(futures, (TEAM,), (cost, coverage))
    same_cost, same_coverage = run_numpy(as_numpy_likes(futures))
    apart = np.abs(cost.ravel() / same_cost - 1).max()
    apart_coverage = np.abs(coverage[0].transpose(0, 2, 1).reshape(-1, SKILLS) - same_coverage)
    other = run_simpy(2000)[0]
    error = math.hypot(other.std() / math.sqrt(2000), cost.std() / math.sqrt(cost.size))
    return (
        f"On the same draws ours and NumPy differ by at most {apart:.0e} of a cost and "
        f"{apart_coverage.max():.0e} of a coverage (rounding); the mean costs of ours and SimPy "
        f"differ by {abs(other.mean() - cost.mean()) / error:.1f} standard errors."
    )


def _distance(futures: Futures, measured: dict[str, Measured]) -> str:
    for_arithmetic, for_memory = limit(futures, measured)
    best = max(for_arithmetic, for_memory)
    return (
        f"Distance to the machine's limit: a team needs "
        f"{operations(futures.first_delay.size) / 1e6:.2f} million operations on {VECTOR} numbers, "
        f"which take {duration(for_arithmetic)} at the rate that the same mix reaches inside the "
        f"core, and moves its numbers in {duration(for_memory)} at the rate of a plain sum over "
        f"them. The longer of the two is {best / measured[OURS].seconds:.0%} of what a team takes "
        f"alone and {best / measured[BATCH].seconds:.0%} of what it takes among others."
    )


def report() -> str:
    """Measure everything; Markdown."""
    futures = draw_futures()
    measured = in_turns(ways(futures), repeats=9)
    ours = measured[OURS].seconds * SCENARIOS / futures.first_delay.size
    batch = measured[BATCH].seconds * SCENARIOS / futures.first_delay.size
    probes = ("arithmetic", "memory")
    shown = [m for m in measured.values() if m.name not in (*probes, OURS, BATCH)]
    rows = [[OURS, duration(ours), "1 ×", times(ours / batch)]]
    rows += [[BATCH, duration(batch), times(batch / ours), "1 ×"]]
    rows += [
        [m.name, duration(m.seconds), times(m.seconds / ours), times(m.seconds / batch)]
        for m in shown
    ]
    return "\n\n".join(
        [
            f"{SCENARIOS:,} scenarios, {MONTHS} months, {SKILLS} skills, one thread; medians of 9, "
            f"time a team. Ours and the first two rows of NumPy read the same numbers, drawn "
            f"before.",
            table(["way", "a team", "against one team", "against together"], rows),
            _distance(futures, measured),
            agreement(futures),
            machine(["simpy"]),
        ]
    )


if __name__ == "__main__":
    print(report())
