"""Draw what is unknown about a company, one array of scenarios per fact.

Every fact has a stream of its own, so learning one answer moves the others only as far as it says
something about them. Within a stream, draws are stratified (one per slice of probability).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Knowledge, Prior, Role
from timonier.engine.company import FACTS, NUMBERS, Company, Fact, Range
from timonier.engine.conditions import conditions
from timonier.engine.draws import Z90
from timonier.engine.laws import beta_quantile, beta_share, normal_quantile, normal_share
from timonier.engine.sectors import sector_of

Array = NDArray[Any]
Floats = NDArray[np.float64]

LEADS: Final = 3  # level from which somebody leads
ARRAY_KINDS: Final = ("int", "float", "bool", "choice", "seasonality")


@dataclass(frozen=True)
class Facts(Mapping[str, Array]):
    """One array of ``size`` scenarios per fact: float64, bool, or int8 index into its choices.

    Seasonality is -1 where the company states twelve factors; a deadline, a media budget or a most
    of hires that nobody set is NaN, and so is an ambition to be inferred from the budget.
    """

    size: int
    columns: Mapping[str, Array]

    def __getitem__(self, key: str) -> Array:
        return self.columns[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class _Draw:
    """What the steps of one drawing share; ``columns`` fills up in the order of ``_STEPS``."""

    company: Company
    priors: Mapping[str, tuple[Prior, ...]]
    seed: int
    size: int
    columns: dict[str, Array]
    sector: str = ""  # told by the company's own words; "" for none
    leader: Role | None = None  # in place


def draw_facts(
    company: Company, knowledge: Knowledge, rng: np.random.Generator, size: int
) -> Facts:
    """Known facts repeated, or drawn inside their range; unknown ones drawn from the priors.

    All hang together: the law of an unknown fact is the one of what the others are in a scenario.

    Arrays have shape (size,). Advances ``rng`` by one draw, whatever is known.
    """
    priors: dict[str, tuple[Prior, ...]] = {}
    for prior in knowledge.priors:
        priors[prior.fact] = (*priors.get(prior.fact, ()), prior)
    sector, _ = sector_of(company.get("company.sector") or "", knowledge.sectors)
    draw = _Draw(
        company, priors, int(rng.integers(2**63)), size, {}, sector, _leader(company, knowledge)
    )
    known = [key for key in _STEPS if company.knows(key)]
    for key in known:
        value = company.get(key)
        within = isinstance(value, Range)
        draw.columns[key] = _within(draw, key) if within else _known(FACTS[key], value, size)
    for key in _STEPS:
        if key not in draw.columns:
            draw.columns[key] = _RULES.get(key, _drawn)(draw, key)
    return Facts(size, {key: draw.columns[key] for key in FACTS if key in draw.columns})


def _known(fact: Fact, value: Any, size: int) -> Array:
    if fact.kind == "bool":
        return np.full(size, bool(value))
    if fact.kind in NUMBERS:
        return np.full(size, np.nan if value is None else float(value))
    index = -1 if isinstance(value, tuple) else fact.choices.index(value)
    return np.full(size, index, dtype=np.int8)


def _within(draw: _Draw, key: str) -> Floats:
    """Draws of a number known to lie in a range, in the part of it that other answers leave.

    A whole number gets the room of its rounding, so that its two bounds are as likely as the rest.
    """
    fact, known = FACTS[key], draw.company.get(key)
    low, high = _room(draw, key, known)
    half = 0.5 if fact.kind == "int" else 0.0
    first, last, u = low - half, high + half, _uniforms(draw, key)
    if fact.by_ratio and known.low > 0:
        values = np.exp(np.log(first) + u * (np.log(last) - np.log(first)))
    else:
        values = first + u * (last - first)
    return np.asarray(np.clip(np.rint(values) if half else values, low, high))


def _room(draw: _Draw, key: str, known: Range) -> tuple[Any, Any]:
    """The bounds of a range, narrowed where shares must fit in one and hours need somebody."""
    other = _OTHER_SHARE.get(key)
    if other is not None:
        answer = draw.company.get(other, 0.0)
        least = answer.low if isinstance(answer, Range) else answer
        return known.low, np.minimum(known.high, 1.0 - draw.columns.get(other, least))
    if key == "steering.level" and _has_hours(draw.company):
        return min(max(known.low, 1), known.high), known.high
    return known.low, known.high


def _has_hours(company: Company) -> bool:
    """Whether somebody inside is said to have hours for steering."""
    return bool(company.middle("steering.hours_per_month"))


def _uniforms(draw: _Draw, key: str) -> Floats:
    """One uniform per scenario and per slice of 1/size, in a random order of the fact's own."""
    rng = np.random.default_rng([draw.seed, zlib.crc32(key.encode())])
    return (rng.permutation(draw.size) + rng.random(draw.size)) / draw.size


