"""The simulation of teams on blocks of scenarios, compiled; nothing is drawn here.

Months, people and parts of work are outer loops; the inner ones run over lanes. The plain NumPy
reading of the same mechanism is in ``tests/twin.py``: the two agree to rounding. Only the two
functions below are called from Python.
"""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import Kernel, fast
from timonier.engine.simulation.kernel.choices import choose, cut_share, share_out
from timonier.engine.simulation.kernel.months import live
from timonier.engine.simulation.kernel.stages import average

__all__ = ["plan_hours", "simulate"]


@Kernel
@fast
def simulate(
    span: Any, cast: Any, ground: Any, lanes: Any, scratch: Any, filled: Any, depth: Any
) -> None:
    """Simulate the teams ``span[0]`` to before ``span[1]`` on the blocks ``span[2]`` to before
    ``span[3]``; as many as ``scratch`` has orders meet a block one after the other."""
    orders, cuts = scratch.orders, scratch.cuts
    width = orders.shape[0]
    for first in range(span[0], span[1], width):
        last = min(span[1], first + width)
        for k in range(first, last):
            choose(k, cast.teams, cast.seats, ground, orders[k - first], scratch.score)
            cuts[k - first] = cut_share(orders[k - first], ground.parts)
        for b in range(span[2], span[3]):  # its demand stays in the nearer caches
            for k in range(first, last):
                live((b, k, k - first), cast, ground, lanes, scratch, filled, depth)
                average(cast.teams[k].count, scratch.slots, filled.sums[k, b])


plan_hours = Kernel(share_out)
