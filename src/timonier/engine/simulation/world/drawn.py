"""The world that every team of a decision meets: drawn once, then reused for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from timonier.engine.catalogue import WEEKS_PER_MONTH, Knowledge, Market
from timonier.engine.company import Company, Range
from timonier.engine.compiling import aligned
from timonier.engine.draws import two_piece
from timonier.engine.judgement import judged
from timonier.engine.laws import normal_quantile, strata
from timonier.engine.needs import Needs
from timonier.engine.own import InPlace, in_place, yearly_cost
from timonier.engine.prices import Prices, figure
from timonier.engine.priors import Facts
from timonier.engine.quantiles import median, medians
from timonier.engine.rules import Rules
from timonier.engine.simulation.kernel.layout import Ground, blocks, records
from timonier.engine.simulation.tables import (
    MASTERED,
    Known,
    Lanes,
    Packed,
    Roles,
    Table,
    fits,
    pack,
    qualities,
)
from timonier.engine.simulation.world.kept import Kept, People, once
from timonier.engine.simulation.world.lanes import (
    Array,
    Needed,
    internal_pilot,
    kernel_rules_of,
    lanes_of,
    needed_of,
)
from timonier.engine.simulation.world.tenure import fill_tenure
from timonier.engine.team import INTERNAL_PILOT, Member, Team, is_employee

VISION = ("targets", "channels", "objectives")


class Met(NamedTuple):
    """Teams as the kernel reads them, and the histories of their people."""

    packed: Packed
    history: Table


class Hiring(NamedTuple):
    """What the company says of new employees: whether any can be recruited, how many at most, and
    the first month in which the search may begin, from 0."""

    can: bool
    most: float | None
    first_month: int


@dataclass(frozen=True)
class World:
    """Facts, needs and prices of ``size`` scenarios, and the tables the kernel reads."""

    company: Company
    knowledge: Knowledge
    rules: Rules
    facts: Facts  # as said, drawn where they are not known
    truth: Facts  # as they may really be: see ``judgement``
    needs: Needs
    prices: Prices
    market_price: Mapping[str, float]  # an hour of each activity
    months: int
    size: int
    role_keys: tuple[str, ...]
    roles: Roles
    parts: Table
    seeds: int  # of the streams of presence, one per history
    judgements: int  # of the errors of what is judged
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

    @property
    def market(self) -> Market:
        return self.knowledge.markets[self.company.market]

    @property
    def steady(self) -> int:
        """The month, from 0, from which the first ones no longer count."""
        return self.rules.coverage_from_month - 1

    @property
    def steady_months(self) -> int:
        return max(1, self.months - self.steady)

    @property
    def worked(self) -> float:
        """Hours a month of one FTE."""
        return self.market.worked_hours_per_year.value.median / 12.0

    @once("facts")
    def in_place(self) -> InPlace:
        return in_place(self)

    @once("facts")
    def hiring(self) -> Hiring:
        """Each part of the vision that is said to be missing takes its time to be made clear before
        the search for an employee may begin."""
        said = self.company
        missing = sum(said.get(f"vision.{part}") is False for part in VISION)
        return Hiring(
            can=said.get("hiring.can_recruit") is not False,
            most=said.middle("hiring.max_hires"),
            first_month=round(missing * self.rules.vision_months_per_part),
        )

    @once("work")
    def planned(self) -> dict[Member, tuple[float, float]]:
        """What each member met costs and gives a month: see ``criteria``, which fills it."""
        return {}

    @once("work")
    def kinds(self) -> dict[Team, tuple[Any, ...]]:
        """How each team met works, and its staff: see ``search``, which fills it."""
        return {}

    @once("work")
    def ends(self) -> dict[Member, float]:
        """What ending each member met would cost: see ``criteria``, which fills it."""
        return {}

    @once("work")
    def deadline(self) -> int:
        """Months in which speed is judged: to the deadline, else the first year.

        Of a range the nearest month: who is ready then is ready for the others too.
        """
        stated = self.company.get("marketing.deadline_month")
        if isinstance(stated, Range):
            return int(stated.low)
        return 12 if stated is None else int(stated)

    @once("work")
    def needed(self) -> Needed:
        return needed_of(self)

    @once("budget")
    def budget(self) -> Array:
        """(scenario,) a year; where it is nil, the market cost of the expected needs stands for it.

        Where the company does not know it, it is at least what is paid already, and usually more.
        """
        stated = np.asarray(self.facts["marketing.budget"], dtype=np.float64)
        budget = np.where(stated > 0, stated, max(self.market_cost, 1.0))
        if self.company.knows("marketing.budget") or not self.company.team:
            return budget
        here = self.in_place
        paid = yearly_cost(self, (*here.stay, *here.may_go)).max(axis=0)
        return np.asarray(np.maximum(budget, paid * self.over_paid))

    @once("facts")
    def over_paid(self) -> Array:
        """(scenario,) how far an unknown budget goes beyond what is paid already."""
        rng = np.random.default_rng([self.judgements, 0])
        z = normal_quantile(strata(rng, self.size))
        return np.maximum(two_piece(self.rules.budget_over_paid, z), 1.0)

    @once("budget")
    def limit(self) -> Array:
        """(year, scenario) what may be paid: the budget, or what those who stay cost in any case.

        Nobody is dismissed because a budget was said too low: the page says it instead.
        """
        staying = yearly_cost(self, self.in_place.stay)
        return np.maximum(self.budget[None, :], 1.02 * staying)

    @once("budget")
    def settled(self) -> World:
        """This world at one budget: its own, or the middle one where it is drawn."""
        same = self.budget.min() == self.budget.max()
        return self if same else self.at_budget(self.middle_budget)

    @once("budget")
    def middle_limit(self) -> float:
        """What may be paid in the first year, in the middle of the draws."""
        return median(self.limit[0])

    def at_budget(self, budget: float) -> World:
        """The same world where the company has another budget and still wants the same work."""
        known = {"budget": np.full(self.size, float(budget))}
        return replace(self, kept=replace(self.kept, budget=known))

    @once("budget")
    def middle_budget(self) -> float:
        return median(self.budget)

    @once("work")
    def market_cost(self) -> float:
        """What a year of the expected needs would cost on the market."""
        needs = self.needs
        pairs = zip(needs.activities, needs.monthly, strict=True)
        return float(sum(12.0 * h * self.market_price[a.key] for a, h in pairs))

    @once("facts")
    def pilot_lanes(self) -> Array:
        """(4, scenario): hours, weight, level and other level of the internal pilot."""
        return np.asarray(internal_pilot(self, self.truth), dtype=np.float32)

    @once("facts")
    def middle_pilot(self) -> tuple[float, float, float, float]:
        hours, weight, level, other = medians(self.pilot_lanes)
        return float(hours), float(weight), float(level), float(other)

    @once("facts")
    def named_parts(self) -> frozenset[tuple[str, int]]:
        """(skill, level) of the activities that the company names."""
        named = frozenset(self.company.get("needs.activities") or ())
        named |= frozenset(self.company.get("needs.hours") or ())
        return frozenset(
            p for a in self.needs.activities if a.key in named for p in a.skills.items()
        )

    @once("facts")
    def takes(self) -> Mapping[str, int]:
        """Which of the named parts each role can begin, as bits; the internal pilot's own key is
        among the roles."""
        least, short = self.rules.fit_minimum, self.rules.fit_levels_short
        parts = sorted(self.named_parts)
        _, _, own, other = self.middle_pilot
        skills: dict[str, Mapping[str, float]] = {
            k: r.skills for k, r in self.knowledge.roles.items()
        }
        skills[INTERNAL_PILOT] = {s: own if s in MASTERED else other for s in self.knowledge.skills}

        def bits(key: str, has: Mapping[str, float]) -> int:
            inside = key == INTERNAL_PILOT
            asked = [least * level if inside else level - short for _, level in parts]
            return sum(1 << i for i, (s, _) in enumerate(parts) if has[s] >= asked[i])

        return {key: bits(key, has) for key, has in skills.items()}

    @once("work")
    def middle_pay(self) -> Array:
        """(role,) middle of the draws of ``prices.pay``."""
        return medians(self.prices.pay)

    @once("work")
    def middle_floor(self) -> Array:
        return medians(self.prices.floor)

    @once("work")
    def middle_severance(self) -> float:
        return median(self.prices.severance)

    @once("facts")
    def lanes(self) -> Lanes:
        return lanes_of(self)

    @once("work")
    def kernel_rules(self) -> Table:
        return kernel_rules_of(self)

    @once("work")
    def qualities(self) -> Array:
        return qualities(self.roles, self.parts)

    @once("work")
    def fits(self) -> Array:
        return np.asarray(fits(self.roles, self.parts, self.qualities, self.rules))

    @once("work")
    def ground(self) -> Ground:
        return Ground(self.parts, self.fits, self.qualities, self.kernel_rules)

    def with_facts(self, company: Company, facts: Facts) -> World:
        """The same work and prices where facts differ that move neither: what is read of work and
        prices alone is worked out once."""
        truth = judged(company, facts, self.rules, self.judgements)
        kept = Kept(self.kept.work)
        return replace(self, company=company, facts=facts, truth=truth, kept=kept)

    @once("facts")
    def settling(self) -> Mapping[str, int]:
        """Months from the beginning of the search for an employee to the end of the first here."""
        found, first = {}, self.rules.pilot_months_after_hire
        for key, role in self.knowledge.roles.items():
            if is_employee(role):
                lead = figure(self.company, self.market, role, "lead_time_weeks").median
                found[key] = round(lead / WEEKS_PER_MONTH) + first
        return found

    @once("facts")
    def misjudged(self) -> Mapping[bool, Array]:
        """(scenario,) chance that somebody hired without an outside pilot proves wrong for the
        post: of a leader (True), of the others (False).

        Who can judge, inside, has the level and some hours; each part of the vision that is missing
        makes the post less clear.
        """
        rules, (hours, _, level, _) = self.rules, self.pilot_lanes.astype(np.float64)
        judge = np.clip((level - 1.0) / 2.0, 0.0, 1.0)
        judge *= np.clip(hours / rules.failed_hire_judging_hours, 0.0, 1.0)
        helped, vague = rules.failed_hire_judged, self.vague
        alone = {True: rules.failed_hire_senior_alone, False: rules.failed_hire_junior_alone}
        return {k: judge * helped + (1.0 - judge) * v + vague for k, v in alone.items()}

    @once("facts")
    def vague(self) -> Array:
        """(scenario,) what the parts of the vision that are missing add to that chance."""
        parts = [np.asarray(self.facts[f"vision.{k}"], dtype=np.float64) for k in VISION]
        missing = len(parts) - np.sum(parts, axis=0)
        return np.asarray(self.rules.failed_hire_vision_part * missing)

    @property
    def people(self) -> People:
        """Whom it has met so far."""
        if self.kept.people is None:
            count, _ = blocks(self.size)
            rows = aligned((0, count, self.months), records(self.size).row)
            self.kept.people = People(Known(), rows, set())
        return self.kept.people

    def pack(self, teams: Sequence[Team]) -> Packed:
        """The teams as the kernel reads them."""
        return pack(self, teams, self.people.known)

    def meet(self, teams: Sequence[Team]) -> Met:
        """Know the people of teams and when they are there, before several threads ask for it."""
        packed = self.pack(teams)
        return Met(packed, self.histories(packed))

    def histories(self, packed: Packed) -> Table:
        """(history, block, month) of the people of packed teams, drawn when first asked for."""
        held = self.people
        keys = list(held.known.histories)
        if len(keys) > len(held.rows):
            rows = aligned((2 * len(keys), *held.rows.shape[1:]), held.rows.dtype)
            rows[: len(held.rows)] = held.rows
            held.rows = rows
        used = packed.seats["history"][packed.seats["end"] > 0].tolist()
        for i in sorted(set(used) - held.drawn):
            fill_tenure(self, keys[i], held.rows[i])
            held.drawn.add(i)
        return held.rows
