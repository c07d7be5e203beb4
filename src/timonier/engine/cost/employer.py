"""One formula for one salary, line by line, and for a million of them, in total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from timonier.engine.catalogue import Figure, Market
from timonier.engine.cost import france, quebec
from timonier.engine.cost.lines import Array, Line, Rules, Terms

_LAW: Mapping[str, tuple[str, Callable[[Array, Rules, Terms], tuple[Line, ...]]]] = {
    "fr": ("EUR", france.lines),
    "ca-qc": ("CAD", quebec.lines),
}
MARKETS = tuple(_LAW)


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
    currency: str
    year: int  # of the rules


def employer_cost(
    market_key: str,
    salary: float,
    rules: Rules,
    *,
    headcount: int,
    payroll: float,
    cadre: bool = False,
    at_mp: float | None = None,
    mutuelle: float | None = None,
    mobility: float | None = None,
    manufacturing: bool = False,
) -> EmployerCost:
    """The yearly cost of a gross yearly salary, contribution by contribution; see ``Terms``.

    >>> rules = {"year": 2026, "qpp_ceiling": 74_600, "qpp_exemption": 3_500,
    ...          "qpp_base_rate": 0.053, "qpp_additional_rate": 0.01, "qpp2_ceiling": 85_000,
    ...          "qpp2_rate": 0.04, "ei_ceiling": 68_900, "ei_rate": 0.0182,
    ...          "qpip_ceiling": 103_000, "qpip_rate": 0.00602, "cnesst_ceiling": 103_000,
    ...          "cnesst_rate": 0.008, "hsf_payroll_low": 1e6, "hsf_rate_low_services": 0.0165,
    ...          "labour_standards_ceiling": 103_000, "labour_standards_rate": 0.0006,
    ...          "wsdrf_payroll": 2e6}
    >>> cost = employer_cost("ca-qc", 60_000, rules, headcount=12, payroll=700_000)
    >>> round(cost.total, 2), cost.lines[0].key, round(cost.lines[0].amount, 2)
    (66518.7, 'qpp_base', 2994.5)
    """
    currency, law = _law(market_key)
    terms = Terms(headcount, payroll, cadre, at_mp, mutuelle, mobility, manufacturing)
    lines = tuple(_single(line) for line in law(np.array([float(salary)]), rules, terms))
    total = salary + sum(line.amount for line in lines)
    return EmployerCost(total, salary, lines, currency, int(rules["year"]))


def employer_total(
    market_key: str,
    salaries: ArrayLike,
    rules: Rules,
    *,
    headcount: int,
    payroll: float,
    cadre: bool = False,
    at_mp: float | None = None,
    mutuelle: float | None = None,
    mobility: float | None = None,
    manufacturing: bool = False,
) -> Array:
    """The yearly cost of each gross yearly salary, in the shape given, by the same formula."""
    _, law = _law(market_key)
    terms = Terms(headcount, payroll, cadre, at_mp, mutuelle, mobility, manufacturing)
    gross = np.asarray(salaries, dtype=np.float64)
    total = np.zeros_like(gross)
    for line in law(gross, rules, terms):
        total += line.amount
    return gross + total


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


def _law(market: str) -> tuple[str, Callable[[Array, Rules, Terms], tuple[Line, ...]]]:
    if market not in _LAW:
        raise ValueError(f"market {market!r}: no contribution rules; expected one of {MARKETS}")
    return _LAW[market]


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
