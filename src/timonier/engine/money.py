"""What the money does: work done, three levers, what a difference buys, what is common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from timonier.engine.catalogue import Activity
from timonier.engine.company.facts import TRAITS
from timonier.engine.decision import Decision
from timonier.engine.frontier import Step, own_step
from timonier.engine.persons import role_key
from timonier.engine.quantiles import median
from timonier.engine.team import Member


@dataclass(frozen=True)
class Spend:
    """The smallest budget of the frontier at which enough of the useful work is done."""

    budget: float
    model: str
    work_done: float


@dataclass(frozen=True)
class WantLess:
    """Activities to give up, those first for which the team is least able; those kept, the most
    work first; and the hours a month given up, so that enough of the rest is done."""

    activities: tuple[str, ...]
    kept: tuple[str, ...]
    hours: float
    work_done: float


@dataclass(frozen=True)
class Wait:
    """What the next budgets would add, in the order in which to add it."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class Levers:
    """What can be done where too little of the work is; each None where it does not help."""

    spend: Spend | None
    want_less: WantLess | None
    wait: Wait | None


@dataclass(frozen=True)
class Bought:
    """The first model costs more and does less than another: what the difference buys."""

    other: str
    money: float  # more, a year
    work: float  # less, as a share of the useful work
    criterion: str  # on which the first is worth most more, weighed


def work_done(decision: Decision, model: str) -> float:
    """Share of the useful work that the team of a model does, in the middle of the draws."""
    return median(decision.judged.measures["coverage"][decision.row[model]])


def levers(decision: Decision) -> Levers | None:
    """How to have enough of the work done; None where it is."""
    first, enough = decision.first, decision.world.rules.money_enough_work
    if first is None or work_done(decision, first) >= enough:
        return None
    return Levers(
        _spend(decision, enough), _want_less(decision, first, enough), _wait(decision, first)
    )


def _spend(decision: Decision, enough: float) -> Spend | None:
    for step in _richer(decision):
        advised = step.first
        if advised and step.options[advised].work_done >= enough:
            return Spend(step.budget, advised, step.options[advised].work_done)
    return None


def _richer(decision: Decision) -> list[Step]:
    """The steps of the frontier above the budget."""
    return list(decision.steps[own_step(decision.steps, decision.world) + 1 :])


def _want_less(decision: Decision, first: str, enough: float) -> WantLess | None:
    """Give up whole activities, those first for which the team is least able, until what is done
    now, whose hours then go to the rest, is enough of it.
    """
    needs = decision.world.needs
    monthly = {a.key: float(h) for a, h in zip(needs.activities, needs.monthly, strict=True) if h}
    total = sum(monthly.values())
    done = work_done(decision, first) * total
    able = {a.key: _able(decision, first, a) for a in needs.activities}
    wishes = [a for a in needs.activities if a.key in monthly and _is_a_wish(a)]
    wishes.sort(key=lambda a: (able[a.key], a.strategic_content))
    dropped: list[str] = []
    freed = 0.0
    for activity in wishes:
        if done >= enough * (total - freed):
            break
        dropped.append(activity.key)
        freed += monthly[activity.key]
    if not dropped or done < enough * (total - freed):
        return None
    kept = sorted(monthly.keys() - set(dropped), key=lambda key: (-monthly[key], key))
    return WantLess(tuple(dropped), tuple(kept), freed, min(1.0, done / (total - freed)))


def _is_a_wish(activity: Activity) -> bool:
    """Whether a company may do without: neither what the law asks, nor what its own kind of trade
    makes (a catalogue of an online shop), nor what tells everybody what to do and whether it works,
    nor what follows from having a team."""
    optional = activity.function == "execution" or not activity.core
    its_own = activity.by_law or activity.applies_to <= set(TRAITS)
    return optional and activity.function != "coordination" and not its_own


def _able(decision: Decision, model: str, activity: Activity) -> float:
    """How near the team of a model comes to the levels that an activity asks, 0 to 1: of each skill
    its best member's share of the level."""
    members = decision.team(model).members
    roles = [decision.knowledge.roles[role_key(m.role)].skills for m in members]
    shares = [
        min(1.0, max((skills[skill] for skills in roles), default=0) / level)
        for skill, level in activity.skills.items()
    ]
    return sum(shares) / len(shares)


def _wait(decision: Decision, first: str) -> Wait | None:
    """Roles that the best team of the model adds at each richer step, in that order."""
    have = {role_key(m.role) for m in decision.team(first).members}
    roles: list[str] = []
    for step in _richer(decision):
        option = step.options.get(first)
        if option is not None:
            new = [role_key(m.role) for m in option.team.members]
            roles += [r for r in dict.fromkeys(new) if r not in have and r not in roles]
    return Wait(tuple(roles[:3])) if roles else None


def bought(decision: Decision) -> Bought | None:
    """What is bought where the first model costs more and does less than another."""
    first = decision.first
    if first is None:
        return None
    measures, row = decision.judged.measures, decision.row
    years = decision.world.months / 12.0
    paid = {m: median(measures.paid[row[m]]) / years for m in decision.ranked}
    done = {m: work_done(decision, m) for m in decision.ranked}
    for other in decision.ranked:
        dearer = paid[first] > (1.0 + NOTICED) * paid[other]
        if other != first and dearer and done[first] < done[other] - NOTICED:
            one, two = (measures.values[row[m]].mean(axis=1) for m in (first, other))
            best = int(np.argmax((one - two) * decision.weights.mean(axis=0)))
            criterion = tuple(decision.knowledge.criteria)[best]
            return Bought(other, paid[first] - paid[other], done[other] - done[first], criterion)
    return None


NOTICED = 0.01  # a smaller difference is rounded away on the page


def common(decision: Decision) -> tuple[str, ...]:
    """Roles that the best teams of the two likeliest models share, people in place first."""
    if decision.ranking is None or len(decision.ranked) < 2:
        return ()
    order = np.argsort(-decision.ranking.chance_of_best, kind="stable")
    one, other = (decision.team(decision.ranked[int(i)]).members for i in order[:2])
    shared = {role_key(m.role) for m in other}
    kept = [m for m in _there_first(one) if role_key(m.role) in shared]
    return tuple(dict.fromkeys(role_key(m.role) for m in kept))


def _there_first(members: Sequence[Member]) -> list[Member]:
    return sorted(members, key=lambda m: not m.existing)
