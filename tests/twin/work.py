"""The month's work, the hardest first, to the best fit with hours left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.twin_parts import Part, Singles
from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.team import is_pilot

if TYPE_CHECKING:
    from tests.twin.run import Run


def takers(run: Run, part: Part) -> list[tuple[int, bool]]:
    """(seat, beyond the contract) of all who can take a part, the best fit first."""
    rules, activity = run.rules, part.activity
    found = []
    for r, seat in enumerate(run.seats):
        role = seat.role
        leads = role.category == "internal_existing" or is_pilot(role)
        quality = np.float32(min(1, role.skills[part.skill] / part.level))
        if leads and activity.strategic_content < rules.fit_strategic_min:
            continue
        short = part.level - role.skills[part.skill]
        if seat.idle or (r > 0 and short > rules.fit_levels_short):
            continue
        ignorance = activity.company_knowledge * (1 - role.knowledge_max)
        fit = quality * (1 - rules.quality_knowledge_loss * ignorance)
        fit += rules.fit_insider_margin * activity.company_knowledge * seat.employed
        fit += 1.0 * leads
        found.append((-round(fit, 5), r, False))
        if role.category in ("agency", "freelancer"):
            found.append((10 - round(fit, 5), r, True))
    return [(r, beyond) for _, r, beyond in sorted(found)]


def serve(run: Run, t: int) -> None:
    """Give the hardest work to the best fit with hours left; the rest waits or is lost."""
    now, n = run.state.now, len(run.seats)
    shape = (n, run.world.size)
    for name in ("used", "special", "brand"):
        now[name] = np.zeros(shape, np.float32)
    for name in ("good", "good_known", "aligned"):
        now[name] = np.zeros((4, *shape), np.float32)
    for i, part in enumerate(run.parts):
        waiting = _waiting(run, i, part, t)
        for r, beyond in run.orders[i]:
            quality = _quality(run, r, part)
            pool = now["extra" if beyond else "plan"][r]
            taken = np.minimum(waiting, pool)
            if r == 0:
                taken = np.where(quality >= np.float32(run.rules.fit_minimum), taken, 0)
            pool -= taken
            waiting = waiting - taken
            _book(run, part, r, taken, quality, t)
        if part.project:
            share = np.float32(1 / len(part.activity.skills))
            arrived = share * run.arrived_hours[part.row, t]
            run.state.done[i] = np.maximum(run.state.done[i], arrived - waiting)
        else:
            _lose(run, part, waiting)


def _waiting(run: Run, i: int, part: Part, t: int) -> Singles:
    """Hours to serve: this month's, or a project's not yet done nor given up."""
    share = np.float32(1 / len(part.activity.skills))
    if not part.project:
        return share * run.demand[part.row, t]
    arrived, done = share * run.arrived_hours[part.row], run.state.done
    expired = t - run.rules.project_patience_months - 1
    if expired >= 0:
        gone = np.maximum(arrived[expired] - done[i], 0)
        _lose(run, part, gone)
        done[i] = done[i] + gone
    return np.maximum(arrived[t] - done[i], 0)


def _lose(run: Run, part: Part, hours: Singles) -> None:
    price = run.world.market_price[part.activity.key]
    run.state.metric["undone"] += hours * np.float32(price)


def _quality(run: Run, r: int, part: Part) -> Any:
    """min(1, level / required); the internal pilot's level is the person's own."""
    if r > 0:
        return np.float32(min(1, run.seats[r].role.skills[part.skill] / part.level))
    mastered = part.skill in ("strategy", "planning", "coordination")
    return np.minimum(1, run.pilot[2 if mastered else 3] / np.float32(part.level))


def _book(run: Run, part: Part, r: int, taken: Singles, quality: Any, t: int) -> None:
    now, activity = run.state.now, part.activity
    function = FUNCTIONS.index(activity.function)
    good = taken * quality
    known = np.float32(activity.company_knowledge)
    brand = np.float32(activity.brand_sensitivity)
    now["used"][r] += taken
    now["good"][function, r] += good
    now["good_known"][function, r] += good * known
    weight = run.rules.alignment_weight_base
    weight += run.rules.alignment_weight_strategic * activity.strategic_content
    aligned = good * np.float32(weight)
    for i, factor in enumerate((1, known, brand, known * brand)):
        now["aligned"][i, r] += aligned * factor
    if t < 12:  # the brand is at risk while newcomers learn the company
        now["brand"][r] += taken * brand
    if t >= run.steady:
        if activity.specialisation >= run.rules.needs_specialised_threshold:
            now["special"][r] += good * quality
        run.state.assigned[part.row, r] += taken
