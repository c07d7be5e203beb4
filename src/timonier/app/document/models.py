"""One model of the document: its team, criteria, cost, coverage and risks."""

from __future__ import annotations

from typing import Any

import numpy as np

from timonier.app.document.numbers import HOURS, MONEY, rounded, spread, triple
from timonier.app.document.words import Words
from timonier.engine.catalogue import FUNCTIONS, MODELS
from timonier.engine.criteria import inside_load, planned
from timonier.engine.decision import Decision
from timonier.engine.detail import Months
from timonier.engine.explanation import Evidence
from timonier.engine.prices import figure
from timonier.engine.risks import bus_factor, people, risks
from timonier.engine.simulation.world import WEEKS_PER_MONTH
from timonier.engine.team import Member, is_employee

PERIODS = (12, 24, 36)
Document = dict[str, Any]


def staffed(evidence: Evidence, model: str, months: Months, words: Words) -> Document:
    """What a team does, costs and risks; every number of it is measured."""
    decision = evidence.decision
    return {
        "viable": True,
        "team": team(decision, model, words),
        "released": [words.role(m.role) for m in decision.team(model).released],
        "criteria": criteria(decision, model),
        "cost": cost(evidence, model, months),
        "coverage": coverage(decision, model),
        "coverage_by_month": {
            k: [triple(v[:, i]) for i in range(v.shape[1])] for k, v in months.coverage.items()
        },
        "steering": _supplied(decision, model, "steering"),
        "coordination": _supplied(decision, model, "coordination"),
        "risks": {k: triple(v) for k, v in risks(decision, model).items()},
        "bus_factor": bus_factor(decision, model),
    }


def team(decision: Decision, model: str, words: Words) -> list[Document]:
    """The members of a team; months count from 1, the month in which they begin to work."""
    return [_member(decision, p.member, p.share, words) for p in people(decision, model)]


def _member(decision: Decision, m: Member, share: float, words: Words) -> Document:
    world, role = decision.world, decision.knowledge.roles[m.role]
    lead = figure(world.company, world.market, role, "lead_time_weeks").median / WEEKS_PER_MONTH
    arrival = 0 if m.existing else m.start_month + round(lead)
    inside = is_employee(role)
    return {
        "role": m.role,
        "label": words.role(m.role),
        "name": m.name or None,
        "quantity": m.quantity,
        "unit": "fte" if inside else "contract",
        "hours": rounded(planned(world, m)[1], HOURS),
        "start_month": arrival + 1,
        "search_month": 1 if m.existing else m.start_month + 1,
        "end_month": m.end_month,
        "existing": m.existing,
        "contact_only": m.contact_only,
        "monthly_cost": _monthly_cost(decision, m),
        "share": rounded(share),
    }


def _monthly_cost(decision: Decision, m: Member) -> Document:
    """Before indexation: pay and contributions, or the bill of the planned hours."""
    world = decision.world
    row = world.role_keys.index(m.role)
    pay, floor = world.prices.pay[row], world.prices.floor[row]
    if m.yearly_cost is not None:
        return triple([m.yearly_cost / 12.0] * 3, MONEY)
    if is_employee(decision.knowledge.roles[m.role]):
        return spread(pay * m.quantity, MONEY)
    return spread(np.maximum(floor * m.quantity, pay * m.hours * m.quantity), MONEY)


def criteria(decision: Decision, model: str) -> Document:
    """The measure of each criterion, and the value and weight that the ranking reads."""
    measures, row = decision.judged.measures, decision.row[model]
    weights = decision.weights.mean(axis=0, dtype=np.float64)
    out: Document = {}
    for i, key in enumerate(measures.criteria):
        out[key] = {
            **spread(measures[key][row], 1 if key == "speed" else SHARES),
            "value": rounded(measures.values[row, i].mean(dtype=np.float64)),
            "weight": rounded(weights[i]),
        }
    out["alignment"]["month_3"] = spread(measures["alignment_early"][row])
    out["speed"]["weeks_80"] = spread(measures["weeks_80"][row], 1)
    out["speed"]["cycle_days"] = spread(measures["cycle"][row], 1)
    out["initial_cost"]["money"] = spread(measures.initial_money[row], MONEY)
    return out


