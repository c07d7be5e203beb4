"""Decisions that several tests look at, each made once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from tests import worlds
from timonier.app.company_file import load_company
from timonier.engine.company import Company, Position
from timonier.engine.decision import Decision, decide
from timonier.engine.team import Team

FINDINGS = Path(__file__).parent / "companies" / "findings"
SCENARIOS = 256
BLIND = {"vision__targets": False, "vision__channels": False, "vision__objectives": False}
NOBODY_LEADS = {"steering__level": 0, "steering__hours_per_month": 0}

COMPANIES: dict[str, Company] = worlds.COMPANIES | {
    "blind": worlds.company(**BLIND),
    "one hire": worlds.company(hiring__max_hires=1, marketing__budget=320_000),
    "led by nobody": worlds.company(**NOBODY_LEADS),
    "agency in place": worlds.company(
        team=(
            Position("agency_content_social", hours=26.0, since_months=18.0),
            Position("emp_content", 1.0, since_months=30.0),
        ),
        marketing__budget=150_000,
    ),
    "pilot in place": worlds.company(
        team=(Position("fractional_cmo", hours=30.0, since_months=12.0),),
        **NOBODY_LEADS,
        marketing__budget=230_000,
    ),
    "writer who leaves": worlds.company(
        team=(
            Position("emp_content", 1.0, since_months=30.0, keep=False),
            Position("emp_crm", 1.0, since_months=12.0),
        ),
    ),
}


@cache
def decided(name: str) -> Decision:
    """The decision of a company of ``COMPANIES``."""
    return decide(COMPANIES[name], knowledge=worlds.KNOWLEDGE, scenarios=SCENARIOS)


@cache
def found(name: str) -> Decision:
    """The decision of a company of ``tests/companies/findings``."""
    one = load_company(FINDINGS / f"{name}.toml", worlds.KNOWLEDGE)
    return decide(one, knowledge=worlds.KNOWLEDGE, scenarios=4 * SCENARIOS)


def first(decision: Decision) -> str:
    """The model that is most often best."""
    assert decision.ranking is not None
    return decision.ranked[int(decision.ranking.chance_of_best.argmax())]


def chances(decision: Decision) -> dict[str, float]:
    """Of each model that has a team, the chance that it is best."""
    assert decision.ranking is not None
    return dict(zip(decision.ranked, decision.ranking.chance_of_best.tolist(), strict=True))


def plans(decision: Decision) -> Iterator[Team]:
    """Every team that some model would have in some scenario."""
    for row in np.unique(decision.final.plan):
        if row >= 0:
            yield decision.judged.teams[int(row)]
