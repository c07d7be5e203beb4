"""How many answers it takes to reach the advice that a full file gives, by the order of asking.

Companies are drawn from the priors. Every order is judged by the same small decision (a fixed set
of teams for each company, few scenarios), asked again after each answer; an order has reached the
final advice at the answer after which the advice no longer leaves it.
Run alone: ``python -m bench.questions [companies]``.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.timing import table
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import FACTS, NUMBERS, Company
from timonier.engine.criteria import score
from timonier.engine.information.matters import order_of
from timonier.engine.information.panel import Panel, make_panel
from timonier.engine.priors import draw_facts
from timonier.engine.ranking import weight_draws, wishes
from timonier.engine.search import search
from timonier.engine.simulation import make_world, simulate_teams
from timonier.engine.team import Team
from timonier.knowledge import load

COMPANIES = 300
SCREEN, SMALL, LARGE = 64, 64, 1024
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
        value = fact_of(key, column[i]) if FACTS[key].drawn else None
        if value is not None:
            known[key] = value
    return Company(known)


def fact_of(key: str, drawn: Any) -> Any:
    """A fact as a company says it, from what is drawn of it; None where it does not apply."""
    fact = FACTS[key]
    if fact.kind in NUMBERS:
        if np.isnan(drawn):
            return None
        return int(drawn) if fact.kind == "int" else float(drawn)
    return bool(drawn) if fact.kind == "bool" else fact.choices[int(drawn)]


@dataclass(frozen=True)
class Small:
    """A small decision on the same teams and the same draws whatever is known."""

    knowledge: Knowledge
    teams: tuple[Team, ...]

    def panel(self, company: Company, size: int) -> Panel:
        """The teams simulated for what is known of the company."""
        world = make_world(company, self.knowledge, np.random.default_rng(1), size, MONTHS)
        weights = weight_draws(
            wishes(company), tuple(self.knowledge.criteria), np.random.default_rng(2), size
        )
        scores = score(world, simulate_teams(world, self.teams, brief=True))
        return make_panel(world, self.teams, scores, weights)

    def first(self, company: Company) -> str | None:
        """The advice."""
        return self.panel(company, SMALL).today.first


def small(knowledge: Knowledge, full: Company, start: tuple[Team, ...]) -> Small:
    """The best teams of each model when everything is known, and ``start`` when nothing is."""
    return Small(knowledge, tuple(dict.fromkeys((*best_teams(knowledge, full), *start))))


def best_teams(knowledge: Knowledge, company: Company) -> tuple[Team, ...]:
    """The best teams of each model, those that something closes included."""
    weights = np.full(len(knowledge.criteria), 1 / len(knowledge.criteria))
    world = make_world(company, knowledge, np.random.default_rng(3), SCREEN, MONTHS)
    found = search(world, weights, rounds=1)
    groups = [*(found.best[m] for m in MODELS), *found.closed.values()]
    return tuple(team for group in groups for team in group[:KEPT])


Next = Callable[[Company, list[str]], str | None]


def adaptive(decision: Small) -> Next:
    """The product's order; None when nothing left is worth asking."""

    def ask(company: Company, left: list[str]) -> str | None:
        asked = order_of(decision.panel(company, LARGE), company)
        return next((c.fact for c in asked if c.fact in left), None)

    return ask


def states(full: Company, bare: Company, ask: Next) -> list[Company]:
    """What is known after each answer, the first with nothing but the market."""
    left = [k for k in full.facts if FACTS[k].drawn]
    known = [bare]
    while left and (key := ask(known[-1], left)) is not None:
        left.remove(key)
        known.append(known[-1].with_fact(key, full.facts[key]))
    return known


def needed(decision: Small, known: Sequence[Company], final: str) -> int:
    """Answers after which the advice no longer leaves the final one; all of them if it never is."""
    after = len(known)
    while after and decision.first(known[after - 1]) == final:
        after -= 1
    return min(after, len(known) - 1)


@dataclass(frozen=True)
class Found:
    """How many answers each order needed, for one company."""

    needed: dict[str, int]
    asked: int
    right: bool
    first: str | None
    seconds: float


def study(
    knowledge: Knowledge, full: Company, first_teams: tuple[Team, ...], rng: np.random.Generator
) -> Found:
    """Ask one company in the three orders; ``first_teams`` are those of a company that says
    nothing."""
    start = time.perf_counter()
    bare = Company({"company.market": full.market})
    decision = small(knowledge, full, first_teams)
    final = decision.first(full)
    order = [key for key in knowledge.facts if key in full.facts and FACTS[key].drawn]
    if final is None:
        return Found({}, 0, False, None, time.perf_counter() - start)
    asked = states(full, bare, adaptive(decision))
    right = decision.first(asked[-1]) == final
    counts = {"adaptive": needed(decision, asked, final) if right else len(order)}
    for name, keys in (("fixed", order), ("random", [str(k) for k in rng.permutation(order)])):
        listed = states(full, bare, lambda _, left, keys=keys: min(left, key=keys.index))
        counts[name] = needed(decision, listed, final)
    return Found(counts, len(asked) - 1, right, final, time.perf_counter() - start)


def report(count: int = COMPANIES) -> str:
    """The table of answers needed, as Markdown."""
    knowledge, rng = load(), np.random.default_rng(4)
    found = []
    bare = {m: best_teams(knowledge, Company({"company.market": m})) for m in MARKETS}
    for i, company in enumerate(companies(knowledge, count)):
        found.append(study(knowledge, company, bare[company.market], rng))
        print(f"\r{i + 1}/{count}", end="", file=sys.stderr, flush=True)
    return told(found)


def told(every: Sequence[Found]) -> str:
    """The table, and what surrounds it."""
    found = [f for f in every if f.first is not None]
    moved = [f for f in found if any(f.needed.values())]
    finals = Counter(f.first for f in found)
    stops = [f.asked for f in found]
    lines = [
        f"{len(found)} companies drawn from the priors, nothing known at first but the market; "
        f"final advice: {', '.join(f'{m} {n}' for m, n in finals.most_common())} "
        f"({len(every) - len(found)} more have no feasible team and are left out).",
        f"The product's order stops by itself after a median of {np.median(stops):.0f} answers "
        f"(P90 {_p90(stops)}), on the final advice for {sum(f.right for f in found)} of "
        f"{len(found)}; where it is not, it counts as having needed every question.",
        f"The right-hand half keeps the {len(moved)} companies whose advice moves in some order.",
        "",
        table(
            ["order", "mean", "median", "P90", "mean, advice moves", "median", "P90"],
            [_row(name, found, moved) for name in ("adaptive", "fixed", "random")],
        ),
    ]
    return "\n".join(lines)


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