SHARES = 4


def cost(evidence: Evidence, model: str, months: Months) -> Document:
    """In the market's currency: paid by month, since the start, and what it may cost to leave.

    ``stoppable``: share of the next one or three months' spending that stopping today avoids.
    """
    decision = evidence.decision
    world, measures, row = decision.world, decision.judged.measures, decision.row[model]
    yearly = measures.paid[row] / (world.months / 12.0)
    return {
        "monthly": [triple(months.cost[:, i], MONEY) for i in range(world.months)],
        **{
            f"months_{n}": triple(months.paid[:, n - 1], MONEY)
            for n in PERIODS
            if n <= world.months
        },
        "a_year": spread(yearly, MONEY),
        "paid_over_budget": rounded(float((yearly > world.budget).mean())),
        "initial": spread(measures.initial_money[row], MONEY),
        "exit": spread(measures["exit_cost"][row], MONEY),
        "internal_time": spread(world.pilot_lanes[0], HOURS),
        "inside_hours": _inside_hours(decision, row),
        "payroll_a_month": rounded(evidence.fixed_cost(model), MONEY),
        "stoppable": {f"months_{n}": rounded(evidence.stoppable(model, float(n))) for n in (1, 3)},
    }


def _inside_hours(decision: Decision, row: int) -> Document:
    """Hours a month the team takes from the company: people matters, then steering and briefs."""
    load = inside_load(decision.world, decision.judged.outcomes, row)
    return {
        "people": rounded(load.people_hours, HOURS),
        "steering": rounded(load.steering_hours, HOURS),
    }


def _supplied(decision: Decision, model: str, what: str) -> Document:
    """Hours a month of steering or coordination, once settled: required, there, and their ratio."""
    world, row = decision.world, decision.row[model]
    months = max(1, world.months - world.kernel_rules.steady)
    needed = {"steering": "steering_required", "coordination": "coordination_needed"}[what]
    outcomes = decision.judged.outcomes
    return {
        "required": spread(outcomes[needed][row] / months, HOURS),
        "supplied": spread(outcomes[f"{what}_supplied"][row] / months, HOURS),
        "ratio": spread(decision.judged.measures[f"{what}_ratio"][row]),
    }


def coverage(decision: Decision, model: str) -> Document:
    """Share of the needed hours that is done well, once settled, of each function and of all."""
    measures, row = decision.judged.measures, decision.row[model]
    out = {f: spread(measures[f"coverage.{f}"][row]) for f in FUNCTIONS}
    return {**out, "all": spread(measures["coverage"][row])}


def ranked(decision: Decision, model: str) -> Document:
    """Where a model of the three stands; all nil for one that has no team."""
    ranking = decision.ranking
    if ranking is None or model not in decision.ranked:
        nobody = {"mean": None, "p95": None}
        return {
            "chance_of_best": 0.0,
            "standard_error": 0.0,
            "rank_acceptability": [0.0] * len(MODELS),
            "central_weights": None,
            "confidence": None,
            "expected_utility": None,
            "regret": nobody,
        }
    i = decision.ranked.index(model)
    held = [rounded(x) for x in ranking.rank_acceptability[i]]
    centre, criteria = ranking.central_weights[i], decision.knowledge.criteria
    return {
        "chance_of_best": rounded(ranking.chance_of_best[i]),
        "standard_error": rounded(ranking.chance_error[i]),
        "rank_acceptability": held + [0.0] * (len(MODELS) - len(held)),
        "central_weights": None
        if np.isnan(centre).any()
        else {k: rounded(w) for k, w in zip(criteria, centre, strict=True)},
        "confidence": rounded(ranking.confidence[i]),
        "expected_utility": rounded(ranking.expected_utility[i]),
        "regret": {
            "mean": rounded(ranking.regret_mean[i]),
            "p95": rounded(ranking.regret_p95[i]),
        },
    }
