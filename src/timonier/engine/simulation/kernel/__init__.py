"""The simulation of teams on blocks of scenarios, compiled; nothing is drawn here.

Months, people and parts of work are outer loops; the inner ones run over lanes. The plain NumPy
reading of the same mechanism is in ``tests/twin.py``: the two agree to rounding. Only the two
functions below are called from Python. Numba's cache watches a single file, so their cache key also
holds a hash of every function that they reach: an edit anywhere compiles again.
"""

from __future__ import annotations

from typing import Any

from timonier.engine.simulation.kernel.choices import share_out
from timonier.engine.simulation.kernel.compiling import fingerprint, kept
from timonier.engine.simulation.kernel.simulate import simulate_span

__all__ = ["plan_hours", "simulate"]


def _compiled(version: str) -> tuple[Any, Any]:
    """The two entry points; ``version`` is part of their cache key for being in their closure."""

    def simulate(
        span: Any, teams: Any, seats: Any, parts: Any, fits: Any, qualities: Any, history: Any,
        lanes: Any, rules: Any, slots: Any, w: Any, cleared: Any, orders: Any, out: Any, sums: Any,
        month_out: Any, assigned: Any, detail: bool,
    ) -> None:  # fmt: skip
        version  # noqa: B018
        simulate_span(
            span, teams, seats, parts, fits, qualities, history, lanes, rules, slots, w, cleared,
            orders, out, sums, month_out, assigned, detail,
        )  # fmt: skip

    def plan_hours(
        teams: Any, seats: Any, parts: Any, fits: Any, monthly: Any, pilot: Any, rules: Any,
        wide: bool,
    ) -> Any:  # fmt: skip
        version  # noqa: B018
        return share_out(teams, seats, parts, fits, monthly, pilot, rules, wide)

    return kept(simulate), kept(plan_hours)


simulate, plan_hours = _compiled(fingerprint(simulate_span, share_out))
