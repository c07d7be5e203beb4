"""What to beware of: one trigger a warning, raised when it holds in at least half of the draws.

A warning concerns the recommended team, the team in place, the intended one, or the company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.company import FACTS
from timonier.engine.feasibility import hires_unsteered, junior_alone, no_pilot_inside, vision_count
from timonier.engine.prices import figure
from timonier.engine.quantiles import median
from timonier.engine.search import Judged
from timonier.engine.simulation import World
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import Member, Team, employees, heads, is_employee, pilots, spans

SIX = (
    "strategy",
    "content",
    "seo",
    "paid",
    "crm",
    "automation",
)  # named by the article's last answer


@dataclass(frozen=True)
class Raised:
    """A warning, the team it is about, the share of draws in which it holds, and its numbers."""

    code: str
    about: str  # recommended | as_is | intended | company
    share: float
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class _Case:
    world: World
    judged: Judged
    row: int
    about: str

    @property
    def team(self) -> Team:
        return self.judged.teams[self.row]

    def metric(self, name: str) -> NDArray[np.float64]:
        found: NDArray[np.float64] = self.judged.measures[name][self.row]
        return found


def find_warnings(
    world: World, judged: Judged, row: Mapping[str, int], recommended: str | None
) -> tuple[Raised, ...]:
    """Every warning that holds, company first, then each team; at most one per code and team."""
    out = list(_company(world, judged, row))
    teams = {
        "recommended": row.get(recommended or ""),
        "as_is": row.get("as_is"),
        "intended": row.get("intended"),
    }
    for about, index in teams.items():
        if index is None:
            continue
        case = _Case(world, judged, index, about)
        for check in _CHECKS:
            out.extend(check(case))
    least = world.rules.warning_share_of_draws
    return tuple(w for w in out if w.share >= least)


def _company(world: World, judged: Judged, row: Mapping[str, int]) -> Iterator[Raised]:
    company, facts = world.company, world.facts
    for function in company.get("needs.zero_functions") or ():
        yield Raised("function_empty", "company", 1.0, {"function": function})
    seen = vision_count(world)
    yield Raised("vision_unclear", "company", float((seen == 0).mean()), {})
    missing = [
        k for k in ("targets", "channels", "objectives") if company.get(f"vision.{k}") is not True
    ]
    partial = float(((seen > 0) & (seen < 3)).mean())
    yield Raised("vision_partial", "company", partial, {"missing": tuple(missing)})
    consultant = float(np.asarray(facts["steering.consultant"], dtype=bool).mean())
    yield Raised("consultant_not_pilot", "company", consultant, {})
    yield from _fcmo_first(world, judged, row)


def _fcmo_first(world: World, judged: Judged, row: Mapping[str, int]) -> Iterator[Raised]:
    """No inside pilot, and a hire or an unsteered team is on the table (A42)."""
    roles = world.knowledge.roles
    lost = no_pilot_inside(world)
    hours, _, level, _ = world.middle_pilot
    for about in ("intended", "as_is"):
        if about not in row:
            continue
        team = judged.teams[row[about]]
        unsteered = judged.measures.steering_ratio[row[about]] < world.rules.growth_steering_ratio
        on_table = hires_unsteered(world, team) | (unsteered if not pilots(team, roles) else False)
        share = float((lost & on_table).mean())
        if share >= world.rules.warning_share_of_draws:
            yield Raised("fcmo_first", about, share, {"level": level, "hours": hours})
            return


def _slow_hiring(case: _Case) -> Iterator[Raised]:
    """A new employee would be fully productive after month 3, or after the deadline."""
    world = case.world
    stated = world.company.get("marketing.deadline_month") is not None
    limit = float(world.deadline if stated else world.rules.warning_slow_hiring_month)
    latest: tuple[float, Member] | None = None
    for m in case.team.members:
        role = world.knowledge.roles[m.role]
        if m.existing or not is_employee(role):
            continue
        lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
        ramp = figure(world.company, world.market, role, "ramp_up_months").median
        month = m.start_month + lead + ramp
        if latest is None or month > latest[0]:
            latest = (month, m)
    if latest is not None and latest[0] > limit:
        facts = {"role": latest[1].role, "month": round(latest[0] + 0.5), "deadline": round(limit)}
        yield Raised("slow_hiring", case.about, 1.0, facts)


def _single_profile(case: _Case) -> Iterator[Raised]:
    """Exactly one internal marketer, who carries more than half of the covered hours."""
    staff = employees(case.team, case.world.knowledge.roles)
    if len(staff) != 1 or staff[0].quantity > 1:
        return
    share = carried(case.judged, case.row, staff[0])
    if share > case.world.rules.warning_single_profile_share:
        yield Raised("single_profile", case.about, 1.0, {"role": staff[0].role, "share": share})


def carried(judged: Judged, row: int, member: Member) -> float:
    """Share of the team's counted hours that one member carries."""
    slots = judged.outcomes.slots[row, :, 4]
    held = next((slots[a:b] for m, a, b in spans(judged.teams[row]) if m == member), slots[:0])
    return float(held.sum() / max(slots.sum(), 1e-9))


