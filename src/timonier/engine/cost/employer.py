"""One formula for one salary, line by line, and for a million of them, in total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from timonier.engine.catalogue import Figure, Market
from timonier.engine.cost import france, quebec, rates
from timonier.engine.cost.lines import Array, Line, Rules, Terms


class RuleSet(NamedTuple):
    """What the law of a country or province asks of an employer; markets name theirs."""

    lines: Callable[[Array, Rules, Terms], tuple[Line, ...]]  # due each year
    aid: Callable[[Rules, Terms], Line | None]  # received once, for the hire
    reads: frozenset[str]  # of the terms, beside headcount and payroll


RULE_SETS: Mapping[str, RuleSet] = {
    "france": RuleSet(france.lines, france.hiring_aid, france.READS),
    "quebec": RuleSet(quebec.lines, quebec.hiring_aid, quebec.READS),
    "rates": RuleSet(rates.lines, rates.hiring_aid, rates.READS),
}


@dataclass(frozen=True)
class CostLine:
    """One contribution on one salary; a year, in the market's currency."""

    key: str
    amount: float  # negative when it is a relief
    rate: float | None  # None, like the base, when the amount is flat
    base: float | None
    source_key: str


@dataclass(frozen=True)
class EmployerCost:
    """What one salary costs a year: ``total`` is ``gross`` plus the lines."""

    total: float
    gross: float
    lines: tuple[CostLine, ...]
    year: int  # of the rules


def employer_cost(
    rule_set: str,
    salary: float,
    rules: Rules,
    terms: Terms,
) -> EmployerCost:
    """The first year's cost of a gross yearly salary, line by line; see ``Terms``.

    A hiring aid that is paid once is its last line.

    >>> rules = {"year": 2026, "qpp_ceiling": 74_600, "qpp_exemption": 3_500,
    ...          "qpp_base_rate": 0.053, "qpp_additional_rate": 0.01, "qpp2_ceiling": 85_000,
    ...          "qpp2_rate": 0.04, "ei_ceiling": 68_900, "ei_rate": 0.0182,
    ...          "qpip_ceiling": 103_000, "qpip_rate": 0.00602, "cnesst_ceiling": 103_000,
    ...          "cnesst_rate": 0.008, "hsf_payroll_low": 1e6, "hsf_rate_low_services": 0.0165,
    ...          "labour_standards_ceiling": 103_000, "labour_standards_rate": 0.0006,
    ...          "wsdrf_payroll": 2e6, "group_benefits_rate": 0.03}
    >>> cost = employer_cost("quebec", 60_000, rules, Terms(headcount=12, payroll=700_000))
    >>> round(cost.total, 2), cost.lines[0].key, round(cost.lines[0].amount, 2)
    (68318.7, 'qpp_base', 2994.5)
    """
    law = _rules_of(rule_set)
    due = law.lines(np.array([float(salary)]), rules, terms)
    aid = law.aid(rules, terms)
    lines = tuple(_single(line) for line in (due if aid is None else (*due, aid)))
    total = salary + sum(line.amount for line in lines)
    return EmployerCost(total, salary, lines, int(rules["year"]))


def employer_total(
    rule_set: str,
    salaries: ArrayLike,
    rules: Rules,
    terms: Terms,
) -> Array:
    """The yearly cost of each gross yearly salary, in the shape given, by the same formula.

    An aid that is paid once is not in it: see ``hiring_aid``.
    """
    law = _rules_of(rule_set)
    gross = np.asarray(salaries, dtype=np.float64)
    total = np.zeros_like(gross)
    for line in law.lines(gross, rules, terms):
        total += line.amount
    return gross + total


def hiring_aid(rule_set: str, rules: Rules, terms: Terms) -> float:
    """What the employer receives once for such a hire, in the market's currency."""
    aid = _rules_of(rule_set).aid(rules, terms)
    return 0.0 if aid is None else -_first(aid.amount)


def rules_at(market: Market, date: str) -> dict[str, float]:
    """The figures in force at that month ("2026-07") by key, and the ``year`` they are of.

    Raises ValueError when no rule of the market had begun.
    """
    figures = figures_at(market, date)
    latest = max(start for start in market.contributions if start <= date)
    rules = {key: figure.value.median for key, figure in figures.items()}
    return {**rules, "year": float(latest.split("-")[0])}


def figures_at(market: Market, date: str) -> dict[str, Figure]:
    """The statutory figures in force at that month, by key: the latest of each.

    Raises ValueError when no rule of the market had begun.
    """
    begun = sorted(start for start in market.contributions if start <= date)
    if not begun:
        first = min(market.contributions, default="never")
        raise ValueError(f"no statutory rule of {market.key!r} at {date}: the first are of {first}")
    return {key: one for start in begun for key, one in market.contributions[start].items()}


def try_rules(rule_set: str, rules: Mapping[str, float], lacks: Callable[[str], Exception]) -> None:
    """Cost hires of every kind under ``rules``; raises what ``lacks`` makes of a missing figure."""
    whole = {**rules, "year": 0.0}
    kinds: tuple[dict[str, bool], ...] = (
        {},
        {"cadre": True},
        {"apprentice": True},
        {"manufacturing": True},
    )
    sizes = ((1, 1e4), (20, 3e6), (300, 1e8))
    for (headcount, payroll), kind in product(sizes, kinds):
        for salary in (10_000.0, 60_000.0):
            try:
                employer_cost(rule_set, salary, whole, Terms(headcount, payroll, **kind))
            except KeyError as missing:
                raise lacks(str(missing.args[0])) from None


def _rules_of(name: str) -> RuleSet:
    if name not in RULE_SETS:
        raise ValueError(f"rule set {name!r}: expected one of {', '.join(RULE_SETS)}")
    return RULE_SETS[name]


def _single(line: Line) -> CostLine:
    return CostLine(
        line.key,
        _first(line.amount),
        None if line.rate is None else _first(line.rate),
        None if line.base is None else _first(line.base),
        line.source_key,
    )


def _first(values: Array | float) -> float:
    return float(np.ravel(values)[0])
