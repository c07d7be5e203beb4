"""The teams of the document: members, cost, coverage and risks, and where each model stands."""

from __future__ import annotations

import numpy as np

from timonier.app.document import parts
from timonier.app.document.classes import criteria
from timonier.app.document.money import by_year, released
from timonier.app.document.numbers import HOURS, money, rounded, spread, triple, whole, wholes
from timonier.app.document.words import Words
from timonier.engine.catalogue import FUNCTIONS, MODELS
from timonier.engine.criteria import inside_load, planned
from timonier.engine.decision import Decision
from timonier.engine.detail import Months
from timonier.engine.explanation import Evidence
from timonier.engine.feasibility import loads
from timonier.engine.persons import role_key
from timonier.engine.prices import figure
from timonier.engine.risks import bus_factor, people, risks
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import Load, Member, is_inside, led_by


def team(evidence: Evidence, model: str, months: Months, words: Words) -> parts.Team:
    """What a team does, costs and risks; every number of it is measured."""
    decision = evidence.decision
    return parts.Team(
        viable=True,
        team=tuple(_member(decision, p.member, p.share, words) for p in people(decision, model)),
        led_by=led_by(model, _load(decision, model)),
        released=released(decision, model, words),
        criteria=criteria(evidence, model, words),
        cost=cost(evidence, model, months),
        coverage=coverage(decision, model),
        coverage_by_month={
            k: tuple(triple(v[:, i]) for i in range(v.shape[1])) for k, v in months.coverage.items()
        },
        steering=_supplied(decision, model, "steering"),
        coordination=_supplied(decision, model, "coordination"),
        risks={k: triple(v) for k, v in risks(decision, model).items()},
        bus_factor=bus_factor(decision, model),
    )


def _load(decision: Decision, model: str) -> Load:
    world, team = decision.world, decision.team(model)
    return loads(world, world.pack([team]))[0]


def _member(decision: Decision, m: Member, share: float, words: Words) -> parts.Member:
    world, role = decision.world, decision.knowledge.roles[m.role]
    lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
    arrival = 0 if m.existing else m.start_month + round(lead)
    inside = is_inside(role)
    return parts.Member(
        role=role_key(m.role),
        label=words.role(m.role),
        name=m.name or None,
        quantity=m.quantity,
        unit="fte" if inside else "contract",
        hours=rounded(planned(world, m)[1], HOURS),
        start_month=arrival + 1,
        search_month=1 if m.existing else m.start_month + 1,
        end_month=m.end_month,
        existing=m.existing,
        contact_only=m.contact_only,
        monthly_cost=_monthly_cost(decision, m),
        share=rounded(share),
    )


def _monthly_cost(decision: Decision, m: Member) -> parts.Whole:
    """Before indexation: pay and contributions, or the bill of the planned hours."""
    world = decision.world
    row = world.role_keys.index(m.role)
    pay, floor = world.prices.pay[row], world.prices.floor[row]
    if m.yearly_cost is not None:
        return wholes([m.yearly_cost / 12.0] * 3)
    if is_inside(decision.knowledge.roles[m.role]):
        return money(pay * m.quantity)
    return money(np.maximum(floor * m.quantity, pay * m.hours * m.quantity))


def cost(evidence: Evidence, model: str, months: Months) -> parts.Cost:
    """In the market's currency: paid by month, since the start, and what it may cost to leave."""
    decision = evidence.decision
    world, measures, row = decision.world, decision.judged.measures, decision.row[model]
    yearly = measures.paid[row] / (world.months / 12.0)
    load = inside_load(world, decision.judged.outcomes, row)
    one, three = (rounded(evidence.stoppable(model, float(n))) for n in (1, 3))
    return parts.Cost(
        monthly=tuple(wholes(months.cost[:, i]) for i in range(world.months)),
        months_12=wholes(months.paid[:, 11]),
        months_24=wholes(months.paid[:, 23]),
        months_36=wholes(months.paid[:, 35]),
        a_year=money(yearly),
        by_year=by_year(decision, model),
        paid_over_budget=max(year.over_budget for year in by_year(decision, model)),
        initial=money(measures.initial_money[row]),
        exit=money(measures["exit_cost"][row]),
        internal_time=spread(world.pilot_lanes[0], HOURS),
        inside_hours=parts.InsideHours(
            people=rounded(load.people_hours, HOURS), steering=rounded(load.steering_hours, HOURS)
        ),
        payroll_a_month=whole(evidence.fixed_cost(model)),
        stoppable=parts.Stoppable(months_1=one, months_3=three),
    )


def _supplied(decision: Decision, model: str, what: str) -> parts.Supplied:
    """Hours a month of steering or coordination, once settled: required, there, and their ratio."""
    world, row = decision.world, decision.row[model]
    months = world.steady_months
    needed = {"steering": "steering_required", "coordination": "coordination_needed"}[what]
    outcomes = decision.judged.outcomes
    return parts.Supplied(
        required=spread(outcomes[needed][row] / months, HOURS),
        supplied=spread(outcomes[f"{what}_supplied"][row] / months, HOURS),
        ratio=spread(decision.judged.measures[f"{what}_ratio"][row]),
    )


def coverage(decision: Decision, model: str) -> parts.ByFunction:
    """Share of the needed hours that is done well, once settled, of each function and of all."""
    measures, row = decision.judged.measures, decision.row[model]
    out = {f: spread(measures[f"coverage.{f}"][row]) for f in FUNCTIONS}
    return {**out, "all": spread(measures["coverage"][row])}


def ranked(decision: Decision, model: str) -> parts.Ranked:
    """Where a model of the three stands; all nil for one that has no team."""
    ranking = decision.ranking
    if ranking is None or model not in decision.ranked:
        return parts.Ranked(
            chance_of_best=0.0,
            standard_error=0.0,
            rank_acceptability=(0.0,) * len(MODELS),
            central_weights=None,
            confidence=None,
            expected_utility=None,
            regret=parts.Regret(mean=None, p95=None),
        )
    i = decision.ranked.index(model)
    held = [rounded(x) for x in ranking.rank_acceptability[i]]
    centre, weighed = ranking.central_weights[i], decision.knowledge.criteria
    return parts.Ranked(
        chance_of_best=rounded(ranking.chance_of_best[i]),
        standard_error=rounded(ranking.chance_error[i]),
        rank_acceptability=(*held, *[0.0] * (len(MODELS) - len(held))),
        central_weights=None
        if np.isnan(centre).any()
        else {k: rounded(w) for k, w in zip(weighed, centre, strict=True)},
        confidence=rounded(ranking.confidence[i]),
        expected_utility=rounded(ranking.expected_utility[i]),
        regret=parts.Regret(
            mean=rounded(ranking.regret_mean[i]), p95=rounded(ranking.regret_p95[i])
        ),
    )
