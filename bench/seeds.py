"""Whether a decision says the same with other seeds: forty companies, three seeds each.

Companies are drawn with realistic present teams; of every second one about half of the facts are
hidden. Run alone: ``python -m bench.seeds [companies]``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bench.many import Told, budgeted, half_known, spread, told
from bench.timing import table
from bench.truths import ALWAYS
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company

COMPANIES, SEEDS = 40, (0, 1, 2)


def companies(count: int) -> list[Company]:
    """Companies that state a budget; every second one leaves about half unsaid."""
    rng = np.random.default_rng(13)
    every = budgeted(count, seed=53)
    return [half_known(c, rng, ALWAYS) if i % 2 else c for i, c in enumerate(every)]


def decided(company: Company) -> tuple[Told, ...]:
    """The company with each of the seeds."""
    return tuple(told(company, seed) for seed in SEEDS)


def report(count: int = COMPANIES) -> str:
    """The table, as Markdown."""
    return written(spread(decided, companies(count), "seeds"))


def written(found: Sequence[tuple[Told, ...]]) -> str:
    """What moves between seeds, over all pairs of them."""
    pairs = [pair for seeds in found for pair in combinations(seeds, 2)]
    moves = [abs(a.chance.get(m, 0.0) - b.chance.get(m, 0.0)) for a, b in pairs for m in MODELS]
    clear = [seeds for seeds in found if any(one.status == "clear" for one in seeds)]
    undone = sum(len({one.first for one in seeds}) > 1 for seeds in clear)
    turned = sum(len({one.first for one in seeds}) > 1 for seeds in found)
    rows = [
        ["mean move of a chance", f"{np.mean(moves):.3f}"],
        ["90th percentile", f"{np.quantile(moves, 0.9):.3f}"],
        ["largest", f"{max(moves):.2f}"],
        ["first model differs", f"{turned} of {len(found)}"],
        ["first model differs where one seed is clear", f"{undone} of {len(clear)}"],
    ]
    return f"{len(found)} companies, {len(SEEDS)} seeds:\n\n" + table(["what", "value"], rows)


if __name__ == "__main__":
    print(report(*map(int, sys.argv[1:])))
