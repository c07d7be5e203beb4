"""From what happened to the criteria: how each is measured, valued and classed."""

from timonier.engine.criteria.case import Case, Measured, between, safe
from timonier.engine.criteria.classes import ORDER, classes, cost_classes, cuts
from timonier.engine.criteria.measures import MEASURES
from timonier.engine.criteria.members import InsideLoad, inside_load, months_to_stop, planned
from timonier.engine.criteria.registry import MEASURED
from timonier.engine.criteria.scoring import (
    Measures,
    Scores,
    joined,
    measure,
    picked,
    revalued,
    score,
)

__all__ = [
    "MEASURED",
    "MEASURES",
    "ORDER",
    "Case",
    "InsideLoad",
    "Measured",
    "Measures",
    "Scores",
    "between",
    "classes",
    "cost_classes",
    "cuts",
    "inside_load",
    "joined",
    "measure",
    "months_to_stop",
    "picked",
    "planned",
    "revalued",
    "safe",
    "score",
]
