"""The world that every team of a decision meets: drawn once, then reused for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Knowledge, Market
from timonier.engine.company import FACTS, Company
from timonier.engine.draws import two_piece
from timonier.engine.needs import Needs, applicable, draw_needs
from timonier.engine.prices import Prices, draw_prices, figure, market_prices
from timonier.engine.priors import Facts, draw_facts
from timonier.engine.simulation.kernel.layout import LANES, ROW
from timonier.engine.simulation.tables import (
    MASTERED,
    Known,
    Lanes,
    Packed,
    Roles,
    Rules,
    Table,
    fits,
    in_rows,
    make_parts,
    make_roles,
    pack,
    qualities,
)
from timonier.engine.team import INTERNAL_PILOT, Team, is_employee

Array = NDArray[Any]
WEEKS_PER_MONTH = 4.345
BRAND_MONTHS = 12  # the brand is at risk while newcomers learn the company


@dataclass(frozen=True)
class Needed:
    """Team-independent denominators, (scenario,) arrays of hours."""

    steady: Mapping[str, Array]  # by function, from the steady month on
    total: Array
    execution_first: Array  # before the deadline, or in the first year
    execution_steady: Array
    alignment: Array
    alignment_early: Array
    specialised: Array
    all_months: Array


@dataclass(frozen=True)
class World:
    """Facts, needs and prices of ``size`` scenarios, and the tables the kernel reads."""

    company: Company
    knowledge: Knowledge
    rules: Mapping[str, float]
    facts: Facts
    needs: Needs
    prices: Prices
    market_price: Mapping[str, float]  # an hour of each activity
    months: int
    size: int
    role_keys: tuple[str, ...]
    roles: Roles
    parts: Table
    seeds: int  # of the streams of presence, one per history

    @property
    def market(self) -> Market:
        return self.knowledge.markets[self.company.market]

    @cached_property
    def deadline(self) -> int:
        """Months in which speed is judged: to the deadline, else the first year."""
        stated = self.company.get("marketing.deadline_month")
        return int(stated) if isinstance(stated, (int, float)) else 12

    @cached_property
    def needed(self) -> Needed:
        return _needed(self)

    @cached_property
    def budget(self) -> Array:
        """A year; where it is nil, the market cost of the expected needs stands for it."""
        stated = np.asarray(self.facts["marketing.budget"], dtype=np.float64)
        return np.where(stated > 0, stated, max(self.market_cost, 1.0))

    @cached_property
    def middle_budget(self) -> float:
        return float(np.median(self.budget))

    @cached_property
    def market_cost(self) -> float:
        """What a year of the expected needs would cost on the market."""
        needs = self.needs
        pairs = zip(needs.activities, needs.monthly, strict=True)
        return float(sum(12.0 * h * self.market_price[a.key] for a, h in pairs))

    @cached_property
    def pilot_lanes(self) -> Array:
        """(4, scenario): hours, weight, level and other level of the internal pilot."""
        return np.asarray(_internal_pilot(self), dtype=np.float32)

    @cached_property
    def middle_pilot(self) -> tuple[float, float, float, float]:
        hours, weight, level, other = np.median(self.pilot_lanes, axis=1)
        return float(hours), float(weight), float(level), float(other)

    @cached_property
    def named_parts(self) -> frozenset[tuple[str, int]]:
        """(skill, level) of the activities that the company names."""
        named = frozenset(self.company.get("needs.activities") or ())
        named |= frozenset(self.company.get("needs.hours") or ())
        return frozenset(
            p for a in self.needs.activities if a.key in named for p in a.skills.items()
        )

    @cached_property
    def takes(self) -> Mapping[str, int]:
        """Which of the named parts each role can begin, as bits; the internal pilot's own key is
        among the roles."""
        least, parts = self.rules["fit.minimum"], sorted(self.named_parts)
        _, _, own, other = self.middle_pilot
        skills: dict[str, Mapping[str, float]] = {
            k: r.skills for k, r in self.knowledge.roles.items()
        }
        skills[INTERNAL_PILOT] = {s: own if s in MASTERED else other for s in self.knowledge.skills}
        return {
            key: sum(1 << i for i, (s, level) in enumerate(parts) if has[s] >= least * level)
            for key, has in skills.items()
        }

    @cached_property
    def middle_pay(self) -> Array:
        """(role,) middle of the draws of ``prices.pay``."""
        return np.median(self.prices.pay, axis=1)

    @cached_property
    def middle_floor(self) -> Array:
        return np.median(self.prices.floor, axis=1)

    @cached_property
    def middle_severance(self) -> float:
        return float(np.median(self.prices.severance))

    @cached_property
    def lanes(self) -> Lanes:
        return _lanes(self)

    @cached_property
    def kernel_rules(self) -> Rules:
        return _kernel_rules(self)

    @cached_property
    def qualities(self) -> Array:
        return qualities(self.roles, self.parts)

    @cached_property
    def fits(self) -> Array:
        return np.asarray(fits(self.roles, self.parts, self.qualities, self.kernel_rules))

    @cached_property
    def _known(self) -> Known:
        return Known({}, {})

    @cached_property
    def _drawn(self) -> dict[int, Table]:
        return {}

    def pack(self, teams: Sequence[Team]) -> Packed:
        """The teams as the kernel reads them."""
        roles = self.knowledge.roles
        return pack(
            teams, self.role_keys, self._known, roles, self.roles, self.kernel_rules, self.months
        )

    def histories(self, packed: Packed) -> Table:
        """(history, block, month) of the people of packed teams, drawn when first asked for."""
        used = np.unique(packed.seats["history"][packed.seats["end"] > 0])
        keys = list(self._known.histories)
        for i in used:
            if int(i) not in self._drawn:
                self._drawn[int(i)] = in_rows(tenure(self, [keys[i]])[0])
        out = np.empty((len(keys), self.size // LANES, self.months), dtype=ROW)
        for i in used:
            out[i] = self._drawn[int(i)]
        return out


def make_world(
    company: Company,
    knowledge: Knowledge,
    rng: np.random.Generator,
    size: int,
    months: int,
    facts: Facts | None = None,
) -> World:
    """Draw a world. ``size`` is rounded up to whole blocks of lanes; months 12 to 60.

    ``facts`` of that size, when given, stand for those that would be drawn; all else is the same.
    """
    if not 12 <= months <= 60:
        raise ValueError(f"months = {months}: expected 12 to 60")
    size = whole_blocks(size)
    facts_rng, needs_rng, prices_rng, presence_rng = rng.spawn(4)
    rules = {k: f.value.median for k, f in knowledge.method.items()}
    rules |= _assumed(company, rules)
    if facts is None:
        facts = draw_facts(company, knowledge, facts_rng, size)
    activities = applicable(company, knowledge)
    price = market_prices(company, knowledge, activities)
    needs = draw_needs(company, activities, facts, rules, price, needs_rng, months)
    skills = tuple(knowledge.skills)
    market = knowledge.markets[company.market]
    ramps = {
        k: figure(company, market, r, "ramp_up_months").median for k, r in knowledge.roles.items()
    }
    parts = make_parts(
        needs.activities,
        skills,
        price,
        rules,
        rules["split.coordination_per_party"] * needs.monthly / max(needs.monthly.sum(), 1e-9),
    )
    return World(
        company=company,
        knowledge=knowledge,
        rules=rules,
        facts=facts,
        needs=needs,
        prices=draw_prices(company, facts, knowledge, prices_rng, months),
        market_price=price,
        months=months,
        size=size,
        role_keys=tuple(knowledge.roles),
        roles=make_roles(knowledge.roles, skills, rules, ramps),
        parts=parts,
        seeds=int(presence_rng.integers(2**63)),
    )


def whole_blocks(size: int) -> int:
    """The number of scenarios that is simulated for ``size``: whole blocks of lanes."""
    return -(-size // LANES) * LANES


def _assumed(company: Company, rules: Mapping[str, float]) -> dict[str, float]:
    from timonier.engine.catalogue import Triple

    out = {}
    for key, value in company.assumptions.items():
        if key in rules:
            out[key] = value.median if isinstance(value, Triple) else float(value)
    return out


def _needed(world: World) -> Needed:
    hours, rules = world.needs.hours, world.rules
    steady = int(rules["coverage.from_month"]) - 1
    first = int(rules["alignment.from_month"]) - 1
    last = int(rules["alignment.to_month"]) - 1
    early = int(rules["alignment.early_month"]) - 1
    acts = world.needs.activities
    rows = {f: [i for i, a in enumerate(acts) if a.function == f] for f in FUNCTIONS}
    late = {f: hours[i, steady:].sum(axis=(0, 1), dtype=np.float64) for f, i in rows.items()}
    weight = np.array([0.5 + 0.5 * a.strategic_content for a in acts], dtype=np.float32)
    weighed = np.tensordot(weight, hours, axes=1)
    execution = hours[rows["execution"]].sum(axis=0, dtype=np.float64)
    special = [
        i for i, a in enumerate(acts) if a.specialisation >= rules["needs.specialised_threshold"]
    ]
    return Needed(
        steady=late,
        total=sum(late.values()),
        execution_first=execution[: world.deadline].sum(axis=0),
        execution_steady=execution[steady:].sum(axis=0),
        alignment=weighed[first : last + 1].sum(axis=0, dtype=np.float64),
        alignment_early=np.asarray(weighed[early], dtype=np.float64),
        specialised=hours[special][:, steady:].sum(axis=(0, 1), dtype=np.float64),
        all_months=hours.sum(axis=(0, 1), dtype=np.float64),
    )


def _lanes(world: World) -> Lanes:
    needs, prices = world.needs, world.prices
    demand = needs.hours.copy()
    rows = [i for i, a in enumerate(needs.activities) if a.nature == "project"]
    demand[rows] = np.cumsum(demand[rows], axis=1)
    execution = [i for i, a in enumerate(needs.activities) if a.function == "execution"]
    total = needs.hours.sum(axis=0)
    usual = max(float(needs.monthly.sum()), 1e-6)
    return Lanes(
        demand=in_rows(demand.swapaxes(0, 1)),
        total=in_rows(total),
        surge=in_rows(np.maximum(total / usual - 1.0, 0.0)),
        execution=in_rows(needs.hours[execution].sum(axis=0)),
        pay=in_rows(prices.pay),
        floor=in_rows(prices.floor),
        entry=in_rows(prices.entry),
        growth=in_rows(prices.growth),
        pilot=in_rows(world.pilot_lanes),
        lax=in_rows(1.0 - _governance(world)),
    )


def _internal_pilot(world: World) -> Array:
    """(4, scenario): hours, steering weight, level of steering skills, level of the others.

    A consultant is no pilot; someone with no stated hours who is the contact has a few hours for
    coordination alone.
    """
    facts, rules = world.facts, world.rules
    level = np.asarray(facts["steering.level"], dtype=np.float64)
    hours = np.nan_to_num(np.asarray(facts["steering.hours_per_month"], dtype=np.float64))
    consultant = np.asarray(facts["steering.consultant"], dtype=bool)
    level = np.where(consultant | (hours <= 0), 0.0, level)
    hours = np.where(consultant | (level <= 0), 0.0, hours)
    alone = np.asarray(facts["steering.contact"], dtype=bool) & (hours <= 0)
    hours = np.where(alone, rules["contact.default_hours"], hours)
    zero, span = rules["steering.level_zero"], rules["steering.level_span"]
    weight = np.clip((level - zero) / span, 0.0, 1.0)
    others = np.maximum(level - rules["pilot.other_skills_gap"], 0.0)
    return np.stack([hours, weight, level, others])


def _governance(world: World) -> Array:
    values = [world.rules[f"governance.{c}"] for c in FACTS["marketing.governance"].choices]
    return np.asarray(values)[world.facts["marketing.governance"]]


def _kernel_rules(world: World) -> Rules:
    r = world.rules
    return Rules(
        worked=world.market.worked_hours_per_year.value.median / 12.0,
        knowledge_loss=r["quality.knowledge_loss"],
        ramp_first=r["ramp.start"],
        steer_max=r["steering.pilot_share_max"],
        stretch_freelancer=r["stretch.freelancer"],
        stretch_agency=r["stretch.agency"],
        commit_agency=r["contract.commit_agency"],
        commit_freelancer=r["contract.commit_freelancer"],
        employee_coordination=r["coordination.employee_share"],
        strategic_min=r["fit.strategic_min"],
        insider_margin=r["fit.insider_margin"],
        patience=int(r["project.patience_months"]),
        align_first=int(r["alignment.from_month"]) - 1,
        align_last=int(r["alignment.to_month"]) - 1,
        align_early=int(r["alignment.early_month"]) - 1,
        steady=int(r["coverage.from_month"]) - 1,
        deadline=world.deadline,
        brand_months=BRAND_MONTHS,
        fit_min=r["fit.minimum"],
        link_hours=r["coordination.hours_per_link"],
        ritual_hours=r["coordination.ritual_base"],
        ritual_per_employee=r["coordination.ritual_per_employee"],
        wait_days=r["speed.wait_days"],
        base_days=r["speed.cycle_days"],
        handoffs_inside=r["speed.handoffs_inside"],
        handoffs_outside=r["speed.handoffs_outside"],
        first_share=r["speed.first_share"],
        full_share=r["speed.full_share"],
        weeks_per_month=WEEKS_PER_MONTH,
    )


def tenure(world: World, rows: Sequence[tuple[str, int, bool, float]]) -> Array:
    """Months since arrival, -1 when absent: (row, month, scenario) for each person's history.

    A person in place starts with their tenure; a new one arrives after the lead time. Departures
    are exponential; a successor comes after a new lead time, unless nobody can be recruited.
    """
    out = np.empty((len(rows), world.months, world.size), dtype=np.float32)
    for i, row in enumerate(rows):
        out[i] = _history(world, *row)
    return out


SPELLS = 4


def _history(world: World, key: str, instance: int, existing: bool, since: float) -> Array:
    role = world.knowledge.roles[key]
    index = world.role_keys.index(key)
    rng = np.random.default_rng([world.seeds, index, instance, int(existing)])
    z = rng.standard_normal((SPELLS, world.size))
    stay = rng.exponential(size=(SPELLS, world.size))
    rate = figure(world.company, world.market, role, "departure_rate").median
    lead = figure(world.company, world.market, role, "lead_time_weeks")
    lead_months = np.rint(np.maximum(two_piece(lead, z), 0.0) / WEEKS_PER_MONTH)
    last = np.floor(stay * 12.0 / max(rate, 1e-9))
    never = np.zeros(world.size, dtype=bool)
    if is_employee(role):
        never = ~np.asarray(world.facts["hiring.can_recruit"], dtype=bool)
    start = np.zeros(world.size) if existing else lead_months[0] + np.where(never, 1e6, 0.0)
    month = np.arange(world.months, dtype=np.float64)[:, None]
    out = np.full((world.months, world.size), -1.0, dtype=np.float32)
    seniority = since if existing else 0.0
    for spell in range(SPELLS):
        end = start + np.maximum(last[spell], 1.0)
        here = (month >= start) & (month < end)
        out = np.where(here, month - start + seniority, out)
        follow = lead_months[(spell + 1) % SPELLS]
        start = end + np.maximum(follow, 1.0) + np.where(never, 1e6, 0.0)
        seniority = 0.0
        if start.min() >= world.months:
            break
    return out
