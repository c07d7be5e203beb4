"""More money, and one small step of an answer: the work done never falls, nothing jumps.

Twelve companies: samples of the project and others drawn with a realistic present team. A ladder
decides each with eight budgets. A walk moves one answer by small steps and looks at how far the
chance of a model moves. Run alone: ``python -m bench.ladders [companies]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.effort import samples
from bench.many import Told, budgeted, spread, told
from bench.timing import table
from timonier.engine.company import Company, Range

COMPANIES = 12
RUNGS = (0.4, 0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 3.0)  # times the stated budget
GAP = 0.015  # of the work done: what a search may leave
NEAR = (0.92, 0.94, 0.96, 0.98, 1.0, 1.02, 1.04, 1.06, 1.08)
HOURS = tuple(8.0 * 1.1**k for k in range(12))  # a tenth more at a time
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
VISION = ("vision.targets", "vision.channels", "vision.objectives")
SMALL, SCALE = 0.15, 0.30  # the furthest that a chance may move in a small step, and in a scale's


@dataclass(frozen=True)
class Walk:
    """One answer moved step by step; ``bar`` is how far a chance may move in a step."""

    company: str
    answer: str
    bar: float
    steps: tuple[tuple[str, Company], ...]


def companies(count: int) -> list[Company]:
    """Half from the project's files, half drawn; all state a budget."""
    stated = [c for c in samples() if isinstance(c.get("marketing.budget"), int | float)]
    own = stated[:: max(1, len(stated) // (count // 2 or 1))][: count // 2]
    return [*own, *budgeted(count - len(own), seed=41)]


def ladder(company: Company, name: str) -> Walk:
    """The company with eight budgets."""
    money = company.middle("marketing.budget")
    steps = [(f"{r:g}", company.with_fact("marketing.budget", r * money)) for r in RUNGS]
    return Walk(name, "ladder", 1.0, tuple(steps))


def walks(company: Company, name: str) -> Iterator[Walk]:
    """Level by hours, vision, recurrent share, budget and headcount, around a company."""

    def walk(answer: str, bar: float, changes: Sequence[tuple[str, dict[str, Any]]]) -> Walk:
        steps = []
        for label, facts in changes:
            changed = company
            for key, value in facts.items():
                changed = changed.with_fact(key, value)
            steps.append((label, changed))
        return Walk(name, answer, bar, tuple(steps))

    level, hours = "steering.level", "steering.hours_per_month"
    for n in range(1, 6):
        yield walk(
            f"hours at level {n}", SMALL, [(f"{h:.0f}", {level: n, hours: h}) for h in HOURS]
        )
    for h in (10.0, 30.0):
        yield walk(f"level at {h:g} h", SCALE, [(f"{n}", {level: n, hours: h}) for n in range(6)])
    said = [(f"{n}", {k: i < n for i, k in enumerate(VISION)}) for n in range(len(VISION) + 1)]
    yield walk("vision", SCALE, said)
    money, heads = company.middle("marketing.budget"), company.get("company.headcount")
    yield walk("budget", SMALL, [(f"{r:g}", {"marketing.budget": r * money}) for r in NEAR])
    shares = [
        (f"{s:g}", {"needs.recurrent_share": s, "needs.oneoff_share": min(0.3, 1.0 - s)})
        for s in SHARES
    ]
    yield walk("recurrent share", SMALL, shares)
    if heads is not None and not isinstance(heads, Range):
        sizes = sorted({max(1, round(r * heads)) for r in NEAR})
        yield walk("headcount", SMALL, [(f"{n}", {"company.headcount": n}) for n in sizes])


def seen(walk: Walk) -> tuple[Told, ...]:
    """Decide at every step."""
    return tuple(told(company) for _, company in walk.steps)


def report(count: int = COMPANIES) -> str:
    """The tables, as Markdown."""
    every = [(f"company {i + 1}", c) for i, c in enumerate(companies(count))]
    climbs = [ladder(c, name) for name, c in every]
    steps = [w for name, c in every for w in walks(c, name)]
    found = spread(seen, [*climbs, *steps], "walks")
    return "\n\n".join([
        _climbed(climbs, found[: len(climbs)]),
        _walked(steps, found[len(climbs) :]),
    ])  # fmt: skip


def _climbed(climbs: Sequence[Walk], found: Sequence[tuple[Told, ...]]) -> str:
    rows = []
    for walk, steps in zip(climbs, found, strict=True):
        work = [one.work.get(one.first or "", 0.0) for one in steps]
        falls = max([a - b for a, b in pairwise(work)] + [0.0])
        firsts = [one.first for one in steps]
        turns = sum(a != b for a, b in pairwise(firsts))
        path = " → ".join(dict.fromkeys(str(f).replace("None", "no team") for f in firsts))
        rows.append([walk.company, f"{work[0]:.0%} to {work[-1]:.0%}", f"{falls:.1%}",
                     f"{turns}", path])  # fmt: skip
    head = ["company", "work done", "largest fall", "changes", "models, as money grows"]
    fell = sum(float(row[2][:-1]) > 100 * GAP for row in rows)
    return (
        f"Eight budgets, {RUNGS[0]:g} to {RUNGS[-1]:g} times the stated one; the work of the "
        f"advised team falls by more than {GAP:.1%} somewhere in {fell} of {len(rows)}:\n\n"
        + table(head, rows)
    )


def _walked(steps: Sequence[Walk], found: Sequence[tuple[Told, ...]]) -> str:
    by_answer: dict[str, list[tuple[float, bool, str]]] = {}
    for walk, seen_ in zip(steps, found, strict=True):
        for i, (a, b) in enumerate(pairwise(seen_)):
            moved = a.moved(b)
            where = f"{walk.company}, {walk.steps[i][0]} → {walk.steps[i + 1][0]}"
            by_answer.setdefault(walk.answer, []).append((moved, moved > walk.bar, where))
    rows = []
    for answer, moves in by_answer.items():
        worst = max(moves)
        rows.append(
            [answer, f"{len(moves)}", f"{sum(m for m, *_ in moves) / len(moves):.3f}",
             f"{sum(over for _, over, _ in moves)}", f"{worst[0]:.2f}", worst[2]]
        )  # fmt: skip
    head = ["answer", "steps", "mean move of a chance", "above the bar", "largest", "where"]
    return (
        f"Small steps (a chance may move by {SMALL:g}, by {SCALE:g} in a step of a scale):\n\n"
        + table(head, rows)
    )


if __name__ == "__main__":
    print(report(*map(int, sys.argv[1:])))
