"""What an employee costs the employer: gross pay and the contributions of the market's law."""

from timonier.engine.cost.employer import (
    MARKETS,
    CostLine,
    EmployerCost,
    employer_cost,
    employer_total,
    figures_at,
    rules_at,
)

__all__ = [
    "MARKETS",
    "CostLine",
    "EmployerCost",
    "employer_cost",
    "employer_total",
    "figures_at",
    "rules_at",
]
