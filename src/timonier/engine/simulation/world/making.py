"""Draw a world: facts, needs and prices of every scenario, each from a stream of its own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company
from timonier.engine.judgement import judged
from timonier.engine.needs import Needs, applicable, draw_needs
from timonier.engine.prices import Prices, draw_prices, figure, market_prices, terms_of
from timonier.engine.priors import Facts, draw_facts
from timonier.engine.rules import Rules, rules_of
from timonier.engine.simulation.kernel.layout import whole_blocks
from timonier.engine.simulation.tables import (
    Roles,
    Table,
    make_parts,
    make_roles,
)
from timonier.engine.simulation.world.drawn import World


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
    rules = kin.rules if kin else rules_of(knowledge.method, company.assumptions)
    if facts is None:
        facts = draw_facts(company, knowledge, facts_rng, size)
    judgements = int(presence_rng.integers(2**63))
    truth = judged(company, facts, rules, judgements)
    activities = applicable(company, knowledge, rules)
    price = market_prices(company, knowledge, activities)
    needs = draw_needs(company, activities, truth, rules, price, needs_rng, months)
    return World(
        company=company,
        knowledge=knowledge,
        rules=rules,
        facts=facts,
        truth=truth,
        needs=needs,
        prices=_priced(kin, company, facts, knowledge, rules, prices_rng, months),
        market_price=price,
        months=months,
        size=size,
        role_keys=tuple(knowledge.roles),
        roles=kin.roles if kin else _roles(company, knowledge, rules),
        parts=_parts(knowledge, needs, price, rules),
        seeds=int(presence_rng.integers(2**63)),
        judgements=judgements,
    )


def _priced(
    kin: World | None,
    company: Company,
    facts: Facts,
    knowledge: Knowledge,
    rules: Rules,
    rng: np.random.Generator,
    months: int,
) -> Prices:
    """Those of a world of the same figures where people are employed on the same terms, or new."""
    if kin is not None and terms_of(kin.company, kin.facts) == terms_of(company, facts):
        return kin.prices
    return draw_prices(company, facts, knowledge, rules, rng, months)


def _roles(company: Company, knowledge: Knowledge, rules: Rules) -> Roles:
    market, roles = knowledge.markets[company.market], knowledge.roles
    ramps = {k: figure(company, market, r, "ramp_up_months").median for k, r in roles.items()}
    return make_roles(roles, tuple(knowledge.skills), rules, ramps)


def _parts(knowledge: Knowledge, needs: Needs, price: Mapping[str, float], rules: Rules) -> Table:
    shares = needs.monthly / max(needs.monthly.sum(), 1e-9)
    split = rules.split_coordination_per_party * shares
    return make_parts(needs.activities, tuple(knowledge.skills), price, rules, split)


def _same_figures(like: World, company: Company) -> bool:
    """Whether roles cost the same and rules are the same in both worlds, whatever the company is
    and wants."""
    other = like.company
    return other.market == company.market and other.assumptions == company.assumptions
