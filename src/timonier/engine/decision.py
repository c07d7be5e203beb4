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
from timonier.engine.information.holding import holds_if_known
from timonier.engine.information.matters import Matters, findable, panel_of, what_matters
from timonier.engine.information.panel import Panel
from timonier.engine.information.paths import best_path
from timonier.engine.information.questions import Stop, stop
from timonier.engine.information.recruiting import Outlook, outlook
from timonier.engine.information.tips import Tipping
from timonier.engine.information.variance import Influence, influences
from timonier.engine.information.wishes import wish_tips, wishes_known
from timonier.engine.persons import with_persons
from timonier.engine.ranking import Ranking, Verdict, rank, verdict, wishes
from timonier.engine.rules import Rules, rules_of
from timonier.engine.sampling import Weights, streams_of, weights_of
from timonier.engine.search import (
    Found,
    Judged,
    answers_of,
    climb,
    look_again,
    polish,
    search,
    with_answers,
)
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
    by_chance: Verdict | None  # the verdict, were answers enough; None when no model is open
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
    def verdict(self) -> Verdict | None:
        """What is said of the first model; None when no model is open. With few of the four
        questions answered nothing is advised, unless hardly any answer could turn it."""
        said, rules = self.by_chance, self.world.rules
        if said is None or self.framework.answered >= rules.verdict_answers_min:
            return said
        if self.holds >= rules.stop_holds:
            return said
        return replace(said, model=None, status="undecided", too_few_answers=True)

    @cached_property
    def panel(self) -> Panel:
        """The teams that any answer could bring first, on all the scenarios."""
        return panel_of(self.world, self.judged, self.found, self.weights)

    @cached_property
    def matters(self) -> Matters:
        """What to find out, when to stop asking and what would change the advice; computed once."""
        rng = np.random.default_rng(self.seed)
        return what_matters(self.panel, self.found, self.weights, self.first, rng)

    @cached_property
    def holds(self) -> float:
        """The chance that the first model would be first if all that can be found out were known;
        0 when no model is open."""
        if self.first is None:
            return 0.0
        unknown = findable(self.world.company, self.world)
        rng, wished = np.random.default_rng([self.seed, 3]), wishes_known(self.company)
        return holds_if_known(self.panel, self.weights, unknown, self.first, rng, wished=wished)

    @cached_property
    def doubt(self) -> Doubt | None:
        """What the doubt is made of; None when no model is open."""
        if self.ranking is None:
            return None
        chance = float(self.ranking.chance_of_best[self.ranking.first])
        unknown = [u.draws for u in findable(self.world.company, self.world)]
        rng, final = np.random.default_rng([self.seed, 1]), self.final
        return doubt_of(final.values, final.allowed, self.weights, unknown, chance, rng)

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
        chance = self.by_chance.chance_of_best if self.by_chance else 0.0
        enough = self.world.rules.stop_holds
        known = wishes_known(self.company)
        return stop(self.matters.candidates, known, chance, self.holds, enough)

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
    rules = rules_of(knowledge.method)
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
        ranking = rank(final.values, weights.final, final.allowed)
        said = verdict(ranking, final.ranked, reading.agrees, world.rules)
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
        if how.answers is not None:
            others = _answered(how.answers, few, streams["answers"], mean, threads)
            found = with_answers(found, others)
        world = drawing.result()
    found = replace(found, pool=())  # thousands of teams that nobody asks for again
    return world, found, steps, finals(world, found, steps, mean, threads)


def _answered(
    rounds: int, few: World, rng: np.random.Generator, mean: NDArray[np.float32], threads: int
) -> list[Found]:
    """What the search finds where who can steer is known, on a world of its own for each answer."""
    answered = answers_of(few)
    worlds = [_world(one, few.knowledge, few.months, rng, few.size) for one in answered]
    return [search(w.settled, mean, threads=threads, rounds=rounds) for w in worlds]


def _world(
    company: Company, knowledge: Knowledge, months: int, rng: np.random.Generator, size: int
) -> World:
    """A world, laid out as its simulation reads it."""
    world = make_world(company, knowledge, rng, size, months)
    _ = world.lanes, world.needed
    return world


def extent(
    rules: Rules, scenarios: int | None = None, months: int | None = None
) -> tuple[int, int]:
    """How many scenarios over how many months; ValueError for months that are not simulated."""
    least, most = rules.horizon_months, rules.horizon_months_max
    length = least if months is None else months
    if not least <= length <= most:
        raise ValueError(f"months = {length}: expected {least} to {most}")
    return rules.sampling_scenarios if scenarios is None else scenarios, length
