"""A schedule under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from timonier.engine.plan.diary import Diary, Ledger
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan.model import Action
from timonier.engine.plan_catalogue import PlanKnowledge

A_WEEK = 5  # worked days
A_YEAR = 365  # days within which strategy waits for whoever is to lead it


@dataclass
class Schedule:
    """The schedule under way: what is placed, who is there from when, which searches are open."""

    given: PlanInput
    plan: PlanKnowledge
    seats: Mapping[str, tuple[str, ...]]
    ledger: Ledger
    placed: dict[str, Action] = field(default_factory=dict)
    # of each search: the last day of its choice, that action, whether it is a hire
    closed: list[tuple[int, str, bool]] = field(default_factory=list)

    @property
    def diary(self) -> Diary:
        return self.given.diary


def last_day(made: Schedule, subject: PlanMember) -> int | None:
    """The last day of somebody who does not stay to the end of the plan."""
    end = subject.end_month
    months = made.diary.months
    return None if end is None or end >= len(months) else months[end] - 1
