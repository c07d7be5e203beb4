"""Who takes which part of the work: preferences, and the hours planned from them."""

from __future__ import annotations

from typing import Any

from timonier.engine.compiling import fast
from timonier.engine.simulation.kernel.layout import (
    AGENCY,
    EMPLOYEE,
    FREELANCER,
    MAX_SLOTS,
    PILOT,
    F,
)

CHOICES = 2 * MAX_SLOTS + 1


@fast
def choose(k: int, teams: Any, seats: Any, ground: Any, order: Any, score: Any) -> None:
    """Fill ``order[part]``: who takes each part, best fit first, providers' stretch after all.

    ``fits[role, part]`` is negative where the role cannot. Slot 0, whose level varies by lane, is
    rated while serving. ``score`` (CHOICES,) is worked on.
    """
    fits, qualities = ground.fits, ground.qualities
    for p in range(fits.shape[1]):
        count = 0
        for r in range(teams[k].count):
            seat = seats[k, r]
            fit = fits[seat.role, p]
            if fit < F(0.0) or seat.idle == 1:
                continue
            bought = seat.kind == AGENCY or seat.kind == FREELANCER
            for stretch in range(2 if bought else 1):
                value = fit - F(10.0) * F(stretch)
                at = count
                while at > 0 and score[at - 1] < value:
                    score[at] = score[at - 1]
                    order[p, at].place = order[p, at - 1].place
                    at -= 1
                score[at] = value
                order[p, at].place = r + MAX_SLOTS * stretch
                count += 1
        for i in range(count):
            order[p, i].slot = order[p, i].place % MAX_SLOTS
            role = seats[k, order[p, i].slot].role
            order[p, i].quality = qualities[role, p]
            order[p, i].fault = qualities[role, p] * ground.parts[p].ignorance
        order[p, count].place = -1


@fast
def cut_share(order: Any, parts: Any) -> float:
    """Coordination hours per hour of work because activities are cut over several parties.

    Read on the first choices: an activity whose parts go to n parties costs n - 1 shares of its
    hours.
    """
    total = 0.0
    for p in range(parts.size):
        again = False  # another part of the activity has the same first choice
        first = True  # no part before this one belongs to the activity
        for q in range(p):
            if parts[q].activity == parts[p].activity and order[q, 0].place >= 0:
                first = False
                again = again or order[q, 0].place == order[p, 0].place
        if order[p, 0].place >= 0 and not first and not again:
            total += parts[p].split
    return total


@fast
def share_out(
    packed: Any, ground: Any, monthly: Any, pilot: Any, wide: bool, planning: Any, used: Any
) -> None:
    """Fill ``used`` (team, slot): planned hours a month, the expected ``monthly`` work given
    hardest first.

    ``pilot``: hours that the internal pilot can produce, their level in what leading practises, in
    the rest. ``wide``: providers take all that they fit best, which is how a contract is sized.
    ``planning`` is worked on.
    """
    teams, seats, parts = packed.teams, packed.seats, ground.parts
    order, spare, rules = planning.order, planning.spare, ground.rules[0]
    for k in range(teams.size):
        choose(k, teams, seats, ground, order, planning.score)
        spare[0] = pilot[0] * teams[k].inside
        for r in range(1, teams[k].count):
            seat = seats[k, r]
            bought = wide and seat.kind != EMPLOYEE and seat.kind != PILOT
            spare[r] = seat.most if bought else seat.own
        for p in range(parts.size):
            part = parts[p]
            left = monthly[part.activity] * part.share
            for i in range(CHOICES):
                r = order[p, i].place
                if r < 0 or r >= MAX_SLOTS or left <= F(0.0):
                    break
                level = pilot[1] if part.mastered == 1 else pilot[2]
                if r == 0 and min(F(1.0), level / part.level) < rules.fit_minimum:
                    continue
                taken = min(left, spare[r])
                left -= taken
                spare[r] -= taken
                used[k, r] += taken
