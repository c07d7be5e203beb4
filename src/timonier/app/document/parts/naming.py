"""What a model is called: no sentence tells to hire where the in-house team hires nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonier.app.document.parts.money import Step
from timonier.engine.team import is_employee
from timonier.knowledge import load

IN_HOUSE, KEPT = "in_house", "in_house_kept"


def called(model: str, hires: bool) -> str:
    """The key of a model's words, when its team employs somebody new (``hires``) or nobody.

    >>> called("in_house", False), called("in_house", True), called("hybrid", False)
    ('in_house_kept', 'in_house', 'hybrid')
    """
    return KEPT if model == IN_HOUSE and not hires else model


@dataclass(frozen=True)
class Naming:
    """The names of one company's models.

    ``hires``: its in-house team employs somebody new, or it has none. ``unable``: the company says
    that it cannot recruit. ``in_place``: the roles of its own people.
    """

    hires: bool = True
    unable: bool = False
    in_place: frozenset[str] = frozenset()

    @classmethod
    def of(cls, company: Mapping[str, Any], hires: bool | None = None) -> Naming:
        """Those of a company's sections; without a team at hand, as far as the company says."""
        unable = company.get("hiring", {}).get("can_recruit") is False
        in_place = frozenset(one["role"] for one in company.get("team", ()) if "role" in one)
        return cls(not unable if hires is None else hires, unable, in_place)

    def model(self, model: str) -> str:
        """A model with the team that the company has of it."""
        return called(model, self.hires)

    def at(self, step: Step) -> str:
        """The first model of a budget, by the roles of that budget's own team; "" for none."""
        if step.stated or step.model is None:
            return self.model(step.model or "")
        roles = load().roles
        new = (r for r in step.team if r in roles and r not in self.in_place)
        return called(step.model, not self.unable and any(is_employee(roles[r]) for r in new))

    def after(self, to: str, moved: Mapping[str, Any]) -> str:
        """The model that comes first once these facts have these values: being able to recruit, or
        for whoever is able another budget, may make another team of it."""
        able = moved.get("hiring.can_recruit") is True or (moved.get("hiring.max_hires") or 0) >= 1
        if able or (not self.unable and "marketing.budget" in moved):
            return to
        return called(to, self.hires and not self.unable)