def _drawn(draw: _Draw, key: str) -> Array:
    """Each scenario from the prior whose condition it meets."""
    fact = FACTS[key]
    if fact.kind in NUMBERS and not fact.drawn and key not in draw.priors:
        return np.full(draw.size, np.nan)  # nobody set it
    u = _uniforms(draw, key)
    out = np.zeros(draw.size, dtype=_dtype(fact))
    for prior, mask in _applicable(draw, key):
        out[mask] = _quantile(fact, prior, u[mask])
    return out


def _dtype(fact: Fact) -> type[Any]:
    if fact.kind == "bool":
        return np.bool_
    return np.float64 if fact.kind in NUMBERS else np.int8


def _quantile(fact: Fact, prior: Prior, u: Floats) -> Array:
    values = prior.values
    match prior.kind:
        case "constant":
            return np.full(u.shape, values.get("value", np.nan))
        case "bernoulli":
            return u < values["yes"]
        case "choice":
            return _choice(u, np.array([_probability(prior, name) for name in _names(fact)]))
        case "lognormal":
            mean, sd = _log_moments(prior)
            return _bounded(fact, np.exp(mean + sd * normal_quantile(u)))
        case "beta":
            return beta_quantile(values["a"], values["b"], u)
    raise ValueError(f"prior of {prior.fact}: kind {prior.kind!r} is not one the engine draws")


def _names(fact: Fact) -> tuple[str, ...]:
    if fact.choices or fact.low is None or fact.high is None:
        return fact.choices
    return tuple(str(i) for i in range(int(fact.low), int(fact.high) + 1))


def _probability(prior: Prior, name: str) -> float:
    if prior.kind == "bernoulli":
        return prior.values["yes"] if name == "yes" else 1 - prior.values["yes"]
    return prior.values.get(name, 0.0)


def _choice(u: Floats, probabilities: Floats) -> Array:
    edges = np.cumsum(probabilities)[:-1] / probabilities.sum()
    return np.searchsorted(edges, u, side="right")


def _log_moments(prior: Prior) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm: the median is kept, and the P10-P90 spread."""
    values = prior.values
    return float(np.log(values["median"])), float(np.log(values["p90"] / values["p10"]) / (2 * Z90))


def _bounded(fact: Fact, values: Floats) -> Floats:
    bounded = np.clip(values, fact.low, fact.high)
    return np.rint(bounded) if fact.kind == "int" else bounded


# --- conditions -------------------------------------------------------------------------------


def _applicable(draw: _Draw, key: str) -> list[tuple[Prior, NDArray[np.bool_]]]:
    """The priors of a fact with the scenarios each one covers; a condition beats none."""
    left = np.ones(draw.size, dtype=bool)
    found = []
    for prior in sorted(draw.priors.get(key, ()), key=lambda prior: not prior.given):
        mask = left.copy()
        for condition in conditions(prior.given):
            mask &= _holds(draw, *condition)
        found.append((prior, mask))
        left &= ~mask
    if left.any():
        raise ValueError(f"no prior covers {key} in {int(left.sum())} of {draw.size} scenarios")
    return found


def _holds(draw: _Draw, fact: str, sign: str, value: str) -> NDArray[np.bool_] | bool:
    if sign == "unknown":
        return not draw.company.knows(fact)
    if fact == "company.market":
        return draw.company.market == value
    if fact == "company.sector":
        return draw.sector == value
    column = draw.columns[fact]
    if sign == "=":
        wanted = FACTS[fact].choices.index(value) if FACTS[fact].choices else float(value)
        return np.asarray(column == wanted)
    return np.asarray(_COMPARE[sign](column, float(value)))


_COMPARE: Final = {"<": np.less, "<=": np.less_equal, ">=": np.greater_equal}


# --- size: headcount, revenue and budget hang together ----------------------------------------


def _one_prior(draw: _Draw, key: str) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the logarithm, one per scenario."""
    mean, sd = np.zeros(draw.size), np.ones(draw.size)
    for prior, mask in _applicable(draw, key):
        mean[mask], sd[mask] = _log_moments(prior)
    return mean, sd


def _meet(mean: Floats, sd: Floats, seen: Floats, seen_sd: Floats) -> tuple[Floats, Floats]:
    """Two normal opinions of one logarithm, weighed by their precision."""
    a, b = sd**-2.0, seen_sd**-2.0
    return (a * mean + b * seen) / (a + b), (a + b) ** -0.5


def _log_known(draw: _Draw, key: str) -> float | Floats | None:
    value = draw.company.get(key)
    if isinstance(value, Range):
        return np.asarray(np.log(np.maximum(draw.columns[key], 1.0)))
    return float(np.log(value)) if value else None


