"""One unknown fact drawn from the law that such a company has, whatever that law is."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Prior, Role
from timonier.engine.company import FACTS, NUMBERS, Company, Fact
from timonier.engine.conditions import conditions
from timonier.engine.draws import Z90
from timonier.engine.laws import beta_quantile, normal_quantile, strata

Array = NDArray[Any]


Floats = NDArray[np.float64]


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

    def by_choice(self, key: str, values: Mapping[str, float]) -> Floats:
        """(scenario,) what goes with the choice of each: ``values`` by choice."""
        return np.array([values[choice] for choice in FACTS[key].choices])[self[key]]


@dataclass(frozen=True)
class Draw:
    """What the steps of one drawing share; ``columns`` fills up in the order of ``STEPS``."""

    company: Company
    priors: Mapping[str, tuple[Prior, ...]]
    seed: int
    size: int
    columns: dict[str, Array]
    sector: str = ""  # told by the company's own words; "" for none
    leader: Role | None = None  # in place


def uniforms(draw: Draw, key: str) -> Floats:
    """One uniform per scenario and per slice of 1/size, in a random order of the fact's own."""
    rng = np.random.default_rng([draw.seed, zlib.crc32(key.encode())])
    return strata(rng, draw.size)


def drawn(draw: Draw, key: str) -> Array:
    """Each scenario from the prior whose condition it meets."""
    fact = FACTS[key]
    if fact.kind in NUMBERS and not fact.drawn and key not in draw.priors:
        return np.full(draw.size, np.nan)  # nobody set it
    u = uniforms(draw, key)
    out = np.zeros(draw.size, dtype=_dtype(fact))
    for prior, mask in applicable(draw, key):
        out[mask] = quantile(fact, prior, u[mask])
    return out


def _dtype(fact: Fact) -> type[Any]:
    if fact.kind == "bool":
        return np.bool_
    return np.float64 if fact.kind in NUMBERS else np.int8


def quantile(fact: Fact, prior: Prior, u: Floats) -> Array:
    values = prior.values
    match prior.kind:
        case "constant":
            return np.full(u.shape, values.get("value", np.nan))
        case "bernoulli":
            return u < values["yes"]
        case "choice":
            return _choice(u, np.array([probability(prior, name) for name in _names(fact)]))
        case "lognormal":
            mean, sd = log_moments(prior)
            return bounded(fact, np.exp(mean + sd * normal_quantile(u)))
        case "beta":
            return beta_quantile(values["a"], values["b"], u)
    raise ValueError(f"prior of {prior.fact}: kind {prior.kind!r} is not one the engine draws")


def _names(fact: Fact) -> tuple[str, ...]:
    if fact.choices or fact.low is None or fact.high is None:
        return fact.choices
    return tuple(str(i) for i in range(int(fact.low), int(fact.high) + 1))


def probability(prior: Prior, name: str) -> float:
    if prior.kind == "bernoulli":
        return prior.values["yes"] if name == "yes" else 1 - prior.values["yes"]
    return prior.values.get(name, 0.0)


def _choice(u: Floats, probabilities: Floats) -> Array:
    edges = np.cumsum(probabilities)[:-1] / probabilities.sum()
    return np.searchsorted(edges, u, side="right")


def log_moments(prior: Prior) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm: the median is kept, and the P10-P90 spread."""
    values = prior.values
    return float(np.log(values["median"])), float(np.log(values["p90"] / values["p10"]) / (2 * Z90))


def bounded(fact: Fact, values: Floats) -> Floats:
    bounded = np.clip(values, fact.low, fact.high)
    return np.rint(bounded) if fact.kind == "int" else bounded


def applicable(draw: Draw, key: str) -> list[tuple[Prior, NDArray[np.bool_]]]:
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


def _holds(draw: Draw, fact: str, sign: str, value: str) -> NDArray[np.bool_] | bool:
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
