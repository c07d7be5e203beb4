"""The figures of the method that the kernel reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from timonier.engine.simulation.kernel.layout import RULES
from timonier.engine.simulation.tables.rows import Table


class Rules(NamedTuple):
    """Parameters of the method that the simulation needs; months count from 0."""

    worked: float  # hours a month of one FTE
    knowledge_loss: float
    ramp_first: float
    steer_max: float
    stretch_freelancer: float
    stretch_agency: float
    commit_agency: float
    commit_freelancer: float
    employee_coordination: float
    strategic_min: float
    insider_margin: float
    patience: int
    align_first: int
    align_last: int
    align_early: int
    steady: int
    deadline: int
    brand_months: int
    fit_min: float
    link_hours: float
    ritual_hours: float
    ritual_per_employee: float
    wait_days: float
    base_days: float
    handoffs_inside: float
    handoffs_outside: float
    first_share: float
    full_share: float
    weeks_per_month: float

    @property
    def record(self) -> Table:
        """Those that the compiled code reads, as a table of one record."""
        named = self._asdict()
        return np.array([tuple(named[str(n)] for n in RULES.names or ())], dtype=RULES)
