"""The best teams were an answer known: what knowing is worth lies in the team that it allows.

Who will steer decides which team is best of each model. As long as it is not known, the search
finds teams that can do with either; those that would be taken once it is known are searched apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company
from timonier.engine.search.beam import Found
from timonier.engine.simulation import World
from timonier.engine.team import Team

STEERED = ("steering.level", "steering.hours_per_month")  # the facts that decide who can lead
ENDS = (1 / 6, 5 / 6)  # quantiles of them: hardly anybody steers, and somebody does
KEPT = 2  # teams of each model


def answers_of(world: World) -> tuple[Company, ...]:
    """The company where hardly anybody inside can steer, and where somebody can; none where that
    is known. Whether it can recruit is taken to be yes: where it cannot, no team changes."""
    company = world.company
    open_ = [key for key in STEERED if _varies(world.facts[key])]
    if not open_:
        return ()
    hire = {"hiring.can_recruit": True} if _varies(world.facts["hiring.can_recruit"]) else {}
    out = []
    for share in ENDS:
        said = {key: _quantile(world.facts[key], share) for key in open_}
        out.append(replace(company, facts={**company.facts, **hire, **said}))
    return tuple(out)


def with_answers(found: Found, others: Sequence[Found]) -> Found:
    """The search with the first teams of others, which an answer would bring, in its reserve."""
    reserve = {m: list(found.reserve[m]) for m in MODELS}
    for other in others:
        for m in MODELS:
            reserve[m] += _unlike(other.best[m][:KEPT], found.best[m])
    return replace(found, reserve={m: tuple(dict.fromkeys(teams)) for m, teams in reserve.items()})


def _unlike(teams: Sequence[Team], others: Sequence[Team]) -> list[Team]:
    return [team for team in teams if team not in others]


def _varies(column: NDArray[Any]) -> bool:
    return bool(column.min() != column.max())


def _quantile(column: NDArray[Any], share: float) -> int | float:
    """One of the values drawn: a level stays a level."""
    value = float(np.sort(column)[round(share * (len(column) - 1))])
    return int(value) if value.is_integer() else value
