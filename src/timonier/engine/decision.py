"""Decide: the whole method on one screen, in the order of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company
from timonier.engine.framework import Reading, read_framework
from timonier.engine.information.matters import Matters, what_matters
from timonier.engine.information.paths import best_path
from timonier.engine.information.recruiting import Outlook, outlook
from timonier.engine.information.variance import Influence, influences
from timonier.engine.ranking import Preferences, Ranking, Verdict, rank, verdict, weight_draws
from timonier.engine.search import (
    ALL_MODELS,
    NOTICEABLE,
    Found,
    Judged,
    intended,
    judge,
    leaner_team,
    look_again,
    present,
    search,
    sized,
)
from timonier.engine.simulation import World, make_world, whole_blocks
from timonier.engine.team import Team
from timonier.engine.warnings import Raised, find_warnings

MEAN_DRAWS = 8_192  # of weights, for their mean


@dataclass(frozen=True)
class Decision:
    """Everything that was computed; wording and rendering come later, in the app.

    ``judged`` holds the finalists of every model, the nearest teams of models that are closed, then
    the team in place and the intended team;
    ``row`` points at the team of each model (and mixed, as_is, intended) in it. ``ranking`` is over
    ``ranked``, the models of the three that have a feasible team, in the usual order.
    """

    company: Company
    knowledge: Knowledge
    world: World
    found: Found
    judged: Judged
    row: Mapping[str, int]
    ranked: tuple[str, ...]
    weights: NDArray[np.float32]  # (scenario, criterion)
    ranking: Ranking | None
    verdict: Verdict | None
    framework: Reading
    warnings: tuple[Raised, ...]
    seed: int

    def team(self, model: str) -> Team:
        """The team of a model, of mixed, as_is or intended; KeyError when there is none."""
        return self.judged.teams[self.row[model]]

    @cached_property
    def matters(self) -> Matters:
        """What to find out, when to stop asking and what would change the advice; computed once."""
        said = self.verdict
        first = None if self.ranking is None else self.ranked[self.ranking.chance_of_best.argmax()]
        return what_matters(
            self.company, self.world, self.judged,
            self.found, self.weights, first,
            said.chance_of_best if said else 0.0, np.random.default_rng(self.seed),
        )  # fmt: skip

    @cached_property
    def outlook(self) -> Outlook | None:
        """The path over time and the frequent questions; None when no model is open."""
        if self.ranking is None:
            return None
        first = self.ranked[int(self.ranking.chance_of_best.argmax())]
        teams = {model: self.team(model) for model in self.ranked}
        weights = self.weights.mean(axis=0, dtype=np.float64)
        path = best_path(self.company, self.knowledge, self.world.months, teams, first, weights)
        return outlook(self.world, self.framework, path, self.team(first))

    @cached_property
    def sensitivity(self) -> dict[str, tuple[Influence, ...]]:
        """What makes each criterion of the first model, and each model's chance, vary."""
        if self.ranking is None:
            return {}
        first = self.ranked[int(self.ranking.chance_of_best.argmax())]
        rows = {model: self.row[model] for model in self.ranked}
        return influences(self.company, self.world, self.judged, rows, first, self.weights)


def decide(
    company: Company,
    *,
    knowledge: Knowledge,
    seed: int = 0,
    scenarios: int | None = None,
    months: int | None = None,
    threads: int = 2,
) -> Decision:
    """Needs, teams, simulation, search, ranking, framework and verdict for one company.

    Same company, knowledge, seed, scenarios and months: same decision, whatever the threads.
    Raises ValueError for preferences that contradict each other and months outside 36-60.
    """
    rules = {k: f.value.median for k, f in knowledge.method.items()}
    size, length = extent(rules, scenarios, months)
    few_rng, final_rng, weights_rng, more_rng, mean_rng = np.random.default_rng(seed).spawn(5)
    with ThreadPoolExecutor(1) as beside:  # the large world is drawn while the search goes on
        drawing = beside.submit(_final_world, company, knowledge, final_rng, size, length)
        weights = weight_draws(
            _wishes(company), tuple(knowledge.criteria), weights_rng, whole_blocks(size)
        )
        found = _searched(company, knowledge, (mean_rng, few_rng, more_rng), length, threads)
        world = drawing.result()
    judged = _finals(world, found, weights, threads)
    row = _representatives(judged, found, world)
    ranked = tuple(m for m in MODELS if m in row)
    reading = read_framework(company, world)
    ranking, said, first = None, None, None
    if ranked:
        ranking, said = _ranked(world, judged, [row[m] for m in ranked], ranked, weights, reading)
        first = ranked[int(ranking.chance_of_best.argmax())]
    warnings = find_warnings(world, judged, row, first)
    return Decision(
        company, knowledge, world, found, judged, row, ranked, weights, ranking, said, reading,
        warnings, seed,
    )  # fmt: skip


def _final_world(
    company: Company, knowledge: Knowledge, rng: np.random.Generator, size: int, months: int
) -> World:
    """The world in which the finalists meet, laid out as their simulation reads it."""
    world = make_world(company, knowledge, rng, size, months)
    _ = world.lanes, world.needed
    return world


