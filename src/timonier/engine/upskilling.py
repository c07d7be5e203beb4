"""What people inside learn from the experts beside them, when hours are set aside (A34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.engine.simulation import World
from timonier.engine.team import Team, employees, is_inside


@dataclass(frozen=True)
class Gain:
    """One skill of one role inside, at the start and after ``months``; levels are 0-5."""

    role: str
    skill: str
    before: float
    after: float
    expert: str  # the role that teaches


def upskilling(world: World, team: Team, months: int = 12) -> tuple[Gain, ...]:
    """Levels gained in ``months`` by sharing the company's transfer hours over what can be taught.

    A skill can be taught by a provider far enough above, up to just below the expert. No transfer
    hours, no gain: nobody learns by mere presence.
    """
    monthly = float(world.company.middle("needs.transfer_hours") or 0.0)
    lessons = _lessons(world, team)
    if monthly <= 0 or not lessons:
        return ()
    rules = world.rules
    hours = monthly * months / len(lessons)
    out = []
    for (role, skill), (expert, top) in lessons.items():
        before = float(world.knowledge.roles[role].skills[skill])
        most = top - rules.upskilling_cap_below_expert
        after = min(before + rules.upskilling_gain_per_hour * hours, most)
        out.append(Gain(role, skill, before, after, expert))
    return tuple(out)


def _lessons(world: World, team: Team) -> Mapping[tuple[str, str], tuple[str, float]]:
    """(role inside, skill) -> (expert, its level), for the skills that the work needs."""
    roles, gap = world.knowledge.roles, world.rules.upskilling_level_gap
    needed = {s for a in world.needs.activities for s in a.skills}
    experts = [m.role for m in team.members if not is_inside(roles[m.role])]
    out: dict[tuple[str, str], tuple[str, float]] = {}
    for m in employees(team, roles):
        for skill in sorted(needed):
            best = max(experts, key=lambda e: roles[e].skills[skill], default=None)
            if best and roles[best].skills[skill] >= roles[m.role].skills[skill] + gap:
                out[m.role, skill] = (best, float(roles[best].skills[skill]))
    return out
