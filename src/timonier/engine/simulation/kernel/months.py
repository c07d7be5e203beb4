"""The months of one team over one block of scenarios."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import fast
from timonier.engine.simulation.kernel.stages import (
    account,
    begin,
    close_month,
    organise,
    show,
    steer,
    value,
)
from timonier.engine.simulation.kernel.work import share_work


@fast
def live(
    at: Any, cast: Any, ground: Any, lanes: Any, scratch: Any, filled: Any, depth: Any
) -> None:
    """Each month: who is there, the work, its price and its worth; all is added up.

    ``at``: the block, the team, its place among those that meet the block together.
    """
    b, k, i = at
    team, seats, rule, whole = cast.teams[k], cast.seats[k], ground.rules[0], depth.whole
    slots, w, free, done = scratch.slots, scratch.w[0], scratch.free, filled.out[k, b]
    n, history, cleared, detail = team.count, cast.history, scratch.cleared, depth.detail
    assigned = filled.assigned[k, b] if detail else filled.assigned[0, 0]
    begin(n, slots, w, cleared, done, whole)
    for t in range(lanes.total.shape[1]):
        organise(
            b, t, scratch.cuts[i], team, seats, slots, w, lanes, history, rule, done, free, whole
        )
        share_work(
            b, t, ground.parts, scratch.orders[i], seats, slots, w, cleared, lanes, rule, done,
            assigned, free, whole, detail,
        )  # fmt: skip
        account(b, t, n, seats, slots, w, lanes, history, rule, done, whole)
        steer(t, w, rule, done, whole)
        if detail:
            show(n, slots, seats, w, done, filled.months[k, b, t])
        value(b, t, team, seats, slots, w, lanes, rule, done, whole)
        close_month(t, lanes.execution[b, t], w, rule, done, whole)
