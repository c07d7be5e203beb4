"""Companies, weights and contracts that the tests of the search share."""

from __future__ import annotations

import numpy as np

from tests import worlds
from timonier.engine.company import Company, Position
from timonier.engine.team import Member, Team

SCENARIOS = 64
EVENLY = np.full(7, 1 / 7)

COMPANIES: dict[str, Company] = {
    "steady with a pilot": worlds.company(
        needs__activities=("editorial_content", "crm_management", "paid_social", "reporting")
    ),
    "growth without a pilot": worlds.company(
        marketing__role="growth_lever",
        marketing__budget=160_000,
        steering__level=1,
        steering__hours_per_month=6,
        needs__activities=("editorial_content", "paid_social", "email_campaigns"),
        needs__evolving=0.7,
    ),
    "small and seasonal": worlds.company(
        company__headcount=12,
        marketing__budget=70_000,
        marketing__seasonality="strong",
        needs__activities=("paid_social", "email_campaigns"),
    ),
    "a writer in place": worlds.company(
        team=(Position("emp_content", 1.0, since_months=20.0),),
        marketing__budget=150_000,
        needs__activities=("editorial_content", "paid_social"),
    ),
}


def with_an_agency(hours: int) -> Team:
    pilot = Member("fractional_cmo", hours=28.0)
    return Team(tuple(sorted((pilot, Member("agency_full", hours=float(hours))))))