def extent(
    rules: Mapping[str, float], scenarios: int | None = None, months: int | None = None
) -> tuple[int, int]:
    """How many scenarios over how many months; ValueError for months that are not simulated.

    >>> extent({"sampling.scenarios": 10_000, "horizon.months": 36, "horizon.months_max": 60})
    (10000, 36)
    """
    least, most = int(rules["horizon.months"]), int(rules["horizon.months_max"])
    length = least if months is None else months
    if not least <= length <= most:
        raise ValueError(f"months = {length}: expected {least} to {most}")
    return int(rules["sampling.scenarios"]) if scenarios is None else scenarios, length


def _wishes(company: Company) -> Preferences:
    wants = tuple(company.get("marketing.wants") or ())
    return Preferences(wants, company.order, company.tradeoffs)


def _searched(
    company: Company,
    knowledge: Knowledge,
    rngs: Sequence[np.random.Generator],
    months: int,
    threads: int,
) -> Found:
    """The best teams of each model, found on few draws and sorted again on more.

    Weights are the mean of the preferences, not of the decision's sample of them, so that the teams
    tried are the same whatever its size.
    """
    weights_rng, *drawn = rngs
    criteria = tuple(knowledge.criteria)
    mean = weight_draws(_wishes(company), criteria, weights_rng, MEAN_DRAWS).mean(axis=0)
    sizes = [
        int(knowledge.method[f"sampling.{name}_scenarios"].value.median)
        for name in ("screen", "second")
    ]
    few, more = (
        make_world(company, knowledge, rng, size, months)
        for rng, size in zip(drawn, sizes, strict=True)
    )
    found = search(few, mean, threads=threads)
    return look_again(more, found, mean, threads=threads)


def _ranked(
    world: World,
    judged: Judged,
    rows: list[int],
    models: tuple[str, ...],
    weights: NDArray[np.float32],
    reading: Reading,
) -> tuple[Ranking, Verdict]:
    """The ranking of the models that have a team, and what to say of it."""
    ranking = rank(judged.measures.values[rows], weights, judged.allowed[rows])
    said = verdict(ranking, models, reading.agrees, world.knowledge.method)
    if reading.answered < world.rules["verdict.answers_min"]:
        said = replace(said, model=None, status="undecided")
    return ranking, said


def _finals(world: World, found: Found, weights: NDArray[np.float32], threads: int) -> Judged:
    """The finalists on all the scenarios; a model whose teams fail there gets another chance: the
    rest of its shortlist, and its first teams leaner."""
    mean = weights.mean(axis=0)
    teams = [t for group in found.finalists.values() for t in group]
    teams += [t for group in found.closed.values() for t in group]
    teams += [t for t in _own(world) if t not in teams]
    judged = judge(world, teams, mean, threads=threads)
    lost = [m for m in ALL_MODELS if _failed(judged, found, m)]
    others = [t for m in lost for t in _second(world, found, m)]
    others = [t for t in dict.fromkeys(others) if t not in teams]
    return judge(world, [*teams, *others], mean, threads=threads) if others else judged


def _failed(judged: Judged, found: Found, model: str) -> bool:
    """Whether the finalists of a model failed, or left one that is worth much less than those that
    did: a team kept for its margins alone does not speak for the model."""
    row = {t: i for i, t in enumerate(judged.teams)}
    rows = [row[t] for t in found.finalists.get(model, ())]
    held = [i for i in rows if judged.open[i] and judged.model[i] == model]
    lost = [found.worth.get(judged.teams[i], 0.0) for i in rows if i not in held]
    left = max((float(judged.utility[i]) for i in held), default=-1.0)
    return max(lost, default=-1.0) > left + NOTICEABLE


def _second(world: World, found: Found, model: str) -> list[Team]:
    """The rest of a model's shortlist, and its finalists leaner."""
    first = found.finalists.get(model, ())
    rest = [t for t in found.best[model] if t not in first]
    return [*rest, *(leaner_team(world, t) for t in first)]


def _own(world: World) -> list[Team]:
    """The team in place and the intended one; a provider without hours gets those of its work."""
    here, more = present(world.company), intended(world.company)
    drafts = [Team(tuple(sorted(here)))] if here else []
    drafts += [Team(tuple(sorted((*here, *more))))] if more else []
    return sized(world, drafts) if drafts else []


def _representatives(judged: Judged, found: Found, world: World) -> dict[str, int]:
    """The row of the best team of each model, and of the teams that are the company's own.

    The draws of the second look count as much as these: on fewer, the team that speaks for a model
    would change with the sample, and its chance with it.
    """
    before = world.rules["sampling.second_scenarios"]

    def worth(i: int) -> float:
        now = float(judged.utility[i])
        then = found.worth.get(judged.teams[i], now)
        return (world.size * now + before * then) / (world.size + before)

    where = {t: i for i, t in enumerate(judged.teams)}
    out: dict[str, int] = {}
    for model in ALL_MODELS:
        tried = (*found.best[model], *_second(world, found, model))
        rows = [where[t] for t in dict.fromkeys(tried) if t in where]
        still = [i for i in rows if judged.model[i] == model and judged.open[i]]
        if still:
            out[model] = max(still, key=worth)
    own = _own(world)
    if present(world.company):
        out["as_is"] = where[own[0]]
    if intended(world.company):
        out["intended"] = where[own[-1]]
    return out
