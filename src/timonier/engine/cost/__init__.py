"""What an employee costs the employer: gross pay and the contributions of the market's law."""

from timonier.engine.cost.employer import (
    RULE_SETS,
    CostLine,
    EmployerCost,
    employer_cost,
    employer_total,
    figures_at,
    hiring_aid,
    rules_at,
    try_rules,
)
from timonier.engine.cost.lines import Terms

__all__ = [
    "RULE_SETS",
    "CostLine",
    "EmployerCost",
    "Terms",
    "employer_cost",
    "employer_total",
    "figures_at",
    "hiring_aid",
    "rules_at",
    "try_rules",
]
