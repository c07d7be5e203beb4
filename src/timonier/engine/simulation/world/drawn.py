"""The world that every team of a decision meets: drawn once, then reused for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from timonier.engine.catalogue import Knowledge, Market, Triple
from timonier.engine.company import Company, Range
from timonier.engine.compiling import aligned
from timonier.engine.needs import Needs, applicable, draw_needs
from timonier.engine.prices import Prices, draw_prices, figure, market_prices, terms_of
from timonier.engine.priors import Facts, draw_facts
from timonier.engine.quantiles import median, medians
from timonier.engine.simulation.kernel.layout import blocks, records, whole_blocks
from timonier.engine.simulation.tables import (
    MASTERED,
    Known,
    Lanes,
    Packed,
    Roles,
    Rules,
    Table,
    fits,
    make_parts,
    make_roles,
    pack,
    qualities,
)
from timonier.engine.simulation.world.lanes import (
    Array,
    Needed,
    internal_pilot,
    kernel_rules_of,
    lanes_of,
    needed_of,
)
from timonier.engine.simulation.world.tenure import fill_tenure
from timonier.engine.team import INTERNAL_PILOT, Team


@dataclass
class Drawn:
    """Histories of presence: rows (history, block, month), those not drawn yet nil."""

    rows: Table
    drawn: set[int]


class Met(NamedTuple):
    """Teams as the kernel reads them, and the histories of their people."""

    packed: Packed
    history: Table


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
        """Months in which speed is judged: to the deadline, else the first year.

        Of a range the nearest month: who is ready then is ready for the others too.
        """
        stated = self.company.get("marketing.deadline_month")
        if isinstance(stated, Range):
            return int(stated.low)
        return 12 if stated is None else int(stated)

    @cached_property
    def needed(self) -> Needed:
        return needed_of(self)

    @cached_property
    def budget(self) -> Array:
        """A year; where it is nil, the market cost of the expected needs stands for it."""
        stated = np.asarray(self.facts["marketing.budget"], dtype=np.float64)
        return np.where(stated > 0, stated, max(self.market_cost, 1.0))

    @cached_property
    def middle_budget(self) -> float:
        return median(self.budget)

    @cached_property
    def market_cost(self) -> float:
        """What a year of the expected needs would cost on the market."""
        needs = self.needs
        pairs = zip(needs.activities, needs.monthly, strict=True)
        return float(sum(12.0 * h * self.market_price[a.key] for a, h in pairs))

    @cached_property
    def pilot_lanes(self) -> Array:
        """(4, scenario): hours, weight, level and other level of the internal pilot."""
        return np.asarray(internal_pilot(self), dtype=np.float32)

    @cached_property
    def middle_pilot(self) -> tuple[float, float, float, float]:
        hours, weight, level, other = medians(self.pilot_lanes)
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
        return medians(self.prices.pay)

    @cached_property
    def middle_floor(self) -> Array:
        return medians(self.prices.floor)

    @cached_property
    def middle_severance(self) -> float:
        return median(self.prices.severance)

    @cached_property
    def lanes(self) -> Lanes:
        return lanes_of(self)

    @cached_property
    def kernel_rules(self) -> Rules:
        return kernel_rules_of(self)

    @cached_property
    def qualities(self) -> Array:
        return qualities(self.roles, self.parts)

    @cached_property
    def fits(self) -> Array:
        return np.asarray(fits(self.roles, self.parts, self.qualities, self.kernel_rules))

    def with_facts(self, company: Company, facts: Facts) -> World:
        """The same work and prices where facts differ that move neither: what is read of work and
        prices alone is worked out once."""
        world = replace(self, company=company, facts=facts)
        world.__dict__.update({name: getattr(self, name) for name in _LASTING})
        return world

    @cached_property
    def _known(self) -> Known:
        return Known()

    @cached_property
    def _drawn(self) -> Drawn:
        count, _ = blocks(self.size)
        return Drawn(aligned((0, count, self.months), records(self.size).row), set())

    def pack(self, teams: Sequence[Team]) -> Packed:
        """The teams as the kernel reads them."""
        roles = self.knowledge.roles
        return pack(
            teams, self.role_keys, self._known, roles, self.roles, self.kernel_rules, self.months
        )

    def meet(self, teams: Sequence[Team]) -> Met:
        """Know the people of teams and when they are there, before several threads ask for it."""
        packed = self.pack(teams)
        return Met(packed, self.histories(packed))

    def histories(self, packed: Packed) -> Table:
        """(history, block, month) of the people of packed teams, drawn when first asked for."""
        keys, held = list(self._known.histories), self._drawn
        if len(keys) > len(held.rows):
            rows = aligned((2 * len(keys), *held.rows.shape[1:]), held.rows.dtype)
            rows[: len(held.rows)] = held.rows
            held.rows = rows
        used = packed.seats["history"][packed.seats["end"] > 0].tolist()
        for i in sorted(set(used) - held.drawn):
            fill_tenure(self, keys[i], held.rows[i])
            held.drawn.add(i)
        return held.rows


# Of a world, what only its work and its prices have a part in.
_LASTING = (
    "needed", "market_cost", "kernel_rules", "qualities", "fits", "middle_pay", "middle_floor",
    "middle_severance",
)  # fmt: skip


def make_world(
    company: Company,
    knowledge: Knowledge,
    rng: np.random.Generator,
    size: int,
    months: int,
    facts: Facts | None = None,
    like: World | None = None,
) -> World:
    """Draw a world. ``size`` is rounded up to whole blocks of lanes; months 12 to 60.

    ``facts`` of that size, when given, stand for those that would be drawn; all else is the same.
    ``like``: another world drawn from the same numbers, of that size and length, from which what
    would be the same is taken.
    """
    if not 12 <= months <= 60:
        raise ValueError(f"months = {months}: expected 12 to 60")
    size = whole_blocks(size)
    facts_rng, needs_rng, prices_rng, presence_rng = rng.spawn(4)
    kin = like if like is not None and _same_figures(like, company) else None
    rules = kin.rules if kin else _rules(company, knowledge)
    if facts is None:
        facts = draw_facts(company, knowledge, facts_rng, size)
    activities = applicable(company, knowledge)
    price = market_prices(company, knowledge, activities)
    needs = draw_needs(company, activities, facts, rules, price, needs_rng, months)
    return World(
        company=company,
        knowledge=knowledge,
        rules=rules,
        facts=facts,
        needs=needs,
        prices=_priced(kin, company, facts, knowledge, prices_rng, months),
        market_price=price,
        months=months,
        size=size,
        role_keys=tuple(knowledge.roles),
        roles=kin.roles if kin else _roles(company, knowledge, rules),
        parts=_parts(knowledge, needs, price, rules),
        seeds=int(presence_rng.integers(2**63)),
    )


def _priced(
    kin: World | None,
    company: Company,
    facts: Facts,
    knowledge: Knowledge,
    rng: np.random.Generator,
    months: int,
) -> Prices:
    """Those of a world of the same figures where people are employed on the same terms, or new."""
    if kin is not None and terms_of(kin.company, kin.facts) == terms_of(company, facts):
        return kin.prices
    return draw_prices(company, facts, knowledge, rng, months)


def _roles(company: Company, knowledge: Knowledge, rules: Mapping[str, float]) -> Roles:
    market, roles = knowledge.markets[company.market], knowledge.roles
    ramps = {k: figure(company, market, r, "ramp_up_months").median for k, r in roles.items()}
    return make_roles(roles, tuple(knowledge.skills), rules, ramps)


def _parts(
    knowledge: Knowledge, needs: Needs, price: Mapping[str, float], rules: Mapping[str, float]
) -> Table:
    shares = needs.monthly / max(needs.monthly.sum(), 1e-9)
    split = rules["split.coordination_per_party"] * shares
    return make_parts(needs.activities, tuple(knowledge.skills), price, rules, split)


def _rules(company: Company, knowledge: Knowledge) -> dict[str, float]:
    """The figures of the method, those that the company assumes in their place."""
    rules = {k: f.value.median for k, f in knowledge.method.items()}
    for key, value in company.assumptions.items():
        if key in rules:
            rules[key] = value.median if isinstance(value, Triple) else float(value)
    return rules


def _same_figures(like: World, company: Company) -> bool:
    """Whether roles cost the same and rules are the same in both worlds, whatever the company is
    and wants."""
    other = like.company
    return other.market == company.market and other.assumptions == company.assumptions
