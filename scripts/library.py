"""Make each market's library of teams again.

Companies are drawn as the list of an adviser has them; each is decided, and who comes at each
budget of its frontier is kept with what the company is like. Of these thousands, the few hundred
that stand nearest to all the others are written beside the market's records.
Run: ``.venv/bin/python -m scripts.library [companies [market…]]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.effort import listed
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company
from timonier.engine.decision import Decision, decide
from timonier.engine.effort import QUICK
from timonier.engine.precedents import Precedent, row_of, traits_of
from timonier.engine.team import Member
from timonier.engine.triage import added_of
from timonier.knowledge import load
from timonier.knowledge.kept import DATA
from timonier.knowledge.versions import without_libraries

COMPANIES = 120  # of each market
SEED = 11
TEAMS = 300
OTHERS = 1.5  # away, for each person or contract that one team has and not the other


def met(decision: Decision) -> Iterator[Precedent]:
    """Who came, at each budget of the frontier and of each model, with what the company is like."""
    mean = decision.weights.mean(axis=0)
    for step in decision.steps:
        world = decision.world.at_budget(step.budget)
        traits = traits_of(world, mean)
        names = tuple(traits)
        for model, option in step.options.items():
            yield Precedent(model, added_of(world, option.team), row_of(names, traits))


def chosen(found: Sequence[Precedent], count: int) -> list[Precedent]:
    """Those nearest to all the others, by what companies are like and who came; the same number
    of each model."""
    return [p for m in MODELS for p in _nearest([q for q in found if q.model == m], count // 3)]


def _nearest(found: Sequence[Precedent], count: int) -> list[Precedent]:
    """Greedy choice of medoids: each next one brings all the others nearest to what is chosen."""
    away = _away(found)
    nearest = np.full(len(found), np.inf)
    taken: list[int] = []
    for _ in range(min(count, len(found))):
        best = int(np.minimum(away, nearest[None, :]).sum(axis=1).argmin())
        if nearest[best] <= 0.0:
            break
        taken.append(best)
        nearest = np.minimum(nearest, away[best])
    return [found[i] for i in taken]


def _away(found: Sequence[Precedent]) -> NDArray[np.float32]:
    """(team, team) squared distance of the companies, and who one team has and not the other."""
    traits = np.array([p.traits for p in found], dtype=np.float32)
    square = (traits**2).sum(axis=1)
    away = square[:, None] + square[None, :] - 2.0 * traits @ traits.T
    kinds = sorted({_kind(m) for p in found for m in p.added})
    staff = np.zeros((len(found), len(kinds)), dtype=np.float32)
    for i, p in enumerate(found):
        for m in p.added:
            staff[i, kinds.index(_kind(m))] += m.quantity
    for column in staff.T:
        away += OTHERS * np.abs(column[:, None] - column[None, :])
    return np.maximum(away, 0.0)


def _kind(m: Member) -> tuple[str, bool]:
    return m.role, m.end_month is not None


def written(found: Sequence[Precedent], names: Sequence[str], made_from: str, count: int) -> str:
    """The library as its file holds it."""
    lines = [
        "# Made by scripts/library.py (make library); never edited by hand.",
        f'made_from = "{made_from}" # version of the figures that these teams were found with',
        f"companies = {count}",
        f'effort = "{QUICK}"',
        f"traits = [{', '.join(_quoted(n) for n in names)}]",
        "team = [",
        *(f"  {_line(p)}," for p in found),
        "]",
    ]
    return "\n".join(lines) + "\n"


def _line(p: Precedent) -> str:
    added = ", ".join(_added(m) for m in p.added)
    suits = ", ".join(f"{x:g}" if x % 1 else f"{x:.1f}" for x in p.traits)
    return f'{{ model = "{p.model}", added = [{added}], suits = [{suits}] }}'


def _added(m: Member) -> str:
    parts = [f"role = {_quoted(m.role)}"]
    parts += [f"quantity = {float(m.quantity)}"] if m.quantity != 1.0 else []
    parts += [f"hours = {float(m.hours)}"] if m.hours else []
    parts += [f"start = {m.start_month}"] if m.start_month else []
    parts += ["bridge = true"] if m.end_month is not None else []
    return "{ " + ", ".join(parts) + " }"


def _quoted(text: str) -> str:
    return f'"{text}"'


def make(market: str, companies: Sequence[Company], knowledge: Knowledge) -> str:
    """The library of one market, as text."""
    made_from = without_libraries(DATA)  # before the time that it takes
    found: list[Precedent] = []
    names: tuple[str, ...] = ()
    for i, company in enumerate(companies):
        decision = decide(company, knowledge=knowledge, effort=QUICK, threads=1)
        names = tuple(traits_of(decision.world, decision.weights.mean(axis=0)))
        found += met(decision)
        print(f"{market} {i + 1}/{len(companies)}", file=sys.stderr, end="\r", flush=True)
    return written(chosen(found, TEAMS), names, made_from, len(companies))


def main(count: int = COMPANIES, *markets: str) -> None:
    """Write the file of each market, or of those named."""
    knowledge = load()
    for market in markets or knowledge.markets:
        mine = [c for c in listed(2 * count, SEED) if c.get("company.market") == market]
        made = make(market, mine, knowledge)
        path = Path(DATA) / "markets" / market / "teams.toml"
        path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(int(asked[0]) if asked else COMPANIES, *asked[1:])
