"""When: weeks to a share of the execution needed, and the cycle of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.twin.run import Run


WEEKS_PER_MONTH = 4.345


def speed(run: Run, t: int) -> None:
    """Weeks to a quarter and to four fifths of the execution needed; cycle of a request."""
    metric, now, rules = run.state.metric, run.state.now, run.rules
    run.state.month[0, t] = metric["paid"]
    if t in (11, 23, 35):
        metric[f"paid_{t + 1}"][:] = metric["paid"]
    need, done, before = run.execution[t], now["executed"], run.state.before
    ratio = np.where(need > 1e-3, done / np.maximum(need, 1e-6), 0)
    for name, level in (
        ("weeks_25", rules.speed_first_share),
        ("weeks_80", rules.speed_full_share),
    ):
        part = np.clip((level - before) / np.maximum(ratio - before, 1e-6), 0, 1)
        hit = (metric[name] < 0) & (ratio >= level)
        when = (t + part * (t > 0)) * WEEKS_PER_MONTH
        metric[name][:] = np.where(hit, when, metric[name])
    run.state.before = ratio
    if t < run.world.deadline:
        metric["execution_first"] += done
    if t >= run.steady:
        used = now["used"]
        outside = sum(used[r] for r, s in enumerate(run.seats) if s.outside)
        away = outside / np.maximum(used.sum(axis=0), 1e-6)
        ends = rules.speed_handoffs_inside, rules.speed_handoffs_outside
        handoffs = ends[0] + (ends[1] - ends[0]) * away
        wait = rules.speed_wait_days / np.maximum(now["ratio"] ** 2, 0.01)
        metric["cycle"] += rules.speed_cycle_days + handoffs * wait
