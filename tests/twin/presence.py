"""Who is there in a month, what they know of the company, and the hours they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.twin_parts import Seat, Singles
from timonier.engine.prices import figure
from timonier.engine.team import is_pilot

if TYPE_CHECKING:
    from tests.twin.run import Run


def attend(run: Run, t: int) -> None:
    """Presence and ramp-up, ignorance of the company, hours to plan, to stretch, to lead."""
    n, size = len(run.seats), run.world.size
    zeros = np.zeros((n, size), np.float32)
    now = {k: zeros.copy() for k in ("there", "blind", "plan", "extra", "lead", "tenure")}
    now["there"][0] = 1.0
    surge = np.maximum(run.total[t] / max(float(run.world.needs.monthly.sum()), 1e-6) - 1, 0)
    for r, seat in enumerate(run.seats):
        if r == 0 or not seat.counts(t):
            continue
        months = seat.tenure[t - seat.start]
        now["tenure"][r] = months
        now["there"][r] = _ramp(run, seat, months)
        now["blind"][r] = 1.0 - knowledge(run, seat, seat.learnt[t - seat.start])
        yields = now["there"][r] * (not seat.idle)
        own = seat.hours * seat.role.max_productive_share
        lent = run.pilot[0] if seat.lends else 0.0
        now["plan"][r] = np.maximum(own - lent, 0) * yields
        now["extra"][r] = np.minimum(_stretch(run, seat), own * surge) * yields
        now["lead"][r] = _lead(run, seat) * now["there"][r]
    run.state.now = now


def _figure(run: Run, seat: Seat, name: str) -> float:
    return figure(run.world.company, run.world.market, seat.role, name).median


def _ramp(run: Run, seat: Seat, months: Singles) -> Singles:
    """From the first yield to a full one over the months of ramp-up; nothing when absent."""
    ramp, first = _figure(run, seat, "ramp_up_months"), run.rules.ramp_start
    full = first + (1 - first) * (months + 0.5) / ramp if ramp > 0 else np.ones_like(months)
    return np.where(months >= 0, np.minimum(full, 1.0), 0.0).astype(np.float32)


def knowledge(run: Run, seat: Seat, months: Singles) -> Singles:
    """K(t) = Kmax - (Kmax - K0) exp(-m / tau), m in months of full-time presence."""
    role, tau = seat.role, _figure(run, seat, "ramp_up_months")
    tau /= run.rules.knowledge_ramp_divisor
    if tau <= 0:
        return np.full_like(months, role.knowledge_max)
    worked = run.world.market.worked_hours_per_year.value.median / 12.0
    m = np.maximum(months, 0) * min(1.0, seat.hours / worked)
    return role.knowledge_max - (role.knowledge_max - role.knowledge_start) * np.exp(-m / tau)


def _stretch(run: Run, seat: Seat) -> float:
    """Productive hours beyond the contract that a provider accepts."""
    of_kind = {"freelancer": run.rules.stretch_freelancer, "agency": run.rules.stretch_agency}
    times = of_kind.get(seat.role.category)
    if times is None:
        return 0.0
    most = min(seat.role.max_hours * seat.quantity, times * seat.hours)
    return max(0.0, most - seat.hours) * seat.role.max_productive_share


def _lead(run: Run, seat: Seat) -> float:
    """Hours that can steer: of an outside pilot, of a new leader; not of people in place."""
    if is_pilot(seat.role):
        return run.rules.steering_pilot_share_max * seat.hours
    if seat.employed and not seat.existing:
        return seat.role.steering_capacity * seat.quantity
    return 0.0
