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
    span: Any, teams: Any, seats: Any, parts: Any, fits: Any, qualities: Any, history: Any,
    lanes: Any, rules: Any, slots: Any, w: Any, cleared: Any, orders: Any, score: Any,
    free: Any, cuts: Any, out: Any, sums: Any, months: Any, assigned: Any, whole: bool,
    detail: bool,
) -> None:  # fmt: skip
    """Simulate the teams ``span[0]`` to before ``span[1]`` on the blocks ``span[2]`` to before
    ``span[3]``; ``orders.shape[0]`` of them meet a block one after the other."""
    rule, month = rules[0], w[0]
    width = orders.shape[0]
    for first in range(span[0], span[1], width):
        last = min(span[1], first + width)
        for k in range(first, last):
            choose(k, teams, seats, parts, fits, qualities, orders[k - first], score)
            cuts[k - first] = cut_share(orders[k - first], parts)
        for b in range(span[2], span[3]):  # its demand stays in the nearer caches
            for k in range(first, last):
                live(
                    b, cuts[k - first], teams[k], seats[k], parts, orders[k - first], history,
                    lanes, rule, slots, month, cleared, free, out[k, b], months[k, b] if detail
                    else months[0, 0], assigned[k, b] if detail else assigned[0, 0], whole, detail,
                )  # fmt: skip
                average(teams[k].count, slots, sums[k, b])


plan_hours = Kernel(share_out)
