"""The contributions of a market whose law is plain rates of pay, with or without a ceiling."""

from __future__ import annotations

import numpy as np

from timonier.engine.cost.lines import Array, Line, Rules, Terms, levy

READS: frozenset[str] = frozenset()
RATE, CEILING = "_rate", "_ceiling"


def lines(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """Each figure ``NAME_rate`` of the rules, on a year's pay, up to ``NAME_ceiling`` if any.

    >>> [due] = lines(np.array([60_000.0]), {"pension_rate": 0.1, "pension_ceiling": 50_000.0},
    ...               Terms(headcount=5, payroll=3e5))
    >>> due.key, float(due.amount[0])
    ('pension', 5000.0)
    """
    due = []
    for key, rate in rules.items():
        if key.endswith(RATE):
            name = key.removesuffix(RATE)
            base = np.minimum(salary, rules.get(f"{name}{CEILING}", np.inf))
            due.append(levy(name, rate, base, key))
    return tuple(due)


def hiring_aid(rules: Rules, terms: Terms) -> Line | None:
    """Nothing is paid once for a hire."""
    return None
