"""Why, why not, what would change it: sentences to say as (key, numbers), in no language."""

from timonier.engine.explanation.against import why_not
from timonier.engine.explanation.cells import Cell, Condition, cells, differences
from timonier.engine.explanation.evidence import Evidence, Point
from timonier.engine.explanation.points import advantages, limits
from timonier.engine.explanation.reasons import reasons

__all__ = [
    "Cell",
    "Condition",
    "Evidence",
    "Point",
    "advantages",
    "cells",
    "differences",
    "limits",
    "reasons",
    "why_not",
]
