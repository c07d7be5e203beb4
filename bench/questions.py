"""How many answers it takes to reach the advice that a full file gives, by the order of asking.

Companies are drawn from the priors. Every order is judged by the same small decision (a fixed set
of teams for each company, few scenarios), asked again after each answer; an order has reached the
final advice at the answer after which the advice no longer leaves it.
Run alone: ``python -m bench.questions [companies]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.timing import table
from timonier.engine.catalogue import CRITERIA, Knowledge
from timonier.engine.company import FACTS, NUMBERS, Company
from timonier.engine.criteria import measure
from timonier.engine.information.matters import order_of
from timonier.engine.information.panel import Panel, make_panel
from timonier.engine.information.whatif import preferences
from timonier.engine.priors import draw_facts
from timonier.engine.ranking import weight_draws
from timonier.engine.search import search
from timonier.engine.simulation import make_world, simulate_teams
from timonier.engine.team import Team
from timonier.knowledge import load

COMPANIES = 300
SCREEN, SMALL, LARGE = 64, 128, 2048
MONTHS = 36
KEPT = 2
MARKETS = ("fr", "ca-qc")


def companies(knowledge: Knowledge, count: int, seed: int = 0) -> list[Company]:
    """Companies with every fact known, drawn from the priors, half in each market."""
    found = []
    for market in MARKETS:
        bare = Company({"company.market": market})
        facts = draw_facts(bare, knowledge, np.random.default_rng(seed), count // len(MARKETS))
        found += [_company(market, facts, i) for i in range(count // len(MARKETS))]
    return found


def _company(market: str, facts: Any, i: int) -> Company:
    known: dict[str, Any] = {"company.market": market}
    for key, column in facts.items():
        fact, value = FACTS[key], column[i]
        if not fact.drawn or (fact.kind in NUMBERS and np.isnan(value)):
            continue
        if fact.kind in NUMBERS:
            known[key] = int(value) if fact.kind == "int" else float(value)
        else:
            known[key] = bool(value) if fact.kind == "bool" else fact.choices[int(value)]
    return Company(known)


@dataclass(frozen=True)
class Small:
    """A small decision on the same teams and the same draws whatever is known."""

    knowledge: Knowledge
    teams: tuple[Team, ...]

    def panel(self, company: Company, size: int) -> Panel:
        """The teams simulated for what is known of the company."""
        world = make_world(company, self.knowledge, np.random.default_rng(1), size, MONTHS)
        weights = weight_draws(preferences(company), CRITERIA, np.random.default_rng(2), world.size)
        measures = measure(world, simulate_teams(world, self.teams))
        return make_panel(world, self.teams, measures, weights)

    def first(self, company: Company) -> str | None:
        """The advice."""
        return self.panel(company, SMALL).today.first


def small(knowledge: Knowledge, full: Company, bare: Company) -> Small:
    """The best teams of each model when everything is known and when nothing is."""
    weights = np.full(len(CRITERIA), 1 / len(CRITERIA))
    teams: dict[Team, None] = {}
    for company in (full, bare):
        world = make_world(company, knowledge, np.random.default_rng(3), SCREEN, MONTHS)
        found = search(world, weights, rounds=1)
        for group in (*found.best.values(), *found.closed.values()):
            teams.update(dict.fromkeys(group[:KEPT]))
    return Small(knowledge, tuple(teams))


Next = Callable[[Company, list[str]], str | None]


def reached(decision: Small, full: Company, bare: Company, ask: Next) -> tuple[int, int, bool]:
    """Answers before the advice stays the final one, answers in all, and whether it got there."""
    left = [k for k in full.facts if FACTS[k].drawn]
    company, final = bare, decision.first(full)
    said = [decision.first(company)]
    while left:
        key = ask(company, left)
        if key is None:
            break
        left.remove(key)
        company = company.with_fact(key, full.facts[key])
        said.append(decision.first(company))
    after = len(said)
    while after and said[after - 1] == final:
        after -= 1
    return after, len(said) - 1, said[-1] == final


def adaptive(decision: Small) -> Next:
    """The product's order; None when nothing left is worth asking."""

    def ask(company: Company, left: list[str]) -> str | None:
        asked = order_of(decision.panel(company, LARGE), company)
        return next((c.fact for c in asked if c.fact in left), None)

    return ask


def fixed(order: Sequence[str]) -> Next:
    """Always the same order, to the end."""
    return lambda company, left: min(left, key=order.index)


@dataclass(frozen=True)
class Found:
    """How many answers each order needed, for one company."""

    needed: dict[str, int]
    asked: int
    right: bool
    first: str | None
    seconds: float


def study(knowledge: Knowledge, full: Company, rng: np.random.Generator) -> Found:
    """Ask one company in the three orders."""
    start = time.perf_counter()
    bare = Company({"company.market": full.market})
    decision = small(knowledge, full, bare)
    order = [key for key in knowledge.facts if key in full.facts]
    shuffled = [str(key) for key in rng.permutation(order)]
    needed, asked, right = reached(decision, full, bare, adaptive(decision))
    counts = {"adaptive": needed if right else len(order)}
    for name, keys in (("fixed", order), ("random", shuffled)):
        counts[name] = reached(decision, full, bare, fixed(keys))[0]
    seconds = time.perf_counter() - start
    return Found(counts, asked, right, decision.first(full), seconds)


def report(count: int = COMPANIES) -> str:
    """The table of answers needed, as Markdown."""
    knowledge, rng = load(), np.random.default_rng(4)
    found = []
    for i, company in enumerate(companies(knowledge, count)):
        found.append(study(knowledge, company, rng))
        print(f"\r{i + 1}/{count}", end="", file=sys.stderr, flush=True)
    moved = [f for f in found if f.needed["fixed"] or f.needed["random"] or f.needed["adaptive"]]
    rows = [row for name in ("adaptive", "fixed", "random") for row in [_row(name, found, moved)]]
    shares = ", ".join(
        f"{model} {sum(f.first == model for f in found)}"
        for model in sorted({str(f.first) for f in found})
    )
    return "\n".join([
        f"{len(found)} companies drawn from the priors, nothing known but the market at first;",
        f"final advice: {shares}. The product's order stops by itself after a median of",
        f"{np.median([f.asked for f in found]):.0f} answers (P90 {_p90([f.asked for f in found])}) "
        f"and is then on the final advice for {sum(f.right for f in found)} of {len(found)};",
        "where it is not, it counts as having needed every question. The right-hand half keeps",
        f"the {len(moved)} companies whose advice moves at all.",
        "",
        table(
            ["order", "mean", "median", "P90", "mean, advice moves", "median", "P90"], rows
        ),
    ])  # fmt: skip


def _row(name: str, found: Sequence[Found], moved: Sequence[Found]) -> list[str]:
    cells = [name]
    for group in (found, moved):
        counts = [f.needed[name] for f in group]
        cells += [f"{np.mean(counts):.1f}", f"{np.median(counts):.0f}", f"{_p90(counts)}"]
    return cells


def _p90(counts: Sequence[int]) -> int:
    return int(np.quantile(counts, 0.9, method="higher"))


if __name__ == "__main__":
    print(report(int(sys.argv[1]) if len(sys.argv) > 1 else COMPANIES))
