"""Which one-off work an action of the plan begins, and how long the rest of it waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Knowledge
from timonier.engine.plan.model import LEAST_SAID, Action, Delivery
from timonier.engine.plan.schedule import Schedule
from timonier.engine.plan.schedule.made import A_YEAR


@dataclass(frozen=True)
class Framing:
    """The actions that are the first delivery of an activity, among those ``timed``.

    ``whole`` holds the hours of one piece of each one-off activity of the plan.
    """

    timed: Schedule
    whole: Mapping[str, float]
    knowledge: Knowledge

    def step(self, activity: str) -> Action | None:
        """The action that is the first delivery of an activity; of the parts of the vision, the one
        for which that part is missing."""
        part = self.knowledge.activities[activity].clarifies
        for template in self.timed.plan.actions:
            found = self.timed.placed.get(template.key)
            if found is None or template.delivers != activity:
                continue
            if not found.missing or part in found.missing:
                return found
        return None

    def left(self, activity: str) -> float:
        """The share of an activity's hours that its first delivery leaves to the later ones."""
        whole, begun = self.whole[activity], self._begun(activity)
        return 0.0 if begun and whole - begun < LEAST_SAID else 1.0 - begun / whole

    def first_of(self, activity: str) -> list[Delivery]:
        """The delivery that an action is, if one is."""
        step = self.step(activity)
        if step is None:
            return []
        often = max(1.0, self.knowledge.activities[activity].projects_per_year)
        hours = self.whole[activity] * (1.0 - self.left(activity))
        return [Delivery(activity, step.owner, hours, step.first, step.last, often, step=step.key)]

    def from_day(self, activity: str) -> float:
        """The first day on which authors work on an activity: once the action that begins it, or
        that makes the same part of the vision clear, is done, and, for strategy, once whoever leads
        is there, if they come within the year."""
        known, diary = self.knowledge.activities, self.timed.diary
        part = known[activity].clarifies
        alike = [a for a in known if a == activity or (part and known[a].clarifies == part)]
        steps = [step for a in alike if (step := self.step(a)) is not None]
        days = [diary.later(step.last, 1) for step in steps]
        if known[activity].function == "strategy":
            leads = (self.timed.ledger.presence[key] for key in self.timed.seats["pilot"])
            days += [one.first for one in leads if one.first < diary.first + A_YEAR]
        return float(max(days, default=diary.first))

    def _begun(self, activity: str) -> float:
        step = self.step(activity)
        if step is None:
            return 0.0
        return min(self.whole[activity], step.hours.get(step.owner, 0.0) or step.lacking)
