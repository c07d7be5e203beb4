"""What the money does: the frontier, three levers, what a difference buys, who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from timonier.app.document.parts.frame import ModelKey
from timonier.app.document.parts.part import Above, Part, Says, Share, Text, Whole


@dataclass(frozen=True, kw_only=True)
class Year(Part):
    """What is paid in one of the first three years."""

    paid: Whole
    """In the document's currency, over the year."""
    over_budget: Share
    """The chance that it passes the budget of a year."""


@dataclass(frozen=True, kw_only=True)
class Released(Part):
    """Somebody, or a contract, that a team ends."""

    role: Text
    label: Text
    name: str | None
    cost: Annotated[int, Says({"minimum": 0})]
    """In the document's currency, once: notice, procedure, severance."""
    caution: Text


@dataclass(frozen=True, kw_only=True)
class Step(Part):
    """The best that a budget buys."""

    budget: int
    """A year, in the document's currency."""
    stated: bool
    """Whether this is the company's own budget, or the middle of those that may be."""
    model: ModelKey | None
    chance_of_best: Share
    work_done: Share
    """The share of the useful work that is done."""
    cost: int
    """Of the dearest of the first three years, in the document's currency."""
    team: tuple[Text, ...]
    """Roles."""
    models: dict[str, Share]
    """The share of the useful work that the best team of each model does."""


@dataclass(frozen=True, kw_only=True)
class Spend(Part):
    """The smallest budget tried at which enough of the useful work is done."""

    budget: int
    """A year, in the document's currency."""
    model: ModelKey
    work_done: Share
    text: Text


@dataclass(frozen=True, kw_only=True)
class WantLess(Part):
    """Activities to give up, those first for which the team is least able."""

    activities: tuple[Text, ...]
    hours: Above
    """A month, freed."""
    work_done: Share
    text: Text


@dataclass(frozen=True, kw_only=True)
class Wait(Part):
    """What to add as money comes, in that order."""

    roles: tuple[Text, ...]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Levers(Part):
    """What can be done where the budget buys too little of the work."""

    spend: Spend | None
    want_less: WantLess | None
    wait: Wait | None


@dataclass(frozen=True, kw_only=True)
class Bought(Part):
    """What is bought where the first model costs more and does less than another."""

    other: ModelKey
    money: int
    """More, a year, in the document's currency."""
    work: Share
    """Less, as a share of the useful work."""
    criterion: Text
    text: Text
