"""The simulation of teams on blocks of scenarios, compiled; nothing is drawn here.

Months, people and parts of work are outer loops; the inner ones run over lanes. The plain NumPy
reading of the same mechanism is in ``tests/twin.py``: the two agree to rounding. Only the two
functions below are called from Python. Numba's cache watches a single file, so their cache key also
holds a hash of every function that they reach: an edit anywhere compiles again.
"""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import fingerprint, kept
from timonier.engine.simulation.kernel.choices import choose, cut_share, share_out
from timonier.engine.simulation.kernel.stages import (
    account,
    average,
    begin,
    close_month,
    organise,
    show,
    steer,
    value,
)
from timonier.engine.simulation.kernel.work import share_work

__all__ = ["plan_hours", "simulate"]


def _compiled(version: str) -> tuple[Any, Any]:
    """The two entry points; ``version`` is part of their cache key for being in their closure."""

    def simulate(
        span: Any, teams: Any, seats: Any, parts: Any, fits: Any, qualities: Any, history: Any,
        lanes: Any, rules: Any, slots: Any, w: Any, cleared: Any, orders: Any, score: Any,
        free: Any, cuts: Any, out: Any, sums: Any, months: Any, assigned: Any, whole: bool,
        detail: bool,
    ) -> None:  # fmt: skip
        version  # noqa: B018
        rule, month = rules[0], w[0]
        width, horizon = orders.shape[0], lanes.total.shape[1]
        for first in range(span[0], span[1], width):
            last = min(span[1], first + width)
            for k in range(first, last):
                choose(k, teams, seats, parts, fits, qualities, orders[k - first], score)
                cuts[k - first] = cut_share(orders[k - first], parts)
            for b in range(span[2], span[3]):  # its demand stays in the nearer caches
                for k in range(first, last):
                    team, seen, order, done = teams[k], seats[k], orders[k - first], out[k, b]
                    begin(team.count, slots, month, cleared, done, whole)
                    for t in range(horizon):
                        organise(
                            b, t, cuts[k - first], team, seen, slots, month, lanes, history, rule,
                            done, free, whole,
                        )  # fmt: skip
                        share_work(
                            b, t, parts, order, seen, slots, month, cleared, lanes, rule, done,
                            assigned[k, b] if detail else assigned[0, 0], free, whole, detail,
                        )  # fmt: skip
                        account(
                            b, t, team.count, seen, slots, month, lanes, history, rule, done, whole
                        )
                        steer(t, month, rule, done, whole)
                        if detail:
                            show(team.count, slots, seen, month, done, months[k, b, t])
                        value(b, t, team, seen, slots, month, lanes, rule, done, whole)
                        close_month(t, lanes.execution[b, t], month, rule, done, whole)
                    if whole:
                        average(team.count, slots, sums[k, b])

    def plan_hours(
        teams: Any, seats: Any, parts: Any, fits: Any, qualities: Any, order: Any, monthly: Any,
        pilot: Any, rules: Any, wide: bool, score: Any, spare: Any, used: Any,
    ) -> None:  # fmt: skip
        version  # noqa: B018
        share_out(
            teams, seats, parts, fits, qualities, order, monthly, pilot, rules, wide, score, spare,
            used,
        )  # fmt: skip

    return kept(simulate), kept(plan_hours)


_CALLED = (
    choose, cut_share, share_out, begin, organise, share_work, account, steer, value, show,
    close_month, average,
)  # fmt: skip
simulate, plan_hours = _compiled(fingerprint(*_CALLED))
