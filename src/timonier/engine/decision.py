"""Decide: the whole method on one screen, in the order of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company
from timonier.engine.effort import FULL, Effort, effort_of
from timonier.engine.finalists import Finals, finals
from timonier.engine.framework import Reading, read_framework
from timonier.engine.frontier import Step, budgets_of, frontier
from timonier.engine.information.doubt import Doubt, doubt_of
from timonier.engine.information.matters import Matters, findable, what_matters
from timonier.engine.information.paths import best_path
from timonier.engine.information.questions import Stop, stop
from timonier.engine.information.recruiting import Outlook, outlook
from timonier.engine.information.tips import Tipping
from timonier.engine.information.variance import Influence, influences
from timonier.engine.information.wishes import wish_tips, wishes_known
from timonier.engine.persons import with_persons
from timonier.engine.ranking import Ranking, Verdict, rank, verdict, wishes
from timonier.engine.sampling import Weights, streams_of, weights_of
from timonier.engine.search import Found, Judged, climb, look_again, polish, search
from timonier.engine.simulation import World, make_world, whole_blocks
from timonier.engine.team import Team
from timonier.engine.triage import triage
from timonier.engine.warnings import Raised, find_warnings

Draw = Callable[[np.random.Generator, int], World]


@dataclass(frozen=True)
class Decision:
    """Everything that was computed; wording and rendering come later, in the app.

    ``steps``: the frontier. ``final``: the teams that met all the scenarios. ``ranking`` is over
    ``ranked``, the models that have a team, in the usual order.
    """

    company: Company
    knowledge: Knowledge
    world: World
    found: Found
    steps: tuple[Step, ...]
    final: Finals
    weights: NDArray[np.float32]  # (scenario, criterion)
    ranking: Ranking | None
    verdict: Verdict | None
    framework: Reading
    warnings: tuple[Raised, ...]
    seed: int
    effort: str = FULL  # one of EFFORTS

    @property
    def judged(self) -> Judged:
        """The teams that met all the scenarios."""
        return self.final.judged

    @property
    def row(self) -> Mapping[str, int]:
        """The row of the team of each model, of as_is and intended."""
        return self.final.row

    @property
    def ranked(self) -> tuple[str, ...]:
        return self.final.ranked

    def team(self, model: str) -> Team:
        """The team of a model, of as_is or intended; KeyError when there is none."""
        return self.judged.teams[self.row[model]]

    @property
    def first(self) -> str | None:
        """The model most often best; None when no model has a team."""
        if self.ranking is None:
            return None
        return self.ranked[self.ranking.first]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Models without a team: none holds, or a triage knew none."""
        return tuple(m for m in MODELS if m not in self.row)

    @cached_property
    def matters(self) -> Matters:
        """What to find out, when to stop asking and what would change the advice; computed once."""
        first = self.first
        return what_matters(
            self.world.company, self.world, self.judged,
            self.found, self.weights, first,
            np.random.default_rng(self.seed),
        )  # fmt: skip

    @cached_property
    def doubt(self) -> Doubt | None:
        """What the doubt is made of; None when no model is open."""
        if self.ranking is None:
            return None
        return _doubt(self.company, self.world, self.final, self.weights, self.ranking, self.seed)

    @cached_property
    def wishes(self) -> tuple[Tipping, ...]:
        """The wishes, none being said, that would put another model first."""
        if self.first is None:
            return ()
        criteria, rng = tuple(self.knowledge.criteria), np.random.default_rng([self.seed, 2])
        return wish_tips(
            self.company, self.ranked, self.final.values, self.final.allowed, criteria, self.first,
            rng,
        )  # fmt: skip

    @cached_property
    def stop(self) -> Stop:
        """Whether the advice would hold whatever is still to be answered."""
        said, doubt = self.verdict, self.doubt
        chance = said.chance_of_best if said else 0.0
        holds = doubt.holds_if_known if doubt else 0.0
        enough = self.world.rules["stop.holds"]
        known = wishes_known(self.company)
        return stop(self.matters.candidates, known, chance, holds, enough)

    @cached_property
    def outlook(self) -> Outlook | None:
        """The path over time and the frequent questions; None when no model is open."""
        if self.ranking is None:
            return None
        first = self.first
        assert first is not None
        teams = {model: self.team(model) for model in self.ranked}
        weights = self.weights.mean(axis=0, dtype=np.float64)
        path = best_path(
            self.world.company, self.knowledge, self.world.months, teams, first, weights
        )
        return outlook(self.world, self.framework, path, self.team(first))

    @cached_property
    def sensitivity(self) -> dict[str, tuple[Influence, ...]]:
        """What makes each criterion of the first model, and each model's chance, vary."""
        if self.ranking is None:
            return {}
        first = self.first
        assert first is not None
        rows = {model: self.row[model] for model in self.ranked}
        return influences(self.world.company, self.world, self.judged, rows, first, self.weights)


