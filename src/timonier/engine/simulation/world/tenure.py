"""Who is there: months since arrival of each person, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import WEEKS_PER_MONTH, Role, Triple
from timonier.engine.compiling import Kernel, fast
from timonier.engine.draws import two_piece
from timonier.engine.prices import figure
from timonier.engine.simulation.kernel.layout import F
from timonier.engine.simulation.tables import History, Table
from timonier.engine.simulation.world.lanes import Array
from timonier.engine.team import is_employee, provider_kind

if TYPE_CHECKING:
    from timonier.engine.simulation.world.drawn import World

SPELLS = 4  # drawn of each scenario; the few that need more take the first again
NEVER = 1e6  # months
FIRST_WEEKS = 0.01  # month: nothing of the ramp-up is behind
LEADS = 3  # level from which somebody leads


class Stays(NamedTuple):
    """When one person comes and goes: months, (scenario,) and (spell, scenario)."""

    begin: NDArray[np.float32]
    wait: NDArray[np.float32]  # of a successor, from the departure on
    last: NDArray[np.float32]
    most: NDArray[np.float32]  # months of experience here that a stay comes to, at most


def fill_tenure(world: World, one: History, rows: Table) -> None:
    """Fill ``rows`` (block, month) with the months since arrival of one person, -1 when absent.

    A person in place starts with their tenure; a new one arrives after the lead time. Departures
    are exponential; a successor comes after a new lead time, unless nobody can be recruited. Who
    proves wrong never gets past the first weeks, and leaves once that is found out.
    """
    since = np.array([one.since if one.existing else 0.0], dtype=np.float32)
    now = np.empty((4, rows["v"].shape[-1]), dtype=np.float32)
    _follow(*stays(world, one), since, now, rows)
    if world.knowledge.roles[one.role].category == "freelancer":
        _elsewhere(world, one, rows)


def _elsewhere(world: World, one: History, rows: Table) -> None:
    """A freelancer is not free in some months: absent, not paid, and not replaced."""
    place = world.role_keys.index(one.role)
    rng = np.random.default_rng([world.seeds, place, one.which, int(one.existing), 1])
    months = rows["v"]
    share = world.rules.provider_freelancer_unavailable_share
    busy = rng.random(months.shape, dtype=np.float32) < share
    months[busy & (months > 0.0)] = -1.0


def stays(world: World, one: History) -> Stays:
    """Draw the stays of one person, and of those who come after."""
    role = world.knowledge.roles[one.role]
    place = world.role_keys.index(one.role)
    rng = np.random.default_rng([world.seeds, place, one.which, int(one.existing)])
    shape = (SPELLS, world.size)
    z = rng.standard_normal(shape, dtype=np.float32)
    stay = rng.standard_exponential(shape, dtype=np.float32)
    rate = figure(world.company, world.market, role, "departure_rate").median
    lead = figure(world.company, world.market, role, "lead_time_weeks")
    wait = _whole(np.rint(np.maximum(two_piece(lead, z), 0.0) / WEEKS_PER_MONTH))
    wait[1:] = np.maximum(wait[1:], 1.0)  # a successor comes a month later at best
    last = np.maximum(_whole(np.floor(stay * 12.0 / max(rate, 1e-9))), 1.0)
    most = np.full(shape, NEVER, dtype=np.float32)
    if is_employee(role):
        never = world.company.get("hiring.can_recruit") is False
        wait += np.float32(NEVER if never else 0.0)
    _fail(world, one, role, rng, last, most)
    return Stays(np.zeros_like(wait[0]) if one.existing else wait[0].copy(), wait, last, most)


def _fail(
    world: World, one: History, role: Role, rng: np.random.Generator, last: Array, most: Array
) -> None:
    """Shorten the stays of those who prove wrong for the work: ``last`` and ``most`` change.

    Who was in place has proved right; their successors may not.
    """
    draw = rng.random(last.shape, dtype=np.float32)
    z = rng.standard_normal(last.shape, dtype=np.float32)
    chance, found_out = _misjudged(world, one, role)
    failed = draw < chance
    if one.existing:
        failed[0] = False
    months = np.maximum(np.rint(two_piece(found_out, z)), 1.0)
    last[failed] = np.minimum(last, months)[failed]
    most[failed] = FIRST_WEEKS


def _misjudged(world: World, one: History, role: Role) -> tuple[Array, Triple]:
    """(spell, scenario) chance that somebody who comes proves wrong, and after how many months."""
    rules = world.rules
    if not is_employee(role):
        fails = {
            "agency": rules.provider_agency_first_choice_fails,
            "freelancer": rules.provider_freelancer_first_choice_fails,
            "pilot": rules.provider_pilot_first_choice_fails,
        }[provider_kind(role)]
        return np.full((SPELLS, world.size), fails), rules.provider_months_found
    alone = world.misjudged[role.steering_level >= LEADS]
    judged = rules.failed_hire_judged + world.vague
    first, later = (judged if able else alone for able in (one.helped, one.advised))
    chance = np.stack([first, *[later] * (SPELLS - 1)])
    return chance, rules.failed_hire_months_found


def _whole(months: Array) -> NDArray[np.float32]:
    """Whole months, exact in single precision once those beyond any horizon are cut."""
    return np.minimum(months, NEVER).astype(np.float32)


@Kernel
@fast
def _follow(
    begin: Any, wait: Any, last: Any, most: Any, seniority: Any, now: Any, rows: Any
) -> None:
    """Fill the months of one person, who comes at ``begin`` (scenario,): ``last``, ``wait`` and
    ``most`` (spell, scenario) are the months that each stay lasts, those before a successor's and
    those that it counts for at most; ``now`` (4, lane) is worked on."""
    start, end, spell, more = now[0], now[1], now[2], now[3]
    for b in range(rows.shape[0]):
        first = b * start.size
        for j in range(start.size):
            start[j] = begin[first + j]
            end[j] = start[j] + last[0, first + j]
            spell[j], more[j] = F(0.0), seniority[0]
        for t in range(rows.shape[1]):
            month = F(t)
            for j in range(start.size):
                k = first + j
                left = end[j] <= month
                was = spell[j]
                spell[j] = (F(0.0) if was == F(SPELLS - 1) else was + F(1.0)) if left else was
                at = spell[j]
                waited = wait[0, k] if at == F(0.0) else wait[1, k]
                stayed = last[0, k] if at == F(0.0) else last[1, k]
                waited, stayed = (wait[2, k], last[2, k]) if at == F(2.0) else (waited, stayed)
                waited, stayed = (wait[3, k], last[3, k]) if at == F(3.0) else (waited, stayed)
                start[j] = end[j] + waited if left else start[j]
                end[j] = start[j] + stayed if left else end[j]
                more[j] = F(0.0) if left else more[j]
                since = month - start[j]
                top = most[0, k] if at == F(0.0) else most[1, k]
                top = most[2, k] if at == F(2.0) else top
                top = most[3, k] if at == F(3.0) else top
                rows[b, t].v[j] = min(since + more[j], top) if since >= F(0.0) else F(-1.0)
