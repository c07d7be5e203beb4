"""The reference panel: twelve companies on which the article's table must emerge by simulation.

Exploring 6, structuring 30 and established 120 people; B2B and B2C; no season and a strong one;
budget = their needs at the market's price. One typical team per model, without hard rules, chosen
by what it covers on needs without a season:

- in-house: the smallest employee team, led by a manager or a director, that covers four fifths of
  the needs within the budget, or failing that the most; where none fits in it, the cheapest;
- outsourced: one generalist agency or two or three specialists, whichever covers the most within
  the budget;
- hybrid: one executor, three or six days of a fractional CMO and one or two providers, whichever
  covers the most within the budget; where none fits in it, the cheapest that covers four fifths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations, combinations_with_replacement

import numpy as np

from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company
from timonier.engine.criteria import Measures, classes, cost_classes, measure, planned
from timonier.engine.feasibility import planned_use
from timonier.engine.search import sized
from timonier.engine.simulation import Outcomes, World, make_world, simulate_teams
from timonier.engine.team import Member, Team, is_employee
from timonier.knowledge import load

SIZES = (("exploring", 6), ("structuring", 30), ("established", 120))
SPECIALISTS = (
    "agency_paid", "agency_seo", "agency_content_social", "agency_web", "free_generalist",
    "free_content", "free_paid", "free_seo", "free_crm_automation", "free_web_cro",
)  # fmt: skip
EXECUTORS = ("emp_content", "emp_performance", "emp_crm", "emp_junior")
LEADERS = ("emp_cmo", "emp_head")
SCENARIOS, TRIED = 512, 128
ENOUGH, MARGIN = 0.8, 1.25
ARTICLE = {
    "alignment": {"in_house": "strong", "outsourced": "weak", "hybrid": "strong"},
    "flexibility": {"in_house": "low", "outsourced": "high", "hybrid": "high"},
    "initial_cost": {"in_house": "high", "outsourced": "medium", "hybrid": "adjustable"},
    "speed": {"in_house": "medium", "outsourced": "fast", "hybrid": "fast"},
    "expertise": {"in_house": "limited", "outsourced": "strong", "hybrid": "strong"},
}
SHOWN = (
    "alignment", "flexibility", "expertise", "speed", "weeks_80", "cycle", "initial_money",
    "coverage", "steering_ratio", "coordination_ratio",
)  # fmt: skip

Facts = Mapping[str, object]
Change = Callable[[Knowledge], Knowledge]


@dataclass(frozen=True)
class Case:
    """One company of the panel, the typical team of each model and what happens to them."""

    name: str
    world: World
    teams: dict[str, Team]

    @cached_property
    def middle(self) -> dict[str, dict[str, float]]:
        """model -> measure -> its median over the scenarios."""
        return middles(self.world, self.teams)

    @cached_property
    def table(self) -> dict[str, dict[str, str]]:
        """criterion -> model -> class."""
        return classed(self)


def middles(world: World, teams: Mapping[str, Team]) -> dict[str, dict[str, float]]:
    """name of a team -> measure -> its median over the scenarios."""
    found = measured(world, list(teams.values()))[1]
    return {name: {k: float(np.median(found[k][i])) for k in SHOWN} for i, name in enumerate(teams)}


def measured(world: World, teams: Sequence[Team]) -> tuple[Outcomes, Measures]:
    outcomes = simulate_teams(world, teams)
    return outcomes, measure(world, outcomes)


def company(market: str, stage: str, headcount: int, business: str, season: str) -> Company:
    return Company(
        {
            "company.market": market,
            "company.headcount": headcount,
            "company.stage": stage,
            "company.business": business,
            "marketing.seasonality": season,
            "marketing.role": "growth_lever",
            "marketing.governance": "medium",
            "vision.targets": True,
            "vision.channels": True,
            "vision.objectives": True,
            "steering.level": 2,
            "steering.hours_per_month": 10.0,
            "steering.contact": True,
            "hiring.can_recruit": True,
            "needs.ambition": 1.0,
        }
    )


def draw(bare: Company, scenarios: int, knowledge: Knowledge | None = None) -> World:
    """The world of a company whose budget is the market's price of its needs."""
    known = load() if knowledge is None else knowledge
    cost = make_world(bare, load(), np.random.default_rng(1), scenarios, 36).market_cost
    told = bare.with_fact("marketing.budget", float(cost))
    return make_world(told, known, np.random.default_rng(1), scenarios, 36)


@cache
def panel(market: str = "fr") -> tuple[Case, ...]:
    """The twelve companies; the teams are chosen on needs without a season."""
    cases = []
    for stage, size in SIZES:
        for business in ("b2b", "b2c"):
            teams = typical_teams(draw(company(market, stage, size, business, "none"), TRIED))
            for season in ("none", "strong"):
                world = draw(company(market, stage, size, business, season), SCENARIOS)
                cases.append(Case(f"{stage} {size} {business} {season}", world, teams))
    return tuple(cases)


def retold(
    case: Case,
    facts: Facts | None = None,
    figures: Mapping[str, float] | None = None,
    change: Change = lambda k: k,
) -> Case:
    """The same teams where facts of the company or figures of the knowledge are others."""
    told = case.world.company
    for key, value in (facts or {}).items():
        told = told.with_fact(key, value)
    for key, value in (figures or {}).items():
        told = told.with_assumption(key, value)
    world = make_world(told, change(load()), np.random.default_rng(1), SCENARIOS, 36)
    return replace(case, world=world)