def decide(
    company: Company,
    *,
    knowledge: Knowledge,
    seed: int = 0,
    scenarios: int | None = None,
    months: int | None = None,
    effort: str = FULL,
    threads: int = 2,
) -> Decision:
    """Needs, teams, simulation, search, ranking, framework and verdict for one company.

    ``effort`` is one of EFFORTS; ``scenarios`` defaults to its own. Same arguments: same decision,
    whatever the threads. Raises ValueError for preferences that contradict each other, months
    outside 36-60 and an unknown effort.
    """
    said_so, (company, knowledge) = company, with_persons(company, knowledge)
    rules = {k: f.value.median for k, f in knowledge.method.items()}
    how = effort_of(effort, rules)
    size, length = extent(rules, how.scenarios if scenarios is None else scenarios, months)
    draw, streams = partial(_world, company, knowledge, length), streams_of(seed)
    criteria = tuple(knowledge.criteria)
    weights = weights_of(wishes(company), criteria, seed, whole_blocks(size))
    if how.searches:
        world, found, steps, final = _searched(how, draw, streams, size, weights, threads)
    else:
        world = draw(streams["final"], size)
        found, steps, final = triage(world, weights, threads)
    reading = read_framework(company, world)
    ranking, said = None, None
    if final.ranked:
        ranking, said = _ranked(said_so, world, final, weights.final, reading, seed)
    first = None if ranking is None else final.ranked[ranking.first]
    warnings = find_warnings(world, final.judged, final.row, first)
    return Decision(
        said_so, knowledge, world, found, steps, final, weights.final, ranking, said, reading,
        warnings, seed, effort,
    )  # fmt: skip


def _searched(
    how: Effort,
    draw: Draw,
    streams: Mapping[str, np.random.Generator],
    size: int,
    weights: Weights,
    threads: int,
) -> tuple[World, Found, tuple[Step, ...], Finals]:
    """The best teams at the company's budget and at others, as far as the effort goes, and those
    that met all the scenarios."""
    with ThreadPoolExecutor(1) as beside:  # the large world is drawn while the search goes on
        drawing = beside.submit(draw, streams["final"], size)
        mean = weights.mean
        few, more = draw(streams["few"], how.screen), draw(streams["more"], how.second)
        found = search(few.settled, mean, threads=threads, rounds=how.rounds)
        found, rungs = climb(
            few.settled, mean, found, budgets_of(more),
            threads=threads, rounds=how.climbs, home_rounds=how.home_climbs,
        )  # fmt: skip
        if how.polish:
            middle = draw(streams["polish"], how.polish)
            found = polish(middle.settled, found, mean, threads=threads)
        found = look_again(more.settled, found, mean, threads=threads)
        drawn = weights.drawn[: more.size]
        steps = frontier(more, rungs, found, drawn, mean, threads=threads)
        world = drawing.result()
    found = replace(found, pool=())  # thousands of teams that nobody asks for again
    return world, found, steps, finals(world, found, steps, mean, threads)


def _world(
    company: Company, knowledge: Knowledge, months: int, rng: np.random.Generator, size: int
) -> World:
    """A world, laid out as its simulation reads it."""
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


def _ranked(
    company: Company,
    world: World,
    final: Finals,
    weights: NDArray[np.float32],
    reading: Reading,
    seed: int,
) -> tuple[Ranking, Verdict]:
    """The ranking of the models that have a team, and what to say of it.

    With few of the four questions answered nothing is advised, unless no answer could turn it.
    """
    ranking = rank(final.values, weights, final.allowed)
    said = verdict(ranking, final.ranked, reading.agrees, world.knowledge.method)
    if reading.answered < world.rules["verdict.answers_min"]:
        doubt = _doubt(company, world, final, weights, ranking, seed)
        if doubt.holds_if_known < world.rules["stop.holds"]:
            said = replace(said, model=None, status="undecided", too_few_answers=True)
    return ranking, said


def _doubt(
    company: Company,
    world: World,
    final: Finals,
    weights: NDArray[np.float32],
    ranking: Ranking,
    seed: int,
) -> Doubt:
    return doubt_of(
        final.values, final.allowed, weights,
        [u.draws for u in findable(world.company, world)],
        ranking.first, float(ranking.chance_of_best[ranking.first]),
        np.random.default_rng([seed, 1]), wished=wishes_known(company),
    )  # fmt: skip
