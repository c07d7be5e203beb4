"""Efforts: how long a decision is searched and judged. Three with a name, never a free knob."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.engine.rules import Rules

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


def effort_of(name: str, rules: Rules) -> Effort:
    """What the effort of that name does; ValueError for a name that is none."""
    if name not in EFFORTS:
        raise ValueError(f"effort = {name!r}: expected full, quick or triage")
    screen = rules.sampling_screen_scenarios
    if name == FULL:
        return Effort(
            name, rules.search_rounds, rules.search_climbs, rules.search_home_climbs, screen,
            rules.sampling_polish_scenarios, rules.search_answers,
            rules.sampling_second_scenarios, rules.sampling_scenarios,
        )  # fmt: skip
    if name == QUICK:
        return Effort(
            name, rules.search_quick_rounds, rules.search_quick_climbs,
            rules.search_quick_home_climbs, screen, rules.sampling_quick_polish_scenarios, None,
            rules.sampling_quick_second_scenarios, rules.sampling_quick_scenarios,
        )  # fmt: skip
    return Effort(name, 0, 0, 0, 0, 0, None, 0, rules.sampling_triage_scenarios)


@dataclass(frozen=True)
class Loss:
    """What an effort loses against the full one, as it was measured; shares 0-1."""

    same: float  # the same first model
    clear: float  # the same where the full decision is clear
    change: float  # mean change of the chance of a model
    no_team: float  # models without a team that have one in full
    companies: int  # on which it was measured


def loss_of(name: str, rules: Rules) -> Loss | None:
    """The measured loss of an effort; None for the full one, which loses nothing."""
    if name == FULL:
        return None
    companies = rules.effort_companies
    if name == QUICK:
        return Loss(
            rules.effort_quick_same, rules.effort_quick_clear, rules.effort_quick_change,
            rules.effort_quick_no_team, companies,
        )  # fmt: skip
    return Loss(
        rules.effort_triage_same, rules.effort_triage_clear, rules.effort_triage_change,
        rules.effort_triage_no_team, companies,
    )  # fmt: skip
