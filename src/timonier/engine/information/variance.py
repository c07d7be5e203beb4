"""Which unknowns make the criteria and the chances of this decision vary, alone and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company
from timonier.engine.criteria import score
from timonier.engine.feasibility import allowed, loads
from timonier.engine.information.matters import unknown_facts
from timonier.engine.information.sensitivity import Index, first_order, jansen_total
from timonier.engine.information.whatif import STEERING
from timonier.engine.priors import Facts, draw_facts
from timonier.engine.rules import rules_of
from timonier.engine.search import Judged
from timonier.engine.simulation import World, make_world, simulate_teams, whole_blocks
from timonier.engine.team import Team

Floats = NDArray[np.float64]
SEEDS = (40, 41)


@dataclass(frozen=True)
class Influence:
    """How much of the variance of one outcome comes from one unknown fact."""

    fact: str
    first: Index  # alone
    total: Index  # alone and with the others, chance included


def influences(
    company: Company,
    world: World,
    judged: Judged,
    rows: Mapping[str, int],
    first: str,
    weights: NDArray[np.float32],
) -> dict[str, tuple[Influence, ...]]:
    """For each criterion of the first model's team and each model's chance, the facts that move it.

    ``rows`` of the models' teams in ``judged``; ``weights`` (draw, criterion). First-order indices
    are read on the draws of the decision; total ones need a fact drawn anew, all else unchanged, on
    ``sampling.influence_scenarios`` draws (Jansen 1999). Outcomes: criteria, then ``chance.MODEL``.
    """
    keys = [unknown.key for unknown in unknown_facts(company, world)]
    if not keys:
        return {}
    names = list(rows)
    picked = [rows[m] for m in names]
    values, may = judged.measures.values[picked], judged.allowed[picked]
    at = _outcomes(list(world.knowledge.criteria), values, may, names, first, weights)
    teams = [judged.teams[rows[m]] for m in names]
    totals = _totals(company, world.knowledge, world.months, teams, names, first, weights, keys)
    return {
        outcome: tuple(
            Influence(key, first_order(values, world.facts[key]), totals[key][outcome])
            for key in keys
        )
        for outcome, values in at.items()
    }


def _outcomes(
    criteria: list[str],
    values: NDArray[np.float32],
    may: NDArray[np.bool_],
    names: list[str],
    first: str,
    weights: NDArray[np.float32],
) -> dict[str, Floats]:
    """(draw,) of each criterion of the first model, and of each model being the best."""
    utility = np.where(may, np.einsum("sc,tcs->ts", weights, values), 0.0)
    best = utility.argmax(axis=0)
    out = {c: values[names.index(first), i].astype(np.float64) for i, c in enumerate(criteria)}
    return out | {f"chance.{m}": (best == i).astype(np.float64) for i, m in enumerate(names)}


def _totals(
    company: Company,
    knowledge: Knowledge,
    months: int,
    teams: list[Team],
    names: list[str],
    first: str,
    weights: NDArray[np.float32],
    keys: list[str],
) -> dict[str, dict[str, Index]]:
    size = whole_blocks(rules_of(knowledge.method).sampling_influence_scenarios)
    anew = draw_facts(company, knowledge, np.random.default_rng(SEEDS[1]), size)

    rng = np.random.default_rng(SEEDS[0])
    world = make_world(company, knowledge, rng, size, months)

    def run(part: World) -> dict[str, Floats]:
        scores = score(part, simulate_teams(part, teams, brief=True))
        may = allowed(part, teams, scores, names, loads(part, part.pack(teams)))
        drawn = np.resize(weights, (part.size, weights.shape[1]))
        return _outcomes(list(knowledge.criteria), scores.values, may, names, first, drawn)

    def redrawn(key: str) -> World:
        facts = Facts(world.size, {**world.facts.columns, key: anew[key]})
        if key in STEERING:
            return world.with_facts(company, facts)
        rng = np.random.default_rng(SEEDS[0])
        return make_world(company, knowledge, rng, size, months, facts, world)

    base = run(world)
    found = {}
    for key in keys:
        swapped = run(redrawn(key))
        found[key] = {name: jansen_total(base[name], swapped[name]) for name in base}
    return found
