"""Whether the advice moves the right way when one fact moves, on every company of the tests.

Each direction changes one fact of a company, decides again on the same seed, and compares. A
comparison holds when nothing moves the wrong way by more than the noise of a decision.
Run alone: ``python -m bench.directions [company …]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

import timonier
from bench.timing import table
from timonier.engine import decision
from timonier.engine.catalogue import MODELS, Triple
from timonier.engine.company import Company, Position
from timonier.engine.decision import Decision
from timonier.engine.ranking import rank
from timonier.engine.simulation import make_world
from timonier.engine.team import is_employee, is_pilot
from timonier.knowledge import load

COMPANIES = Path(__file__).resolve().parent.parent / "tests" / "companies"
SCENARIOS = 1_024
CHANCE = 0.03  # two standard errors of a chance
UTILITY = 0.005  # what the search may leave on the table
LEAD = 2.0 * UTILITY  # a lead is of two teams, each found to within that
COVERAGE = 0.01
EVOLVING = 3.0 * 0.5 / np.sqrt(SCENARIOS)  # three standard errors of values between 0 and 1


@dataclass(frozen=True)
class Told:
    """What a decision says, without the draws behind it; by model, absent where it has no team."""

    chance: dict[str, float]
    utility: dict[str, float]
    first: str | None
    status: str | None
    hires: bool  # a new employee in any team that was kept
    weeks: dict[str, float]
    initial: dict[str, float]
    covers: dict[str, float]
    duel: float  # chance that in-house beats hybrid, were there no other model; nan without either

    def ahead(self, model: str, other: str) -> float:
        """By how much a model leads another in expected utility; nan where one has no team."""
        return self.utility.get(model, np.nan) - self.utility.get(other, np.nan)


def told(company: Company, scenarios: int = SCENARIOS) -> Told:
    """Decide and keep what the directions compare."""
    found = decision.decide(company, knowledge=load(), scenarios=scenarios)
    chance = dict.fromkeys(MODELS, 0.0)
    if found.ranking is not None:
        chance |= zip(found.ranked, found.ranking.chance_of_best.tolist(), strict=True)
    judged, roles = found.judged, found.knowledge.roles

    def middle(measure: str) -> dict[str, float]:
        values = judged.measures[measure]
        return {m: float(np.median(values[i])) for m, i in found.row.items()}

    return Told(
        chance=chance,
        utility={m: float(judged.utility[i]) for m, i in found.row.items()},
        first=max(chance, key=lambda m: chance[m]) if found.ranked else None,
        status=None if found.verdict is None else found.verdict.status,
        hires=any(
            is_employee(roles[m.role]) and not m.existing
            for teams in found.found.best.values()
            for t in teams
            for m in t.members
        ),
        weeks=middle("weeks_80"),
        initial=middle("initial_money"),
        covers=middle("coverage"),
        duel=_duel(found, "in_house", "hybrid"),
    )


def _duel(found: Decision, model: str, other: str) -> float:
    """The chance that a model beats another, for certain where the other has no team."""
    held = [m in found.ranked for m in (model, other)]
    if not all(held):
        return float(held[0]) if any(held) else np.nan
    rows = [found.row[model], found.row[other]]
    judged = found.judged
    two = rank(judged.measures.values[rows], found.weights, judged.allowed[rows])
    return float(two.chance_of_best[0])


Change = Callable[[Company], Company]


@dataclass(frozen=True)
class Direction:
    """What is changed, step by step, which companies it concerns, and by how much it is wrong.

    ``wrong`` compares one step with the next: how far beyond the noise it went the wrong way, nan
    when there is nothing to compare.
    """

    name: str
    steps: tuple[Change, ...]
    wrong: Callable[[Told, Told], float]
    concerns: Callable[[Company, Told], bool] = lambda _company, _told: True


def knowing(**facts: object) -> Change:
    """A change of facts, ``__`` standing for the dot."""

    def change(company: Company) -> Company:
        for key, value in facts.items():
            company = company.with_fact(key.replace("__", "."), value)
        return company

    return change


def costing(figure: str, share: float, chosen: Callable[..., bool]) -> Change:
    """A change of one figure of every role of a kind, multiplied by ``share``."""

    def change(company: Company) -> Company:
        known = load()
        market = known.markets[company.market].roles
        for key, role in known.roles.items():
            if not chosen(role) or (figure != "lead_time_weeks" and figure not in market[key]):
                continue
            value = role.lead_time_weeks
            if figure != "lead_time_weeks":
                value = market[key][figure].value
            company = company.with_assumption(f"{key}.{figure}", _times(value, share))
        return company

    return change


def _times(value: Triple, share: float) -> Triple:
    return Triple(value.low * share, value.median * share, value.high * share)


def _same(company: Company) -> Company:
    return company


def _alone(company: Company) -> Company:
    return replace(company, team=())


def _with_somebody(company: Company) -> Company:
    return replace(company, team=(Position("emp_content", 1.0, since_months=24.0),))


def _richer(company: Company) -> Company:
    return company.with_fact("marketing.budget", 1.3 * company.get("marketing.budget"))


def _richer_for_the_same_work(company: Company) -> Company:
    """The larger budget, with the ambition that was read in the present one."""
    few = make_world(company, load(), np.random.default_rng(0), SCENARIOS, 36)
    return _richer(company.with_fact("needs.ambition", float(np.median(few.needs.ambition))))


def _not_more(measure: str, model: str, noise: float) -> Callable[[Told, Told], float]:
    def wrong(before: Told, after: Told) -> float:
        one, two = (getattr(t, measure).get(model, np.nan) for t in (before, after))
        return float(two - one - noise)

    return wrong


def _worst(*tests: Callable[[Told, Told], float]) -> Callable[[Told, Told], float]:
    """The worst of several comparisons, those that compare nothing left out."""

    def wrong(before: Told, after: Told) -> float:
        found = [x for x in (test(before, after) for test in tests) if not np.isnan(x)]
        return max(found, default=np.nan)

    return wrong


def _never_behind(model: str, other: str, noise: float) -> Callable[[Told, Told], float]:
    def wrong(before: Told, after: Told) -> float:
        return before.ahead(model, other) - after.ahead(model, other) - noise

    return wrong


def _beaten_more(before: Told, after: Told) -> float:
    """Between the two alone: a third model that gains more than both takes the chance of either."""
    return before.duel - after.duel - CHANCE


def _hires(_before: Told, after: Told) -> float:
    return 1.0 if after.hires else -1.0


def _covers_less(before: Told, after: Told) -> float:
    first = before.first or ""
    return before.covers.get(first, np.nan) - after.covers.get(first, np.nan) - COVERAGE


def _pilot_hurts(before: Told, after: Told) -> float:
    return before.utility.get("hybrid", np.nan) - after.utility.get("hybrid", np.nan) - UTILITY


def _ideal(company: Company, _told: Told) -> bool:
    """R021: the three conditions, able to recruit, nothing wished for."""
    seen = all(company.get(f"vision.{k}") for k in ("targets", "channels", "objectives"))
    recurrent = (company.get("needs.recurrent_share") or 0.0) >= 0.7
    led = (company.get("steering.level") or 0) >= 3
    return bool(seen and recurrent and led and company.get("hiring.can_recruit"))


def _steps(*changes: Change) -> tuple[Change, ...]:
    return changes


BLIND = knowing(vision__targets=False, vision__channels=False, vision__objectives=False)
ONE_OFF = knowing(needs__recurrent_share=0.4, needs__oneoff_share=0.4)
UNLED = knowing(steering__level=0, steering__hours_per_month=0.0)
DIRECTIONS = (
    Direction(
        "more steering inside lifts in-house against hybrid",
        _steps(
            UNLED,
            knowing(steering__level=4, steering__hours_per_month=5.0),
            knowing(steering__level=4, steering__hours_per_month=40.0),
        ),
        _worst(_never_behind("in_house", "hybrid", UTILITY), _beaten_more),
    ),
    Direction(
        "no recruiting, no new employee", _steps(_same, knowing(hiring__can_recruit=False)), _hires
    ),
    Direction(
        "more evolving never hurts hybrid against in-house",
        _steps(*(knowing(needs__evolving=x) for x in (0.0, 0.4, 0.8))),
        _never_behind("hybrid", "in_house", float(EVOLVING)),
    ),
    Direction(
        "a stronger season never helps in-house",
        _steps(*(knowing(marketing__seasonality=x) for x in ("none", "moderate", "strong"))),
        _worst(
            _not_more("utility", "in_house", UTILITY),
            *(_never_behind(other, "in_house", LEAD) for other in ("outsourced", "hybrid")),
        ),
    ),
    Direction(
        "a budget 30 % larger covers no less",
        _steps(_same, _richer),
        _covers_less,
        lambda company, _: company.knows("marketing.budget"),
    ),
    Direction(
        "a budget 30 % larger for the same work covers no less",
        _steps(_same, _richer_for_the_same_work),
        _covers_less,
        lambda company, _: company.knows("marketing.budget"),
    ),
    Direction(
        "somebody in place makes in-house faster and cheaper to start",
        _steps(_alone, _with_somebody),
        _worst(
            _not_more("weeks", "in_house", 1.0), _not_more("initial", "in_house", 0.0)
        ),
    ),
    Direction(
        "pay 30 % higher never helps in-house",
        _steps(_same, costing("salary", 1.3, is_employee)),
        _worst(
            _not_more("utility", "in_house", UTILITY), _not_more("chance", "in_house", CHANCE)
        ),
    ),
    Direction(
        "recruiting twice as long never helps in-house",
        _steps(_same, costing("lead_time_weeks", 2.0, is_employee)),
        _worst(
            _not_more("utility", "in_house", UTILITY), _not_more("chance", "in_house", CHANCE)
        ),
    ),
    Direction(
        "a pilot 30 % cheaper never hurts hybrid",
        _steps(_same, costing("day_rate", 0.7, is_pilot)),
        _pilot_hurts,
    ),
    *(
        Direction(
            f"{name}, in-house loses chance",
            _steps(_same, change),
            lambda before, after: after.chance["in_house"] - before.chance["in_house"],
            lambda company, now: _ideal(company, now) and now.chance["in_house"] > CHANCE,
        )
        for name, change in (
            ("without a vision", BLIND),
            ("without recurrent needs", ONE_OFF),
            ("without supervision", UNLED),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One comparison: the direction, the company, its step and how far it goes the wrong way."""

    direction: str
    company: str
    step: int
    wrong: float

    @property
    def holds(self) -> bool:
        return self.wrong <= 0.0


