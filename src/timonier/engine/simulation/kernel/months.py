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
    b: int, cut: Any, team: Any, seats: Any, parts: Any, order: Any, history: Any, lanes: Any,
    rule: Any, slots: Any, w: Any, cleared: Any, free: Any, done: Any, months: Any, assigned: Any,
    whole: bool, detail: bool,
) -> None:  # fmt: skip
    """Each month: who is there, the work, its price and its worth; ``done`` adds it all up."""
    n = team.count
    begin(n, slots, w, cleared, done, whole)
    for t in range(lanes.total.shape[1]):
        organise(b, t, cut, team, seats, slots, w, lanes, history, rule, done, free, whole)
        share_work(
            b, t, parts, order, seats, slots, w, cleared, lanes, rule, done, assigned, free, whole,
            detail,
        )  # fmt: skip
        account(b, t, n, seats, slots, w, lanes, history, rule, done, whole)
        steer(t, w, rule, done, whole)
        if detail:
            show(n, slots, seats, w, done, months[t])
        value(b, t, team, seats, slots, w, lanes, rule, done, whole)
        close_month(t, lanes.execution[b, t], w, rule, done, whole)
