"""Efforts: how long a decision is searched and judged. Three with a name, never a free knob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FULL, QUICK = "full", "quick"
EFFORTS = (FULL, QUICK)


@dataclass(frozen=True)
class Effort:
    """What one effort does; every figure is one of the method's."""

    name: str
    rounds: int  # of the search, at the company's own budget
    climbs: int  # rounds at each other budget of the frontier
    screen: int  # scenarios of the search
    second: int  # scenarios of the second look
    scenarios: int  # of the finalists


def effort_of(name: str, rules: Mapping[str, float]) -> Effort:
    """What the effort of that name does; ValueError for a name that is none.

    >>> effort_of("ful", {})
    Traceback (most recent call last):
    ValueError: effort = 'ful': expected full or quick
    """
    if name not in EFFORTS:
        raise ValueError(f"effort = {name!r}: expected {' or '.join(EFFORTS)}")
    quick = "quick_" if name == QUICK else ""
    return Effort(
        name=name,
        rounds=int(rules[f"search.{quick}rounds"]),
        climbs=int(rules[f"search.{quick}climbs"]),
        screen=int(rules["sampling.screen_scenarios"]),
        second=int(rules[f"sampling.{quick}second_scenarios"]),
        scenarios=int(rules[f"sampling.{quick}scenarios"]),
    )
