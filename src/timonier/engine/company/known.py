"""What is known of one company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from timonier.engine.catalogue import Triple
from timonier.engine.company.fact import NOT_CONCERNED
from timonier.engine.company.facts import FACTS, falls_away
from timonier.engine.company.tables import Position, Quote, Result, Tried


@dataclass(frozen=True)
class Company:
    """What is known of one company; a fact that is absent from ``facts`` is unknown."""

    facts: Mapping[str, Any]
    team: tuple[Position, ...] = ()
    intended: tuple[Position, ...] = ()
    tradeoffs: tuple[tuple[str, str, float], ...] = ()
    order: tuple[str, ...] = ()
    chosen: str | None = None
    assumptions: Mapping[str, float | Triple] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    tried: tuple[Tried, ...] = ()
    results: tuple[Result, ...] = ()
    # (key, value) that an older file says and that no longer means anything.
    set_aside: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for key in self.facts:
            _check_key(key)
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        object.__setattr__(self, "assumptions", MappingProxyType(dict(self.assumptions)))

    def __reduce__(self) -> tuple[Any, ...]:  # a mapping proxy does not pickle by itself
        parts = (self.team, self.intended, self.tradeoffs, self.order, self.chosen)
        more = (self.quotes, self.tried, self.results, self.set_aside)
        return Company, (dict(self.facts), *parts, dict(self.assumptions), *more)

    def get(self, key: str, default: Any = None) -> Any:
        """The answer that computing uses: "not concerned" is the value that it stands for.

        A number may be a Range, to be read in the draws of the world or through ``middle``.

        >>> company = Company({"company.market": "fr", "steering.contact": NOT_CONCERNED})
        >>> company.get("steering.contact"), company.facts["steering.contact"] is NOT_CONCERNED
        (False, True)
        """
        _check_key(key)
        answer = self.facts.get(key, default)
        return FACTS[key].when_not_concerned if answer is NOT_CONCERNED else answer

    def middle(self, key: str) -> Any:
        """The answer that computing uses where it must be one value: of a range, its median."""
        return FACTS[key].middle(self.get(key))

    def knows(self, key: str) -> bool:
        """Whether the question has an answer, "not concerned" being one."""
        _check_key(key)
        return key in self.facts

    def settles(self, key: str) -> bool:
        """Whether nothing is left to ask: the question has an answer, or another takes it away."""
        return self.knows(key) or falls_away(key, self.get)

    @property
    def market(self) -> str:
        """The key of the market, the only fact that is always known."""
        return str(self.facts["company.market"])

    def with_fact(self, key: str, value: Any) -> Company:
        """A copy where one fact is known to be ``value``, or unknown when it is None."""
        _check_key(key)
        facts = {k: v for k, v in self.facts.items() if k != key}
        if value is not None:
            facts[key] = value
        return replace(self, facts=facts)

    def with_assumption(self, key: str, value: float | Triple) -> Company:
        """A copy where one figure of the knowledge base is replaced."""
        return replace(self, assumptions={**self.assumptions, key: value})


def _check_key(key: str) -> None:
    if key not in FACTS:
        raise KeyError(f"{key!r} is not a fact: expected one of {', '.join(FACTS)}")
