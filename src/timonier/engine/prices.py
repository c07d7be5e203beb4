"""What people and providers cost in one market, in every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Activity, Knowledge, Market, Role, Triple, as_triple
from timonier.engine.company import Company, Position
from timonier.engine.cost import Terms, employer_total, hiring_aid, rules_at
from timonier.engine.draws import two_piece
from timonier.engine.laws import normal_strata
from timonier.engine.priors import Facts
from timonier.engine.quantiles import median
from timonier.engine.rules import Rules
from timonier.engine.team import Member, is_employee, provider_kind

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """(role, scenario) arrays in the market's currency, roles in the catalogue's order.

    ``pay``: an employee's monthly cost per FTE, a provider's hour. ``floor``: an agency's least
    monthly bill. ``entry``: one-off cost of an arrival. ``growth`` (month, scenario): price index.
    """

    pay: Array
    floor: Array
    entry: Array
    growth: Array
    severance: Array  # (scenario,) months of pay per year of service
    gross: Array  # monthly gross pay of an employee per FTE, 0 for a provider

    @cached_property
    def supple(self) -> dict[Member, tuple[float, float, float, float, float]]:
        """How fast each member met at these prices can be stopped or stretched: see ``criteria``,
        which fills it."""
        return {}


def figure(company: Company, market: Market, role: Role, name: str) -> Triple:
    """A role's figure in this market: the company's own assumption, else the knowledge's."""
    own = company.assumptions.get(f"{role.key}.{name}")
    if own is not None:
        return as_triple(own)
    if name == "lead_time_weeks":
        return role.lead_time_weeks
    if name == "notice_months":
        notice = market.notice.get(role.key)
        return Triple(0.0, 0.0, 0.0) if notice is None else notice.value
    plain = {"ramp_up_months": role.ramp_up_months, "departure_rate": role.departure_rate}
    if name in plain:
        return Triple(plain[name], plain[name], plain[name])
    return market.roles[role.key][name].value


def market_figure(company: Company, market: Market, name: str) -> Triple:
    """A figure of the market, or the company's own assumption about it."""
    for key in (f"{market.key}.{name}", name):
        own = company.assumptions.get(key)
        if own is not None:
            return as_triple(own)
    return market.figures[name].value


def hour_figure(company: Company, market: Market, role: Role) -> Triple:
    """Price of an hour of a provider: its hourly rate, else its day over the market's day."""
    own_day = f"{role.key}.day_rate" in company.assumptions
    if "hour_rate" in market.roles[role.key] and not own_day:
        return figure(company, market, role, "hour_rate")
    day = figure(company, market, role, "day_rate")
    hours = market.hours_per_day
    return Triple(day.low / hours, day.median / hours, day.high / hours)


def usual_hours(
    company: Company, market: Market, role: Role, position: Position, rules: Rules
) -> float:
    """Hours a month of one contract in place or in mind: those said, else what its cost buys, else
    the median retainer or the usual days. What it could sell is not what was bought."""
    if position.hours is not None:
        return position.hours
    hour = hour_figure(company, market, role).median
    if position.cost is not None:
        return position.cost / position.quantity / 12.0 / hour
    if role.category == "agency":
        return figure(company, market, role, "retainer").median / hour
    leads = provider_kind(role) == "pilot"
    days = rules.in_place_pilot_days if leads else rules.in_place_freelancer_days
    return days * market.hours_per_day


def market_prices(
    company: Company, knowledge: Knowledge, activities: tuple[Activity, ...]
) -> dict[str, float]:
    """Price of an hour of each activity: the cheapest outsider able to do each of its skills.

    Where nobody reaches the level, the ablest does; skills weigh equally. The company's own quotes
    have no part in it: they say what a team costs, not how much work the company wants.
    """
    market = knowledge.markets[company.market]
    company = Company({"company.market": company.market})
    sellers = [r for r in knowledge.roles.values() if r.category in _SELLERS]
    price = {r.key: hour_figure(company, market, r).median for r in sellers}
    cheapest: dict[tuple[str, int], float] = {}
    for skill, level in {part for a in activities for part in a.skills.items()}:
        best = min(level, max(r.skills[skill] for r in sellers))
        cheapest[skill, level] = min(price[r.key] for r in sellers if r.skills[skill] >= best)
    return {a.key: sum(cheapest[p] for p in a.skills.items()) / len(a.skills) for a in activities}


_SELLERS = ("freelancer", "strategic_external")


def draw_prices(
    company: Company,
    facts: Facts,
    knowledge: Knowledge,
    rules: Rules,
    rng: np.random.Generator,
    months: int,
) -> Prices:
    """Draw every price once; each role and figure has its own stream."""
    market = knowledge.markets[company.market]
    roles, size = tuple(knowledge.roles.values()), facts.size
    streams = rng.spawn(len(roles) + 1)
    shape = (len(roles), size)
    pay, floor, entry, gross = (np.zeros(shape) for _ in range(4))
    common = _common(company, market, streams[0], size)
    levies = rules_at(market, max(market.contributions))
    terms = terms_of(company, facts)
    hour = market_figure(company, market, "owner_hour").median
    for i, role in enumerate(roles):
        z = normal_strata(streams[i + 1], 1, size)[0]
        if is_employee(role):
            salary = two_piece(figure(company, market, role, "salary"), z)
            employed = replace(terms, **_STATUS[role.status])
            yearly = employer_total(market.employer_rules, salary, levies, employed)
            pay[i] = (yearly + common["software_marketing_seat"]) / 12.0
            gross[i] = salary / 12.0
            one_off = common["equipment_initial"] + common["onboarding_cost"]
            aid = hiring_aid(market.employer_rules, levies, employed)
            entry[i] = np.maximum(common["recruitment_fee"] * salary + one_off - aid, 0.0)
        elif market.roles.get(role.key):
            pay[i] = two_piece(hour_figure(company, market, role), z)
            entry[i] = _finding_hours(role, rules) * hour
            if role.category == "agency":
                retainer = figure(company, market, role, "retainer")
                floor[i] = retainer.low
                entry[i] += rules.provider_agency_setup_months * retainer.low
    year = np.arange(months)[:, None] // 12
    growth = (1.0 + common["indexation"][None, :]) ** year
    return Prices(pay, floor, entry, growth, common["severance_months_per_year"], gross)


def _finding_hours(role: Role, rules: Rules) -> float:
    """Hours of the owner that it takes to find a provider."""
    return {
        "agency": rules.provider_agency_finding_hours,
        "freelancer": rules.provider_freelancer_finding_hours,
        "pilot": rules.provider_pilot_finding_hours,
    }[provider_kind(role)]


_STATUS: Mapping[str, dict[str, bool]] = {
    "": {},
    "executive": {"cadre": True},
    "apprentice": {"apprentice": True},
}
_COMMON = (
    "recruitment_fee",
    "equipment_initial",
    "onboarding_cost",
    "software_marketing_seat",
    "indexation",
    "severance_months_per_year",
)


def _common(
    company: Company, market: Market, rng: np.random.Generator, size: int
) -> Mapping[str, Array]:
    z = normal_strata(rng, len(_COMMON), size)
    return {n: two_piece(market_figure(company, market, n), z[i]) for i, n in enumerate(_COMMON)}


def terms_of(company: Company, facts: Facts) -> Terms:
    """Terms of employment; thresholds on headcount and payroll are read at the middle scenario."""
    traits: Any = company.get("company.traits") or ()
    return Terms(
        headcount=max(1, round(median(facts["company.headcount"]))),
        payroll=median(facts["company.payroll"]),
        manufacturing="manufacturing" in traits,
    )