def compare(name: str, company: Company, directions: Sequence[Direction]) -> Iterator[Compared]:
    """Every comparison of one company; a situation met twice is decided once."""

    @cache
    def decided(change: Change) -> Told:
        return now if change is _same else told(change(company))

    now = told(company)
    for direction in directions:
        if not direction.concerns(company, now):
            continue
        found = [decided(change) for change in direction.steps]
        for step, (before, after) in enumerate(pairwise(found), start=1):
            wrong = direction.wrong(before, after)
            if not np.isnan(wrong):
                yield Compared(direction.name, name, step, wrong)


def companies(names: Sequence[str] = ()) -> dict[str, Company]:
    """The companies of the tests, or those named."""
    files = {p.stem: p for p in sorted(COMPANIES.rglob("*.toml")) if ".expected" not in p.name}
    return {k: timonier.load_company(p) for k, p in files.items() if not names or k in names}


def report(names: Sequence[str] = ()) -> str:
    """How many comparisons hold, and those that do not, as Markdown."""
    start = time.perf_counter()
    chosen = companies(names)
    found: list[Compared] = []
    for i, (name, company) in enumerate(chosen.items(), start=1):
        found.extend(compare(name, company, DIRECTIONS))
        print(f"\r{i}/{len(chosen)}", end="", file=sys.stderr, flush=True)
    return written(found, len(chosen), time.perf_counter() - start)


def written(found: Sequence[Compared], count: int, seconds: float) -> str:
    """The table, one row a direction, and what surrounds it."""
    by_name: dict[str, list[Compared]] = {d.name: [] for d in DIRECTIONS}
    for one in found:
        by_name[one.direction].append(one)
    held = sum(one.holds for one in found)
    intro = (
        f"{count} companies of the tests, {SCENARIOS:,} scenarios, one fact changed at a time: "
        f"{held} of {len(found)} comparisons hold ({seconds / 60.0:.0f} min)."
    )
    rows = [_row(name, ones) for name, ones in by_name.items()]
    return f"{intro}\n\n{table(['direction', 'hold', 'do not (beyond the noise)'], rows)}"


def _row(name: str, found: Sequence[Compared]) -> list[str]:
    lost = sorted((c for c in found if not c.holds), key=lambda c: -c.wrong)
    named = ", ".join(f"{c.company} {c.wrong:.3f}" for c in lost)
    return [name, f"{len(found) - len(lost)} of {len(found)}", named]


if __name__ == "__main__":
    print(report(sys.argv[1:]))
