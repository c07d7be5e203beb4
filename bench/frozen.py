"""The frozen team simulation: 10,000 scenarios x 24 months x 12 skills, one team, four ways.

Two people (one already there, one to be hired), a retainer and freelancers serve a demand that
varies with the season and by chance. People leave, their seat stays empty, somebody is hired and
ramps up over three months. Each scenario gives a mean monthly cost and a coverage by skill. Sizes,
distributions and seeds never change; the product's own simulation is richer.
"""

from __future__ import annotations

import math

import numpy as np

from bench.frozen_peers import as_numpy_likes, draw_numpy, part, run_numpy, run_simpy
from bench.frozen_workload import (
    HIRING_FEE,
    MONTHS,
    PEOPLE,
    RETAINER_FEE,
    SCENARIOS,
    SKILLS,
    TEAM,
    Futures,
    Singles,
    Team,
    draw_futures,
)
from bench.limits import ARITHMETIC, MEMORY, VECTOR, least_seconds, probes
from bench.timing import Measured, Way, duration, in_turns, machine, table, times
from timonier.engine.machine_code import njit

SIMPY_SCENARIOS = 500
TEAMS = 32


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


@njit(nogil=True, cache=True, fastmath={"contract", "reassoc", "nsz"})
def is_finite(demand):
    """Say whether every number of a block is finite; they are near at hand from then on.

    One pass from end to end, which the memory foresees: the teams then read in another order,
    without waiting for it.
    """
    total = np.float32(0.0)
    for k in range(demand.size):
        total += demand[k]
    return abs(total) < np.float32(np.inf)


@njit(nogil=True, cache=True, fastmath={"contract", "nsz"})
def simulate(demand, total, leaving, first_delay, salary, can, cost, coverage):
    """Simulate D teams: ``salary`` (D, PEOPLE), ``can`` (D, SKILLS, 5), ``cost`` (D, B, L)."""
    lanes = demand.shape[3]
    ramp = np.empty((PEOPLE, MONTHS, lanes), np.float32)
    for b in range(demand.shape[0]):
        if not is_finite(demand[b].ravel()):
            raise ValueError("the demand of a scenario is not a finite number")
        for d in range(can.shape[0]):
            c = cost[d, b]
            for k in range(lanes):
                c[k] = np.float32(RETAINER_FEE * MONTHS)
            staff(leaving[b], first_delay[b], salary[d], ramp, c)
            for s in range(SKILLS):
                row = coverage[d, b, s]
                serve(demand[b, s], ramp, can[d, s], c, row)
                for k in range(lanes):
                    row[k] /= total[b, s, k]
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
    drawn = (futures.demand, futures.total, futures.leaving, futures.first_delay)
    simulate(*drawn, salary, ways, *out)


SERVE_OPERATIONS = 8.25  # a month of a skill: own 2, cap 1, done 1, bought 3, served 1, price 1/4
STAFF_OPERATIONS = 14  # a month of a person: tenure, ramp, pay, fee, departure


def limit(futures: Futures, measured: dict[str, Measured]) -> tuple[float, float]:
    """Return the seconds a team needs at least, for its arithmetic and for its memory."""
    moved = sum(a.nbytes for a in (futures.demand, futures.total, futures.leaving))
    moved += futures.first_delay.size * (1 + SKILLS) * 4
    return least_seconds(operations(futures), moved, futures.demand, measured)


def operations(futures: Futures) -> float:
    """Count the operations on single numbers that one team needs."""
    each = MONTHS * (SKILLS * SERVE_OPERATIONS + PEOPLE * STAFF_OPERATIONS)
    return futures.first_delay.size * each


OURS = "ours, one team"
BATCH = f"ours, {TEAMS} teams together"


def ways(futures: Futures) -> list[Way]:
    """List what is timed; a share says how much of one team on all scenarios a run does."""
    drawn = as_numpy_likes(futures)
    n = futures.first_delay.size
    parts = [part(drawn, i, i + 1248) for i in range(0, n, 1248)]
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
        *probes(futures.demand),
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
        f"{operations(futures) / VECTOR / 1e6:.2f} million operations on {VECTOR} numbers, "
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
    hidden = (ARITHMETIC, MEMORY, OURS, BATCH)
    shown = [m for m in measured.values() if m.name not in hidden]
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
            table(["way", "a team", "to one team", "to a team among 32"], rows),
            _distance(futures, measured),
            agreement(futures),
            machine(["simpy"]),
        ]
    )


if __name__ == "__main__":
    print(report())
