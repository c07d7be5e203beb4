"""Decide again with one thing changed, on few scenarios and few teams, anchored on the decision.

The small world draws the same numbers whatever is changed, and each team is shifted by what the
small world gets wrong about it today, so that only the change itself is estimated on few draws.
What was worked out for one change is kept for the next: work and prices are drawn again only for
facts that move them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Knowledge
from timonier.engine.company import Company
from timonier.engine.criteria import score
from timonier.engine.feasibility import structural
from timonier.engine.information.panel import (
    Panel,
    Reading,
    make_panel,
    without_upstarts,
)
from timonier.engine.priors import Facts, draw_facts
from timonier.engine.ranking import Preferences, weight_draws, wishes
from timonier.engine.search import neighbours, screen, search
from timonier.engine.simulation import Outcomes, World, make_world, simulate_teams, whole_blocks
from timonier.engine.team import SEATS, Team

SEEDS = (20, 21, 22)
TOGETHER = 4  # additions tried in one
ROUNDS = 3  # of a search for a changed company
BEST = 3  # teams of each model that it gives
RUNS = 4  # of the teams in one small world, that are kept
# Facts that move neither the work to do nor what people cost, only what becomes of them.
STEERING = (
    "company.revenue",
    "marketing.role",
    "marketing.governance",
    "steering.level",
    "steering.hours_per_month",
    "steering.contact",
    "steering.consultant",
    "hiring.can_recruit",
)
BUDGET, AMBITION = "marketing.budget", "needs.ambition"  # the one reveals the other when not stated
Move = Callable[[World, Team], Sequence[Team]]


@dataclass(frozen=True)
class Met:
    """A small world as it was drawn, and what teams did in worlds of that work and these prices, by
    what else the simulation reads: who steers, how well brands are kept, who can be recruited."""

    world: World
    runs: dict[bytes, dict[Team, NDArray[np.void]]] = field(default_factory=dict)

    def outcomes(self, world: World, teams: tuple[Team, ...]) -> Outcomes:
        """Those of teams in ``world``, this one with other facts; a team is not simulated again
        where it was met last in the same way, which only so many of are kept."""
        read = b"".join(
            (
                world.pilot_lanes.tobytes(),
                world.facts["marketing.governance"].tobytes(),
                _who_comes(world),
            )
        )
        known = self.runs.pop(read, {})
        new = [team for team in teams if team not in known]
        if new:
            known.update(zip(new, simulate_teams(world, new, brief=True).records, strict=True))
        self.runs[read] = {team: known[team] for team in teams}
        if len(self.runs) > RUNS:
            del self.runs[next(iter(self.runs))]
        records = np.empty((len(teams), *known[teams[0]].shape), known[teams[0]].dtype)
        for row, team in enumerate(teams):
            records[row] = known[team]
        return Outcomes(teams, records, np.zeros((len(teams), 0, 0)), brief=True)

    def same_work(self, world: World) -> bool:
        """Whether the hours and the prices of a world are these, whatever fact was changed."""
        one, other = self.world.needs, world.needs
        return (
            self.world.prices is world.prices
            and self.world.deadline == world.deadline
            and self.world.market_price == world.market_price
            and one.activities == other.activities
            and np.array_equal(one.cut, other.cut)
            and np.array_equal(one.hours, other.hours)
        )


Worlds = dict[tuple[str, bytes], Met]  # by what is said and drawn of the facts that move the work


@dataclass(frozen=True)
class WhatIf:
    """What a change of the company would make of the decision."""

    knowledge: Knowledge
    teams: tuple[Team, ...]
    months: int
    size: int
    shift: NDArray[np.float64]  # (team,) utility of the decision over that of the small world
    worlds: Worlds = field(default_factory=dict, compare=False)
    histories: dict[tuple[str, bytes], World] = field(default_factory=dict, compare=False)
    weights: dict[Preferences, NDArray[np.float32]] = field(default_factory=dict, compare=False)

    @cached_property
    def _panels(self) -> dict[str, Panel]:
        return {}

    def reading(self, company: Company) -> Reading:
        """The decision for a changed company."""
        return self.panel(company).today

    def world(self, company: Company) -> World:
        """The small world of a changed company."""
        return self._met(company)[1]

    def _met(self, company: Company) -> tuple[Met, World]:
        """Work and prices as drawn, and the world that they make with the facts of the company."""
        size = whole_blocks(self.size)
        facts = draw_facts(company, self.knowledge, np.random.default_rng(SEEDS[2]), size)
        still = (*STEERING, BUDGET) if company.knows(AMBITION) else STEERING
        work = b"".join(facts[key].tobytes() for key in facts if key not in still)
        said = {k: v for k, v in company.facts.items() if k not in still}
        figures = repr(sorted(company.assumptions.items()))
        key = (repr(sorted(said.items())) + figures, work)
        if key not in self.worlds:
            self.worlds[key] = self._drawn(company, facts)
        met = self.worlds[key]
        world = met.world.with_facts(company, facts)
        self._share_histories(world, figures)
        return met, world

    def _drawn(self, company: Company, facts: Facts) -> Met:
        """A new small world, or the one met before whose work and prices prove to be the same."""
        met = list(self.worlds.values())
        like, rng = met[0].world if met else None, np.random.default_rng(SEEDS[0])
        world = make_world(company, self.knowledge, rng, facts.size, self.months, facts, like)
        return next((m for m in met if m.same_work(world)), Met(world))

    def _share_histories(self, world: World, figures: str) -> None:
        """People come and go alike in every world where as many can be recruited, and judged as
        well."""
        same = self.histories.setdefault((figures, _who_comes(world)), world)
        world.kept.people = same.people

    def panel(self, company: Company) -> Panel:
        """The teams judged for a changed company, what they cost included."""
        key = repr((sorted(company.facts.items()), sorted(company.assumptions.items())))
        if key not in self._panels:
            self._panels[key] = self._judged(company)
        return self._panels[key]

    def _weights(self, said: Preferences, size: int) -> NDArray[np.float32]:
        if said not in self.weights:
            rng = np.random.default_rng(SEEDS[1])
            self.weights[said] = weight_draws(said, tuple(self.knowledge.criteria), rng, size)
        return self.weights[said]

    def _judged(self, company: Company) -> Panel:
        met, world = self._met(company)
        weights = self._weights(wishes(company), world.size)
        scores = score(world, met.outcomes(world, self.teams))
        panel = make_panel(world, self.teams, scores, weights)
        panel.utility[:] += self.shift[:, None]
        return panel

    def adapted(
        self, company: Company, models: Sequence[str], rounds: int, moves: Move = neighbours
    ) -> WhatIf:
        """With a team of each of these models improved for a changed company, move by move.

        The decision would search again: a model must not lose because its team was chosen for a
        company that no longer is.
        """
        panel = self.panel(company)
        mean = panel.utility.mean(axis=1)
        found = []
        for model in models:
            rows = [i for i, built in enumerate(panel.built) if built == model]
            if rows:
                start = panel.teams[max(rows, key=lambda i: mean[i])]
                found.append(_improved(panel.world, start, model, rounds, moves))
        return self.joined(found)

    def searched(self, company: Company) -> WhatIf:
        """With the best teams of each model that a search finds for a changed company."""
        world = self.world(company)
        weights = self._weights(wishes(company), world.size).mean(axis=0)
        best = search(world, weights, rounds=ROUNDS).best.values()
        return self.joined([team for teams in best for team in teams[:BEST]])

    def joined(self, teams: Sequence[Team]) -> WhatIf:
        """With more teams, shifted like the rest on average."""
        new = tuple(dict.fromkeys(t for t in teams if t not in self.teams))
        if not new:
            return self
        shift = np.concatenate([self.shift, np.full(len(new), self.shift.mean())])
        return replace(self, teams=(*self.teams, *new), shift=shift)


def _who_comes(world: World) -> bytes:
    """What the coming and going of people reads of the facts: who can be recruited, and how well
    they are judged."""
    able = (world.facts["hiring.can_recruit"], world.vague, *world.misjudged.values())
    return b"".join(array.tobytes() for array in able)


def _improved(world: World, team: Team, model: str, rounds: int, moves: Move) -> Team:
    """The best team of a model within some moves of one, in this world; additions that help one
    by one are also tried together."""
    for _ in range(rounds):
        if _room(team) < 1:
            return team
        near = [t for t in moves(world, team) if structural(world, t)]
        ranked = _ranked(world, [team, *dict.fromkeys(near)], model)
        if not ranked:
            return team
        both = _together(team, ranked[: ranked.index(team)] if team in ranked else ranked)
        both = [t for t in both if _room(t) >= 0 and structural(world, t)]
        best = _ranked(world, [ranked[0], *both], model)[0] if both else ranked[0]
        if best == team:
            return team
        team = best
    return team


def _ranked(world: World, teams: Sequence[Team], model: str) -> list[Team]:
    """Those of a model that no rule forbids: by utility, then those too dear, nearest first."""
    criteria = len(world.knowledge.criteria)
    judged = screen(world, teams, np.full(criteria, 1 / criteria))
    rows = [i for i, m in enumerate(judged.model) if m == model and judged.allowed[i].any()]
    merit = np.where(judged.open, judged.utility, -judged.overrun)
    rows.sort(key=lambda i: (not judged.open[i], -merit[i], i))
    return [judged.teams[i] for i in rows]


def _together(team: Team, better: Sequence[Team]) -> list[Team]:
    """The best two, three and four additions to a team in one."""
    added = [set(t.members) - set(team.members) for t in better if _grown(team, t)][:TOGETHER]
    grown, out = team, []
    for (member,) in added:
        grown = grown.with_member(member)
        out.append(grown)
    return out[1:]


def _room(team: Team) -> int:
    """How many more people the simulation can hold."""
    return SEATS - len(team.members)


def _grown(team: Team, near: Team) -> bool:
    return set(team.members) < set(near.members) and len(near.members) == len(team.members) + 1


def make_what_if(
    panel: Panel, rows: Sequence[int], company: Company, size: int, others: Sequence[Team] = ()
) -> WhatIf:
    """A what-if on some teams of the decision's panel and ``others``, ``size`` scenarios a time.

    A team that the decision did not simulate is shifted like the rest on average.
    """
    world = panel.world
    known = tuple(panel.teams[row] for row in rows)
    teams = (*known, *(team for team in others if team not in known))
    bare = WhatIf(world.knowledge, teams, world.months, size, np.zeros(len(teams)))
    small = bare.panel(company)
    exact = panel.utility[list(rows)].mean(axis=1) - small.utility[: len(known)].mean(axis=1)
    rest = np.full(len(teams) - len(known), exact.mean() if known else 0.0)
    shift = np.concatenate([exact, rest])
    today = replace(small, utility=small.utility + shift[:, None])
    kept = without_upstarts(today, len(known)).teams
    return replace(bare, teams=kept, shift=shift[[teams.index(team) for team in kept]])
