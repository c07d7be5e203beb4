"""Companies, worlds and teams that the tests of the simulation and of the search share."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from timonier.engine.company import Company, Position
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Member, Team, is_employee
from timonier.knowledge import load

KNOWLEDGE = load()
SCENARIOS = 128

_BASE: dict[str, Any] = {
    "company.market": "fr",
    "company.business": "b2b",
    "company.headcount": 40,
    "company.revenue": 6_000_000,
    "company.stage": "structuring",
    "marketing.budget": 200_000,
    "marketing.role": "production_centre",
    "marketing.seasonality": "none",
    "marketing.governance": "medium",
    "vision.targets": True,
    "vision.channels": True,
    "vision.objectives": True,
    "steering.level": 4,
    "steering.hours_per_month": 24,
    "steering.contact": True,
    "hiring.can_recruit": True,
}


def company(team: tuple[Position, ...] = (), **changes: Any) -> Company:
    """A structuring French company with a pilot inside; ``section__fact=value`` changes a fact,
    None makes it unknown."""
    facts = _BASE | {key.replace("__", "."): value for key, value in changes.items()}
    return Company({k: v for k, v in facts.items() if v is not None}, team=team)


COMPANIES: dict[str, Company] = {
    "steady": company(needs__activities=("editorial_content", "crm_management", "reporting")),
    "seasonal shop": company(
        company__market="ca-qc",
        company__business="b2c",
        company__traits=("ecommerce", "multi_site"),
        marketing__seasonality="strong",
        marketing__growth=0.3,
        marketing__deadline_month=4,
        steering__level=0,
        steering__hours_per_month=0,
        needs__activities=("seasonal_campaign", "paid_social", "email_campaigns"),
        needs__evolving=0.8,
    ),
    "projects": company(
        company__market="ca-qc",
        company__headcount=18,
        company__stage="exploring",
        marketing__governance="weak",
        steering__level=2,
        steering__contact=False,
        needs__activities=("paid_rebuild", "crm_implementation", "web_redesign"),
        needs__oneoff_share=0.6,
        needs__recurrent_share=0.3,
    ),
    "unknown": Company({"company.market": "fr"}),
    "staffed": company(
        team=(
            Position("emp_head", 1.0, since_months=30.0, cost=82_000.0),
            Position("emp_junior", 1.0, since_months=5.0),
            Position("free_design_video", 1.0, since_months=20.0),
        ),
        company__headcount=90,
        company__stage="established",
        marketing__budget=420_000,
        marketing__governance="strong",
        needs__activities=("editorial_content", "trade_shows", "seo_ongoing", "reporting"),
    ),
}


@cache
def world(name: str, scenarios: int = SCENARIOS, months: int = 36) -> World:
    """The world of a company of ``COMPANIES``, drawn once for all tests."""
    return draw(COMPANIES[name], scenarios, months)


def draw(one: Company, scenarios: int = SCENARIOS, months: int = 36) -> World:
    """The world of any company; the same draws every time."""
    return make_world(one, KNOWLEDGE, np.random.default_rng(11), scenarios, months)


def team(*members: Member, released: tuple[Member, ...] = ()) -> Team:
    return Team(tuple(sorted(members)), released)


def any_team(rng: np.random.Generator) -> Team:
    """A team of one to five members of any role, with everything that a member may have."""
    roles = [r for r in KNOWLEDGE.roles.values() if r.category != "internal_existing"]
    picked = rng.choice(len(roles), size=int(rng.integers(1, 6)), replace=False)
    return team(*(_any_member(roles[i], rng) for i in picked))


def _any_member(role: Any, rng: np.random.Generator) -> Member:
    employed = is_employee(role)
    existing = bool(rng.random() < 0.35)
    start = 0 if existing else int(rng.integers(0, 10))
    leaves = bool(rng.random() < 0.25)
    return Member(
        role.key,
        quantity=float(rng.choice([0.5, 1.0, 1.0, 1.6, 2.0] if employed else [1.0, 1.0, 2.0])),
        hours=0.0 if employed else float(rng.uniform(role.min_hours, role.max_hours)),
        start_month=start,
        end_month=start + int(rng.integers(3, 16)) if leaves else None,
        existing=existing,
        since_months=float(rng.choice([0.0, 4.0, 40.0])) if existing else 0.0,
        yearly_cost=50_000.0 if existing and rng.random() < 0.5 else None,
        contact_only=existing and employed and bool(rng.random() < 0.3),
    )