def _skill_spread(case: _Case) -> Iterator[Raised]:
    """Four expert skills or more asked of an in-house team of one or two (R032)."""
    rules = case.world.rules
    inside = employees(case.team, case.world.knowledge.roles)
    staff = sum(m.quantity for m in inside)
    if (
        case.judged.model[case.row] != "in_house"
        or not 0 < staff <= rules.warning_skill_spread_employees
    ):
        return
    skills = expert_skills(case.world)
    if len(skills) >= rules.warning_skill_spread_count:
        people = sum(heads(m.quantity) for m in inside)  # an hour a week is somebody too
        facts = {"count": len(skills), "skills": skills, "employees": people}
        yield Raised("skill_spread", case.about, 1.0, facts)


def expert_skills(world: World) -> tuple[str, ...]:
    """Skills that the specialised work needs at expert level."""
    level = world.rules.warning_skill_spread_level
    least = world.rules.needs_specialised_threshold
    found: dict[str, None] = {}
    for a in world.needs.activities:
        if a.specialisation >= least:
            found.update((s, None) for s, n in a.skills.items() if n >= level)
    return tuple(found)


def _junior(case: _Case) -> Iterator[Raised]:
    if not junior_alone(case.world, case.team):
        return
    hours, _, level, _ = case.world.pilot_lanes
    senior = (level >= case.world.rules.junior_steering_level) & (hours > 0)
    share = float((~senior | (vision_count(case.world) == 0)).mean())
    staff = employees(case.team, case.world.knowledge.roles)
    yield Raised(
        "junior_no_senior",
        case.about,
        share,
        {"role": staff[0].role, "level": median(level)},
    )


def _steering_gap(case: _Case) -> Iterator[Raised]:
    """A team that receives less steering than it needs (R050): any less where all of it is bought,
    hardly half where somebody inside can make do with some of it."""
    inside = employees(case.team, case.world.knowledge.roles)
    enough = case.world.rules.growth_steering_ratio if inside else 1.0
    needed, given = _steering(case)
    share = float((case.metric("steering_ratio") < enough).mean())
    facts = {
        "required_hours": needed,
        "supplied_hours": given,
        "missing_hours": max(0.0, needed - given),
    }
    yield Raised("steering_gap", case.about, share, facts)


def _steering(case: _Case) -> tuple[float, float]:
    """(required, supplied) hours a month of steering, in the middle of the draws."""
    months = case.world.steady_months
    values = [case.judged.outcomes[f"steering_{k}"][case.row] for k in ("required", "supplied")]
    needed, given = (median(v) / months for v in values)
    return needed, given


def _brand(case: _Case) -> Iterator[Raised]:
    rules = case.world.rules
    strong = FACTS["marketing.governance"].choices.index("strong")
    loose = np.asarray(case.world.facts["marketing.governance"]) != strong
    out = case.judged.outcomes
    brand = np.maximum(out["brand_outside"][case.row] + out["brand_inside"][case.row], 1e-9)
    share_out = out["brand_outside"][case.row] / brand
    holds = (
        loose
        & (share_out > rules.warning_brand_external_share)
        & (diluted(case) >= rules.warning_brand_dilution)
    )
    facts = {
        "share": median(share_out),
        "index": median(diluted(case)),
        "limit": rules.warning_brand_dilution,
    }
    yield Raised("brand_dilution", case.about, float(holds.mean()), facts)