def typical_teams(world: World) -> dict[str, Team]:
    return {"in_house": employed(world), "outsourced": bought(world), "hybrid": blended(world)}


def employed(world: World) -> Team:
    roles = [
        k for k, r in world.knowledge.roles.items() if is_employee(r) and k != "emp_apprentice"
    ]
    best: tuple[float, Team] = (-1.0, Team(()))
    for size in range(1, 8):
        drafts = [
            Team(tuple(Member(k, quantity=float(c.count(k))) for k in dict.fromkeys(c)))
            for c in combinations_with_replacement(roles, size)
            if sum(c.count(k) for k in LEADERS) >= 1 and all(c.count(k) < 2 for k in LEADERS)
        ]
        within = [t for t in drafts if monthly_cost(world, t) <= limit(world)]
        if not within:
            return best[1] if best[1].members else min(drafts, key=lambda t: monthly_cost(world, t))
        drafts = within
        use = planned_use(world, drafts).sum(axis=1)
        drafts = [drafts[i] for i in np.argsort(-use, kind="stable")[:40]]
        covers = coverage(world, drafts)
        first = int(covers.argmax())
        best = max(best, (float(covers[first]), drafts[first]))
        if best[0] >= ENOUGH:
            break
    return best[1]


def bought(world: World) -> Team:
    groups = [("agency_full",), *(c for n in (2, 3) for c in combinations(SPECIALISTS, n))]
    drafts = [t for c in groups if (t := fitted(world, sized_one(world, c))) is not None]
    return drafts[int(coverage(world, drafts).argmax())]


def blended(world: World) -> Team:
    drafts = list(blends(world))
    within = [t for d in drafts if (t := fitted(world, d)) is not None]
    if within:
        return within[int(coverage(world, within).argmax())]
    covers = coverage(world, drafts)
    enough = [t for t, c in zip(drafts, covers, strict=True) if c >= ENOUGH]
    return min(enough, key=lambda t: monthly_cost(world, t))


def blends(world: World) -> list[Team]:
    """Teams of one executor, a fractional CMO and one or two providers, contracts sized."""
    day = world.market.hours_per_day
    drafts = [
        Team(tuple(sorted((Member(e), Member("fractional_cmo", hours=d * day), *map(Member, c)))))
        for e in EXECUTORS
        for d in (3, 6)
        for n in (1, 2)
        for c in combinations(("agency_full", *SPECIALISTS), n)
    ]
    return sized(world, drafts)


def sized_one(world: World, keys: Sequence[str]) -> Team:
    return sized(world, [Team(tuple(sorted(map(Member, keys))))])[0]


def fitted(world: World, team: Team) -> Team | None:
    """The team with its contracts cut back to the budget, None when they cannot be."""
    roles = world.knowledge.roles
    bought_from = [roles[m.role].category in ("agency", "freelancer") for m in team.members]
    cost = [planned(world, m)[0] for m in team.members]
    free = sum(c for c, b in zip(cost, bought_from, strict=True) if b)
    share = min(1.0, (limit(world) - sum(cost) + free) / free)
    members = tuple(
        m._replace(hours=max(share * m.hours, roles[m.role].min_hours)) if b else m
        for m, b in zip(team.members, bought_from, strict=True)
    )
    smaller = team._replace(members=tuple(sorted(members)))
    return smaller if monthly_cost(world, smaller) <= 1.001 * limit(world) else None


def limit(world: World) -> float:
    return MARGIN * float(np.median(world.budget)) / 12.0


def monthly_cost(world: World, team: Team) -> float:
    return sum(planned(world, m)[0] for m in team.members)


def coverage(world: World, teams: Sequence[Team]) -> np.ndarray:
    """(team,) median share of the needs that counts, steering and coordination among them."""
    return np.asarray(np.median(measured(world, teams)[1]["coverage"], axis=1))


def classed(case: Case) -> dict[str, dict[str, str]]:
    rules, middle = case.world.rules, case.middle
    per = {m: classes(middle[m], rules) for m in MODELS}
    found = {k: {m: per[m][k] for m in MODELS} for k in ARTICLE if k != "initial_cost"}
    initial = {m: middle[m]["initial_money"] for m in MODELS}
    spread = {"hybrid": hybrid_spread(case.world)}
    return found | {"initial_cost": cost_classes(initial, spread, rules)}


def hybrid_spread(world: World) -> float:
    """(max - min) / median of the initial cost of hybrids, from lean to complete."""
    day = world.market.hours_per_day
    drafts = [
        Team(tuple(sorted((Member(e), Member("fractional_cmo", hours=d * day), *map(Member, c)))))
        for e in ("emp_junior", "emp_content", "emp_performance", "emp_head")
        for d in (2, 4, 6)
        for c in ((), ("free_paid",), ("free_seo", "free_design_video"), ("agency_full",))
    ]
    cost = np.median(measured(world, sized(world, drafts))[1]["initial_money"], axis=1)
    return float((cost.max() - cost.min()) / np.median(cost))


@cache
def agreement(market: str = "fr") -> dict[tuple[str, str], float]:
    """(criterion, model) -> share of the panel whose class is the article's."""
    return {
        (k, m): float(np.mean([_agrees(c.table, k, m) for c in panel(market)]))
        for k in ARTICLE
        for m in MODELS
    }


def _agrees(table: Mapping[str, Mapping[str, str]], criterion: str, model: str) -> bool:
    here = table[criterion][model]
    if (criterion, model) == ("flexibility", "hybrid") and here == "medium":
        return table[criterion]["outsourced"] == "high"  # at worst one class below
    return here == ARTICLE[criterion][model]
