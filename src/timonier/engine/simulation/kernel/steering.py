"""The hours of pilots and leaders, shared between steering and coordination before production.

Required steering is read on the planned use of each person. What new leaders and outside pilots
leave missing falls to the internal pilot, who answers briefs first, because work stops without an
answer, and steers with what is left once employees coordinate as they can. Hours that could steer
and are not needed do other work, and still count as steering supplied.
"""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import inlined
from timonier.engine.simulation.kernel.layout import F


@inlined
def want(w: Any, total: Any, pilot_hours: Any, inside: Any, cut: Any, star: Any, mesh: Any) -> None:
    """Steering required and coordination wanted by the planned use of the team.

    ``cut``: hours of coordination per hour of work because activities are cut; ``star`` and
    ``mesh``: those of the links with and without somebody inside.
    """
    for j in range(total.v.size):
        use = min(F(1.0), total.v[j] / w.capacity[j])
        w.required[j] *= use
        links = star if pilot_hours.v[j] * inside > F(0.0) else mesh
        w.wanted[j] += links + cut * use * w.capacity[j]


@inlined
def lead_inside(w: Any, s: Any, pilot_hours: Any, weight_of: Any, inside: Any) -> None:
    """The internal pilot's hours: to steering and coordination first, the rest can produce."""
    for j in range(pilot_hours.v.size):
        hours = pilot_hours.v[j] * inside
        weight = weight_of.v[j]
        missing = max(F(0.0), w.required[j] - w.leads[j])
        asked = missing / max(weight, F(1e-6)) if weight > F(0.0) else F(0.0)
        alone = max(F(0.0), w.wanted[j] - w.able[j])
        steer = min(asked, max(F(0.0), hours - alone))
        coord = min(w.wanted[j], hours - steer)
        steer = min(asked, hours - coord)
        s.steer[j] = steer
        s.coord[j] = coord
        left = max(F(0.0), hours - steer - coord)
        s.plan[j] = left
        s.full[j] = left
        w.given[j] = (hours - coord) * weight
        w.to_steer[j] = max(F(0.0), w.required[j] - steer * weight)
        w.to_coord[j] = w.wanted[j] - coord


@inlined
def lead_outside(w: Any, seat: Any, s: Any) -> None:
    """A new leader or an outside pilot steers, then coordinates."""
    weight = seat.weight
    hours_per_unit = F(1.0) / max(weight, F(1e-6)) if weight > F(0.0) else F(0.0)
    for j in range(s.lead.size):
        steer = min(s.lead[j], w.to_steer[j] * hours_per_unit)
        coord = min(s.lead[j] - steer, max(F(0.0), w.to_coord[j]))
        w.to_steer[j] = max(F(0.0), w.to_steer[j] - steer * weight)
        w.to_coord[j] -= coord
        w.given[j] += (s.lead[j] - coord) * weight
        s.steer[j] = steer
        s.coord[j] = coord


@inlined
def settle(w: Any, seat: Any, s: Any) -> None:
    """Employees coordinate what they can of the rest; what is left of everybody can produce."""
    if seat.able > F(0.0):
        able = seat.able
        led = F(1.0) if seat.lead > F(0.0) else F(0.0)  # what was given as a leader counts
        for j in range(s.coord.size):
            given = s.coord[j] * led
            more = max(F(0.0), able * s.there[j] - given)
            more = min(more, max(F(0.0), w.to_coord[j]))
            w.to_coord[j] -= more
            s.coord[j] = given + more
            left = max(F(0.0), s.plan[j] - s.steer[j] - given - more)
            s.plan[j] = left
            s.full[j] = left
        return
    for j in range(s.plan.size):
        left = max(F(0.0), s.plan[j] - s.steer[j] - s.coord[j])
        s.plan[j] = left
        s.full[j] = left


@inlined
def close_coordination(w: Any, noted: bool, pilot: Any, out: Any) -> None:
    """The share of coordination that is given; what it all came to in the months ``noted``."""
    for j in range(w.wanted.size):
        wanted = w.wanted[j]
        given = wanted - max(F(0.0), w.to_coord[j])
        ratio = min(F(1.0), given / max(wanted, F(1e-6)))
        w.ratio[j] = ratio if wanted > F(1e-6) else F(1.0)
    if noted:
        for j in range(out.coordination_needed.size):
            out.coordination_needed[j] += w.wanted[j]
            out.coordination_supplied[j] += w.wanted[j] - max(F(0.0), w.to_coord[j])
            out.quality_coordination[j] += w.ratio[j]
            out.inside_hours[j] += pilot.steer[j] + pilot.coord[j]
