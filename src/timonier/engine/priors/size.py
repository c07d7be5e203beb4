"""The facts of size, which hang together: headcount, turnover, revenue, payroll, budget."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from timonier.engine.company import FACTS, Range
from timonier.engine.conditions import conditions
from timonier.engine.laws import normal_quantile, normal_share
from timonier.engine.priors.one_fact import (
    Array,
    Draw,
    Floats,
    applicable,
    bounded,
    drawn,
    log_moments,
    probability,
    uniforms,
)


def _one_prior(draw: Draw, key: str) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the logarithm, one per scenario."""
    mean, sd = np.zeros(draw.size), np.ones(draw.size)
    for prior, mask in applicable(draw, key):
        mean[mask], sd[mask] = log_moments(prior)
    return mean, sd


def _meet(mean: Floats, sd: Floats, seen: Floats, seen_sd: Floats) -> tuple[Floats, Floats]:
    """Two normal opinions of one logarithm, weighed by their precision."""
    a, b = sd**-2.0, seen_sd**-2.0
    return (a * mean + b * seen) / (a + b), (a + b) ** -0.5


def _log_known(draw: Draw, key: str) -> float | Floats | None:
    value = draw.company.get(key)
    if isinstance(value, Range):
        return np.asarray(np.log(np.maximum(draw.columns[key], 1.0)))
    return float(np.log(value)) if value else None


def headcount(draw: Draw, key: str) -> Array:
    """From its prior and from what revenue, else budget, stage and recruiting say of it."""
    mean, sd = _one_prior(draw, key)
    per_head, per_head_sd = _one_prior(draw, "company.revenue")
    revenue, budget = _log_known(draw, "company.revenue"), _log_known(draw, "marketing.budget")
    if revenue is not None:
        mean, sd = _meet(mean, sd, revenue - per_head, per_head_sd)
    elif budget is not None:
        share, share_sd = _one_prior(draw, "marketing.budget")
        mean, sd = _meet(mean, sd, budget - share - per_head, np.hypot(share_sd, per_head_sd))
    edges, weights = _bands(draw)
    cuts = normal_share((edges - mean[:, None]) / sd[:, None])
    mass = np.cumsum(np.diff(cuts, axis=1) * weights, axis=1)
    u = uniforms(draw, key) * mass[:, -1]
    band = (u[:, None] >= mass[:, :-1]).sum(axis=1)
    rows = np.arange(draw.size)
    into = np.where(band > 0, u - mass[rows, np.maximum(band, 1) - 1], u) / weights[band]
    logs = mean + sd * normal_quantile(cuts[rows, band] + into)
    return np.maximum(bounded(FACTS[key], np.exp(logs)), 1.0)


def _bands(draw: Draw) -> tuple[Floats, Floats]:
    """Edges of the logarithm of headcount, and how likely each band makes the known answers."""
    evidence = [k for k in ("company.stage", "hiring.can_recruit") if draw.company.knows(k)]
    limits = sorted(
        {
            float(value) + (sign == "<=")
            for key in evidence
            for prior in draw.priors.get(key, ())
            for fact, sign, value in conditions(prior.given)
            if fact == "company.headcount"
        }
    )
    # a headcount is a whole number: "10 or more" starts where rounding does
    edges = np.array([-np.inf, *(np.log(limit - 0.5) for limit in limits), np.inf])
    likely = np.ones(len(limits) + 1)
    probes = np.array([*(limit - 1 for limit in limits), limits[-1] if limits else 1.0])
    there = replace(draw, size=len(probes), columns={"company.headcount": probes})
    for key in evidence:
        answer = draw.company.get(key)
        name = ("yes" if answer else "no") if FACTS[key].kind == "bool" else answer
        for prior, mask in applicable(there, key):
            likely[mask] *= max(probability(prior, name), np.finfo(float).eps)
    return edges, likely


def _turnover(draw: Draw) -> Floats:
    """What the company turns over, or a company of its size would if it has no revenue yet."""
    key = "company.revenue"
    revenue = _log_known(draw, key)
    if revenue is not None:
        return np.asarray(np.exp(revenue) + np.zeros(draw.size))
    per_head, sd = _one_prior(draw, key)
    mean = np.log(draw.columns["company.headcount"]) + per_head
    budget = _log_known(draw, "marketing.budget")
    if budget is not None:
        share, share_sd = _one_prior(draw, "marketing.budget")
        mean, sd = _meet(mean, sd, budget - share, share_sd)
    return bounded(FACTS[key], np.exp(mean + sd * normal_quantile(uniforms(draw, key))))


def revenue(draw: Draw, key: str) -> Array:
    return _turnover(draw)


def budget(draw: Draw, key: str) -> Array:
    share, sd = _one_prior(draw, key)
    amounts = _turnover(draw) * np.exp(share + sd * normal_quantile(uniforms(draw, key)))
    return bounded(FACTS[key], amounts)


def payroll(draw: Draw, key: str) -> Array:
    return bounded(FACTS[key], draw.columns["company.headcount"] * drawn(draw, key))
