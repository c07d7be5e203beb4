"""People in place whose skills are not those of their role: each is a role of their own."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company

APART = "~"  # between the key of a role and the place of the person in the file


def with_persons(company: Company, knowledge: Knowledge) -> tuple[Company, Knowledge]:
    """The company and the knowledge with a role for each person whose skills are said.

    It costs and behaves like the role that it comes from; nobody else can be hired in it.
    """
    if not any(p.skills for p in company.team):
        return company, knowledge
    roles, market = dict(knowledge.roles), knowledge.markets[company.market]
    prices, team = dict(market.roles), list(company.team)
    for i, person in enumerate(company.team):
        if person.skills:
            key, role = f"{person.role}{APART}{i}", knowledge.roles[person.role]
            skills = MappingProxyType({**role.skills, **dict(person.skills)})
            roles[key] = replace(role, key=key, skills=skills)
            if person.role in prices:
                prices[key] = prices[person.role]
            team[i] = replace(person, role=key)
    own = replace(market, roles=MappingProxyType(prices))
    markets = MappingProxyType({**knowledge.markets, market.key: own})
    found = replace(knowledge, roles=MappingProxyType(roles), markets=markets)
    return replace(company, team=tuple(team)), found


def role_key(key: str) -> str:
    """The role that somebody has, whatever their own skills.

    >>> role_key("emp_junior~0"), role_key("emp_head")
    ('emp_junior', 'emp_head')
    """
    return key.partition(APART)[0]