def _headcount(draw: _Draw, key: str) -> Array:
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
    u = _uniforms(draw, key) * mass[:, -1]
    band = (u[:, None] >= mass[:, :-1]).sum(axis=1)
    rows = np.arange(draw.size)
    into = np.where(band > 0, u - mass[rows, np.maximum(band, 1) - 1], u) / weights[band]
    logs = mean + sd * normal_quantile(cuts[rows, band] + into)
    return np.maximum(_bounded(FACTS[key], np.exp(logs)), 1.0)


def _bands(draw: _Draw) -> tuple[Floats, Floats]:
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
        for prior, mask in _applicable(there, key):
            likely[mask] *= max(_probability(prior, name), np.finfo(float).eps)
    return edges, likely


def _turnover(draw: _Draw) -> Floats:
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
    return _bounded(FACTS[key], np.exp(mean + sd * normal_quantile(_uniforms(draw, key))))


def _revenue(draw: _Draw, key: str) -> Array:
    return _turnover(draw)


def _budget(draw: _Draw, key: str) -> Array:
    share, sd = _one_prior(draw, key)
    amounts = _turnover(draw) * np.exp(share + sd * normal_quantile(_uniforms(draw, key)))
    return _bounded(FACTS[key], amounts)


def _payroll(draw: _Draw, key: str) -> Array:
    return _bounded(FACTS[key], draw.columns["company.headcount"] * _drawn(draw, key))


# --- answers that constrain one another -------------------------------------------------------


def _level(draw: _Draw, key: str) -> Array:
    """That of the leader in place where there is one; nobody inside (level 0) is ruled out by hours
    that somebody inside has."""
    if draw.leader is not None:
        return np.full(draw.size, float(draw.leader.steering_level))
    u = _uniforms(draw, key)
    if _has_hours(draw.company):
        (prior, _), *_ = _applicable(draw, key)
        nobody = _probability(prior, "0")
        u = nobody + u * (1 - nobody)
    out = np.zeros(draw.size)
    for prior, mask in _applicable(draw, key):
        out[mask] = _quantile(FACTS[key], prior, u[mask])
    return out


def _pilot_hours(draw: _Draw, key: str) -> Array:
    """Those that such a leader steers where one is in place."""
    if draw.leader is not None:
        return np.full(draw.size, float(draw.leader.steering_capacity))
    return _drawn(draw, key)


def _leader(company: Company, knowledge: Knowledge) -> Role | None:
    """The role of the employee in place who leads, the highest; None where nobody does."""
    held = [knowledge.roles[p.role] for p in company.team if p.keep is not False]
    led = [r for r in held if r.category == "employee" and r.steering_level >= LEADS]
    return max(led, key=lambda r: r.steering_level, default=None)


def _share(other: str) -> Callable[[_Draw, str], Array]:
    """The Beta prior of a share, cut at what the other share leaves."""

    def rule(draw: _Draw, key: str) -> Array:
        u, out = _uniforms(draw, key), np.zeros(draw.size)
        taken = draw.columns.get(other, np.zeros(draw.size))
        for prior, mask in _applicable(draw, key):
            a, b = prior.values["a"], prior.values["b"]
            room = 1 - taken[mask]
            below = u[mask] * beta_share(a, b, room)
            out[mask] = np.minimum(beta_quantile(a, b, below), room)
        return out

    return rule


def _ambition(draw: _Draw, key: str) -> Array:
    """A stated budget reveals it, and the needs infer it from there: NaN."""
    if draw.company.knows("marketing.budget"):
        return np.full(draw.size, np.nan)
    return _drawn(draw, key)


_OTHER_SHARE: Final = {
    "needs.oneoff_share": "needs.recurrent_share",
    "needs.recurrent_share": "needs.oneoff_share",
}
_RULES: Final[Mapping[str, Callable[[_Draw, str], Array]]] = {
    "company.headcount": _headcount,
    "company.revenue": _revenue,
    "company.payroll": _payroll,
    "marketing.budget": _budget,
    "steering.level": _level,
    "steering.hours_per_month": _pilot_hours,
    **{key: _share(other) for key, other in _OTHER_SHARE.items()},
    "needs.ambition": _ambition,
}
_FIRST: Final = (
    "company.business",
    "company.headcount",
    "company.stage",
    "company.revenue",
    "marketing.budget",
    "steering.level",
    "needs.oneoff_share",
)
_STEPS: Final = (
    *_FIRST,
    *(
        key
        for key, fact in FACTS.items()
        if fact.kind in ARRAY_KINDS and key not in (*_FIRST, "company.market")
    ),
)