def diluted(case: _Case) -> NDArray[np.float64]:
    """Dilution of the brand work done, 0-1: by outsiders, weak rules, little knowledge."""
    out = case.judged.outcomes
    brand = np.maximum(out["brand_outside"][case.row] + out["brand_inside"][case.row], 1e-9)
    return np.asarray(out["brand_diluted"][case.row] / brand)


def _dispersion(case: _Case) -> Iterator[Raised]:
    """Outside providers with neither a contact nor a pilot (A28)."""
    roles = case.world.knowledge.roles
    providers = [m for m in case.team.members if not is_employee(roles[m.role])]
    if not providers or pilots(case.team, roles):
        return
    hours = case.world.pilot_lanes[0]
    alone = (hours <= 0) & ~np.asarray(case.world.facts["steering.contact"], dtype=bool)
    yield Raised("dispersion", case.about, float(alone.mean()), {"providers": len(providers)})


def _coordination(case: _Case) -> Iterator[Raised]:
    ratio = case.metric("coordination_ratio")
    months = case.world.steady_months
    needed = median(case.judged.outcomes["coordination_needed"][case.row]) / months
    facts = {"ratio": median(ratio), "needed_hours": needed}
    yield Raised("coordination_load", case.about, float((ratio < 0.995).mean()), facts)


def _quality(case: _Case) -> Iterator[Raised]:
    """A hybrid whose steering falls short by half (R070)."""
    if not employees(case.team, case.world.knowledge.roles) or not pilots(
        case.team, case.world.knowledge.roles
    ):
        return
    months = case.world.steady_months
    quality = case.judged.outcomes["quality_steering"][case.row] / months
    low = quality < case.world.rules.warning_steering_quality
    yield Raised("steering_quality", case.about, float(low.mean()), {"quality": median(quality)})


def _growth(case: _Case) -> Iterator[Raised]:
    """A growth lever without the steering it requires (R091)."""
    if case.about == "recommended":
        return
    growth = FACTS["marketing.role"].choices.index("growth_lever")
    ratio = case.metric("steering_ratio")
    holds = (np.asarray(case.world.facts["marketing.role"]) == growth) & (
        ratio < case.world.rules.growth_steering_ratio
    )
    needed, given = _steering(case)
    facts = {"ratio": median(ratio), "missing_hours": max(0.0, needed - given)}
    yield Raised("growth_needs_steering", case.about, float(holds.mean()), facts)


def _one_profile(case: _Case) -> Iterator[Raised]:
    """One person for five of the six crafts that nobody masters together (A65)."""
    rules, world = case.world.rules, case.world
    if (
        case.about == "recommended"
        or len(case.team.members) != 1
        or case.team.members[0].quantity > 1
    ):
        return
    if not is_employee(world.knowledge.roles[case.team.members[0].role]):
        return
    asked = {s for s, _ in world.named_parts} or {
        s for a in world.needs.activities for s in a.skills
    }
    wanted = tuple(s for s in SIX if s in asked)
    if len(wanted) >= rules.warning_one_profile_skills:
        facts = {"count": len(wanted), "skills": wanted, "role": case.team.members[0].role}
        yield Raised("one_profile", case.about, 1.0, facts)


def _functions(case: _Case) -> Iterator[Raised]:
    from timonier.engine.catalogue import FUNCTIONS

    least = case.world.rules.warning_function_coverage
    for function in FUNCTIONS:
        done = case.metric(f"coverage.{function}")
        share = float((done < least).mean())
        yield Raised(
            "function_uncovered",
            case.about,
            share,
            {"function": function, "coverage": median(done)},
        )


_CHECKS: tuple[Callable[[_Case], Iterator[Raised]], ...] = (
    _junior, _growth, _steering_gap, _quality, _dispersion, _brand, _slow_hiring, _single_profile,
    _one_profile, _skill_spread, _coordination, _functions,
)  # fmt: skip
