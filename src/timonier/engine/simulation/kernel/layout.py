"""What the kernel works on: rows of lanes, and the records that hold them.

A scenario is a lane and a number of them make a block, so that every inner loop runs over
neighbours in memory and vectorises; its length is that of the rows, which machine code knows.
Records of fixed rows, rather than arrays of arrays, let the compiler see that two rows never
overlap and spare the counting of references.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.team import SEATS

F = np.float32
U = np.uintp  # an index that cannot be negative, of which nothing need be checked
LANES = 128  # scenarios of a block
FEW = 64  # those of the only block of a world that has no more, as a search asks for
MAX_SLOTS = SEATS + 1  # the internal pilot, then people and providers
FUNCTIONS = 4
ONE_OF_FOUR = np.int32(FUNCTIONS - 1)  # a mask, by which the compiler sees that no row passes four
INSIDE, EMPLOYEE, PILOT, AGENCY, FREELANCER, OTHER = range(6)

METRICS = (
    "counted_strategy",
    "counted_execution",
    "counted_measurement",
    "counted_coordination",
    "needed_coordination",
    "served_coordination",  # of what the team itself needs to be steered and coordinated
    "alignment",
    "alignment_early",
    "expertise",
    "paid",
    "paid_12",  # by the end of each of the first three years
    "paid_24",
    "paid_36",
    "undone",
    "initial",
    "weeks_25",
    "weeks_80",
    "cycle",
    "execution_first",
    "steering_required",
    "steering_supplied",
    "coordination_needed",
    "coordination_supplied",
    "hours_inside",
    "hours_outside",
    "brand_outside",
    "brand_diluted",
    "brand_inside",
    "inside_hours",
    "pilot_steering",
    "quality_steering",
    "quality_coordination",
)
# Those that rank a team; a brief simulation works out no other.
BRIEF = frozenset({
    "counted_strategy", "counted_execution", "counted_measurement", "counted_coordination",
    "needed_coordination", "served_coordination", "alignment", "expertise", "paid", "paid_12",
    "paid_24", "paid_36", "undone", "initial", "cycle", "execution_first", "steering_required",
    "steering_supplied",
})  # fmt: skip
SLOT_METRICS = ("produced", "steering", "coordination", "cost", "counted", "presence")


def rows(lanes: int, *names: str) -> np.dtype[np.void]:
    """A record of float32 rows, one value a lane; ``name:n`` is n rows."""
    fields = []
    for name in names:
        name, _, count = name.partition(":")
        fields.append((name, np.float32, (int(count), lanes) if count else (lanes,)))
    return np.dtype(fields)


def scalars(whole: str, real: str) -> np.dtype[np.void]:
    """A record of int32 and float32 numbers, given by their names."""
    kinds = [(n, np.int32) for n in whole.split()] + [(n, np.float32) for n in real.split()]
    return np.dtype(kinds)


# One person or contract, as far as no scenario changes it.
SEAT = scalars(
    "role kind history start end existing outside idle heads",
    # hours a month: contracted, productive, beyond the contract, able to steer, to coordinate,
    # of coordination that they ask for; share of the internal pilot's hours taken from them
    "hours own stretch lead able asks lends "
    # per hour: worth of steering, steering needed, share lost without any; hours paid per hour used
    "weight need fragile paid_hours "
    # ramp-up at arrival and by month; what is unknown of the company: for ever, to a newcomer, to
    # the person on the first day here, and the share kept month after month
    "ramp_first ramp_month unknown newcomer first_gap gap_kept "
    "quantity cost least most orchestration focus",
)
TEAM = scalars("count briefs", "inside")  # an employee briefs; 1 when the internal pilot stays

# A skill of an activity, hardest first.
PART = scalars(
    "activity skill mastered specialised function project",
    # share of the activity's hours; share of an hour lost when nothing is known of the company;
    # knowledge, strategic content and brand sensitivity of the activity; weight in alignment; price
    # of an hour on the market; hours of coordination of one more party, per hour of all work
    "level share ignorance knowledge strategic brand weight price split",
)

# Who takes a part next: the slot, plus MAX_SLOTS beyond the contract, -1 at the end; quality of an
# hour, and what of it is lost when nothing is known of the company.
CHOICE = scalars("place slot", "quality fault")

# Rules that the compiled code reads, by their names; the first few are of the world, from month 0.
RULES = scalars(
    "align_first align_last align_early steady deadline brand_months project_patience_months",
    "weeks_per_month fit_minimum coordination_hours_per_link coordination_ritual_base "
    "coordination_ritual_per_employee speed_wait_days speed_cycle_days speed_handoffs_inside "
    "speed_handoffs_outside speed_first_share speed_full_share",
)


class Cast(NamedTuple):
    """Teams and their people, with the histories of these."""

    teams: NDArray[Any]  # (team,)
    seats: NDArray[Any]  # (team, slot)
    history: NDArray[Any]  # (history, block, month)


class Ground(NamedTuple):
    """What the work asks, whoever does it, and the rules."""

    parts: NDArray[Any]
    fits: NDArray[Any]  # (role, part)
    qualities: NDArray[Any]  # (role, part)
    rules: NDArray[Any]  # a table of one record


class Scratch(NamedTuple):
    """What one simulation works on."""

    slots: NDArray[Any]  # people
    w: NDArray[Any]  # the team, one record
    cleared: NDArray[Any]  # (part,) projects
    orders: NDArray[Any]  # (team abreast, part, choice)
    score: NDArray[Any]  # (choice,)
    free: NDArray[Any]  # (place,)
    cuts: NDArray[Any]  # (team abreast,)


class Planning(NamedTuple):
    """What the planning of hours works on."""

    order: NDArray[Any]  # (part, choice)
    score: NDArray[Any]  # (choice,)
    spare: NDArray[Any]  # (slot,)


class Filled(NamedTuple):
    """What a simulation fills; ``months`` and ``assigned`` only in detail."""

    out: NDArray[Any]  # (team, block)
    sums: NDArray[Any]  # (team, block, slot, slot metric)
    months: NDArray[Any]  # (team, block, month)
    assigned: NDArray[Any]  # (team, block, activity, slot)


class Depth(NamedTuple):
    """How much is worked out: all measures, or those that rank; by month and activity too."""

    whole: bool
    detail: bool


class Records(NamedTuple):
    """The records of rows, for blocks of one length."""

    row: np.dtype[np.void]
    out: np.dtype[np.void]
    month: np.dtype[np.void]
    # What is known of one person or contract in one month, or since the first (stay, gap, sums).
    # The last row keeps a person's rows from lying whole pages from another's, which caches
    # confuse.
    slot: np.dtype[np.void]
    # What is known of the whole team in one month; before: last month's ratio of execution done.
    team_month: np.dtype[np.void]


@cache
def records(size: int) -> Records:
    """Those of a world of ``size`` scenarios."""
    _, lanes = blocks(size)
    return Records(
        row=rows(lanes, "v"),
        out=rows(lanes, *METRICS),
        month=rows(lanes, "paid", f"counted:{FUNCTIONS}", f"needed:{FUNCTIONS}"),
        slot=rows(
            lanes, "there", "gap", "blind", "plan", "extra", "lead", "steer", "coord", "full",
            "room", "stay", f"good:{FUNCTIONS}", "aligned", "special", "brand",
            f"sums:{len(SLOT_METRICS)}", "apart",
        ),
        team_month=rows(
            lanes, "capacity", "required", "leads", "wanted", "able", "to_steer", "to_coord",
            "given", "ratio", "steered", "left", "taken", "own", "bill", "used", "whole", "outer",
            "executed", "before",
        ),
    )  # fmt: skip


def blocks(size: int) -> tuple[int, int]:
    """How many blocks hold ``size`` scenarios, and how many scenarios each has.

    >>> blocks(50), blocks(65), blocks(10_000)
    ((1, 64), (1, 128), (79, 128))
    """
    lanes = FEW if size <= FEW else LANES
    return -(-size // lanes), lanes


def whole_blocks(size: int) -> int:
    """The number of scenarios that is simulated for ``size``: whole blocks."""
    count, lanes = blocks(size)
    return count * lanes
