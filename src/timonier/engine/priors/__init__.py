"""Draw what is unknown about a company, one array of scenarios per fact.

Every fact has a stream of its own, so learning one answer moves the others only as far as it says
something about them. Within a stream, draws are stratified (one per slice of probability).
"""

from timonier.engine.priors.drawing import draw_facts
from timonier.engine.priors.one_fact import ARRAY_KINDS, Facts

__all__ = ["ARRAY_KINDS", "Facts", "draw_facts"]
