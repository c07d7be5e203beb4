"""Efforts: how long a decision is searched and judged. Three with a name, never a free knob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FULL, QUICK, TRIAGE = "full", "quick", "triage"
EFFORTS = (FULL, QUICK, TRIAGE)


@dataclass(frozen=True)
class Effort:
    """What one effort does; every figure is one of the method's."""

    name: str
    rounds: int  # of the search, at the company's own budget
    climbs: int  # rounds at each other budget of the frontier
    home_climbs: int  # rounds more at its own, with what the others found
    screen: int  # scenarios of the search
    polish: int  # scenarios on which the best are improved; 0 for none
    answers: int | None  # rounds of the search where an answer is known; None for no such search
    second: int  # scenarios of the second look
    scenarios: int  # of the finalists

    @property
    def searches(self) -> bool:
        """Whether teams are searched, or those of similar companies taken."""
        return self.name != TRIAGE


def effort_of(name: str, rules: Mapping[str, float]) -> Effort:
    """What the effort of that name does; ValueError for a name that is none.

    >>> effort_of("ful", {})
    Traceback (most recent call last):
    ValueError: effort = 'ful': expected full, quick or triage
    """
    if name not in EFFORTS:
        raise ValueError(f"effort = {name!r}: expected full, quick or triage")
    if name == TRIAGE:
        return Effort(name, 0, 0, 0, 0, 0, None, 0, int(rules["sampling.triage_scenarios"]))
    quick = "quick_" if name == QUICK else ""
    return Effort(
        name=name,
        rounds=int(rules[f"search.{quick}rounds"]),
        climbs=int(rules[f"search.{quick}climbs"]),
        home_climbs=int(rules[f"search.{quick}home_climbs"]),
        screen=int(rules["sampling.screen_scenarios"]),
        polish=int(rules[f"sampling.{quick}polish_scenarios"]),
        answers=None if quick else int(rules["search.answers"]),
        second=int(rules[f"sampling.{quick}second_scenarios"]),
        scenarios=int(rules[f"sampling.{quick}scenarios"]),
    )


@dataclass(frozen=True)
class Loss:
    """What an effort loses against the full one, as it was measured; shares 0-1."""

    same: float  # the same first model
    clear: float  # the same where the full decision is clear
    change: float  # mean change of the chance of a model
    no_team: float  # models without a team that have one in full
    companies: int  # on which it was measured


def loss_of(name: str, rules: Mapping[str, float]) -> Loss | None:
    """The measured loss of an effort; None for the full one, which loses nothing."""
    if name == FULL:
        return None
    return Loss(
        same=rules[f"effort.{name}_same"],
        clear=rules[f"effort.{name}_clear"],
        change=rules[f"effort.{name}_change"],
        no_team=rules[f"effort.{name}_no_team"],
        companies=int(rules["effort.companies"]),
    )
