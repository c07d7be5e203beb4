"""What an employee costs the employer: gross pay and the contributions of the market's law."""

from timonier.engine.cost.employer import (
    MARKETS,
    CostLine,
    EmployerCost,
    employer_cost,
    employer_total,
    figures_at,
    hiring_aid,
    rules_at,
)
from timonier.engine.cost.lines import Terms

__all__ = [
    "MARKETS",
    "CostLine",
    "EmployerCost",
    "Terms",
    "employer_cost",
    "employer_total",
    "figures_at",
    "hiring_aid",
    "rules_at",
]
