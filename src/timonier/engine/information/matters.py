"""What matters to one decision: what to find out, when to stop, what would change the advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import MODELS
from timonier.engine.company import FACTS, Company, Range
from timonier.engine.criteria import picked
from timonier.engine.feasibility import least_used
from timonier.engine.information.estimators import NIL, Worth
from timonier.engine.information.panel import Panel, make_panel, with_teams
from timonier.engine.information.questions import Candidate, in_order
from timonier.engine.information.tips import (
    Advice,
    JointTipping,
    Tipping,
    joint_tips,
    known_tips,
    nearest_first,
    unknown_tips,
)
from timonier.engine.information.whatif import make_what_if
from timonier.engine.information.worths import (
    Learning,
    Unknown,
    everything,
    learn_all,
    learn_together,
)
from timonier.engine.search import Found, Judged
from timonier.engine.simulation import World
from timonier.engine.team import is_employee

GROUPS = (
    frozenset({"vision.targets", "vision.channels", "vision.objectives"}),
    frozenset({"steering.level", "steering.hours_per_month"}),
    frozenset({"steering.level", "steering.hours_per_month", "marketing.role"}),
    frozenset({"hiring.can_recruit", "steering.level"}),
    frozenset({"needs.recurrent_share", "needs.oneoff_share", "needs.evolving"}),
    frozenset({"company.headcount", "marketing.budget", "company.stage"}),
    frozenset({"marketing.governance", "steering.contact"}),
)
FOUR = (  # the facts that answer each of the four questions
    ("vision.targets", "vision.channels", "vision.objectives"),
    ("steering.level", "steering.hours_per_month"),
    ("needs.recurrent_share",),
    ("marketing.role",),
)


@dataclass(frozen=True)
class Matters:
    """What would help or change this decision.

    ``everything`` is the value of perfect information; ``money_per_utility`` turns a utility into
    the market's currency a year. ``unknown`` counts what could be found out, ``nil`` how many of
    those cannot change the first model. ``tips``: the nearest first.
    """

    first: str | None
    everything: Worth
    learnings: tuple[Learning, ...]
    groups: Mapping[frozenset[str], Worth]
    money_per_utility: float
    questions: tuple[Candidate, ...]  # worth asking, best first
    candidates: tuple[Candidate, ...]  # all that could be asked, in the questionnaire's order
    minute: float  # what a minute of the owner's time costs, in the market's currency
    tips: tuple[Tipping, ...]
    joint: tuple[JointTipping, ...]

    @property
    def unknown(self) -> int:
        """How many facts and figures could be found out."""
        return len(self.learnings)

    @property
    def nil(self) -> int:
        """How many of them no answer would make count, alone or with the others of a group."""
        return sum(c.worth.is_nil for c in self.candidates)


def what_matters(
    panel: Panel,
    found: Found,
    weights: NDArray[np.float32],
    first: str | None,
    rng: np.random.Generator,
) -> Matters:
    """Price every unknown, order the questions, look for tipping points.

    ``panel`` as ``panel_of`` makes it; ``first`` is the model most often first.
    """
    priced = price(panel, weights, figures=True)
    learnings = priced.learnings
    tips, joint = _tips(panel, found, learnings, first, rng)
    return Matters(
        first=first,
        everything=everything(panel, priced.groups),
        learnings=learnings,
        groups=priced.groups,
        money_per_utility=priced.money_per_utility,
        questions=tuple(in_order(priced.candidates, priced.minute)),
        candidates=priced.candidates,
        minute=priced.minute,
        tips=tuple(tips),
        joint=tuple(joint),
    )


@dataclass(frozen=True)
class Priced:
    """What is not known, with its worth, before anybody looks for what would turn the advice."""

    panel: Panel
    learnings: tuple[Learning, ...]
    groups: Mapping[frozenset[str], Worth]
    money_per_utility: float
    candidates: tuple[Candidate, ...]
    minute: float

    @property
    def questions(self) -> tuple[Candidate, ...]:
        """Those worth asking, best first."""
        return tuple(in_order(self.candidates, self.minute))

    @property
    def tips(self) -> tuple[Tipping, ...]:
        """The answers to what is not known that turn the advice."""
        first = self.panel.today.first
        return () if first is None else tuple(unknown_tips(self.learnings, first))


def panel_of(world: World, judged: Judged, found: Found, weights: NDArray[np.float32]) -> Panel:
    """The teams that met all the scenarios and give everybody enough to do, those of closed models
    included; with those held in reserve that answers could bring first, where any is open."""
    busy = least_used(world, world.pack(judged.teams), judged.outcomes) >= world.rules.use_least
    rows = np.flatnonzero(busy).tolist()
    teams = [judged.teams[i] for i in rows]
    panel = make_panel(world, teams, picked(judged.measures, rows), weights)
    others = [t for teams in found.reserve.values() for t in teams if t not in panel.teams]
    if others and findable(world.company, world):
        panel = with_teams(panel, others, weights)
    return panel


def price(panel: Panel, weights: NDArray[np.float32], *, figures: bool) -> Priced:
    """Price every unknown fact and, where ``figures``, the pay and prices of the roles in play."""
    world = panel.world
    facts = unknown_facts(world.company, world)
    unknowns = [*facts, *(unknown_figures(panel) if figures else ())]
    learnings, groups = learn_all(panel, unknowns, GROUPS)
    cost = list(world.knowledge.criteria).index("total_cost")
    slope = money_per_utility(panel, float(weights[:, cost].mean()))
    candidates = _candidates(panel, learnings, groups, learn_together(panel, facts), slope)
    return Priced(panel, tuple(learnings), groups, slope, tuple(candidates), _minute(world))


def order_of(panel: Panel, company: Company) -> list[Candidate]:
    """The facts worth asking of this company, best first, from a panel alone."""
    world = panel.world
    facts = unknown_facts(company, world)
    learnings, groups = learn_all(panel, facts, GROUPS)
    slope = money_per_utility(panel, 1.0 / len(panel.scores.criteria))
    candidates = _candidates(panel, learnings, groups, learn_together(panel, facts), slope)
    return in_order(candidates, _minute(world))


def _asks_first(key: str) -> tuple[str, ...]:
    """The fact whose answer may make a question fall away."""
    unless = FACTS[key].unless if key in FACTS else None
    return (unless[0],) if unless else ()


def _minute(world: World) -> float:
    """What a minute of the owner's time costs, in the market's currency."""
    return world.market.figures["owner_hour"].value.median / 60.0


def unknown_facts(company: Company, world: World) -> list[Unknown]:
    """Facts that the company could answer and that vary: an implied answer is not among them."""
    return [
        Unknown(key, column)
        for key, column in world.facts.items()
        if FACTS[key].drawn and not company.knows(key) and _varies(column)
    ]


def findable(company: Company, world: World) -> list[Unknown]:
    """What the company could find out: facts that are not known, and those known only roughly."""
    rough = [
        Unknown(key, world.facts[key])
        for key, value in company.facts.items()
        if isinstance(value, Range) and key in world.facts and _varies(world.facts[key])
    ]
    return [*unknown_facts(company, world), *rough]


def _varies(column: NDArray[Any]) -> bool:
    return not np.isnan(column).any() and bool(column.min() != column.max())


def unknown_figures(panel: Panel) -> list[Unknown]:
    """Uncertain pay and prices of the roles in play, which a job ad or a quote would settle."""
    world = panel.world
    roles = sorted({m.role for team in panel.teams for m in team.members if not m.existing})
    found = []
    for key in roles:
        row = world.role_keys.index(key)
        if is_employee(world.knowledge.roles[key]):
            unknown = Unknown(f"{key}.salary", 12.0 * world.prices.gross[row])
        else:
            rates = world.market.roles.get(key, {})
            name, times = ("hour_rate", 1.0) if "hour_rate" in rates else ("day_rate", _day(world))
            unknown = Unknown(f"{key}.{name}", times * world.prices.pay[row])
        found.append(unknown)
    return [u for u in found if _varies(u.draws)]


def _day(world: World) -> float:
    return world.market.hours_per_day


def money_per_utility(panel: Panel, weight: float) -> float:
    """Currency a year that buys one unit of utility through total cost, of this mean weight."""
    rules = panel.world.rules
    span = rules.value_total_cost_zero - rules.value_total_cost_one
    return span * panel.budget / max(weight, 1e-6)


def _candidates(
    panel: Panel,
    learnings: Sequence[Learning],
    groups: Mapping[frozenset[str], Worth],
    together: Mapping[str, Worth],
    slope: float,
) -> list[Candidate]:
    """Every question with its worth: its own, or its part of what it is worth with others."""
    knowledge = panel.world.knowledge
    place = {key: i for i, key in enumerate(knowledge.facts)}
    required = required_facts(panel.world)
    figure = panel.world.rules.ask_figure_minutes
    efforts = {
        x.key: knowledge.facts[x.key].minutes if x.key in FACTS else figure for x in learnings
    }
    out = []
    for item in learnings:
        part = _shared(item, groups, efforts, panel.significance)
        worth = max(part, together.get(item.key, NIL), key=lambda w: w.value)
        out.append(
            Candidate(
                fact=item.key,
                worth=worth,
                money=worth.value * slope,
                effort=efforts[item.key],
                place=place.get(item.key, len(place)),
                asks_first=_asks_first(item.key),
                required=item.key in required,
            )
        )
    return sorted(out, key=lambda c: (c.place, c.fact))


def required_facts(world: World) -> frozenset[str]:
    """Facts without which no advice is given: the quickest of the four questions not answered."""
    company, facts = world.company, world.knowledge.facts
    open_ = [tuple(k for k in keys if not company.settles(k)) for keys in FOUR]
    missing = sorted(
        (keys for keys in open_ if keys), key=lambda keys: sum(facts[k].minutes for k in keys)
    )
    short = world.rules.verdict_answers_min - (len(FOUR) - len(missing))
    return frozenset(key for keys in missing[: max(0, short)] for key in keys)


def _shared(
    item: Learning,
    groups: Mapping[frozenset[str], Worth],
    efforts: Mapping[str, float],
    significance: float,
) -> Worth:
    """A fact's own worth, or its part of a group that is worth more with it than without."""
    best = item.worth
    for group, worth in groups.items():
        without = [w.value for g, w in groups.items() if g < group and item.key not in g]
        added = worth.value - max(without, default=0.0)
        if item.key in group and len(group) > 1 and added > significance * worth.error:
            part = efforts[item.key] / sum(efforts[key] for key in group)
            share = Worth(worth.value * part, worth.error * part, worth.changes)
            best = max(best, share, key=lambda w: w.value)
    return best if best.value > 0 else NIL


def _tips(
    panel: Panel,
    found: Found,
    learnings: Sequence[Learning],
    first: str | None,
    rng: np.random.Generator,
) -> tuple[list[Tipping], list[JointTipping]]:
    if first is None:
        return [], []
    company = panel.world.company
    size = panel.world.rules.sampling_what_if_scenarios
    held = (*(found.best[m] for m in MODELS), *found.reserve.values())
    reserve = list(dict.fromkeys(team for teams in held for team in teams))
    what_if = make_what_if(panel, _leaders(panel), company, size, reserve)
    advice = Advice(company, what_if, replace(panel.today, first=first))
    if advice.level:
        return unknown_tips(learnings, first), []
    known, others = known_tips(advice, rng)
    tips = nearest_first([*known, *unknown_tips(learnings, first)])
    return tips, [] if known else joint_tips(advice, others)


def _leaders(panel: Panel) -> list[int]:
    """Rows of the team that speaks for each model today, and of the best one built like it,
    whatever closes it."""
    mean = panel.utility.mean(axis=1)
    rows = list(panel.today.team.values())
    for model in MODELS:
        same = [i for i, built in enumerate(panel.built) if built == model]
        rows += [max(same, key=lambda i: mean[i])] if same else []
    return sorted(set(rows))
